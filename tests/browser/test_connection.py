"""When something is down: a question is answered once, and a parent sees where else to go."""

from __future__ import annotations

import asyncio

from playwright.async_api import expect

from tests.front._fake_brain import FakeBrain
from tests.front.conftest import eventually

from ._access import axe_violations
from ._servers import FALLBACK, Front, School, Wire
from .conftest import Arrive, Visit

_NO_CONNECTION = "net::ERR_"
_QUESTION = "mag school mijn kind weigeren?"


async def _answered_once(visit: Visit) -> None:
    await expect(visit.chat.bots).to_have_count(4)  # three of the greeting
    await expect(visit.chat.trouble).to_be_hidden()
    assert await visit.chat.asked() == [_QUESTION]
    assert (await visit.chat.stored())["queue"] == []
    await visit.page.reload()
    await expect(visit.chat.launcher).to_be_visible()
    if await visit.chat.dialog.is_hidden():
        await visit.chat.launcher.click()
    await expect(visit.chat.bots).to_have_count(4)
    assert await visit.chat.asked() == [_QUESTION]


async def _asked_in_vain(arrive: Arrive, school: School, front: Front) -> Visit:
    """A parent whose question found no server."""
    visit = await arrive(school.url)
    await visit.chat.open()
    await front.stop()
    await visit.chat.type(_QUESTION)
    await expect(visit.chat.trouble).to_be_visible()
    return visit


async def test_the_connection_goes_while_an_answer_is_awaited(
    arrive: Arrive, school: School, front: Front, brain: FakeBrain
) -> None:
    wire = Wire(front)
    await wire.mend()
    school.front = wire.url
    visit = await arrive(school.url)
    await visit.chat.open()
    brain.delay = 1.0  # seconds
    await visit.chat.type(_QUESTION)
    await eventually(lambda: brain.questions)
    wire.cut()
    await expect(visit.chat.trouble).to_be_visible()
    await expect(visit.chat.trouble.get_by_role("link", name="Ouders & Onderwijs")).to_be_visible()
    await expect(visit.page.get_by_text(FALLBACK)).to_be_visible()
    assert await axe_violations(visit.page) == []
    await asyncio.sleep(brain.delay)  # meanwhile it is answered
    await wire.mend()
    await visit.chat.part("button.retry").click()
    await _answered_once(visit)
    assert [question["text"] for question in brain.questions] == [_QUESTION]
    visit.watch.expect(_NO_CONNECTION)
    wire.cut()


async def test_a_phone_that_is_offline_for_a_moment(
    arrive: Arrive, school: School, brain: FakeBrain
) -> None:
    visit = await arrive(school.url)
    await visit.chat.open()
    brain.delay = 1.0  # seconds
    await visit.chat.type(_QUESTION)
    await eventually(lambda: brain.questions)
    await visit.context.set_offline(True)
    await asyncio.sleep(2 * brain.delay)
    await visit.context.set_offline(False)
    await _answered_once(visit)
    assert [question["text"] for question in brain.questions] == [_QUESTION]
    visit.watch.expect(_NO_CONNECTION)


async def test_what_is_sent_without_a_connection_is_answered_when_it_is_back(
    arrive: Arrive, school: School, brain: FakeBrain
) -> None:
    visit = await arrive(school.url)
    await visit.chat.open()
    await expect(visit.chat.announcer).to_contain_text("Wat wilt u weten?")
    await asyncio.sleep(0.5)  # until the greeting is read
    await visit.chat.listen()
    await visit.context.set_offline(True)
    await visit.chat.type(_QUESTION)
    await expect(visit.chat.trouble).to_be_visible()
    assert await visit.chat.asked() == [_QUESTION]
    assert len((await visit.chat.stored())["queue"]) == 1
    await visit.context.set_offline(False)
    await expect(visit.chat.bots).to_have_count(4)
    await asyncio.sleep(0.3)
    spoken = await visit.chat.spoken()
    assert len(spoken) == 3
    assert "Uw bericht blijft staan" in spoken[0]
    assert spoken[1:] == [
        "De verbinding is er weer.",
        f"Ouderwijzer: Antwoord op: {_QUESTION}",
    ]
    await _answered_once(visit)
    visit.watch.expect(_NO_CONNECTION)


async def test_the_server_stops_while_an_answer_is_awaited_and_starts_again(
    arrive: Arrive, school: School, front: Front, brain: FakeBrain
) -> None:
    visit = await arrive(school.url)
    await visit.chat.open()
    brain.delay = 2.0  # seconds
    await visit.chat.type(_QUESTION)
    await eventually(lambda: brain.questions)
    await front.stop()
    await expect(visit.chat.trouble).to_be_visible()
    brain.delay = 0.0
    await front.start()
    await visit.chat.part("button.retry").click()
    await _answered_once(visit)
    visit.watch.expect(_NO_CONNECTION)


async def test_it_tries_again_by_itself(
    arrive: Arrive, school: School, front: Front, brain: FakeBrain
) -> None:
    visit = await _asked_in_vain(arrive, school, front)
    await front.start()
    await _answered_once(visit)
    visit.watch.expect(_NO_CONNECTION)


async def test_a_question_outlives_a_page_that_was_left_while_offline(
    arrive: Arrive, school: School, front: Front, brain: FakeBrain
) -> None:
    visit = await _asked_in_vain(arrive, school, front)
    await front.start()
    await visit.page.goto(f"{school.url}/nieuws")
    await visit.chat.launcher.click()
    await _answered_once(visit)
    visit.watch.expect(_NO_CONNECTION)


async def test_a_brain_that_breaks_leaves_the_schools_own_contacts_in_sight(
    arrive: Arrive, school: School, brain: FakeBrain
) -> None:
    visit = await arrive(school.url)
    await visit.chat.open()
    brain.fails_with = 500
    await visit.chat.type(_QUESTION)
    await expect(visit.chat.trouble).to_be_visible()
    await expect(visit.page.get_by_text(FALLBACK)).to_be_visible()
    assert await axe_violations(visit.page) == []
    brain.fails_with = None
    await visit.chat.part("button.retry").click()
    assert await visit.chat.focus() != "body."
    await _answered_once(visit)
    visit.watch.expect("503")


async def test_without_a_brain_there_is_no_chat_but_the_page_itself_until_it_is_back(
    arrive: Arrive, school: School, brain: FakeBrain
) -> None:
    brain.healthy = False
    visit = await arrive("about:blank")
    await visit.page.clock.install()
    await visit.page.goto(school.url)
    await eventually(lambda: any("/sites/" in request for request in visit.watch.requests))
    await expect(visit.page.get_by_text(FALLBACK)).to_be_visible()
    await expect(visit.chat.launcher).to_be_hidden()
    brain.healthy = True
    async with asyncio.timeout(20):  # the server asks its brain every few seconds
        while not await visit.chat.launcher.is_visible():
            await visit.page.clock.fast_forward(31_000)
            await asyncio.sleep(0.5)
    await visit.chat.open()


async def test_without_a_server_the_page_has_its_own_contacts(
    arrive: Arrive, school: School, front: Front
) -> None:
    await front.stop()
    visit = await arrive(school.url)
    await expect(visit.page.get_by_text(FALLBACK)).to_be_visible()
    visit.watch.expect(_NO_CONNECTION)


async def test_without_javascript_the_page_has_its_own_contacts(
    arrive: Arrive, school: School
) -> None:
    visit = await arrive(school.url, java_script_enabled=False)
    await expect(visit.page.get_by_text(FALLBACK)).to_be_visible()
