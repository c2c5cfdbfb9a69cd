"""Keeping, printing and wiping a conversation."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.async_api import expect

from tests.front._fake_brain import FakeBrain
from tests.front.conftest import eventually

from ._servers import Front, School, strict_policy
from .conftest import Arrive

_ANSWER = {
    "text": "Nee, niet zomaar.\n\n1. Vraag om een besluit.",
    "buttons": [],
    "custom": {
        "sources": [
            {"title": "Wet op het primair onderwijs", "url": "https://wetten.overheid.nl/"}
        ],
        "reviewed": "2026-11-25",
    },
}


async def test_the_conversation_as_a_text_file(
    arrive: Arrive, school: School, front: Front, brain: FakeBrain, tmp_path: Path
) -> None:
    school.policy = strict_policy(front.url)
    brain.replies = [_ANSWER]
    visit = await arrive(school.url)
    await visit.chat.open()
    await visit.chat.say("mag <b>school</b> mijn kind weigeren? 😀")
    await visit.chat.more.click()
    await expect(visit.chat.more).to_have_attribute("aria-expanded", "true")
    async with visit.page.expect_download() as download:
        await visit.chat.part("button.save").click()
    file = await download.value
    assert re.fullmatch(r"gesprek-ouderwijzer-\d{4}-\d\d-\d\d\.txt", file.suggested_filename)
    await file.save_as(tmp_path / "gesprek.txt")
    text = (tmp_path / "gesprek.txt").read_text(encoding="utf-8")
    order = [
        "Hallo, ik ben Ouderwijzer.",
        "U:\nmag <b>school</b> mijn kind weigeren? 😀",
        "Ouderwijzer:\nNee, niet zomaar.",
        "1. Vraag om een besluit.",
        "- Wet op het primair onderwijs: https://wetten.overheid.nl/",
        "Nagekeken op 25 november 2026",
    ]
    places = [text.find(part) for part in order]
    assert -1 not in places, text
    assert places == sorted(places)


async def test_the_conversation_on_paper(
    arrive: Arrive, school: School, front: Front, brain: FakeBrain
) -> None:
    school.policy = strict_policy(front.url)
    brain.replies = [_ANSWER]
    visit = await arrive(school.url)
    await visit.chat.open()
    await visit.chat.say("mag <b>school</b> dat?")
    await visit.chat.more.click()
    async with visit.context.expect_page() as opening:
        await visit.chat.part("button.print").click()
    paper = await opening.value
    await expect(paper.get_by_role("heading", level=1)).to_contain_text("Gesprek met Ouderwijzer")
    await expect(paper.get_by_text("mag <b>school</b> dat?")).to_be_visible()
    await expect(paper.get_by_text("Nee, niet zomaar.")).to_be_visible()
    assert await paper.locator("b, script").count() == 0
    assert await paper.evaluate("document.documentElement.lang") == "nl"
    await paper.close()
    brain.replies = None
    assert "Antwoord op: en nu?" in await visit.chat.say("en nu?")


async def test_wiping_forgets_everywhere_and_begins_anew(
    arrive: Arrive, school: School, brain: FakeBrain
) -> None:
    visit = await arrive(school.url)
    await visit.chat.open()
    await visit.chat.say("mag school dat?")
    token = (await visit.chat.stored())["token"]
    await visit.chat.more.click()
    await visit.chat.part("button.wipe").click()
    await visit.chat.part("button.wipe-no").click()
    assert await visit.chat.asked() == ["mag school dat?"]
    await visit.chat.part("button.wipe").click()
    await visit.chat.part("button.wipe-yes").click()
    await expect(visit.chat.bots).to_have_count(3)
    assert await visit.chat.asked() == []
    assert await visit.chat.has_focus(visit.chat.input)
    await eventually(lambda: brain.forgotten)
    stored = await visit.chat.stored()
    assert stored["token"] not in (None, token)
    assert "mag school" not in str(stored)
    await visit.page.reload()
    await visit.chat.open()
    assert await visit.chat.asked() == []


async def test_wiping_without_a_connection_says_that_it_did_not_work(
    arrive: Arrive, school: School
) -> None:
    visit = await arrive(school.url)
    await visit.chat.open()
    await visit.chat.say("mag school dat?")
    await visit.context.set_offline(True)
    await visit.chat.more.click()
    await visit.chat.part("button.wipe").click()
    await visit.chat.part("button.wipe-yes").click()
    await expect(visit.chat.notices).to_contain_text("Wissen lukte nu niet")
    assert await visit.chat.asked() == ["mag school dat?"]
    await visit.context.set_offline(False)
    visit.watch.expect("net::ERR_")
