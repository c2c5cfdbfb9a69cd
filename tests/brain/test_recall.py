"""What a conversation was about, for the person who takes it over."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event

from bot.nlu._recall import Recall, recall

from ._talk import said, tracker


def answered(text: str, intent: str = "faq", **custom: Any) -> list[Event]:
    return [said(intent, text), BotUttered("antwoord", {"custom": custom})]


def test_nothing_was_said(domain: Domain) -> None:
    assert recall(None) == recall(tracker(domain)) == Recall()


def test_questions_are_recalled_without_small_talk_and_buttons(domain: Domain) -> None:
    found = recall(
        tracker(
            domain,
            *answered("hallo", "greet", topic="greet"),
            *answered("mag school weigeren", topic="school_weigert"),
            *answered("topic:opp_wat", topic="opp_wat"),
            *answered("dank u", "thanks", topic="thanks"),
            *answered("iets onbegrijpelijks", "nlu_fallback"),
            *answered("ik wil iemand spreken", "handoff", topic="handoff"),
        )
    )
    assert found.said == ("mag school weigeren", "iets onbegrijpelijks")
    assert found.topic == "opp_wat"


def test_the_latest_questions_count_each_once(domain: Domain) -> None:
    words = [f"vraag {number}" for number in range(5)]
    talk = [event for text in [*words, words[-1]] for event in answered(text)]
    assert recall(tracker(domain, *talk)).said == ("vraag 2", "vraag 3", "vraag 4")


def test_swv_and_sector_of_a_look_up(domain: Domain) -> None:
    found = recall(
        tracker(
            domain,
            *answered("swv 3512", "swv_zoeken", swv=[{"code": "PO2601"}], topic="swv_zoeken"),
            *answered("en nu?", swv=[], topic="opp_wat"),
        )
    )
    assert (found.said, found.swv) == (("en nu?",), ("PO2601",))


def test_the_sector_that_was_told(domain: Domain) -> None:
    event = said("faq", "mijn zoon zit op het vmbo", context={"told": {"sector": "vo"}})
    assert recall(tracker(domain, event)).sector == "vo"
