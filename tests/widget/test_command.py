"""`python -m bot.widget`: what a webmaster pastes, and what an operator releases."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.widget import load_releases
from bot.widget.__main__ import main

from .conftest import Add

HOST = "https://chat.example.nl"
SITES = """
kaal: {title: Kaal}
linde:
  title: De Linde
  helpdesk:
    name: Jan & Co <ib>
    email: ib@delinde.example
    website: https://www.delinde.example/contact?a=1&b=2
"""


@pytest.fixture(autouse=True)
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "sites.yml"
    file.write_text(SITES, encoding="utf-8")
    monkeypatch.setenv("SITES_FILE", str(file))
    return file


class Tags(HTMLParser):
    """Every start tag with its attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_lines_have_the_address_and_the_value_of_the_newest_version(
    folder: Path, add: Add, capsys: pytest.CaptureFixture[str]
) -> None:
    add("v1")
    add("v1.1", b"// newer\n")
    assert main(["snippet", "kaal", "--host", HOST], folder) == 0
    found = Tags(capsys.readouterr().out).tags
    assert found[:2] == [
        (
            "script",
            {
                "type": "module",
                "src": f"{HOST}/widget/v1.1/ouderwijzer.js",
                "integrity": load_releases(folder)["v1.1"].sri,
                "crossorigin": None,
            },
        ),
        ("ouderwijzer-chat", {"id": "chat", "site": "kaal"}),
    ]


def test_what_parents_see_without_the_chat_are_people_of_the_site_first(
    folder: Path, add: Add, capsys: pytest.CaptureFixture[str]
) -> None:
    add("v1")
    main(["snippet", "linde", "--host", HOST], folder)
    found = Tags(capsys.readouterr().out)
    assert [attrs["href"] for tag, attrs in found.tags if tag == "a"] == [
        "mailto:ib@delinde.example",
        "https://www.delinde.example/contact?a=1&b=2",
        "https://www.oudersonderwijs.nl",
        "mailto:vraag@oudersonderwijs.nl",
        "tel:112",
    ]
    assert "Jan & Co <ib>: ib@delinde.example" in found.text


def test_it_warns_as_long_as_the_file_may_still_change(
    folder: Path, add: Add, capsys: pytest.CaptureFixture[str]
) -> None:
    add("v1")
    assert main(["snippet", "kaal", "--host", HOST], folder) == 0
    before = capsys.readouterr()
    assert "v1 is nog niet uitgebracht" in before.err
    assert main(["release", "v1"], folder) == 0
    capsys.readouterr()
    assert main(["snippet", "kaal", "--host", HOST], folder) == 0
    after = capsys.readouterr()
    assert (after.out, after.err) == (before.out, "")


@pytest.mark.parametrize(
    ("written", "used"),
    [
        (f"{HOST}/", HOST),
        ("HTTPS://Chat.Example.nl", HOST),
        (f"{HOST}:8443", f"{HOST}:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_the_address_of_the_server_becomes_an_origin(
    folder: Path, add: Add, capsys: pytest.CaptureFixture[str], written: str, used: str
) -> None:
    add("v1")
    main(["snippet", "kaal", "--host", written], folder)
    assert f'src="{used}/widget/v1/ouderwijzer.js"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("http://chat.example.nl", "begint niet met https://"),
        ("ftp://chat.example.nl", "begint niet met https://"),
        ("chat.example.nl", "is niet alleen een adres"),
        (f"{HOST}/widget", "is niet alleen een adres"),
        (f"{HOST}?a", "is niet alleen een adres"),
        (f"{HOST}#chat", "is niet alleen een adres"),
        ("https://ik@chat.example.nl", "is niet alleen een adres"),
        ("https://*.example.nl", "is niet alleen een adres"),
        ("https://chat example.nl", "is niet alleen een adres"),
        ('https://a"onload="x', "is niet alleen een adres"),
        (f"{HOST}:99999", "is niet alleen een adres"),
        ("https://[::1", "is niet alleen een adres"),
        ("", "is niet alleen een adres"),
    ],
)
def test_an_address_that_a_page_cannot_load_from_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], written: str, said: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["snippet", "kaal", "--host", written], folder)
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_a_site_that_is_not_there_is_told_with_those_that_are(
    folder: Path, add: Add, sites: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add("v1")
    assert main(["snippet", "eik", "--host", HOST], folder) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"De site 'eik' staat niet in {sites}; kies uit kaal, linde.\n"


def test_mistakes_in_the_sites_are_told(
    folder: Path, add: Add, sites: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add("v1")
    sites.write_text("kaal: {}", encoding="utf-8")
    assert main(["snippet", "kaal", "--host", HOST], folder) == 1
    assert capsys.readouterr().err == "site kaal: title: ontbreekt; vul het in\n"


def test_the_value_of_a_version_and_of_the_newest(
    folder: Path, add: Add, capsys: pytest.CaptureFixture[str]
) -> None:
    add("v1")
    add("v2", b"// newer\n")
    releases = load_releases(folder)
    assert main(["sri"], folder) == main(["sri", "v1"], folder) == 0
    assert capsys.readouterr().out == f"{releases['v2'].sri}\n{releases['v1'].sri}\n"
    assert main(["sri", "v3"], folder) == 1
    assert capsys.readouterr().err == "Versie v3 bestaat niet.\n"


def test_releasing_and_checking(folder: Path, add: Add, capsys: pytest.CaptureFixture[str]) -> None:
    file = add("v1")
    add("v2", b"// newer\n")
    v1, v2 = load_releases(folder).values()
    assert main(["release", "v1"], folder) == 0
    assert capsys.readouterr().out == f"v1 is uitgebracht: {v1.sri}\n"
    assert main(["check"], folder) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"v1: uitgebracht {v1.sri}",
        f"v2: in ontwikkeling {v2.sri}",
        "Alles in orde.",
    ]
    assert main(["release", "v1"], folder) == 1
    assert capsys.readouterr().err == "Versie v1 is al uitgebracht.\n"
    file.write_bytes(b"// changed\n")
    for task in (["check"], ["sri", "v2"], ["release", "v2"], ["snippet", "kaal", "--host", HOST]):
        assert main(task, folder) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert "v1/ouderwijzer.js is uitgebracht en mag niet veranderen" in err


def test_it_is_a_command_that_explains_itself_in_dutch() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.widget", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    for words in ("snippet", "sri", "check", "release", "de regels voor een website"):
        assert words in done.stdout
    assert "docs/inbouwen.md" in done.stdout
