"""Whatever a parent types is shown as text, and what cannot be sent is told at once."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.front._fake_brain import FakeBrain

from ._access import axe_violations
from ._servers import Front, School, write_sites
from .conftest import Arrive

_EVIL = (
    '<img src=x onerror="document.title=1"><script>document.title=1</script>',
    "</li></ol><h1>kop</h1>&lt;b&gt; &amp; {{7*7}} ${7*7}",
    "javascript:document.title=1 [link](javascript:document.title=1)",
    "👨‍👩‍👧‍👦 🏫 ﷽ שלום مرحبا 日本語 ‮omgekeerd",
)


@pytest.mark.parametrize("text", _EVIL, ids=["tags", "entities", "links", "emoji"])
async def test_typed_text_stays_text(arrive: Arrive, school: School, text: str) -> None:
    visit = await arrive(school.url)
    await visit.chat.open()
    title = await visit.page.title()
    assert text in await visit.chat.say(text)  # the brain here says it back
    assert await visit.chat.asked() == [text]
    log = visit.chat.log
    assert await log.locator("img, script, h1, b").count() == 0
    assert await log.locator("a[href^='javascript:']").count() == 0
    assert await visit.page.title() == title
    await visit.page.reload()
    await visit.chat.launcher.click()
    await expect(visit.chat.bots).to_have_count(4)
    assert await visit.chat.asked() == [text]


async def test_evil_answers_stay_text_too(arrive: Arrive, school: School, brain: FakeBrain) -> None:
    evil = _EVIL[0]
    brain.replies = [
        {
            "text": evil,
            "buttons": [{"title": evil, "payload": "know:po"}],
            "custom": {
                "sources": [{"title": evil, "url": "javascript:document.title=1"}],
                "swv": [{"name": evil, "website": "javascript:document.title=1", "email": evil}],
                "reviewed": evil,
            },
        }
    ]
    visit = await arrive(school.url)
    await visit.chat.open()
    title = await visit.page.title()
    await visit.chat.say("hallo")
    assert await visit.chat.log.locator("img, script").count() == 0
    assert await visit.chat.log.locator("a[href^='javascript:']").count() == 0
    assert await visit.page.title() == title


async def test_a_line_break_is_typed_with_shift_enter(arrive: Arrive, school: School) -> None:
    visit = await arrive(school.url)
    await visit.chat.open()
    await visit.chat.input.focus()
    await visit.page.keyboard.type("een")
    await visit.page.keyboard.press("Shift+Enter")
    await visit.page.keyboard.type("twee")
    await visit.page.keyboard.press("Enter")
    await expect(visit.chat.parents).to_have_count(1)
    assert await visit.chat.asked() == ["een\ntwee"]


@pytest.mark.parametrize("character", ["a", "😀"])
async def test_one_character_too_many_is_not_sent(
    arrive: Arrive, school: School, brain: FakeBrain, character: str
) -> None:
    visit = await arrive(school.url)
    await visit.chat.open()
    await visit.chat.type(character * 2001)
    await expect(visit.chat.error).to_have_text("Uw bericht is 1 teken te lang. Maak het korter.")
    await expect(visit.chat.input).to_have_attribute("aria-invalid", "true")
    await expect(visit.chat.input).to_have_accessible_description(
        "Uw bericht is 1 teken te lang. Maak het korter. Schrijf geen namen of medische gegevens."
    )
    await expect(visit.chat.input).to_have_value(character * 2001)
    assert await visit.chat.asked() == []
    assert await axe_violations(visit.page) == []
    assert brain.questions == []
    await visit.chat.say(character * 2000)
    assert len(brain.questions) == 1
    await expect(visit.chat.error).to_be_hidden()


async def test_an_empty_message_is_not_sent(
    arrive: Arrive, school: School, brain: FakeBrain
) -> None:
    visit = await arrive(school.url)
    await visit.chat.open()
    for nothing in ("", "   ", "\n"):
        await visit.chat.input.fill(nothing)
        await visit.chat.submit.click()
        await expect(visit.chat.error).to_have_text("Typ eerst uw vraag.")
    assert await visit.chat.asked() == []


async def test_what_is_typed_while_an_answer_is_awaited_is_answered_next(
    arrive: Arrive, school: School, brain: FakeBrain
) -> None:
    visit = await arrive(school.url)
    await visit.chat.open()
    brain.delay = 0.5  # seconds
    for text in ("een", "twee", "drie"):
        await visit.chat.type(text)
    await expect(visit.chat.bots).to_have_count(6)
    assert [question["text"] for question in brain.questions] == ["een", "twee", "drie"]
    assert await visit.chat.asked() == ["een", "twee", "drie"]


async def test_a_message_that_the_server_refuses_comes_back_to_be_sent_elsewhere(
    arrive: Arrive, school: School, front: Front
) -> None:
    visit = await arrive(school.url)
    await visit.chat.open()
    await front.stop()
    write_sites(front.folder / "sites.yml", [])  # this school is no longer welcome
    await front.start()
    await visit.chat.type("mag school dat?")
    await expect(visit.chat.notices).to_contain_text("website")
    await expect(visit.chat.input).to_have_value("mag school dat?")
    assert (await visit.chat.stored())["queue"] == []
    visit.watch.expect("403")
