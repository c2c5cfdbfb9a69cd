"""The hand-off asked the same again, as after a kill: nothing goes on twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.front._brain import Brain, http_client
from bot.front.handoff import Handoffs, Party, Said
from bot.settings import Settings
from bot.sites import load_sites
from bot.store import open_engine
from tests.front._fake_brain import FakeBrain
from tests.helpdesk._mail import FakeMail
from tests.whatsapp._line import handed_off

from .conftest import EMAIL, with_desk

STEPS = [
    Said("0", payload="handoff:start"),
    Said("1", payload="handoff:yes"),
    Said("2", EMAIL),
    Said("3", "Mag de school dit?"),
    Said("4", payload="handoff:po"),
    Said("5", payload="handoff:skip"),
    Said("6", payload="handoff:send"),
]


@pytest.fixture
def settings(database_url: str, mail: FakeMail, tmp_path: Path) -> Settings:
    changes: dict[str, Any] = with_desk(mail, tmp_path)
    return Settings(_env_file=None, database_url=database_url, **changes)  # type: ignore[call-arg]


@pytest.fixture
def party(settings: Settings) -> Party:
    return Party("a" * 40, "web", load_sites(settings.sites_file)["demo"])


@pytest.fixture
async def handoffs(settings: Settings, brain: FakeBrain) -> AsyncIterator[Handoffs]:
    async with http_client() as http:
        line = Brain(http, brain.url, 5)
        async with handed_off(settings, http, line) as (found, _, _):
            yield found


async def test_every_message_that_comes_twice_gets_the_same_answer(
    handoffs: Handoffs, party: Party, settings: Settings
) -> None:
    for said in STEPS:
        first, again = [await handoffs.before(party, said) for _ in range(2)]
        assert first is not None
        assert again is not None
        assert [m.id for m in first.messages] == [m.id for m in again.messages]
    engine = open_engine(settings.async_database_url)
    async with engine.connect() as connection:
        count = await connection.scalar(text("select count(*) from helpdesk_ticket"))
        drafts = await connection.scalar(text("select count(*) from vault_entry"))
    await engine.dispose()
    assert count == 1
    assert drafts == 2  # the ticket's, and what repeats the last answer


async def test_what_may_be_kept_has_no_address(handoffs: Handoffs, party: Party) -> None:
    for said in STEPS:
        for _ in range(2):
            reply = await handoffs.before(party, said)
            assert reply is not None
            assert EMAIL not in str(reply.kept)
            assert [m.id for m in reply.kept] == [m.id for m in reply.messages]


async def test_after_the_last_yes_the_conversation_is_the_brains_again(
    handoffs: Handoffs, party: Party
) -> None:
    for said in STEPS:
        await handoffs.before(party, said)
    assert await handoffs.before(party, Said("7", "dank u wel")) is None
    again = await handoffs.before(party, Said("8", payload="handoff:start"))
    assert again is not None
    assert again.messages[0].asks == "consent"


async def test_a_desk_that_is_gone_ends_it(
    handoffs: Handoffs, party: Party, settings: Settings, brain: FakeBrain
) -> None:
    for said in STEPS[:3]:
        await handoffs.before(party, said)
    settings.helpdesks_file.write_text("", encoding="utf-8")
    async with http_client() as http:
        line = Brain(http, brain.url, 5)
        async with handed_off(settings, http, line) as (restarted, _, _):
            reply = await restarted.before(party, STEPS[3])
    assert reply is not None
    assert reply.ask == STEPS[3]
    assert "geen bericht" in reply.messages[0].text
