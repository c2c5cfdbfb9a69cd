"""The brain's voice: fixed, reviewed answers from `data/responses`.

Rasa asks for an utterance by name. Reading them here keeps the domain small (Rasa sends it
along with every call to the action server) and lets an editor change a text without training.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.content import SECTORS, Answer, Texts, load_answers
from bot.nlu.answers import (
    UNKNOWN,
    Fitted,
    Situation,
    assumed_sector,
    context_of,
    fit,
    fit_news,
    fit_part,
    site_sector,
    situation_of,
    with_sector,
)
from bot.nlu.context import ASKS, LOOK_UP_FORM, before_message
from bot.nlu.days import today

_CLARIFY = "Ik weet niet zeker of ik u goed begrijp. Bedoelt u een van deze vragen?"
_CLARIFY_AGAIN = (
    "Ik begrijp u nog niet goed, sorry. Zit uw vraag hierbij? Anders kunt u een mens vragen."
)
_NONE_OF_THESE = {"title": "Geen van deze", "payload": "do:deny"}
_PERSON = {"title": "Ik wil een mens spreken", "payload": "topic:handoff"}
_SEARCH = {"title": "Mijn samenwerkingsverband opzoeken", "payload": "topic:swv_zoeken"}
_NOT_UNDERSTOOD = (
    "Dat begrijp ik niet goed. Kunt u het in een korte zin vragen? Bijvoorbeeld: 'Mag een school "
    "mijn kind weigeren?' of 'Moet ik het OPP tekenen?'"
)
_MISSED_TWICE = (
    "Ik begrijp u helaas niet. Misschien kan ik dit niet beantwoorden. "
    "Een mens kan u verder helpen."
)
_STUCK = (
    "Het lukt mij niet om uw samenwerkingsverband te vinden. Kijk op de kaart: "
    "https://www.samenwerkingsverbandenopdekaart.nl. Of vraag het de school: het staat ook in de "
    "schoolgids. Uw andere vragen kunt u mij gewoon stellen."
)
_SURE_OOS = 0.6
_ABOUT_SWV = "swv_"
_ASKED = {fact: name for name, fact in ASKS.items()}
_MISSES = frozenset({"clarify", "nlu_fallback"})
_PERSON_FOR = {
    "handoff": "asked",
    "crisis": "crisis",
    "feedback_negative": "unhappy",
    "ask_english": "english",
}
"""Answers after which a parent is offered a person, and why. `urgent` and `missed` depend on the
message."""


class AnswerGenerator(NaturalLanguageGenerator):
    """Gives the text, buttons, sources and label of an utterance."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        settings = endpoint_config.kwargs
        self._answers = load_answers(Path(settings.get("responses", "data/responses")))
        self._texts = Texts.load(Path(settings.get("texts", "data/texts/answers.yml")))
        self._today = settings.get("today", today)

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        """The message for `utter_action`, or None when there is no such text."""
        name = utter_action.removeprefix("utter_")
        if name == "clarify":
            return self._clarify(tracker)
        if name == "nlu_fallback":
            return self._fallback(tracker)
        if name == "swv_stuck":
            return _message(_STUCK, [_PERSON], outcome="cancelled", person="missed")
        answer = self._answers.get(name.removeprefix("faq/"))
        if answer is None:
            return None
        message = self._answer(answer, tracker)
        if name == "deny":
            message["custom"]["asks"] = "clarify"
        if name == "cancel" and _look_up_ended(tracker):
            message["custom"]["outcome"] = "cancelled"
        return message

    def _answer(self, answer: Answer, tracker: DialogueStateTracker) -> dict[str, Any]:
        fitted, whole = self._fitted(answer, tracker)
        decision = _decision(tracker)
        text = fitted.text
        urgent = decision.get("urgent")
        if whole and urgent and answer.steps and not answer.call:
            text = f"{self._texts(f'call.{urgent}')}\n\n{text}"
        second = self._answers.get(decision.get("also") or "")
        if whole and second is not None:
            heading = self._texts("parts.also", question=second.question)
            text = f"{text}\n\n{heading}\n{second.answer}"
        beside = decision.get("alternatives") or ()
        if not whole or decision.get("kind") != "answer":
            beside = ()
        if beside:
            text = f"{text}\n\n{self._texts('parts.beside')}"
        if fitted.assumes:
            text = f"{text}\n\n{self._texts(f'assumed.{fitted.assumes}')}"
        others = self._other_sectors(fitted.assumes)
        if fitted.asks:
            text = f"{text}\n\n{self._texts(f'ask.{fitted.asks}')}".strip()
            buttons = [*self._choices(fitted.asks), *others, *self._buttons(beside)]
        else:
            labels = [*([second.topic] if second and whole else []), *beside, *answer.follow_ups]
            buttons = [*others, *self._buttons(dict.fromkeys(labels))]
            if not whole:
                title = self._texts("buttons.whole")
                buttons.insert(0, {"title": title, "payload": f"topic:{answer.topic}"})
        return _message(
            text,
            buttons,
            topic=answer.topic,
            asks=_ASKED.get(fitted.asks),
            assumes=fitted.assumes or None,
            sources=[{"title": source.title, "url": source.url} for source in answer.sources],
            reviewed=answer.reviewed.isoformat(),
            person=_person(answer, decision),
        )

    def _fitted(self, answer: Answer, tracker: DialogueStateTracker) -> tuple[Fitted, bool]:
        """What to say of an answer now, and whether that is the whole of it."""
        known = situation_of(tracker.events)
        site = site_sector(tracker.latest_message)
        ask = tracker.active_loop_name != LOOK_UP_FORM
        assumed = assumed_sector(answer, known, site) if ask else ""
        if assumed:
            known = with_sector(known, assumed)
        before = _situation_before(tracker)
        if site and known.sector == site:
            # What holds at that kind of school has been said already.
            before = with_sector(before, site)
        context = context_of(tracker.latest_message)
        if context.get("kind") == "again" or context.get("detail") == "sources":
            assumed = ""  # nothing of what is said now turns on it
        fitted, whole = self._part_or_whole(answer, before, known, tracker, ask)
        return replace(fitted, assumes=assumed), whole

    def _part_or_whole(
        self,
        answer: Answer,
        before: Situation,
        known: Situation,
        tracker: DialogueStateTracker,
        ask: bool,
    ) -> tuple[Fitted, bool]:
        now = self._today()
        context = context_of(tracker.latest_message)
        kind, detail = context.get("kind"), str(context.get("detail") or "")
        if kind == "news":
            return fit_news(answer, before, known, self._texts, now), False
        if kind == "again":
            asked = before_message(tracker, self._answers).asked
            if asked:
                return Fitted(self._texts(f"again.{detail}"), asked), False
        if kind == "part":
            part = fit_part(answer, detail, known, self._texts, now)
            if part is not None:
                return part, False
        return fit(answer, known, self._texts, now, ask), True

    def _other_sectors(self, assumed: str) -> list[dict[str, str]]:
        others = [sector for sector in SECTORS if sector != assumed] if assumed else []
        return [{"title": self._texts(f"buttons.{n}"), "payload": f"know:{n}"} for n in others]

    def _choices(self, fact: str) -> list[dict[str, str]]:
        names = {"sector": SECTORS, "school": ("openbaar", "bijzonder")}.get(fact, ())
        skip = "unknown" if names else "no_date"
        return [
            *({"title": self._texts(f"buttons.{n}"), "payload": f"know:{n}"} for n in names),
            {"title": self._texts(f"buttons.{skip}"), "payload": f"know:{UNKNOWN}"},
        ]

    def _clarify(self, tracker: DialogueStateTracker) -> dict[str, Any]:
        choices = _decision(tracker).get("alternatives", ())
        if tracker.active_loop_name == LOOK_UP_FORM and choices[0].startswith(_ABOUT_SWV):
            # Amid the look-up, a question that is probably about the swv is about the swv.
            return self._answer(self._answers[choices[0]], tracker)
        buttons = list(self._buttons(choices, verb="choose"))
        if _missed_in_a_row(tracker) >= 2:
            return _message(_CLARIFY_AGAIN, [*buttons, _PERSON], asks="clarify", person="missed")
        return _message(_CLARIFY, [*buttons, _NONE_OF_THESE], asks="clarify")

    def _fallback(self, tracker: DialogueStateTracker) -> dict[str, Any]:
        if _missed_in_a_row(tracker) >= 2:
            return _message(_MISSED_TWICE, [_PERSON, _SEARCH], person="missed")
        oos = self._answers.get("oos")
        message = tracker.latest_message
        ranking = (message.parse_data.get("intent_ranking") if message else None) or [{}]
        best = ranking[0]
        certain = best.get("name") == "oos" and best.get("confidence", 0.0) >= _SURE_OOS
        if oos is None or not certain:
            return _message(_NOT_UNDERSTOOD, [_SEARCH, _PERSON])
        return _message(oos.text(), list(self._buttons(oos.follow_ups)), topic="oos")

    def _buttons(self, labels: Any, verb: str = "topic") -> Iterator[dict[str, str]]:
        for label in labels:
            answer = self._answers.get(label)
            if answer is not None and answer.question:
                yield {"title": answer.question, "payload": f"{verb}:{label}"}


def _message(
    text: str,
    buttons: list[dict[str, str]],
    *,
    topic: str | None = None,
    asks: str | None = None,
    assumes: str | None = None,
    outcome: str | None = None,
    sources: list[dict[str, str]] | None = None,
    reviewed: str | None = None,
    person: str | None = None,
) -> dict[str, Any]:
    custom = {
        "topic": topic,
        "asks": asks,
        "assumes": assumes,  # for ourselves: the next message may correct it
        "outcome": outcome,
        "sources": sources or [],
        "swv": [],
        "reviewed": reviewed,
        "person": person,
    }
    return {"text": text, "buttons": buttons, "custom": custom}


def _decision(tracker: DialogueStateTracker) -> dict[str, Any]:
    message = tracker.latest_message
    parse_data = message.parse_data if message is not None else {}
    return parse_data.get("decision") or {}


def _person(answer: Answer, decision: dict[str, Any]) -> str | None:
    """Why this answer is followed by the offer of a person, if it is."""
    if reason := _PERSON_FOR.get(answer.topic):
        return reason
    if decision.get("person"):
        return "asked"
    return "urgent" if decision.get("urgent") or answer.call else None


def _situation_before(tracker: DialogueStateTracker) -> Situation:
    """What was known before the latest message."""
    events = list(tracker.events)
    while events and not isinstance(events.pop(), UserUttered):
        pass
    return situation_of(events)


def _missed_in_a_row(tracker: DialogueStateTracker) -> int:
    """How many of the latest messages, this one included, were not understood at once."""
    count = 0
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            if event.intent.get("name") not in _MISSES:
                break
            count += 1
    return count


def _look_up_ended(tracker: DialogueStateTracker) -> bool:
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, ActiveLoop) and event.name is None:
            return True
    return False
