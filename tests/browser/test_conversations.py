"""Whole conversations with the really running assistant, by keyboard alone and by touch."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests._line import Line

from ._access import axe_violations, sideways, too_small
from ._hands import Finger, Hand, Keyboard
from .conftest import ARTEFACTS, Arrive, Visit


async def _in_order(visit: Visit, name: str) -> None:
    assert await axe_violations(visit.page) == []
    assert await too_small(visit.page) == []
    assert await sideways(visit.page) == []
    await visit.page.screenshot(path=ARTEFACTS / f"{name}.png")


@pytest.mark.parametrize(
    ("kind", "width", "height"),
    [
        ("keyboard", 390, 844),
        ("keyboard", 1280, 800),
        ("touch", 390, 844),
        ("touch", 320, 568),
    ],
)
async def test_from_the_first_look_to_the_last(
    arrive: Arrive, line: Line, kind: str, width: int, height: int
) -> None:
    visit = await arrive(line.url, width=width, height=height, has_touch=kind == "touch")
    chat = visit.chat
    hand: Hand = Keyboard(chat) if kind == "keyboard" else Finger(chat)
    name = f"{kind}-{width}"
    await expect(chat.launcher).to_be_visible()
    await _in_order(visit, f"{name}-1-page")

    await hand.press(chat.launcher)
    await chat.greeted()
    assert await chat.has_focus(chat.dialog.get_by_role("heading", level=2))
    assert "computerprogramma, geen mens" in await chat.text_after(0)
    await _in_order(visit, f"{name}-2-greeting")

    before = await chat.bots.count()
    title = await chat.choices.nth(1).inner_text()
    await hand.press(chat.choices.nth(1))
    await chat.answered(before)
    assert (await chat.asked()) == [title]
    await _in_order(visit, f"{name}-3-quick-reply")

    before = await chat.bots.count()
    await hand.write(chat.input, "wat is een opp?")
    await hand.send()
    await chat.answered(before)
    assert "ontwikkelingsperspectief" in await chat.text_after(before)
    await _in_order(visit, f"{name}-4-typed")

    before = await chat.bots.count()
    await hand.write(chat.input, "swv middelbare school 3512 JE")
    await hand.send()
    await chat.answered(before)
    assert "Sterk VO" in await chat.text_after(before)
    card = chat.part(".card").last
    await expect(card.get_by_role("link", name="sterkvo")).to_be_visible()
    await _in_order(visit, f"{name}-5-swv")

    await hand.press(chat.part(".rate button[data-value=down]").last)
    reason = chat.part("form.reason")
    await hand.write(reason.locator("textarea"), "Ik zocht het adres.")
    await hand.press(reason.locator("button"))
    await expect(chat.part(".thanks").last).to_have_text("Dank u wel. Wij kijken hiernaar.")
    await _in_order(visit, f"{name}-6-judged")

    await hand.press(chat.more)
    await hand.press(chat.part("button.wipe"))
    await _in_order(visit, f"{name}-7-sure")
    await hand.press(chat.part("button.wipe-yes"))
    await expect(chat.parents).to_have_count(0)
    await chat.greeted()

    await hand.leave()
    await expect(chat.dialog).to_be_hidden()
    assert await chat.has_focus(chat.launcher)
    await _in_order(visit, f"{name}-8-closed")


async def test_the_front_stops_and_comes_back(arrive: Arrive, line: Line) -> None:
    visit = await arrive(line.url)
    await visit.chat.open()
    line.kill("front")
    await visit.chat.type("mag een school mijn kind weigeren?")
    await expect(visit.chat.trouble).to_be_visible()
    line.start("front")
    line.wait_until_ready()
    await visit.chat.part("button.retry").click()
    await expect(visit.chat.trouble).to_be_hidden()
    await expect(visit.chat.bots.nth(3)).to_be_visible()
    assert await visit.chat.asked() == ["mag een school mijn kind weigeren?"]
    answers = await visit.chat.bots.count()
    await visit.page.reload()
    await visit.chat.launcher.click()
    await expect(visit.chat.bots).to_have_count(answers)
    assert await visit.chat.asked() == ["mag een school mijn kind weigeren?"]
    visit.watch.expect("net::ERR_")
