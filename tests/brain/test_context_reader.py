"""A message is read in the light of the conversation before it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, BotUttered, Event, UserUttered
from rasa.shared.nlu.constants import INTENT, RESPONSE_SELECTOR, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.content import load_answers, load_catalogue
from bot.nlu.answers import CONTEXT, Situation, situation_of
from bot.nlu.context_reader import ContextReader
from bot.nlu.entities import find_sectors
from bot.nlu.entity_extractor import MENTIONS
from bot.nlu.topics import Decision
from bot.nlu.verdict import DECISION, write_verdict

from ._talk import said, tracker, turn
from .conftest import ROOT

LABELS = load_catalogue(ROOT / "data/topics.csv")
KINDS = {name: label.kind for name, label in LABELS.items()}
TODAY = date(2026, 11, 25)
UNSURE = Decision("clarify", "zorgplicht_termijn", 0.3, ("zorgplicht_termijn", "opp_wanneer"))


@pytest.fixture(scope="module")
def reader() -> ContextReader:
    return ContextReader(load_answers(ROOT / "data/responses"), LABELS, lambda: TODAY)


def answered(topic: str, asks: str | None = None, assumes: str | None = None) -> list[Event]:
    custom = {"topic": topic, "asks": asks, "assumes": assumes}
    return [*turn(said("faq"))[:-2], BotUttered("antwoord", {"custom": custom})]


class Read:
    """The message after the component has read it."""

    def __init__(self, message: Message) -> None:
        self.intent = message.get(INTENT)["name"]
        selected = message.get(RESPONSE_SELECTOR) or {"faq": {"response": {}}}
        self.topic = selected["faq"]["response"].get("intent_response_key", "")
        self.decision: dict[str, Any] = message.get(DECISION)
        self.context: dict[str, Any] = message.get(CONTEXT)


@pytest.fixture
def read(reader: ContextReader, domain: Domain) -> Any:
    def reading(text: str, decision: Decision, *events: Event) -> Read:
        message = Message({TEXT: text, MENTIONS: find_sectors(text)})
        write_verdict(message, decision, [(decision.label, decision.confidence)], KINDS)
        (after,) = reader.process([message], tracker(domain, *events))
        return Read(after)

    return reading


def test_without_a_conversation_a_message_is_what_it_says(reader: ContextReader) -> None:
    message = Message({TEXT: "en hoe lang duurt dat?", MENTIONS: []})
    write_verdict(message, UNSURE, [("zorgplicht_termijn", 0.3)], KINDS)
    (after,) = reader.process([message], None)
    assert Read(after).intent == "clarify"


def test_an_answer_to_our_question_is_about_that_topic(read: Any) -> None:
    guess = Decision("answer", "swv_zoeken", 0.6)
    after = read("middelbare", guess, *answered("school_weigert", "school_type"))
    assert after.topic == "faq/school_weigert"
    assert after.context == {"told": {"sector": "vo"}, "kind": "news", "detail": ""}


@pytest.mark.parametrize(
    "text", ["swv middelbare school 3512 JE", "Welk samenwerkingsverband heeft de middelbare?"]
)
def test_a_look_up_is_no_answer_to_our_question(read: Any, text: str) -> None:
    guess = Decision("answer", "swv_zoeken", 0.9)
    after = read(text, guess, *answered("school_weigert", "school_type"))
    assert after.topic != "faq/school_weigert"


@pytest.mark.parametrize("asks", [None, "school_kind", "date_besluit"])
@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("middelbare school", "vo"),
        ("het is speciaal onderwijs", "so"),
        ("vso", "so"),
        ("ja, de basisschool", "po"),
    ],
)
def test_the_school_that_was_assumed_can_be_corrected(
    read: Any, asks: str | None, text: str, sector: str
) -> None:
    assumed = answered("school_weigert", asks, assumes="po")
    for guess in (Decision("answer", "so_wat", 0.9), Decision("answer", "swv_zoeken", 0.6)):
        after = read(text, guess, *assumed)
        assert after.topic == "faq/school_weigert"
        assert after.context == {"told": {"sector": sector}, "kind": "news", "detail": ""}


def test_a_new_question_is_no_correction_of_the_assumed_school(read: Any) -> None:
    assumed = answered("school_weigert", assumes="po")
    sure = Decision("answer", "aanmelden_hoe", 0.9)
    after = read("hoe meld ik mij aan op de middelbare school", sure, *assumed)
    assert after.topic == "faq/aanmelden_hoe"
    assert read(
        "wat is speciaal onderwijs?", Decision("answer", "so_wat", 0.9), *assumed
    ).topic == ("faq/so_wat")


def test_a_date_is_taken_when_it_was_asked_and_questioned_when_it_cannot_be(read: Any) -> None:
    asked = answered("school_weigert", "date_besluit")
    guess = Decision("fallback", "oos", 0.4)
    assert read("12 november", guess, *asked).context["told"] == {"besluit": "2026-11-12"}
    again = read("12 december 2026", guess, *asked)
    assert (again.context["kind"], again.context["detail"]) == ("again", "date_future")


def test_a_button_tells_a_fact(read: Any) -> None:
    guess = Decision("answer", "affirm", 1.0)
    asked = answered("school_weigert", "school_kind")
    assert read("know:openbaar", guess, *asked).context["told"] == {"school": "openbaar"}
    assert read("know:unknown", guess, *asked).context["told"] == {"school": "unknown"}
    # An old button still tells what it says.
    assert read("know:vo", guess, *answered("opp_wat")).context["told"] == {"sector": "vo"}
    assert read("know:vo", guess).intent == "affirm"


def test_how_long_and_where_to_are_about_the_topic_before(read: Any) -> None:
    after = read("en hoe lang duurt dat?", UNSURE, *answered("opp_wanneer"))
    assert after.topic == "faq/opp_wanneer"
    assert (after.context["kind"], after.context["detail"]) == ("part", "deadlines")
    after = read("en hoe doe ik dat", UNSURE, *answered("opp_wat"))
    assert (after.topic, after.context["detail"]) == ("faq/opp_wat", "steps")


def test_the_same_question_for_another_school(read: Any) -> None:
    guess = Decision("answer", "swv_zoeken", 0.5)
    after = read("en op de middelbare?", guess, *answered("schorsing"))
    assert after.topic == "faq/schorsing"
    assert after.context["told"] == {"sector": "vo"}
    assert after.context["kind"] == "whole"


def test_after_a_look_up_the_same_words_are_a_look_up(read: Any) -> None:
    guess = Decision("answer", "swv_zoeken", 0.5)
    assert read("en op de middelbare?", guess, *answered("swv_zoeken")).intent == "swv_zoeken"
    in_form = [*answered("schorsing"), ActiveLoop("swv_form")]
    assert read("en op de middelbare?", guess, *in_form).intent == "swv_zoeken"


def test_after_a_look_up_the_other_school_is_looked_up_also_when_not_understood(read: Any) -> None:
    lost = Decision("fallback", "oos", 0.6)
    assert read("en op de middelbare?", lost, *answered("swv_zoeken")).intent == "swv_zoeken"
    assert read("en het weer?", lost, *answered("swv_zoeken")).intent == "nlu_fallback"


@pytest.mark.parametrize("label", ["crisis", "handoff", "cancel"])
def test_what_cannot_wait_is_never_taken_for_an_answer(read: Any, label: str) -> None:
    after = read("nee", Decision("answer", label, 0.9), *answered("schorsing", "school_type"))
    assert after.intent == label


def test_a_clear_question_stands_on_its_own(read: Any) -> None:
    sure = Decision("answer", "tlv_wat", 0.95)
    after = read("en wat is dat tlv dan?", sure, *answered("schorsing", "school_type"))
    assert after.topic == "faq/tlv_wat"
    elsewhere = Decision("clarify", "leerlingenvervoer", 0.5, ("leerlingenvervoer",))
    assert read("en wie regelt het busje?", elsewhere, *answered("schorsing")).intent == "clarify"


def test_thanks_in_between_does_not_lose_the_topic(read: Any) -> None:
    history = [*answered("opp_wanneer"), *answered("thanks")]
    after = read("en hoe lang duurt dat?", UNSURE, *history)
    assert after.topic == "faq/opp_wanneer"


def test_what_was_told_stays_known_and_the_last_word_counts() -> None:
    def told(**facts: str) -> UserUttered:
        return said("faq", context={"told": facts})

    events = [told(sector="po"), told(school="openbaar"), said("thanks"), told(sector="vo")]
    assert situation_of(events) == Situation(sector="vo", school="openbaar")
    assert situation_of([]) == Situation()
