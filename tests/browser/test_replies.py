"""Quick replies: real buttons that keep the focus and say that they were chosen."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.front._fake_brain import FakeBrain

from ._access import axe_violations
from ._servers import School
from .conftest import Arrive, Visit

_ASKS = {
    "text": "Om welke school gaat het?",
    "buttons": [
        {"title": "Basisschool", "payload": "know:po"},
        {"title": "Middelbare school", "payload": "know:vo"},
        {"title": "Wat is zorgplicht?", "payload": "topic:zorgplicht_wat"},
    ],
}


@pytest.fixture
def asks(brain: FakeBrain) -> FakeBrain:
    """A brain that first asks back."""
    brain.replies = [_ASKS]
    return brain


async def _asked(visit: Visit, brain: FakeBrain) -> None:
    await visit.chat.open()
    await visit.chat.say("mag school dat?")
    brain.replies = None


async def test_the_title_is_shown_and_the_payload_sent(
    arrive: Arrive, school: School, asks: FakeBrain
) -> None:
    visit = await arrive(school.url)
    await _asked(visit, asks)
    await visit.chat.choice("Middelbare school").click()
    await expect(visit.chat.bots.last).to_contain_text("Antwoord op: know:vo")
    assert await visit.chat.asked() == ["mag school dat?", "Middelbare school"]
    assert "text" not in asks.questions[-1]
    assert asks.questions[-1]["payload"] == "know:vo"
    await visit.page.reload()
    await visit.chat.launcher.click()
    await expect(visit.chat.bots.last).to_contain_text("Antwoord op: know:vo")
    assert await visit.chat.asked() == ["mag school dat?", "Middelbare school"]


async def test_a_chosen_group_is_closed_but_stays_where_it_is(
    arrive: Arrive, school: School, asks: FakeBrain
) -> None:
    visit = await arrive(school.url)
    await _asked(visit, asks)
    chosen = visit.chat.choice("Basisschool")
    await chosen.focus()
    await visit.page.keyboard.press("Enter")
    await expect(visit.chat.bots.last).to_contain_text("Antwoord op: know:po")
    assert await visit.chat.has_focus(chosen)
    await expect(chosen).to_have_attribute("aria-disabled", "true")
    await expect(chosen).to_have_accessible_name("Basisschool (gekozen)")
    other = visit.chat.choice("Middelbare school")
    await expect(other).to_have_attribute("aria-disabled", "true")
    assert await chosen.get_attribute("disabled") is None
    assert await axe_violations(visit.page) == []


async def test_tab_goes_on_from_the_chosen_reply_to_what_follows(
    arrive: Arrive, school: School, asks: FakeBrain
) -> None:
    visit = await arrive(school.url)
    await _asked(visit, asks)
    await visit.chat.choice("Basisschool").focus()
    await visit.page.keyboard.press("Enter")
    await expect(visit.chat.bots.last).to_contain_text("Antwoord op: know:po")
    for title in ("Middelbare school", "Wat is zorgplicht?"):
        await visit.page.keyboard.press("Tab")
        assert await visit.chat.has_focus(visit.chat.choice(title))
    await visit.page.keyboard.press("Tab")
    assert await visit.chat.has_focus(visit.chat.input)


async def test_a_closed_reply_does_nothing(arrive: Arrive, school: School, asks: FakeBrain) -> None:
    visit = await arrive(school.url)
    await _asked(visit, asks)
    await visit.chat.choice("Basisschool").click()
    await expect(visit.chat.bots.last).to_contain_text("Antwoord op: know:po")
    for title in ("Basisschool", "Middelbare school"):
        await visit.chat.choice(title).focus()
        await visit.page.keyboard.press("Enter")
        await visit.page.keyboard.press("Space")
    await visit.chat.say("en nu?")
    assert await visit.chat.asked() == ["mag school dat?", "Basisschool", "en nu?"]
    assert len(asks.questions) == 3


async def test_two_quick_taps_choose_once(arrive: Arrive, school: School, asks: FakeBrain) -> None:
    visit = await arrive(school.url)
    await _asked(visit, asks)
    await visit.chat.choice("Basisschool").dblclick()
    await expect(visit.chat.bots.last).to_contain_text("Antwoord op: know:po")
    await visit.chat.say("en nu?")
    assert await visit.chat.asked() == ["mag school dat?", "Basisschool", "en nu?"]


async def test_a_typed_answer_closes_the_question_but_not_the_topics(
    arrive: Arrive, school: School, asks: FakeBrain
) -> None:
    visit = await arrive(school.url)
    await _asked(visit, asks)
    await visit.chat.say("de basisschool")
    await expect(visit.chat.choice("Basisschool")).to_have_attribute("aria-disabled", "true")
    topic = visit.chat.choice("Wat is zorgplicht?")
    assert await topic.get_attribute("aria-disabled") is None
    await topic.click()
    await expect(visit.chat.bots.last).to_contain_text("Antwoord op: topic:zorgplicht_wat")
