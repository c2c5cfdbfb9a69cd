"""Strict policies and origins: it works where it may, and says so where it may not."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests._ports import free_port
from tests.front._fake_brain import FakeBrain

from ._access import axe_violations
from ._chat import Chat
from ._servers import ELEMENT, FALLBACK, SITE, Front, School, strict_policy
from .conftest import Arrive, Visit

_KIND = [{"title": "Basisschool", "payload": "know:po"}]


async def _talk(visit: Visit, brain: FakeBrain) -> None:
    chat = visit.chat
    brain.replies = [{"text": "Om welke school gaat het?", "buttons": _KIND}]
    await chat.open()
    assert "Om welke school gaat het?" in await chat.say("mag school dat?")
    brain.replies = None
    await chat.choice("Basisschool").click()
    await expect(chat.bots.last).to_contain_text("know:po")
    await chat.more.click()
    await chat.part("button.wipe").click()
    await chat.part("button.wipe-yes").click()
    await expect(chat.bots).to_have_count(3)
    assert await chat.asked() == []
    assert "Antwoord op: en nu?" in await chat.say("en nu?")


async def test_a_whole_conversation_under_the_strictest_policy_of_a_school(
    arrive: Arrive, school: School, front: Front, brain: FakeBrain
) -> None:
    school.policy = strict_policy(front.url)
    visit = await arrive(school.url, width=1280, height=800)
    await _talk(visit, brain)
    assert await axe_violations(visit.page) == []
    assert visit.watch.seen == []


async def test_a_whole_conversation_on_the_strict_page_of_the_demonstration(
    arrive: Arrive, front: Front, brain: FakeBrain
) -> None:
    visit = await arrive(f"{front.url}/demo/streng", width=1280, height=800)
    await _talk(visit, brain)
    assert await axe_violations(visit.page) == []
    assert visit.watch.seen == []


async def test_what_a_policy_forbids_is_noticed(
    arrive: Arrive, school: School, front: Front
) -> None:
    """Proof that the two tests above can fail."""
    school.policy = strict_policy(front.url)
    school.head = '<style>main { color: red }</style><script>document.title = "?"</script>'
    visit = await arrive(school.url)
    await expect(visit.chat.launcher).to_be_visible()
    seen = "\n".join(visit.watch.seen)
    assert "violation: style-src-elem" in seen
    assert "violation: script-src-elem" in seen
    visit.watch.expect("violation:", "Content Security Policy")


async def test_a_request_to_a_third_party_is_noticed(arrive: Arrive, school: School) -> None:
    """Proof that every test here can fail on one."""
    school.content = f'<img alt="" src="http://localhost:{school.port}/logo">'
    visit = await arrive(school.url)
    assert f"third party: http://localhost:{school.port}/logo" in visit.watch.seen
    visit.watch.expect("third party")


async def test_another_website_reads_why_it_may_not_have_the_chat(
    arrive: Arrive, front: Front
) -> None:
    stranger = School(free_port(), front.url)
    await stranger.start()
    try:
        visit = await arrive(stranger.url)
        refused = visit.chat.part(".refused")
        await expect(refused).to_be_visible()
        assert (await refused.inner_text()).strip()
        await expect(visit.page.get_by_text(FALLBACK)).to_be_visible()
        await expect(visit.chat.launcher).to_be_hidden()
        assert await axe_violations(visit.page) == []
        visit.watch.expect("403")
    finally:
        await stranger.stop()


async def test_a_name_that_the_server_does_not_know_is_told(arrive: Arrive, school: School) -> None:
    school.element = ELEMENT.replace(SITE, "bestaat-niet", 1)
    visit = await arrive(school.url)
    await expect(visit.chat.part(".refused")).to_be_visible()
    await expect(visit.page.get_by_text(FALLBACK)).to_be_visible()
    visit.watch.expect("404")


async def test_the_chat_in_a_frame_for_websites_that_allow_no_script(
    arrive: Arrive, school: School, front: Front, brain: FakeBrain
) -> None:
    school.pages["/chat"] = (
        '<!doctype html><html lang="nl"><title>Chat</title>'
        f'<iframe title="Chat" width="380" height="700" src="{front.url}/chat/{SITE}"></iframe>'
    )
    visit = await arrive(f"{school.url}/chat")
    frame = visit.page.frame_locator("iframe")
    await expect(frame.locator(".choices button").first).to_be_visible()
    await frame.locator("form.ask textarea").fill("mag school dat?")
    await frame.locator("form.ask textarea").press("Enter")
    await expect(frame.locator("li.message.bot").last).to_contain_text("Antwoord op: mag school")


async def test_another_website_cannot_frame_the_chat(arrive: Arrive, front: Front) -> None:
    stranger = School(free_port(), front.url)
    stranger.pages["/"] = (
        f'<!doctype html><html lang="nl"><title>?</title><iframe src="{front.url}/chat/{SITE}">'
    )
    await stranger.start()
    try:
        visit = await arrive(stranger.url)
        await visit.page.wait_for_load_state()
        frame = visit.page.frames[1]
        assert await frame.locator("ouderwijzer-chat").count() == 0
        visit.watch.expect("frame-ancestors")
    finally:
        await stranger.stop()


@pytest.mark.parametrize("width", [390, 1280])
async def test_the_chat_as_a_page_of_its_own(
    arrive: Arrive, front: Front, brain: FakeBrain, width: int
) -> None:
    visit = await arrive(f"{front.url}/chat/{SITE}", width=width)
    chat: Chat = visit.chat
    await chat.greeted()
    assert "Antwoord op: hallo" in await chat.say("hallo")
    await visit.page.reload()
    await expect(chat.bots).to_have_count(4)
    assert await chat.asked() == ["hallo"]
    assert await axe_violations(visit.page) == []
