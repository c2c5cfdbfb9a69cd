"""Leaving a message for a person, on a phone: by touch, and with a thumb down."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.front._fake_brain import FakeBrain
from tests.front.conftest import eventually
from tests.front.handoff.conftest import with_desk
from tests.helpdesk._mail import FakeMail, running_mail

from ._access import axe_violations
from ._chat import Chat
from ._servers import SITE
from .conftest import ARTEFACTS, Arrive, Servers

_SOURCE = {"title": "Wet op het primair onderwijs", "url": "https://wetten.overheid.nl"}


@pytest_asyncio.fixture(loop_scope="session")
async def mail() -> AsyncIterator[FakeMail]:
    async with running_mail() as server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def helped(servers: Servers, mail: FakeMail, tmp_path: Path) -> Servers:
    """A school with a helpdesk."""
    changes = with_desk(mail, tmp_path)
    file = tmp_path / "helpdesks.yml"
    text = file.read_text(encoding="utf-8").replace("[demo]", f"[{SITE}]")
    file.write_text(text, encoding="utf-8")
    await servers.front.stop()
    await servers.front.start(**changes)
    return servers


async def test_a_message_is_left_on_a_phone(
    arrive: Arrive, helped: Servers, brain: FakeBrain, mail: FakeMail
) -> None:
    brain.recalls |= {"said": ["Mag de school mijn zoon weigeren?"], "topic": "school_weigert"}
    brain.replies = [
        {"text": "Deze mensen helpen.", "custom": {"topic": "handoff", "person": "asked"}}
    ]
    visit = await arrive(helped.school.url)
    chat = visit.chat
    await chat.open()
    await chat.say("ik wil een mens spreken")
    await expect(chat.bots.last).to_contain_text("Deze mensen helpen")  # the offer comes first
    await expect(chat.log).to_contain_text("De Kastanje")
    await _shot(visit.page, "offer")
    await _tap(chat, "Bericht achterlaten")
    await expect(chat.bots.last).to_contain_text("Vindt u dat goed?")
    await _tap(chat, "Ja, dat is goed")
    await expect(chat.bots.last).to_contain_text("Typ uw e-mailadres")
    await chat.say("ouder@voorbeeld.nl")
    await expect(chat.bots.last).to_contain_text("Mag de school mijn zoon weigeren?")
    await _tap(chat, "Ja, dat klopt")
    await _tap(chat, "Middelbare school")
    await _tap(chat, "Overslaan")
    await expect(chat.bots.last).to_contain_text("ouder@voorbeeld.nl")
    assert await axe_violations(visit.page) == []
    await _shot(visit.page, "confirm")
    await _tap(chat, "Versturen")
    await expect(chat.bots.last).to_contain_text("Uw kenmerk is OW-")
    await eventually(lambda: mail.taken)
    await _shot(visit.page, "sent")
    await visit.page.reload()
    await chat.launcher.click()
    await expect(chat.bots.last).to_contain_text("[verborgen]")
    assert "ouder@voorbeeld.nl" not in str(await chat.stored())


async def test_two_thumbs_down_bring_a_person_without_another_question(
    arrive: Arrive, helped: Servers, brain: FakeBrain
) -> None:
    brain.replies = [{"text": "Een antwoord.", "custom": {"topic": "x", "sources": [_SOURCE]}}]
    visit = await arrive(helped.school.url)
    chat = visit.chat
    await chat.open()
    await chat.listen()
    for text in ("een", "twee"):
        await chat.say(text)
        await chat.bots.last.get_by_role("button", name="Nee").click()
    await expect(chat.bots.last).to_contain_text("De Kastanje")
    await expect(chat.choice("Bericht achterlaten")).to_be_visible()
    await visit.page.wait_for_function(
        "() => window.spoken.some(text => text.includes('De Kastanje'))"
    )
    assert await axe_violations(visit.page) == []


async def _tap(chat: Chat, title: str) -> None:
    before = await chat.bots.count()
    await chat.page.wait_for_timeout(550)  # a second tap within half a second is a double tap
    await chat.choice(title).click()
    await chat.answered(before)


async def _shot(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=ARTEFACTS / f"handoff-{name}.png")
