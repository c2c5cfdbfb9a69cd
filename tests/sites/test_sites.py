from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bot.settings import ROOT
from bot.sites import DEFAULTS, Sites, SitesError, load_sites
from bot.sites.__main__ import main

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(text: str) -> Path:
        file = tmp_path / "sites.yml"
        file.write_text(text, encoding="utf-8")
        return file

    return to_file


def said(file: Path) -> list[str]:
    """What is wrong with a file."""
    with pytest.raises(SitesError) as found:
        load_sites(file)
    return found.value.problems


def test_our_own_file_is_right_and_its_school_is_made_up() -> None:
    sites = load_sites(ROOT / "sites.yml")
    demo = sites["demo"]
    assert demo.origins == ()
    assert demo.sector is None
    assert demo.helpdesk is not None
    assert (demo.helpdesk.email or "").endswith(".example")
    assert demo.helpdesk.phone is None


def test_the_example_in_it_can_be_used_as_it_stands(write: Write) -> None:
    text = (ROOT / "sites.yml").read_text(encoding="utf-8")
    example = text[text.index("# mijn-school:") :]
    example = "\n".join(line[2:] for line in example.splitlines())
    sites = load_sites(write(example))
    site = sites["mijn-school"]
    assert site.origins == ("https://www.delinde.example", "https://delinde.example")
    assert site.helpdesk is not None
    assert site.helpdesk.hours is not None
    assert (
        site.helpdesk.hours.sentence
        == "maandag 9.00-12.30 en 13.15-15.00 uur; donderdag 9.00-12.30 uur"
    )
    assert site.tokens["--utrecht-link-color"] == "#7a1f4b"
    explained = set(yaml.safe_load(example)["mijn-school"])
    assert explained | {"id"} == set(type(site).model_fields)


def test_a_title_is_enough(write: Write) -> None:
    sites = load_sites(write("linde: {title: De Linde}"))
    assert list(sites) == ["linde"]
    site = sites["linde"]
    assert (site.id, site.title, site.tokens) == ("linde", "De Linde", DEFAULTS)
    assert (site.origins, site.swv, site.helpdesk, site.sector) == ((), (), None, None)
    assert site.opening == ("school_weigert", "school_vol", "opp_wat", "schorsing")
    assert sites.get("eik") is None


WRONG = """
linde:
  title: ""
  kleur: rood
  sector: hbo
  origins: [https://delinde.example/pad, https://eik.example, https://eik.example]
  swv: [PO9999, 3]
  opening: [niks, swv_zoeken]
  helpdesk:
    name: Balie
    phone: 0612
    hours: {maandag: "09:00-10:00", zoterdag: [], vrijdag: ["9:00-10:00"]}
  tokens: {"--utrecht-document-color": "#eee", "--eigen": red}
Eik: {title: De Eik, helpdesk: {name: Balie}}
vijf: 5
"""


def test_all_mistakes_are_told_at_once_with_site_and_field(write: Write) -> None:
    found = said(write(WRONG))
    assert [problem.rsplit(": ", 1)[0].split(": te ")[0] for problem in found] == [
        "site linde: title",
        "site linde: origins.0",
        "site linde: tokens.--eigen",
        "site linde: tokens.--utrecht-document-color",
        "site linde: tokens.--utrecht-document-color",
        "site linde: sector",
        "site linde: swv.0",
        "site linde: swv.1",
        "site linde: helpdesk.phone",
        "site linde: helpdesk.hours.maandag",
        "site linde: helpdesk.hours.zoterdag",
        "site linde: helpdesk.hours.vrijdag",
        "site linde: opening.0",
        "site linde: opening.1",
        "site linde: kleur",
        "site Eik: id",
        "site Eik: helpdesk",
        "site vijf",
    ]
    english = ("should", "input", "valid", "string", "field", "value")
    assert not [problem for problem in found for word in english if f" {word} " in problem.lower()]


@pytest.mark.parametrize(
    ("origin", "remedy"),
    [
        ("https://delinde.example/", "schrijf https://delinde.example"),
        ("https://delinde.example/pad?a=b", "schrijf https://delinde.example"),
        ("https://DeLinde.example", "schrijf https://delinde.example"),
        ("https://delinde.example:443", "schrijf https://delinde.example"),
        ("https://ik@delinde.example", "schrijf https://delinde.example"),
        ("https://linde\u00e9.example", "schrijf https://xn--linde-fsa.example"),
        ("http://delinde.example", "schrijf https://delinde.example"),
        ("http://localhost.example", "schrijf https://localhost.example"),
        ("https://*.delinde.example", "noem elk adres apart"),
        ("*", "schrijf bijvoorbeeld https://www.school.nl"),
        ("delinde.example", "schrijf bijvoorbeeld https://www.school.nl"),
        ("ftp://delinde.example", "schrijf bijvoorbeeld https://www.school.nl"),
        ("https://", "schrijf bijvoorbeeld https://www.school.nl"),
        ("https://de linde.example", "schrijf bijvoorbeeld https://www.school.nl"),
        ("https://delinde.example:99999", "schrijf bijvoorbeeld https://www.school.nl"),
        ("https://delinde.example; script-src *", ""),
        ("null", "schrijf bijvoorbeeld https://www.school.nl"),
        ("", "schrijf bijvoorbeeld https://www.school.nl"),
    ],
)
def test_an_origin_that_is_none_is_told_with_the_remedy(
    write: Write, origin: str, remedy: str
) -> None:
    (problem,) = said(write(yaml.safe_dump({"linde": {"title": "x", "origins": [origin]}})))
    assert problem.startswith("site linde: origins.0: ")
    assert problem.endswith(remedy)


@pytest.mark.parametrize(
    "origin",
    ["https://delinde.example", "https://a.b-c.example:8443", "http://localhost:9000",
     "http://127.0.0.1:9000", "https://xn--linde-fsa.example"],
)  # fmt: skip
def test_an_origin_as_browsers_send_it_is_taken(write: Write, origin: str) -> None:
    sites = load_sites(write(yaml.safe_dump({"linde": {"title": "x", "origins": [origin]}})))
    assert sites["linde"].origins == (origin,)


@pytest.mark.parametrize(
    ("field", "remedy"),
    [
        ("origins: [https://a.example, https://a.example]", "haal er een weg"),
        ("swv: [PO2601, PO2601]", "haal er een weg"),
        ("swv: PO2601", "schrijf [een, twee]"),
        ("swv: [po2601]", "schrijf een code als PO2601"),
        ("opening: [opp_wat, opp_geen, opp_inhoud, tlv_wat, swv_wat, pesten]", "haal er weg"),
        ("greeting: 5", "zet er aanhalingstekens om"),
        ("sector: PO", "kies 'po', 'vo' of 'so' (of laat het weg)"),
        ("helpdesk: {name: Balie}", "vul phone, email of website in"),
        ("helpdesk: {email: a@b.nl}", "vul het in"),
        ("helpdesk: {name: x, phone: '12345'}", "controleer het"),
        ("helpdesk: {name: x, email: nergens}", "controleer het"),
        ("helpdesk: {name: x, website: 'http://a.nl'}", "schrijf het met https:// ervoor"),
        ("helpdesk: {name: x, website: 'https://a.nl/ b'}", "schrijf het met https:// ervoor"),
        ("helpdesk: {name: x, website: 'javascript:alert(1)'}", "schrijf het met https:// ervoor"),
        ("helpdesk: {name: x, email: a@b.nl, hours: [maandag]}", "['09:00-12:30']"),
        ("tokens: [rood]", "schrijf hier regels als --utrecht-link-color: '#0b5563'"),
    ],
)
def test_what_does_not_fit_is_told_with_the_remedy(write: Write, field: str, remedy: str) -> None:
    (problem,) = said(write(f"linde:\n  title: De Linde\n  {field}\n"))
    assert problem.endswith(remedy)


def test_a_merged_samenwerkingsverband_names_its_successor(write: Write, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "swv").mkdir(parents=True)
    (data / "swv/swv.csv").write_text("code,merged_into\nPO1,PO2\nPO2,\n", encoding="utf-8")
    (data / "topics.csv").write_text("label,kind,theme,description\n", encoding="utf-8")
    file = write("linde: {title: x, swv: [PO1, PO2], opening: []}")
    with pytest.raises(SitesError) as found:
        load_sites(file, data)
    assert found.value.problems == ["site linde: swv.0: PO1 is opgegaan in PO2; schrijf die code"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "linde:\n  title: a\n  title: b\n",
            "regel 3: 'title' staat er twee keer; haal er",
        ),
        ("linde: {title: a}\nlinde: {title: b}\n", "regel 2: 'linde' staat er twee keer"),
        ("linde: [\n", "regel 2: is geen geldige YAML"),
        ("linde:\n\ttitle: a\n", "regel 2: is geen geldige YAML"),
        ("linde: {[a]: b}", "regel 1: is geen geldige YAML"),
        ("linde: !!python/object:os.system {}", "regel 1: is geen geldige YAML"),
        ("", "hier staat geen site"),
        ("- linde", "hier staat geen site"),
        ("a: \x00", "heeft een teken dat niet in YAML mag"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_line(write: Write, text: str, problem: str) -> None:
    (found,) = said(write(text))
    assert problem in found


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path) -> None:
    assert "bestaat het?" in said(tmp_path / "weg.yml")[0]
    (tmp_path / "bytes.yml").write_bytes(b"linde: \xff")
    assert "is geen UTF-8" in said(tmp_path / "bytes.yml")[0]


def test_the_sites_cannot_be_changed(write: Write) -> None:
    sites = load_sites(write("linde: {title: De Linde}"))
    assert isinstance(sites, Sites)
    with pytest.raises(ValueError, match="frozen"):
        sites["linde"].title = "anders"


def test_the_command_says_that_all_is_well(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(write("linde: {title: De Linde}"))]) == 0
    assert capsys.readouterr().out == "Alles in orde.\n"


def test_the_command_prints_what_must_be_repaired(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(write("linde: {}"))]) == 1
    shown = capsys.readouterr()
    assert shown.out == "site linde: title: ontbreekt; vul het in\n"
    assert shown.err == "Aantal fouten: 1.\n"


def test_the_command_takes_the_file_of_the_settings(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SITES_FILE", str(write("eik: {}")))
    assert main(["check"]) == 1
    assert capsys.readouterr().out.startswith("site eik: ")
