"""What a screen reader gets, turn by turn: each thing once, in the order in which it is shown."""

from __future__ import annotations

import asyncio

from playwright.async_api import expect

from tests.front._fake_brain import FakeBrain

from ._servers import School
from .conftest import Arrive, Visit

_ANSWER = {
    "text": "Een school mag niet zomaar weigeren.\n\n1. Vraag om een besluit op papier.\n"
    "2. Bel het samenwerkingsverband.",
    "buttons": [{"title": "Basisschool", "payload": "know:po"}],
    "custom": {
        "topic": "school_weigert",
        "sources": [
            {"title": "Wet op het primair onderwijs", "url": "https://wetten.overheid.nl/"}
        ],
        "swv": [{"name": "Samenwerkingsverband De Proef", "website": "https://deproef.example"}],
        "reviewed": "2026-11-25",
    },
}


async def _told(visit: Visit) -> list[str]:
    """What was said in the last moments; nothing may be left to be read again."""
    await asyncio.sleep(0.4)  # the widget waits a moment, so that readers do not miss it
    spoken = await visit.chat.spoken()
    await expect(visit.chat.announcer).to_be_empty()
    assert await visit.chat.spoken() == []
    return spoken


async def test_every_turn_is_read_once(arrive: Arrive, school: School, brain: FakeBrain) -> None:
    visit = await arrive(school.url)
    await expect(visit.chat.launcher).to_be_visible()
    await visit.chat.listen()
    await visit.chat.open()
    assert await visit.chat.has_focus(visit.chat.dialog.get_by_role("heading", level=2))
    who, privacy, question = await _told(visit)
    assert who.startswith("Ouderwijzer: Hallo, ik ben Ouderwijzer. Ik ben een computerprogramma")
    assert "Schrijf geen namen of medische gegevens." in privacy
    assert question.startswith("Ouderwijzer: Wat wilt u weten?")
    assert "\nKeuzes: Mijn samenwerkingsverband opzoeken; " in question

    brain.replies = [_ANSWER]
    await visit.chat.say("mag school mijn kind weigeren?")
    assert await _told(visit) == [
        f"Ouderwijzer: {_ANSWER['text']}\nSamenwerkingsverband De Proef\nMet een bron.\n"
        "Keuzes: Basisschool."
    ]

    brain.replies, brain.delay = None, 2.0
    await visit.chat.choice("Basisschool").click()
    await expect(visit.chat.bots.last).to_contain_text("know:po")
    assert await _told(visit) == [
        "Ouderwijzer zoekt een antwoord",
        "Ouderwijzer: Antwoord op: know:po",
    ]

    await visit.chat.input.press("Enter")
    assert await _told(visit) == ["Typ eerst uw vraag."]


async def test_the_dialog_reads_as_a_conversation(
    arrive: Arrive, school: School, brain: FakeBrain
) -> None:
    visit = await arrive(school.url)
    await expect(visit.chat.launcher).to_have_accessible_name(
        "Stel uw vraag (Basisschool De Proef)"
    )
    await visit.chat.open()
    brain.replies = [_ANSWER]
    await visit.chat.say("mag school mijn kind weigeren?")
    await expect(visit.chat.dialog).to_match_aria_snapshot("""
      - dialog "Basisschool De Proef":
        - button "Naar het invoerveld"
        - heading "Basisschool De Proef" [level=2]
        - paragraph: Uitleg over passend onderwijs door een computer
        - button "Meer"
        - button "Sluit"
        - log "Gesprek":
          - list:
            - listitem:
              - text: "Ouderwijzer:"
              - paragraph: /Hallo, ik ben Ouderwijzer/
            - listitem:
              - text: "Ouderwijzer:"
              - paragraph: /Schrijf geen namen of medische/
            - listitem:
              - text: "Ouderwijzer:"
              - paragraph: /Wat wilt u weten/
            - listitem:
              - list "Keuzes"
            - listitem:
              - text: "U:"
              - paragraph: mag school mijn kind weigeren?
            - listitem:
              - text: "Ouderwijzer:"
              - paragraph: Een school mag niet zomaar weigeren.
              - list:
                - listitem: Vraag om een besluit op papier.
                - listitem: Bel het samenwerkingsverband.
              - heading "Samenwerkingsverband De Proef" [level=3]
              - list:
                - listitem:
                  - link "deproef.example (opent in een nieuw tabblad)"
              - paragraph: "Bron (opent in een nieuw tabblad):"
              - list:
                - listitem:
                  - link /Wet op het primair onderwijs/
              - paragraph: Gegevens van 25 november 2026
              - group "Heeft u hier iets aan?":
                - button "Ja"
                - button "Nee"
            - listitem:
              - list "Keuzes":
                - listitem:
                  - button "Basisschool"
        - text: Uw vraag
        - textbox "Uw vraag"
        - button "Verstuur"
        - paragraph: Schrijf geen namen of medische gegevens.
        - status
    """)


async def test_the_log_itself_is_not_read_aloud(arrive: Arrive, school: School) -> None:
    """A role=log is live by itself; the announcer speaks instead, or all would be read twice."""
    visit = await arrive(school.url)
    await visit.chat.open()
    await expect(visit.chat.log).to_have_attribute("aria-live", "off")
    assert await visit.chat.log.locator(".announcer").count() == 0
    await expect(visit.chat.announcer).to_have_attribute("role", "status")


async def test_judging_an_answer_is_confirmed_aloud(
    arrive: Arrive, school: School, brain: FakeBrain
) -> None:
    brain.replies = [_ANSWER]
    visit = await arrive(school.url)
    await visit.chat.open()
    await visit.chat.say("mag school mijn kind weigeren?")
    await asyncio.sleep(0.5)
    await visit.chat.listen()
    down = visit.chat.part(".rate button[data-value=down]")
    await down.click()
    await expect(visit.chat.part("form.reason")).to_be_visible()
    await expect(down).to_have_attribute("aria-pressed", "true")
    assert await _told(visit) == ["Dank u wel."]
    await visit.chat.part("form.reason textarea").fill("Ik miste het adres.")
    await visit.chat.part("form.reason button").click()
    await expect(visit.chat.part(".thanks")).to_have_text("Dank u wel. Wij kijken hiernaar.")
    assert await _told(visit) == ["Dank u wel. Wij kijken hiernaar."]
    await visit.page.reload()
    await visit.chat.launcher.click()
    await expect(visit.chat.part(".rate button[data-value=down]")).to_have_attribute(
        "aria-pressed", "true"
    )
