"""The operator's command: nothing personal is on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.helpdesk import Tickets
from bot.helpdesk.__main__ import main
from bot.helpdesk._seal import new_key

from . import _zammad
from ._mail import FakeMail
from ._processes import environment
from ._zammad import FakeZammad
from .conftest import EMAIL, KEY, NAME, PHONE, Database, new_ticket

Run = Callable[..., Awaitable[tuple[int, str]]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command with these settings: exit code and all that was printed."""

    async def run(*arguments: str, **settings: str) -> tuple[int, str]:
        with monkeypatch.context() as patch:
            for name, value in settings.items():
                patch.setenv(name, value)
            code = await asyncio.to_thread(main, arguments)
        text = "".join(capsys.readouterr())
        for secret in (EMAIL, PHONE, NAME, "dochter"):
            assert secret not in text
        return code, text

    return run


@pytest.fixture
def known(database_url: str, mail: FakeMail, tmp_path: Path) -> dict[str, str]:
    return environment(database_url, mail, tmp_path / "told")


async def test_what_is_stuck_is_listed_replayed_and_dropped(
    run: Run, tickets: Tickets, database: Database, known: dict[str, str]
) -> None:
    stuck, waits = [await tickets.accept(new_ticket()) for _ in range(2)]
    await database.execute(
        "update helpdesk_ticket set state = 'gave_up', error = 'smtp_550', attempts = 3 "
        f"where reference = '{stuck}'"
    )
    code, text = await run("counts", **known)
    assert code == 0
    assert "steunpunt: wacht: 1, bezorgd in 30 dagen: 0, opgegeven: 1" in text
    assert "WACHT OP U" in text
    code, text = await run("list", **known)
    assert code == 0
    assert stuck in text
    assert "steunpunt, smtp_550" in text
    assert waits not in text
    assert (await run("replay", **known))[0] == 1
    assert await run("replay", "OW-0000-0000", **known) == (1, "0 van 1: opnieuw geprobeerd.\n")
    assert await run("replay", "--all", **known) == (0, "1 van 1: opnieuw geprobeerd.\n")
    assert await run("drop", stuck, **known) == (1, "0 van 1: gewist.\n")
    await database.execute("update helpdesk_ticket set state = 'gave_up'")
    assert await run("drop", stuck.lower(), **known) == (0, "1 van 1: gewist.\n")


async def test_keys_are_changed(
    run: Run, tickets: Tickets, database: Database, known: dict[str, str]
) -> None:
    await tickets.accept(new_ticket())
    code, fresh = await run("key")
    assert code == 0
    both = {**known, "VAULT_KEY": f"{fresh.strip()},{KEY}"}
    assert await run("rekey", **both) == (
        0,
        "opnieuw versleuteld: 1, met geen enkele sleutel te lezen: 0\n",
    )
    assert (await run("rekey", **known))[0] == 1
    code, text = await run("rekey", **{**known, "VAULT_KEY": "fout"})
    assert code == 2
    assert "VAULT_KEY" in text


async def test_the_helpdesks_are_checked_without_sending(
    run: Run, mail: FakeMail, known: dict[str, str], tmp_path: Path
) -> None:
    zammad = FakeZammad()
    await zammad.start()
    file = tmp_path / "helpdesks.yml"
    text = (
        "post: {title: de school, kind: email, address: ib@school.example, sites: [demo]}\n"
        f"zammad: {{title: swv, kind: zammad, url: '{zammad.url}', group: A, "
        "customer: x@swv.example}\n"
    )
    file.write_text(text, encoding="utf-8")
    known |= {"HELPDESKS_FILE": str(file), "HELPDESK_SECRETS": f'{{"zammad": "{_zammad.TOKEN}"}}'}
    code, said = await run("check", **known)
    assert (code, said) == (0, "post (email): in orde\nzammad (zammad): in orde\n")
    zammad.allowed = False
    await mail.stop()
    code, said = await run("check", **known)
    assert code == 1
    assert "post (email): doet het niet (unreachable)" in said
    assert "zammad (zammad): doet het niet (http_403)" in said
    file.write_text(text.replace("[demo]", "[elders]"), encoding="utf-8")
    code, said = await run("check", **known)
    assert code == 1
    assert "elders staat niet in sites.yml" in said
    assert zammad.made == []
    assert mail.taken == []
    await zammad.stop()


async def test_a_database_that_is_away_is_told_in_words(run: Run) -> None:
    code, text = await run("counts", DATABASE_URL="sqlite:////dev/null/x.db", VAULT_KEY=new_key())
    assert code == 2
    assert "DATABASE_URL" in text


async def test_a_wrong_setting_is_named(run: Run) -> None:
    code, text = await run("counts", HELPDESK_FROM="geen adres")
    assert (code, text) == (2, "Deze instellingen kloppen niet: HELPDESK_FROM\n")
