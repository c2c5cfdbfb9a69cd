"""One conversation over pages, tabs and time."""

from __future__ import annotations

import asyncio

from playwright.async_api import expect

from tests.front._fake_brain import FakeBrain
from tests.front.conftest import eventually

from ._servers import Front, School
from .conftest import Arrive, Visit

_WIDE = {"width": 1280, "height": 800}


async def _talking(arrive: Arrive, school: School) -> Visit:
    """A parent at a wide screen who has asked "een"."""
    visit = await arrive(school.url, **_WIDE)
    await visit.chat.open()
    await visit.chat.say("een")
    return visit


async def _two_tabs(arrive: Arrive, school: School) -> tuple[Visit, Visit]:
    """The same, with a second tab that shows the conversation too."""
    first = await _talking(arrive, school)
    second = await first.another_tab()
    await expect(second.chat.bots).to_have_count(4)
    return first, second


async def test_the_next_page_goes_on_with_the_conversation(
    arrive: Arrive, school: School, brain: FakeBrain
) -> None:
    visit = await _talking(arrive, school)
    await visit.chat.input.fill("half gety")
    await visit.page.get_by_role("link", name="Nieuws").click()
    await expect(visit.page).to_have_url(f"{school.url}/nieuws")
    await expect(visit.chat.bots).to_have_count(4)
    assert await visit.chat.asked() == ["een"]
    await expect(visit.chat.input).to_have_value("half gety")
    assert await visit.chat.focus() == "body."  # nobody asked for the focus to go
    assert "Antwoord op: twee" in await visit.chat.say("twee")
    assert [question["text"] for question in brain.questions] == ["een", "twee"]


async def test_on_a_phone_the_next_page_shows_the_page_and_the_chat_when_asked(
    arrive: Arrive, school: School
) -> None:
    visit = await arrive(school.url)
    await visit.chat.open()
    await visit.chat.say("een")
    await visit.page.goto(f"{school.url}/nieuws")
    await expect(visit.chat.launcher).to_be_visible()
    await expect(visit.chat.dialog).to_be_hidden()
    await visit.chat.launcher.click()
    await expect(visit.chat.bots).to_have_count(4)
    assert await visit.chat.asked() == ["een"]


async def test_back_in_the_browser_shows_what_was_said_since(
    arrive: Arrive, school: School
) -> None:
    visit = await _talking(arrive, school)
    await visit.page.goto(f"{school.url}/nieuws")
    await expect(visit.chat.bots).to_have_count(4)
    await visit.chat.say("twee")
    await visit.page.go_back()
    await expect(visit.chat.bots).to_have_count(5)
    assert await visit.chat.asked() == ["een", "twee"]


async def test_two_tabs_of_one_conversation_lose_and_double_nothing(
    arrive: Arrive, school: School, brain: FakeBrain
) -> None:
    first, second = await _two_tabs(arrive, school)
    await second.chat.say("twee")
    await first.chat.say("drie")
    await asyncio.gather(first.chat.type("vier"), second.chat.type("vijf"))
    await eventually(lambda: len(brain.questions) == 5)
    for visit in (first, second):
        await visit.page.bring_to_front()
        await visit.page.reload()
        await expect(visit.chat.bots).to_have_count(8)
        asked = await visit.chat.asked()
        assert asked[:3] == ["een", "twee", "drie"]
        assert sorted(asked[3:]) == ["vier", "vijf"]
    assert sorted(question["text"] for question in brain.questions) == sorted(
        ["een", "twee", "drie", "vier", "vijf"]
    )


async def test_a_tab_that_comes_into_sight_shows_what_the_other_said(
    arrive: Arrive, school: School
) -> None:
    first, second = await _two_tabs(arrive, school)
    await second.chat.say("twee")
    await first.page.bring_to_front()
    # Without a window no tab is ever hidden, so the event has to be given.
    await first.page.evaluate(
        "document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))"
    )
    await expect(first.chat.bots).to_have_count(5)
    assert await first.chat.asked() == ["een", "twee"]


async def test_a_tab_copied_while_an_answer_is_awaited_gets_the_same_answer(
    arrive: Arrive, school: School, brain: FakeBrain
) -> None:
    first = await arrive(school.url, **_WIDE)
    await first.chat.open()
    brain.delay = 2.0  # seconds
    await first.chat.type("een")
    second = await first.another_tab()
    for visit in (first, second):
        await expect(visit.chat.bots).to_have_count(4)
        assert await visit.chat.asked() == ["een"]
    assert len(brain.questions) == 1


async def test_wiping_in_one_tab_starts_anew_in_the_other(arrive: Arrive, school: School) -> None:
    first, second = await _two_tabs(arrive, school)
    await second.chat.more.click()
    await second.chat.part("button.wipe").click()
    await second.chat.part("button.wipe-yes").click()
    await expect(second.chat.bots).to_have_count(3)
    await first.chat.type("twee")
    await expect(first.chat.bots.last).to_contain_text("Antwoord op: twee")
    await expect(first.chat.notices).to_contain_text("nieuw gesprek")
    first.watch.expect("401")


async def test_a_conversation_that_has_ended_begins_anew_with_the_question_kept(
    arrive: Arrive, school: School, front: Front, brain: FakeBrain
) -> None:
    visit = await _talking(arrive, school)
    await front.stop()
    await front.start(session_secret="een ander geheim")
    await visit.chat.type("twee")
    await expect(visit.chat.bots.last).to_contain_text("Antwoord op: twee")
    await expect(visit.chat.notices).to_contain_text("nieuw gesprek")
    assert [question["text"] for question in brain.questions] == ["een", "twee"]
    visit.watch.expect("401")


async def test_a_page_opened_after_the_end_begins_anew(
    arrive: Arrive, school: School, front: Front
) -> None:
    visit = await _talking(arrive, school)
    await front.stop()
    await front.start(session_secret="een ander geheim")
    await visit.page.reload()
    await expect(visit.chat.bots).to_have_count(3)
    assert await visit.chat.asked() == []
    visit.watch.expect("401")
