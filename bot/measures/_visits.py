"""From events to visits: what docs/meten.md calls a conversation.

A conversation on WhatsApp never ends, so one of our keys may hold many visits. After a day of
silence what a parent does begins a new one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.measures._calendar import local

SILENCE = timedelta(hours=24)
"""After so long without a sign of the parent, a new visit begins."""
AGAIN_DAYS = 7
"""A question about the same topic within so many days is a repeat."""

ANSWERS = frozenset({"answered", "look_up", "crisis"})
BACK = frozenset({"clarify", "asks"})
QUESTIONS = ANSWERS | BACK | {"missed", "person"}
"""Results of turns in which the parent wanted something of us."""


class Event(NamedTuple):
    """A row of `measure_event`, without its key."""

    conversation: str
    channel: str
    site: str
    swv: str | None
    kind: str
    result: str | None
    topic: str | None
    at: datetime

    @property
    def is_of_parent(self) -> bool:
        """The parent was there: what counts for silence."""
        if self.kind == "person":
            return self.result not in ("delivered", "cancelled")
        return self.kind != "rated"

    @property
    def answer(self) -> str | None:
        """The topic that a turn answered, if it did."""
        return self.topic if self.kind == "turn" and self.result in ANSWERS else None


@dataclass(slots=True)
class Visit:
    """One conversation, in the order in which it went."""

    first: Event
    events: list[Event] = field(default_factory=list)
    again: set[str] = field(default_factory=set)
    """Topics that were also answered on one of the 7 days before."""
    came_back: bool = False
    """A topic of this visit was answered again on one of the 7 days after."""

    @property
    def swv(self) -> str:
        """The last one that was known; empty without any."""
        return next((event.swv for event in reversed(self.events) if event.swv), "")

    def turns(self) -> list[Event]:
        """What the parent said or chose."""
        return [event for event in self.events if event.kind == "turn"]

    def stages(self) -> list[Event]:
        """The steps on the way to a person."""
        return [event for event in self.events if event.kind == "person"]

    def ratings(self) -> list[Event]:
        """The thumbs, each message's last one."""
        return [event for event in self.events if event.kind == "rated"]


def visits(events: Iterable[Event]) -> list[Visit]:
    """The visits of one conversation key, whose events come in order of time.

    What happens without the parent (an e-mail that arrives) belongs to the visit before it.
    """
    found: list[Visit] = []
    last: datetime | None = None
    for event in events:
        if event.is_of_parent:
            if last is None or event.at - last >= SILENCE:
                found.append(Visit(event))
            last = event.at
        if found:
            found[-1].events.append(event)
    _mark_repeats(found)
    return found


def _mark_repeats(found: Sequence[Visit]) -> None:
    answers = [
        (visit, event.answer, local(event.at).toordinal())
        for visit in found
        for event in visit.events
        if event.answer is not None
    ]
    if len(answers) < 2:
        return
    days: dict[str, set[int]] = defaultdict(set)
    for _, topic, day in answers:
        days[topic].add(day)
    for visit, topic, day in answers:
        for other in days[topic]:
            if 0 < day - other <= AGAIN_DAYS:
                visit.again.add(topic)
            elif 0 < other - day <= AGAIN_DAYS:
                visit.came_back = True
