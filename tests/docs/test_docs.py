"""The documentation is tested: what it names exists, and what exists is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.content._answers import _KNOWN, load_answer
from bot.content.checks import _answer, _language, _sentences
from bot.front import create_app
from bot.settings import ROOT, Settings

DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_setting_is_in_the_table_with_its_meaning() -> None:
    front = read("docs/settings.md").partition("## Brain")[0]
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \|[^|]*\| (.*) \|$", front, re.MULTILINE))
    assert rows == {
        name.upper(): field.description for name, field in Settings.model_fields.items()
    }


def test_every_default_is_that_of_the_code() -> None:
    front = read("docs/settings.md").partition("## Brain")[0]
    shown = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]*?) \|", front, re.MULTILINE))
    # These differ from machine to machine, so the table has them in words.
    assert shown.pop("DATABASE_URL") == "an SQLite file in `var/`"
    assert shown.pop("SITES_FILE") == "`sites.yml` in the project's folder"
    assert Settings.model_fields["sites_file"].default == ROOT / "sites.yml"
    assert shown.pop("HELPDESKS_FILE") == "`helpdesks.yml` in the project's folder"
    assert Settings.model_fields["helpdesks_file"].default == ROOT / "helpdesks.yml"
    assert "/var/" in Settings.model_fields["database_url"].default
    for name in [name for name, default in shown.items() if default == "none"]:
        assert Settings.model_fields[name.lower()].default is None, name
        del shown[name]
    for name, default in shown.items():
        assert default == f"`{Settings.model_fields[name.lower()].default}`", name


def test_every_setting_of_the_brain_is_read_by_the_brain() -> None:
    brain = read("docs/settings.md").partition("## Brain")[2]
    named = {
        name
        for cell in re.findall(r"^\| (`[^|]+`) \|", brain, re.MULTILINE)
        for name in re.findall(r"[A-Z_]{3,}", cell)
    }
    defaults = dict(re.findall(r'^    "([A-Z_]+)": f?"(.*)",$', read("bot/nlu/serve.py"), re.M))
    ours = {name for name in defaults if name.startswith("BRAIN_")} | {"ACTIONS_URL"}
    assert named == ours | {"SPACY_MODEL"}
    assert 'SETTING = "SPACY_MODEL"' in read("bot/nlu/_spacy_model.py")
    for name in ("BRAIN_HOST", "BRAIN_PORT", "ACTIONS_URL"):
        assert f"`{defaults[name]}`" in brain


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target


def test_every_task_that_the_readme_names_is_in_the_makefile() -> None:
    tasks = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make (?:-s )?([a-z-]+)", read("README.md"), re.MULTILINE))
    assert named
    assert named <= tasks


def test_the_api_in_the_docs_is_the_api_of_the_front() -> None:
    app = create_app(Settings(_env_file=None))  # type: ignore[call-arg]
    routes = {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource and route.method != "HEAD"
    }
    documented = set(
        re.findall(r"`(GET|POST|DELETE) (/[a-z0-9/{}]+)`", read("docs/architecture.md"))
    )
    of_the_front = {route for route in documented if not route[1].startswith("/webhooks")}
    assert of_the_front <= routes
    assert {route for route in routes if route[1].startswith("/api")} <= documented


def test_the_editors_guide_explains_every_field_of_an_answer() -> None:
    explained = set(re.findall(r"^\| `([a-z_]+)` \|", read("docs/inhoud.md"), re.MULTILINE))
    assert explained == _KNOWN


def test_the_example_of_an_answer_can_be_read(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(topic: .*?)```", read("docs/inhoud.md"), re.DOTALL)
    assert example
    (tmp_path / "opp_wat.yml").write_text(example[1], encoding="utf-8")
    assert load_answer(tmp_path / "opp_wat.yml").topic == "opp_wat"


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("`question`.*hoogstens {} tekens", _answer.MAX_QUESTION),
        ("`short`.*hoogstens {} tekens", _answer.MAX_SHORT),
        ("'answer' heeft.*hoogstens {};", _answer.MAX_ANSWER),
        ("de hele tekst.*hoogstens {} ", _answer.MAX_TEXT),
        ("zin van.*hoogstens {};", _language.MAX_SENTENCE_WORDS),
        ("gemiddeld.*hoogstens {} ", round(_language.MAX_MEAN_WORDS)),
        ("vul `steps`; er mogen er {} zijn", _answer.MAX_STEPS),
        ("voorbeelden; schrijf er minstens {} ", _sentences.MIN_TOPIC_EXAMPLES),
        ("testzinnen; schrijf er minstens {} ", _sentences.MIN_TESTS),
    ],
)
def test_the_limits_in_the_editors_guide_are_those_of_the_checks(words: str, limit: int) -> None:
    assert re.search(words.format(limit), read("docs/inhoud.md"))
