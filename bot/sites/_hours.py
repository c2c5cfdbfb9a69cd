"""Opening hours of a helpdesk: read, said in a Dutch sentence, and open at this moment or not.

Holidays are not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_RUN = 3
"""From so many days in a row on: "maandag tot en met woensdag"."""


@dataclass(frozen=True, order=True)
class Span:
    """From when to when on a day; at `end` it is closed again."""

    start: time
    end: time

    @classmethod
    def read(cls, written: str) -> Span:
        """Read "09:00-12:30".

        Raises:
            ValueError: it is written otherwise, or ends before it begins. The message is Dutch.
        """
        found = _SPAN.fullmatch(written)
        if not found:
            raise ValueError(f"'{written}' is geen tijd; schrijf bijvoorbeeld '09:00-12:30'")
        start, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
        if end <= start:
            raise ValueError(f"'{written}' eindigt voor het begint; draai de tijden om")
        return cls(start, end)

    def __str__(self) -> str:
        return "-".join(f"{each.hour}.{each.minute:02}" for each in (self.start, self.end))


def spans(written: Sequence[str]) -> tuple[Span, ...]:
    """The hours of one day, in order.

    Raises:
        ValueError: one cannot be read, or two overlap. The message is Dutch.
    """
    found = tuple(sorted(Span.read(each) for each in written))
    for one, other in pairwise(found):
        if other.start < one.end:
            raise ValueError(f"{one} en {other} overlappen elkaar; maak er een tijd van")
    return found


@dataclass(frozen=True)
class Hours:
    """The hours of a week. A day that is missing, or has no hours, is closed."""

    days: Mapping[str, tuple[Span, ...]]
    """By the Dutch name of the weekday."""

    def is_open(self, moment: datetime) -> bool:
        """Whether it is open at `moment` (with a time zone), by the clock of the Netherlands."""
        there = moment.astimezone(ZoneInfo("Europe/Amsterdam"))
        hours = self.days.get(WEEKDAYS[there.weekday()], ())
        return any(span.start <= there.time() < span.end for span in hours)

    @cached_property
    def sentence(self) -> str | None:
        """For instance "maandag en woensdag 9.00-11.00 uur"; None when it is never open."""
        groups: dict[tuple[Span, ...], list[int]] = {}
        for number, day in enumerate(WEEKDAYS):
            if hours := self.days.get(day):
                groups.setdefault(hours, []).append(number)
        parts = [
            f"{_days(days)} {_listed([str(each) for each in hours])} uur"
            for hours, days in groups.items()
        ]
        return "; ".join(parts) or None


def _days(numbers: Sequence[int]) -> str:
    names = [WEEKDAYS[number] for number in numbers]
    if len(numbers) >= _RUN and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{names[0]} tot en met {names[-1]}"
    return _listed(names)


def _listed(parts: Sequence[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} en {last}" if first else last
