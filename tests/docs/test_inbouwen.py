"""The guide for webmasters says what the code does: lines to paste, policies, fields, colours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.front import _problems
from bot.settings import ROOT, Settings
from bot.sites import TOKENS, Helpdesk, Site, Sites, load_sites
from bot.sites.__main__ import main as check_sites
from bot.sites._site import MAX_OPENING
from bot.sites._tokens import PART, TEXT
from bot.widget import load_releases, newest, snippet
from tests.browser._servers import strict_policy

GUIDE = (ROOT / "docs/inbouwen.md").read_text(encoding="utf-8")
HOST = "https://chat.example.nl"
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
PLAIN = [block.strip() for kind, block in BLOCKS if kind == ""]


def section(title: str) -> str:
    """The part under a heading, up to the next of the same level."""
    return GUIDE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def table(text: str) -> list[list[str]]:
    """The cells of every row under the heads of the tables in `text`."""
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [row for row in rows if set(row[0]) != {"-"}]


@pytest.fixture
def sites(tmp_path: Path) -> Sites:
    """The site of the example."""
    (example,) = (block for kind, block in BLOCKS if kind == "yaml")
    file = tmp_path / "sites.yml"
    file.write_text(example, encoding="utf-8")
    return load_sites(file)


def test_the_lines_to_paste_are_those_of_the_command(sites: Sites) -> None:
    release = newest(load_releases())
    lines = snippet(release, sites["mijn-school"], HOST).replace(release.sri, "sha384-...")
    assert lines in [block.strip() for kind, block in BLOCKS if kind == "html"]


def test_the_lines_of_a_policy_are_those_under_which_the_chat_is_tested() -> None:
    assert strict_policy(HOST) in PLAIN
    needed = [part for part in strict_policy(HOST).split("; ") if HOST in part]
    assert "".join(f"{part};\n" for part in needed).strip() in PLAIN


def test_every_attribute_of_the_element_is_explained() -> None:
    source = (ROOT / "bot/widget/src/ouderwijzer.js").read_text(encoding="utf-8")
    read = set(re.findall(r'getAttribute\("(\w+)"\)', source))
    explained = {row[0].strip("`").partition("=")[0] for row in table(section(_LINES))}
    assert read
    assert read <= explained


_LINES = "De regels voor uw pagina"
_SITES = "Uw site in sites.yml"


def test_every_field_of_a_site_and_of_a_helpdesk_is_explained() -> None:
    named = [row[0].strip("`") for row in table(section(_SITES)) if row[0] != "veld"]
    assert set(named) == (set(Site.model_fields) - {"id"}) | set(Helpdesk.model_fields)
    assert len(named) == len(set(named))


def test_the_example_uses_every_field_but_a_number_that_could_be_real(sites: Sites) -> None:
    site = sites["mijn-school"]
    assert set(Site.model_fields) == site.model_fields_set
    assert site.helpdesk is not None
    assert set(Helpdesk.model_fields) - {"phone"} == site.helpdesk.model_fields_set


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("`title`.*hoogstens {} tekens", 80),
        ("`greeting`.*hoogstens {} tekens", 300),
        ("`opening`.*hoogstens {} namen", MAX_OPENING),
    ],
)
def test_the_limits_are_those_of_the_check(tmp_path: Path, words: str, limit: int) -> None:
    assert re.search(words.format(limit), section(_SITES))
    field = words.split("`")[1]
    if field == "opening":
        return
    file = tmp_path / "sites.yml"
    for length, code in ((limit, 0), (limit + 1, 1)):
        content = {"linde": {"title": "De Linde", field: "a" * length}}
        file.write_text(yaml.safe_dump(content), encoding="utf-8")
        assert check_sites(["check", str(file)]) == code


def test_the_mistakes_that_are_shown_are_those_of_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = {
        "title": "Vraagbaak van De Linde",
        "origins": ["https://www.delinde.example/contact"],
        "tokens": {"--utrecht-link-color": "#7fb3c8"},
    }
    file = tmp_path / "sites.yml"
    file.write_text(yaml.safe_dump({"mijn-school": site}), encoding="utf-8")
    assert check_sites(["check", str(file)]) == 1
    (shown,) = (block for block in PLAIN if block.startswith("site mijn-school"))
    assert set(shown.splitlines()) <= set(capsys.readouterr().out.splitlines())
    assert check_sites(["check"]) == 0
    assert f"`{capsys.readouterr().out.strip()}`" in section(_SITES)


def test_the_colours_are_those_of_the_check() -> None:
    text = section("Kleuren en lettertype")
    assert table(text)[1:] == [
        [
            f"`{token.name}`",
            f"`{token.default}`" if token.default else "dat van het apparaat",
            token.meaning,
        ]
        for token in TOKENS
    ]
    least = [f"{ratio:g}".replace(".", ",") for ratio in (TEXT, PART)]
    assert re.search(r"minstens {} met .*\s*minstens {} ".format(*least), text, re.DOTALL)


def test_what_a_webmaster_reads_in_a_refusal_is_what_is_explained() -> None:
    quoted = re.findall(r'^\| "([^"]+)" \|', section("Controleren of het werkt"), re.MULTILINE)
    said = [_problems.origin().detail, _problems.unknown_site().detail]
    assert len(quoted) == len(said)
    for words, detail in zip(quoted, said, strict=True):
        assert words in detail


def test_buttons_are_called_by_the_words_on_them() -> None:
    texts = (ROOT / "bot/widget/src/texts.js").read_text(encoding="utf-8")
    for name, words in {"launch": "Stel uw vraag", "more": "Meer", "wipe": "Wis gesprek"}.items():
        assert f'{name}: "{words}"' in texts
        assert f'"{words}"' in GUIDE


def test_the_times_are_the_defaults_of_the_settings() -> None:
    text, fields = section("Privacy"), Settings.model_fields
    days, hours = fields["retention_days"].default, fields["session_hours"].default
    assert re.search(rf"{days} dagen na het laatste bericht \(`RETENTION_DAYS`\)", text)
    assert f"[{days} dagen]" in text
    assert f"{hours} uur stilte (`SESSION_HOURS`)" in text


def test_every_jump_within_the_guide_lands() -> None:
    heads = re.findall(r"^##+ (.+)$", GUIDE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}
    jumps = re.findall(r"\]\(#([^)]+)\)", GUIDE)
    assert jumps
    assert set(jumps) <= anchors
