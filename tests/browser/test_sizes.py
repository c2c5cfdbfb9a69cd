"""Small screens, large text, own colours, no motion."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.front._fake_brain import FakeBrain

from ._access import axe_violations, sideways, too_small
from ._servers import School
from .conftest import ARTEFACTS, Arrive, Visit

_LONG = "samenwerkingsverbandondersteuningsplan" * 4
_ANSWER = {
    "text": f"Uitleg over {_LONG}.\n\n- Een\n- Twee\n\nhttps://deproef.example/{_LONG}",
    "buttons": [{"title": f"Keuze {_LONG}", "payload": "know:po"}],
    "custom": {
        "topic": "school_weigert",
        "sources": [{"title": f"Bron {_LONG}", "url": "https://wetten.overheid.nl/"}],
        "swv": [
            {
                "name": f"Samenwerkingsverband {_LONG}",
                "website": f"https://{_LONG[:60]}.example",
                "email": f"{_LONG[:60]}@deproef.example",
                "address": f"{_LONG}straat 1, 3512 AB Utrecht",
            }
        ],
        "reviewed": "2026-11-25",
    },
}


async def _fits(visit: Visit, name: str = "") -> None:
    assert await sideways(visit.page) == []
    assert await too_small(visit.page) == []
    if name:
        await visit.page.screenshot(path=ARTEFACTS / f"{name}.png")


async def _fits_all_the_way(visit: Visit, brain: FakeBrain, name: str) -> None:
    chat = visit.chat
    await expect(chat.launcher).to_be_visible()
    await _fits(visit, f"{name}-closed")
    await chat.open()
    await _fits(visit, f"{name}-open")
    brain.replies = [_ANSWER]
    await chat.say(f"vraag over {_LONG}")
    await chat.part(".rate button[data-value=down]").click()
    await expect(chat.part("form.reason")).to_be_visible()
    await _fits(visit, f"{name}-answer")
    await chat.more.click()
    await chat.part("button.wipe").click()
    await _fits(visit, f"{name}-menu")
    await visit.page.keyboard.press("Escape")
    await chat.input.click()
    await expect(chat.input).to_be_in_viewport(ratio=0.9)
    assert await chat.has_focus(chat.input)
    await chat.submit.scroll_into_view_if_needed()
    await expect(chat.submit).to_be_in_viewport(ratio=0.9)
    brain.fails_with = 500
    await chat.type("en nu?")
    await expect(chat.trouble).to_be_visible()
    await _fits(visit, f"{name}-trouble")
    assert await axe_violations(visit.page) == []
    visit.watch.expect("503")


@pytest.mark.parametrize(
    ("width", "height"),
    [(320, 568), (320, 256), (390, 844), (844, 390), (1280, 800)],
    ids=["320", "zoom-400", "390", "390-on-its-side", "1280"],
)
async def test_nothing_falls_off_the_screen(
    arrive: Arrive, school: School, brain: FakeBrain, width: int, height: int
) -> None:
    visit = await arrive(school.url, width=width, height=height)
    await _fits_all_the_way(visit, brain, f"fits-{width}x{height}")


@pytest.mark.parametrize("width", [390, 1280])
async def test_with_text_of_twice_the_size_nothing_is_lost(
    large_text_browser: Browser, arrive: Arrive, school: School, brain: FakeBrain, width: int
) -> None:
    visit = await arrive(school.url, width=width, browser=large_text_browser)
    await visit.chat.open()
    size = await visit.chat.input.evaluate("input => getComputedStyle(input).fontSize")
    assert size == "32px"
    await visit.page.keyboard.press("Escape")
    await _fits_all_the_way(visit, brain, f"text-200-{width}")


async def test_own_colours_of_the_reader_keep_every_edge(
    arrive: Arrive, school: School, brain: FakeBrain
) -> None:
    visit = await arrive(school.url, colours="active")
    await visit.chat.open()
    brain.replies = [_ANSWER]
    await visit.chat.say("mag school dat?")
    edges = await visit.page.evaluate(
        """() => [...document.querySelector("ouderwijzer-chat").shadowRoot
            .querySelectorAll("button, textarea, .message, dialog")]
          .filter(element => element.checkVisibility() && !element.matches(":modal"))
          .map(element => [element.className, getComputedStyle(element).borderTopStyle])"""
    )
    assert edges
    assert [name for name, style in edges if style == "none"] == []
    await visit.page.keyboard.press("Tab")
    outline = await visit.page.evaluate(
        """() => getComputedStyle(
          document.querySelector("ouderwijzer-chat").shadowRoot.activeElement).outlineStyle"""
    )
    assert outline == "solid"
    await visit.page.screenshot(path=ARTEFACTS / "forced-colors-390.png")


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
async def test_nothing_moves_for_who_asked_for_that(
    arrive: Arrive, school: School, brain: FakeBrain, motion: str, moves: bool
) -> None:
    visit = await arrive(school.url, reduced_motion=motion)
    await visit.chat.open()
    brain.delay = 3.0  # seconds
    await visit.chat.type("hallo")
    await expect(visit.chat.part(".typing")).to_be_visible()
    running = await visit.page.evaluate(
        """() => document.querySelector("ouderwijzer-chat").shadowRoot.getAnimations().length"""
    )
    assert bool(running) == moves
    brain.delay = 0.0
    await expect(visit.chat.bots).to_have_count(4)


async def test_the_newest_question_is_in_sight_with_the_start_of_its_answer(
    arrive: Arrive, school: School, brain: FakeBrain
) -> None:
    visit = await arrive(school.url)
    await visit.chat.open()
    brain.replies = [{"text": "Het eerste.\n\n" + "Nog een alinea.\n\n" * 40, "buttons": []}]
    for question in ("een", "twee"):
        await visit.chat.say(question)
        await expect(visit.chat.parents.last).to_be_in_viewport(ratio=1)
        await expect(visit.chat.bots.last.get_by_text("Het eerste.")).to_be_in_viewport(ratio=1)
