"""Rasa component: what a message means in its conversation.

The classifier reads a message by itself. This component comes after it and sees the tracker: an
answer to what we asked, a question that leans on the topic before it, and what the parent tells
about the school by the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.content import Answer, Label, load_answers, load_catalogue
from bot.nlu.answers import CONTEXT, FACTS, UNKNOWN
from bot.nlu.context import (
    Before,
    before_message,
    follow_up,
    other_sector,
    told_by_the_way,
    told_in_answer,
)
from bot.nlu.days import today
from bot.nlu.entities import Mention
from bot.nlu.entity_extractor import MENTIONS
from bot.nlu.payload import KNOWN, read_payload
from bot.nlu.topics import ALWAYS_ANSWERED, LOOK_UP, Decision
from bot.nlu.verdict import read_verdict, write_verdict

_ELSEWHERE = 0.4
"""From here another theme's topic is more likely than the one before."""
_NEARBY = 0.15
"""Least probability of a neighbour of the topic before."""
_SHORT = 7
_BARE = 4
"""Words of a message that can do no more than name a school."""
_SAYS_LITTLE = frozenset({"affirm", "deny", "greet"})
_SWV = re.compile(r"\b(?:swv|samenwerkings\s?verband\w*)\b", re.IGNORECASE)
_ENDS = ALWAYS_ANSWERED | {"cancel", "privacy", "ask_english", "abuse"}


@dataclass(frozen=True)
class Reading:
    """What a message adds: facts, and how the answer about `label` is to be given."""

    told: dict[str, str] = field(default_factory=dict)
    label: str = ""
    """The topic it is about, when that is not what the message by itself says."""
    kind: str = "whole"
    """`whole`, `news` (what the facts told add), `part`, or `again` (ask once more)."""
    detail: str = ""
    """Which part, or why we ask again."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ContextReader(GraphComponent):
    """Changes the verdict on a message where the conversation says more than the message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Where the answers and the catalogue are."""
        return {"catalogue": "data/topics.csv", "responses": "data/responses"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ContextReader:
        """Read the answers; nothing is trained."""
        catalogue = load_catalogue(Path(config["catalogue"]))
        return cls(load_answers(Path(config["responses"])), catalogue)

    def __init__(
        self,
        answers: dict[str, Answer],
        catalogue: dict[str, Label],
        today: Callable[[], date] = today,
    ) -> None:
        self._answers = answers
        self._kinds = {name: label.kind for name, label in catalogue.items()}
        self._themes = {name: label.theme for name, label in catalogue.items()}
        self._today = today
        self._topics = frozenset(name for name in answers if self._kinds.get(name) == "topic")

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Read each message after what stands in `tracker` (None when there is none)."""
        before = before_message(tracker, self._topics)
        for message in messages:
            decision, ranking = read_verdict(message)
            reading = self._read(message, before, decision, ranking)
            if reading.label:
                decision = replace(
                    decision, kind="answer", label=reading.label, alternatives=(), also=""
                )
                write_verdict(message, decision, ranking, self._kinds)
            context = {"told": reading.told, "kind": reading.kind, "detail": reading.detail}
            message.set(CONTEXT, context, add_to_output=True)
        return messages

    def _read(
        self,
        message: Message,
        before: Before,
        decision: Decision,
        ranking: Sequence[tuple[str, float]],
    ) -> Reading:
        text = (message.get(TEXT) or "").strip()
        mentions: list[Mention] = message.get(MENTIONS) or []
        payload = read_payload(text, self._kinds)
        if payload is not None:
            return self._tapped(payload.known, before)
        by_the_way = Reading(told_by_the_way(text, mentions))
        if before.looked_up and not before.in_look_up and decision.kind != "answer":
            again = mentions and len(text.split()) <= _SHORT and other_sector(text)
            return replace(by_the_way, label=LOOK_UP) if again else by_the_way
        if before.in_look_up or not before.topic or decision.label in _ENDS:
            return by_the_way
        if decision.label == LOOK_UP and _names_a_region(text, mentions):
            return by_the_way
        if before.asked:
            told = told_in_answer(before.asked, text, mentions, self._today())
            if told is not None and "again" in told:
                return Reading(label=before.topic, kind="again", detail=told["again"])
            if told is not None:
                return Reading(told, before.topic, "news")
        if before.assumed and (decision.kind != "answer" or len(text.split()) <= _BARE):
            told = told_in_answer("sector", text, mentions, self._today()) or {}
            if told.get("sector", UNKNOWN) != UNKNOWN:
                return Reading(told, before.topic, "news")
        if self._other_school(text, mentions, decision):
            told = told_in_answer("sector", text.rstrip("?"), mentions, self._today()) or {}
            if told.get("sector", UNKNOWN) != UNKNOWN:
                return Reading(told, before.topic)
        return self._leaning(text, before, decision, ranking) or by_the_way

    def _tapped(self, known: str, before: Before) -> Reading:
        if not known:
            return Reading()
        fact = KNOWN[known] or before.asked
        told = {fact: known} if fact in FACTS else {}
        return Reading(told, before.topic, "news") if before.topic else Reading(told)

    def _other_school(self, text: str, mentions: Sequence[Mention], decision: Decision) -> bool:
        if not other_sector(text) or any(each.entity != "sector" for each in mentions):
            return False
        return decision.kind != "answer" or decision.label in (LOOK_UP, "affirm", "deny")

    def _leaning(
        self,
        text: str,
        before: Before,
        decision: Decision,
        ranking: Sequence[tuple[str, float]],
    ) -> Reading | None:
        leans = follow_up(text)
        if leans is None:
            return None
        little = leans.part and decision.label in _SAYS_LITTLE
        if decision.kind == "answer" and not (leans.strong or little):
            return None
        answer = self._answers[before.topic]
        if leans.part == "deadlines" and answer.deadlines:
            return Reading({}, before.topic, "part", leans.part)
        family = {before.topic, *answer.follow_ups}
        theme = self._themes[before.topic]
        near = [
            label
            for label, probability in ranking
            if probability >= _NEARBY
            and label in self._topics
            and (label in family or self._themes[label] == theme)
        ]
        if near and near[0] != before.topic:
            return Reading({}, near[0])
        likely, sure = ranking[0]
        elsewhere = self._kinds.get(likely) == "topic" and sure >= _ELSEWHERE and not near
        if elsewhere and not leans.strong:
            return None
        if leans.part in ("steps", "sources"):
            return Reading({}, before.topic, "part", leans.part)
        return Reading({}, before.topic) if near else None


def _names_a_region(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether more is looked up than a kind of school: that alone may answer our question."""
    return bool(_SWV.search(text)) or any(each.entity == "postcode" for each in mentions)
