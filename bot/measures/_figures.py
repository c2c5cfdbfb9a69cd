"""What is counted, as plain figures. Defined for readers in docs/meten.md, computed in `_count.py`.

Nothing in here can lead to a person: numbers, names of topics, codes of samenwerkingsverbanden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Selection:
    """Which conversations: those that began from `start` up to, not including, `end`.

    Days are by the clock of Europe/Amsterdam. `None` is: all of them.
    """

    start: date
    end: date
    site: str | None = None
    swv: str | None = None
    """Code of a samenwerkingsverband."""
    channel: str | None = None
    """`web` or `whatsapp`."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The measures of a group of conversations. Numbers of conversations, unless said otherwise."""

    conversations: int = 0
    """Begun, whether or not the parent asked something."""
    asked: int = 0
    """In which the parent asked something; what follows are parts of these."""
    at_once: int = 0
    after_one: int = 0
    """Answered after one question back."""
    later: int = 0
    """Answered after more than one turn."""
    not_understood: int = 0
    abandoned: int = 0
    offered: int = 0
    """A person was offered."""
    wanted: int = 0
    """The parent began to leave a message, or asked for a person."""
    completed: int = 0
    delivered: int = 0
    repeated: int = 0
    """By somebody who asked about the same topic in the 7 days before."""
    up: int = 0
    """Ratings, not conversations."""
    down: int = 0
    deflected: int = 0
    """Numerator of the deflection rate."""

    @property
    def deflection(self) -> float | None:
        """Part of `asked` that was helped without a person, 0 to 1; None without any."""
        return self.deflected / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class TopicFigures:
    """One topic of `data/topics.csv`. Numbers of answers and ratings."""

    answers: int = 0
    up: int = 0
    down: int = 0
    led_to_person: int = 0
    """Conversations in which this was the last topic answered before a message was left."""
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the dashboard and the report show of a selection."""

    selection: Selection
    total: Figures
    days: Mapping[date, Figures] = field(default_factory=dict)
    """Every day of the selection, also those without a conversation."""
    hours: Mapping[int, int] = field(default_factory=dict)
    """Questions by hour of the day, 0 to 23, by the clock of Europe/Amsterdam."""
    topics: Mapping[str, TopicFigures] = field(default_factory=dict)
    """Most answers first."""
    channels: Mapping[str, Figures] = field(default_factory=dict)
    sites: Mapping[str, Figures] = field(default_factory=dict)
    regions: Mapping[str, Figures] = field(default_factory=dict)
    """By code of the samenwerkingsverband; `` is: unknown."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that was not understood, redacted."""

    id: int
    text: str
    asked_on: date
    channel: str
    offered: tuple[str, ...] = ()
    """Topics that were offered instead."""


@dataclass(frozen=True, slots=True)
class MissedGroup:
    """Questions that are alike, the most typical one first."""

    questions: tuple[Missed, ...]
