"""A month that never was, to try the dashboard and the counting on.

Everything goes through `Measures`, as in the front. No figure in here is a claim about parents.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import select

from bot.content import load_catalogue
from bot.dutch import AMSTERDAM
from bot.measures._calendar import days_between, midnight
from bot.measures._models import MeasureEvent
from bot.measures._record import Again, Entry, Measures, Result, Stage, Turn, Value, Where
from bot.settings import ROOT
from bot.store import transaction

T = TypeVar("T")

_BATCH = 500
_WEEKDAYS = (10, 10, 9, 9, 7, 5, 7)
"""Monday first."""
_HOURS = (1, 1, 0, 0, 0, 1, 2, 4, 7, 8, 7, 6, 6, 5, 5, 6, 6, 6, 8, 12, 14, 12, 7, 3)
_COURSES: dict[tuple[Result, ...], int] = {
    (): 8,
    ("small_talk",): 3,
    ("answered",): 46,
    ("asks", "look_up"): 8,
    ("clarify", "answered"): 14,
    ("asks", "answered"): 3,
    ("missed", "answered"): 3,
    ("clarify", "clarify", "answered"): 2,
    ("missed",): 3,
    ("missed", "missed"): 2,
    ("clarify",): 3,
    ("asks",): 2,
    ("person",): 2,
    ("missed", "person"): 2,
    ("crisis",): 1,
    ("other",): 2,
}
_GOING_ON: dict[tuple[Result, ...], int] = {
    ("answered",): 16,
    ("clarify", "answered"): 3,
    ("missed",): 1,
    ("small_talk",): 3,
}
_HANDOFFS: dict[tuple[Stage, ...], int] = {
    ("offered",): 40,
    ("offered", "asked"): 10,
    ("offered", "asked", "begun"): 10,
    ("offered", "asked", "begun", "cancelled"): 8,
    ("offered", "asked", "begun", "completed"): 2,
    ("offered", "asked", "begun", "completed", "delivered"): 30,
}
_POPULAR = (
    *("te_weinig_hulp", "school_weigert", "opp_wat", "zorgplicht_termijn", "tlv_wat"),
    *("extra_ondersteuning", "thuiszitter", "schorsing", "autisme_adhd", "dyslexie"),
)
_UNKNOWN = (
    (
        "mag mijn {kind} de hond mee naar school nemen",
        "mag de hond van mijn {kind} mee naar school?",
        "Mijn {kind} wil de hond meenemen naar school",
    ),
    (
        "wie betaalt de huur van een laptop voor mijn {kind}",
        "laptop huren voor mijn {kind}, wie betaalt dat",
    ),
    ("hoe laat begint de school op {dag}", "begint de school op {dag} om half negen"),
    ("kan ik studiefinanciering krijgen", "studiefinanciering voor mijn {kind}"),
    ("mijn {kind} heeft een nieuwe bril nodig", "nieuwe bril voor mijn {kind}"),
    ("zijn er nog kaartjes voor de musical van groep 8",),
)
_WORDS = {
    "kind": ("zoon", "dochter", "kind", "pleegkind"),
    "dag": ("maandag", "dinsdag", "vrijdag"),
}


class BatchMeasures(Measures):
    """Keeps many events in one transaction, and does raise when the database is away."""

    _entries: list[Entry]

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._entries = []

    async def flush(self) -> None:
        """Write what is left."""
        await self._write(self._entries)
        self._entries = []

    async def _keep(
        self,
        event: dict[str, Any],
        again: Again = Again.NOTHING,
        *,
        missed: dict[str, Any] | None = None,
    ) -> None:
        self._entries.append((event, again, missed))
        if len(self._entries) >= _BATCH:
            await self.flush()

    async def has_events(self) -> bool:
        """Whether something was counted already."""
        async with transaction(self._sessions, readonly=True) as db:
            return await db.scalar(select(MeasureEvent.id).limit(1)) is not None


@dataclass
class _Parent:
    """Somebody who may come back, which shows on WhatsApp only."""

    conversation: str
    where: Where
    seen: datetime
    topic: str | None = None


class SyntheticMonth:
    """Records conversations that begin from `start` up to, not including, `end`.

    The same seed gives the same month.
    """

    def __init__(self, measures: Measures, start: date, end: date, seed: int) -> None:
        self._measures = measures
        self._chance = random.Random(seed)
        self._name = f"{start}-{seed}"
        self._days = days_between(start, end)
        self._end = midnight(end)
        self._topics = _topics(self._chance)
        self._codes = _codes(self._chance)
        self._sites = _sites(self._codes)
        self._parents: list[_Parent] = []
        self._number = 0

    async def record(self, number: int) -> None:
        """Record `number` conversations."""
        for _ in range(number):
            self._number += 1
            await self._visit(self._somebody())

    def _somebody(self) -> _Parent:
        chance = self._chance
        known = chance.choice(self._parents) if self._parents and chance.random() < 0.06 else None
        if known is not None:
            minutes = chance.randint(-120, 120)  # people have their hours
            again = known.seen + timedelta(days=chance.randint(2, 9), minutes=minutes)
            if again < self._end:
                known.seen = again
                return known
        day = chance.choices(self._days, [_WEEKDAYS[day.weekday()] for day in self._days])[0]
        hour = chance.choices(range(24), _HOURS)[0]
        clock = time(hour, chance.randrange(60), chance.randrange(60), tzinfo=AMSTERDAM)
        site = _pick(chance, self._sites)
        parent = _Parent(
            f"{self._name}-{self._number}", site, datetime.combine(day, clock).astimezone(UTC)
        )
        if site.channel == "whatsapp":
            self._parents.append(parent)
        return parent

    async def _visit(self, parent: _Parent) -> None:
        chance, measures = self._chance, self._measures
        await measures.begun(parent.conversation, parent.where, parent.seen)
        course = _pick(chance, _COURSES)
        if not course and parent.where.channel == "whatsapp":
            course = ("small_talk",)  # there, nothing begins without a message
        if course[-1:] in (("answered",), ("look_up",)):
            while chance.random() < 0.3:
                course = (*course, *_pick(chance, _GOING_ON))
        same = parent.topic is not None and chance.random() < 0.4
        for result in course:
            topic = None
            if result in ("answered", "crisis", "look_up"):
                if result != "answered":
                    topic = {"crisis": "crisis", "look_up": "swv_zoeken"}[result]
                else:
                    topic = parent.topic if same else _pick(chance, self._topics)
                    parent.topic, same = topic, False
            await self._turn(parent, result, topic)
        if course and (course[-1] in ("missed", "person") or chance.random() < 0.05):
            await self._hand_off(parent)

    async def _turn(self, parent: _Parent, result: Result, topic: str | None) -> None:
        chance, measures = self._chance, self._measures
        parent.seen += timedelta(seconds=chance.randint(10, 240))
        if result == "look_up":
            parent.where = replace(parent.where, swv=chance.choice(self._codes))
        key = f"{parent.seen.timestamp():.0f}"
        text: str | None = None
        offered: tuple[str, ...] = ()
        if result == "missed":
            words = {name: chance.choice(found) for name, found in _WORDS.items()}
            text = chance.choice(chance.choice(_UNKNOWN)).format(**words)
            offered = tuple(_pick(chance, self._topics) for _ in range(chance.randrange(3)))
        turn = Turn(key, result, topic, chance.random() < 0.7, parent.seen, text, offered)
        await measures.turn(parent.conversation, parent.where, turn)
        if topic and topic != "crisis" and chance.random() < 0.2:
            value: Value = "up" if chance.random() < 0.8 else "down"
            rated = parent.seen + timedelta(seconds=5)
            await measures.rated(parent.conversation, parent.where, key, topic, value, rated)

    async def _hand_off(self, parent: _Parent) -> None:
        key = f"{parent.seen.timestamp():.0f}"
        at = parent.seen
        for stage in _pick(self._chance, _HANDOFFS):
            # What the office does comes later: a mail may wait for hours.
            seconds = self._chance.randint(10, 9000 if stage == "delivered" else 200)
            at += timedelta(seconds=seconds)
            if stage != "delivered":
                parent.seen = at
            await self._measures.person(parent.conversation, parent.where, stage, at, key=key)


def _pick(chance: random.Random, weights: Mapping[T, int]) -> T:
    return chance.choices(list(weights), list(weights.values()))[0]


def _topics(chance: random.Random) -> dict[str, int]:
    labels = load_catalogue(ROOT / "data" / "topics.csv").values()
    others = [label.name for label in labels if label.is_topic and label.name not in _POPULAR]
    chance.shuffle(others)
    return {name: 1 + 400 // (rank + 6) for rank, name in enumerate((*_POPULAR, *others))}


def _codes(chance: random.Random) -> list[str]:
    with (ROOT / "data" / "swv" / "swv.csv").open(encoding="utf-8", newline="") as lines:
        return chance.sample([row["code"] for row in csv.DictReader(lines)], 12)


def _sites(codes: list[str]) -> dict[Where, int]:
    return {
        Where("web", "demo", None): 40,
        Where("web", "de-linde", codes[0]): 20,
        Where("web", "het-kompas", codes[1]): 12,
        Where("web", "de-zeester", codes[2]): 3,
        Where("whatsapp", "demo", None): 25,
    }
