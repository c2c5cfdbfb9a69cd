"""helpdesks.yml: who takes whose questions, and mistakes in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.helpdesk import Desks, DesksError, load_desks
from bot.settings import ROOT, Settings, wrong_settings

ALL = """\
steunpunt:
  title: het steunpunt van Sterk VO
  kind: email
  address: steunpunt@swv.example
  swv: [VO2601]
school:
  title: de intern begeleider
  kind: zammad
  url: https://helpdesk.school.example/
  group: Passend onderwijs
  customer: onbekend@school.example
  sites: [demo]
bestuur:
  title: het bestuur
  kind: topdesk
  url: https://bestuur.topdesk.example
  branch: 6f8a3d2e-0000-4000-8000-000000000001
tracker:
  title: de helpdesk
  kind: request_tracker
  url: http://127.0.0.1:8080
  queue: Ouders
eigen:
  title: ons systeem
  kind: webhook
  url: https://swv.example/ouderwijzer
  swv: [PO2601]
"""


def load(tmp_path: Path, text: str, sites: frozenset[str] | None = None) -> Desks:
    file = tmp_path / "helpdesks.yml"
    file.write_text(text, encoding="utf-8")
    return load_desks(file, sites=sites)


def problems(tmp_path: Path, text: str, sites: frozenset[str] | None = None) -> list[str]:
    with pytest.raises(DesksError) as caught:
        load(tmp_path, text, sites)
    return caught.value.problems


def test_every_kind_can_be_read(tmp_path: Path) -> None:
    desks = load(tmp_path, ALL, sites=frozenset({"demo"}))
    assert [desk.kind for desk in desks.values()] == [
        *("email", "zammad", "topdesk", "request_tracker", "webhook"),
    ]
    assert desks["school"].name == "school"
    assert desks["school"].title == "de intern begeleider"


@pytest.mark.parametrize(
    ("site", "swvs", "expected"),
    [
        ("demo", [], "school"),
        ("demo", ["VO2601"], "steunpunt"),
        ("demo", ["PO3001", "PO2601"], "eigen"),
        ("demo", ["PO3001"], "school"),
        ("elders", ["VO2601", "PO2601"], "steunpunt"),
        ("elders", [], None),
    ],
)
def test_the_samenwerkingsverband_goes_before_the_website(
    tmp_path: Path, site: str, swvs: list[str], expected: str | None
) -> None:
    desk = load(tmp_path, ALL).for_(site, swvs)
    assert (desk.name if desk else None) == expected


def test_the_file_of_the_project_has_no_helpdesk_yet() -> None:
    assert not load_desks(ROOT / "helpdesks.yml")
    assert Desks().for_("demo") is None


def test_the_example_in_the_file_of_the_project_can_be_used(tmp_path: Path) -> None:
    lines = (ROOT / "helpdesks.yml").read_text("utf-8").split("\n#\n")[1].splitlines()
    desks = load(tmp_path, "\n".join(line.removeprefix("# ") for line in lines))
    assert [desk.name for desk in desks.values()] == ["kastanje"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("kind: email", "kind: fax"), "helpdesk steunpunt: 'kind' kent deze soort niet; kies"),
        (("  kind: email\n", ""), "helpdesk steunpunt: 'kind' ontbreekt; kies email"),
        (("steunpunt@swv.example", "steunpunt"), "helpdesk steunpunt: address: is geen e-mail"),
        (("  title: het bestuur\n", ""), "helpdesk bestuur: title: ontbreekt; vul het in"),
        (("queue: Ouders", "rij: Ouders"), "helpdesk tracker: rij: dit veld bestaat niet"),
        (("VO2601", "VO9999"), "helpdesk steunpunt: swv.0: VO9999 staat niet in data/swv"),
        (("[PO2601]", "PO2601"), "helpdesk eigen: swv: moet een lijst zijn"),
        (("[PO2601]", "[VO2601]"), "helpdesk eigen: VO2601 staat ook bij steunpunt"),
        (("https://swv.ex", "http://swv.ex"), "helpdesk eigen: url: is niet beveiligd"),
        (("https://swv.ex", "https://a:b@swv.ex"), "helpdesk eigen: url: mag geen naam, wacht"),
        (("https://swv.example/ouderwijzer", "swv"), "helpdesk eigen: url: is geen adres"),
        (("[demo]", "[demmo]"), "helpdesk school: sites: demmo staat niet in sites.yml"),
        (("eigen:", "Eigen Systeem:"), "helpdesk Eigen Systeem: name: de naam van een helpdesk"),
        (("eigen:", "school:"), "'school' staat er twee keer"),
        (("school:\n", "school: ja\nandere:\n"), "helpdesk school: schrijf hier regels"),
    ],
)
def test_a_mistake_is_told_in_words(tmp_path: Path, change: tuple[str, str], expected: str) -> None:
    assert change[0] in ALL
    found = problems(tmp_path, ALL.replace(*change), sites=frozenset({"demo"}))
    assert any(expected in problem for problem in found), found


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = ALL.replace("address:", "adres:").replace("queue: Ouders", "queue: ''")
    assert len(problems(tmp_path, text)) == 3


def test_a_secret_in_the_file_is_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, ALL.replace("  queue: Ouders", "  queue: Ouders\n  token: geheim"))
    assert found == [
        "helpdesk tracker: token: dit veld bestaat niet; haal het weg of controleer de naam"
    ]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DesksError, match="niet te lezen"):
        load_desks(tmp_path / "weg.yml")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"helpdesk_smtp_host": "mail.example", "helpdesk_smtp_security": "none"}, True),
        ({"helpdesk_smtp_host": "127.0.0.1", "helpdesk_smtp_security": "none"}, False),
        ({"helpdesk_smtp_host": "localhost", "helpdesk_smtp_security": "none"}, False),
        ({"helpdesk_smtp_host": "mail.example", "helpdesk_smtp_security": "tls"}, False),
        ({"helpdesk_from": "geen adres"}, True),
    ],
)
def test_mail_goes_unprotected_only_to_this_machine(changes: dict[str, str], wrong: bool) -> None:
    if wrong:
        with pytest.raises(ValueError, match="helpdesk_"):
            Settings(_env_file=None, **changes)  # type: ignore[call-arg, arg-type]
    else:
        Settings(_env_file=None, **changes)  # type: ignore[call-arg, arg-type]


def test_secrets_that_are_no_json_are_a_wrong_setting_and_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HELPDESK_SECRETS", '{"a": "b", zeer geheim')
    with pytest.raises(ValidationError) as caught:
        Settings(_env_file=None)  # type: ignore[call-arg]
    assert wrong_settings(caught.value) == "HELPDESK_SECRETS"
    assert "geheim" not in str(caught.value)
    monkeypatch.setenv("HELPDESK_SECRETS", '{"a": "zeer geheim"}')
    secrets = Settings(_env_file=None).helpdesk_secrets  # type: ignore[call-arg]
    assert secrets["a"].get_secret_value() == "zeer geheim"
    assert "geheim" not in repr(secrets)
