"""`python -m bot.beheer` as an operator uses it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.beheer import __main__ as command
from bot.beheer import _models
from bot.beheer._accounts import Accounts
from bot.beheer._passwords import LONGEST, WrongPassword, check_new, made_up
from tests.front.test_tables import differences

from ._app import PASSWORD
from ._figures import MemoryMeasures, talks
from .conftest import Desk

TABLES = {
    table.__tablename__
    for table in (
        _models.Staff,
        _models.StaffSession,
        _models.StaffAttempt,
        _models.MonthlyReport,
    )
}
Run = Callable[..., "asyncio.Future[tuple[int, str, str]]"]


@pytest.fixture
def run(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run a command in a thread, as it has an event loop of its own; exit code and output."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setattr(command, "MeasureRows", lambda _: MemoryMeasures(talks()))

    async def go(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = await asyncio.to_thread(command.main, arguments)
        return code, *capsys.readouterr()

    return go  # type: ignore[return-value]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What somebody types when asked for a password, the last first."""
    answers: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _: answers.pop())
    return answers


async def test_the_migrations_make_the_tables_that_the_code_expects(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await connection.run_sync(differences, TABLES) == []


async def test_a_made_up_password_is_shown_once_and_works(empty_desk: Desk, run: Run) -> None:
    code, out, _ = await run("user", "add", "Kees", "--role", "helpdesk", "--site", "demo")
    assert code == 0
    password = re.search(r"getoond\): (\S+)", out)
    assert password
    browser = await empty_desk.browser()
    assert (await browser.try_log_in("kees", password[1])).status == 303
    code, out, _ = await run("user", "list")
    assert out == f"{'kees':24}  helpdesk   demo\n"
    assert password[1] not in out


async def test_a_password_that_is_typed_twice_works(
    empty_desk: Desk, run: Run, typed: list[str]
) -> None:
    typed += [PASSWORD, PASSWORD]
    code, out, _ = await run("user", "add", "anna", "--role", "operator")
    assert (code, "Klaar." in out, PASSWORD in out) == (0, True, False)
    assert (await (await empty_desk.browser()).try_log_in("anna", PASSWORD)).status == 303
    typed += ["een ander wachtwoord", PASSWORD]
    code, _, error = await run("user", "password", "anna")
    assert (code, error) == (1, "De twee wachtwoorden zijn niet gelijk.\n")
    typed += ["een ander wachtwoord", "een ander wachtwoord"]
    assert (await run("user", "password", "anna"))[0] == 0
    browser = await empty_desk.browser()
    assert (await browser.try_log_in("anna", PASSWORD)).status == 401
    assert (await browser.try_log_in("anna", "een ander wachtwoord")).status == 303


async def test_closing_and_opening_an_account(desk: Desk, run: Run) -> None:
    inside = await desk.browser_of("kees")
    assert (await run("user", "disable", "KEES"))[0] == 0
    assert (await inside.get("/beheer")).status == 303
    assert "gesloten" in (await run("user", "list"))[1]
    assert (await run("user", "enable", "kees"))[0] == 0
    await desk.browser_of("kees")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("user add anna --role operator", "al een account"),
        ("user add piet --role helpdesk", "hoort bij een site"),
        ("user add piet --role operator --site demo", "laat --site weg"),
        ("user add piet --role editor --site nergens", "staat niet in sites.yml"),
        ("user add <b> --role editor", "Deze naam kan niet"),
        ("user disable niemand", "geen account met de naam niemand"),
        ("user password niemand --generate", "geen account met de naam niemand"),
        ("report --month 2026-10 --site nergens --out x", "staat niet in sites.yml"),
        ("report --month 2026-10 --swv ../x --out x", "PO2601"),
    ],
)
async def test_what_cannot_be_done_is_said(
    desk: Desk, run: Run, arguments: str, words: str
) -> None:
    code, _, error = await run(*arguments.split())
    assert code == 1
    assert words in error


async def test_a_database_without_tables_is_said(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/leeg.db")
    code, _, error = await run("user", "list")
    assert code == 2
    assert "python -m bot.store migrate" in error


async def test_reports_by_hand(run: Run, folder: Path) -> None:
    code, out, _ = await run(
        "report", "--month", "2026-10", "--swv", "PO2601", "--out", str(folder)
    )
    assert code == 0
    assert [Path(line).name for line in out.split()] == [
        "signaleringsrapport-2026-10-swv-PO2601.html",
        "signaleringsrapport-2026-10-swv-PO2601.pdf",
    ]
    code, out, _ = await run("report", "--month", "2026-10", "--all", "--out", str(folder))
    assert code == 0
    assert len(out.split()) == 12  # everything together, two sites and three regions
    assert (folder / "signaleringsrapport-2026-10-alles.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    "password", ["kort", "x" * (LONGEST + 1), "aaaaaaaaaaaaaaa", "hallo-ik-ben-Anna!"]
)
def test_passwords_that_are_easily_guessed_are_refused(password: str) -> None:
    with pytest.raises(WrongPassword):
        check_new(password, "anna")


def test_a_made_up_password_will_do() -> None:
    for _ in range(20):
        check_new(made_up(), "anna")
    assert made_up() != made_up()


async def test_accounts_made_at_the_same_moment_do_not_share_a_name(
    desk: Desk, engine: AsyncEngine
) -> None:
    from bot.beheer._roles import Role

    async def add() -> bool:
        try:
            await desk.accounts.add("nieuw", Role.EDITOR, None, PASSWORD, desk.clock.now)
        except ValueError:
            return False
        return True

    assert sorted(await asyncio.gather(add(), add())) == [False, True]
    assert isinstance(desk.accounts, Accounts)
    assert {one.name for one in await desk.accounts.all()} == {"anna", "erik", "kees", "nieuw"}
    assert (await desk.accounts.all())[0].created_at.date() == date(2026, 10, 28)
