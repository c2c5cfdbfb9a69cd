"""Whatever the page around it does."""

from __future__ import annotations

from playwright.async_api import expect

from tests.front._fake_brain import FakeBrain

from ._access import axe_violations, sideways, too_small
from ._servers import ELEMENT, FALLBACK, SITE, School
from .conftest import ARTEFACTS, Arrive, Visit

_HOSTILE = """<style>
  html { font-size: 62.5% }
  * { all: unset !important }
  div, section, form, ol, li { display: none !important }
  button, textarea, a { opacity: 0 !important; pointer-events: none !important }
  body > * { color: #eee !important; font: 3px fantasy !important; line-height: 0 !important;
    visibility: hidden !important; direction: rtl !important; text-transform: uppercase !important }
  * { --ink: red !important; --paper: red !important; --utrecht-document-color: #eee !important }
  [hidden] { display: block !important }
</style>"""


async def _works(visit: Visit) -> None:
    await visit.chat.open()
    assert "Antwoord op: hallo" in await visit.chat.say("hallo")
    await visit.page.keyboard.press("Escape")
    assert await visit.chat.has_focus(visit.chat.launcher)


async def test_a_huge_page_with_hostile_styles(arrive: Arrive, school: School) -> None:
    plain = await arrive(school.url, width=1280, height=800)
    await plain.chat.open()
    school.head = _HOSTILE
    school.content = f"<p>{'Nieuws van onze school. ' * 45}</p>\n" * 2_000
    assert len(school.content) > 2_000_000
    visit = await arrive(school.url, width=1280, height=800)
    await visit.chat.open()
    for part in ("dialog", "h2", "form.ask textarea", "form.ask button", "li.message.bot >> nth=0"):
        looks = [
            await one.chat.element.locator(part).evaluate(
                """element => {
                  const { color, backgroundColor, fontSize, fontFamily, lineHeight, visibility,
                    direction, textTransform, opacity } = getComputedStyle(element);
                  const { width, height } = element.getBoundingClientRect();
                  return [color, backgroundColor, fontSize, fontFamily, lineHeight, visibility,
                    direction, textTransform, opacity, Math.round(width), Math.round(height)];
                }"""
            )
            for one in (plain, visit)
        ]
        assert looks[0] == looks[1], part
    assert await too_small(visit.page) == []
    assert "Antwoord op: hallo" in await visit.chat.say("hallo")
    await visit.page.screenshot(path=ARTEFACTS / "hostile-1280.png")
    await visit.page.keyboard.press("Escape")
    assert await visit.chat.has_focus(visit.chat.launcher)


async def test_the_page_is_as_it_was(arrive: Arrive, school: School) -> None:
    visit = await arrive(school.url, width=1280, height=800)
    describe = """() => [document.head.innerHTML, document.body.className,
      document.querySelector("main").outerHTML, document.body.children.length,
      document.adoptedStyleSheets.length, Object.keys(localStorage).length, document.cookie,
      document.body.scrollHeight]"""
    await expect(visit.chat.launcher).to_be_visible()
    before = await visit.page.evaluate(describe)
    await _works(visit)
    assert await visit.page.evaluate(describe) == before


async def test_an_element_that_is_put_in_later(arrive: Arrive, school: School) -> None:
    school.element = ""
    visit = await arrive(school.url)
    await visit.page.evaluate(
        """site => {
          const element = document.createElement("ouderwijzer-chat");
          element.setAttribute("site", site);
          document.body.append(element);
        }""",
        SITE,
    )
    await _works(visit)


async def test_an_element_that_is_taken_out_and_put_back(
    arrive: Arrive, school: School, brain: FakeBrain
) -> None:
    visit = await arrive(school.url, width=1280, height=800)
    await visit.chat.open()
    await visit.chat.say("een")
    await visit.page.evaluate(
        "window.taken = document.querySelector('ouderwijzer-chat'); taken.remove()"
    )
    await visit.page.evaluate("document.body.append(taken)")
    assert "Antwoord op: twee" in await visit.chat.say("twee")
    assert await visit.chat.asked() == ["een", "twee"]
    assert [question["text"] for question in brain.questions] == ["een", "twee"]


async def test_a_page_that_moves_the_element_at_once(arrive: Arrive, school: School) -> None:
    school.element = f'<div id="old">{ELEMENT}</div><div id="new"></div>'
    visit = await arrive(school.url)
    await visit.page.evaluate(
        "document.querySelector('#new').append(document.querySelector('ouderwijzer-chat'))"
    )
    await _works(visit)


async def test_an_element_that_replaces_another(arrive: Arrive, school: School) -> None:
    visit = await arrive(school.url, width=1280, height=800)
    await visit.chat.open()
    await visit.chat.say("een")
    await visit.page.evaluate(
        """() => {
          const old = document.querySelector("ouderwijzer-chat");
          old.replaceWith(old.cloneNode(true));
        }"""
    )
    await expect(visit.chat.bots).to_have_count(4)
    assert await visit.chat.asked() == ["een"]


async def test_two_elements_and_two_scripts_give_one_chat(arrive: Arrive, school: School) -> None:
    school.element = ELEMENT + school.script + ELEMENT.replace('id="chat"', "")
    visit = await arrive(school.url)
    await expect(visit.chat.launcher).to_have_count(1)
    await _works(visit)
    await expect(visit.page.get_by_text(FALLBACK).last).to_be_visible()
    assert await axe_violations(visit.page) == []


async def test_a_skip_link_leads_to_the_chat(arrive: Arrive, school: School) -> None:
    school.content = '<a href="#chat">Naar de chat</a>'
    visit = await arrive(school.url)
    await expect(visit.chat.launcher).to_be_visible()
    await visit.page.get_by_role("link", name="Naar de chat").focus()
    await visit.page.keyboard.press("Enter")
    assert await visit.chat.has_focus(visit.chat.launcher)
    await visit.page.keyboard.press("Enter")
    await visit.chat.greeted()


async def test_a_page_that_shortcuts_keys_does_not_take_them(
    arrive: Arrive, school: School
) -> None:
    """Esc closes the chat and nothing of the page."""
    visit = await arrive(school.url, width=1280, height=800)
    await visit.page.evaluate(
        """() => {
          window.escapes = 0;
          addEventListener("keydown", ({ key }) => { if (key === "Escape") window.escapes += 1; });
        }"""
    )
    await _works(visit)
    assert await visit.page.evaluate("window.escapes") == 0
    assert await sideways(visit.page) == []
