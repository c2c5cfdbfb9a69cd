"""Opening hours of a helpdesk: read, said in a Dutch sentence, and what they are at this moment."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise

from bot.dutch import AMSTERDAM, MONTHS, WEEKDAYS
from bot.sites._calendar import Region, public_holiday, school_holiday

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_AHEAD = 70
"""Days: the summer holidays are the longest time that a helpdesk is closed."""
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
        return f"{_clock(self.start)}-{_clock(self.end)}"


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
    """The hours of a week. A day that is missing, or has no hours, is closed; so are holidays."""

    days: Mapping[str, tuple[Span, ...]]
    """By the Dutch name of the weekday."""
    closed_in: Region | None = None
    """Also closed in the school holidays of this region."""

    def is_open(self, moment: datetime) -> bool:
        """Whether it is open at `moment` (with a time zone), by the clock of the Netherlands."""
        return self._open_until(_there(moment)) is not None

    def next_opening(self, moment: datetime) -> datetime | None:
        """When it opens next after `moment`; None if that is not within `_AHEAD` days."""
        there = _there(moment)
        for ahead in range(_AHEAD):
            day = there.date() + timedelta(days=ahead)
            for span in self._spans(day):
                opening = datetime.combine(day, span.start, AMSTERDAM)
                if opening > there:
                    return opening
        return None

    def now(self, moment: datetime) -> str | None:
        """For a parent at `moment`: "Nu open, tot 11.00 uur."; None when it is never open."""
        there = _there(moment)
        until = self._open_until(there)
        if until is not None:
            return f"Nu open, tot {_clock(until)} uur."
        opening = self.next_opening(moment)
        if opening is None:
            return None
        again = f"{_day(opening.date(), there.date())} weer vanaf {_clock(opening.time())} uur"
        reason = self.holiday(there.date())
        return f"Nu gesloten{f' ({reason})' if reason else ''}, {again}."

    def holiday(self, day: date) -> str | None:
        """The holiday for which it is closed on a day: "eerste kerstdag"."""
        found = public_holiday(day)
        if found is None and self.closed_in is not None:
            found = school_holiday(day, self.closed_in)
        return found[0].lower() + found[1:] if found else None

    def _spans(self, day: date) -> tuple[Span, ...]:
        return () if self.holiday(day) else self.days.get(WEEKDAYS[day.weekday()], ())

    def _open_until(self, there: datetime) -> time | None:
        for span in self._spans(there.date()):
            if span.start <= there.time() < span.end:
                return span.end
        return None

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


def _there(moment: datetime) -> datetime:
    return moment.astimezone(AMSTERDAM)


def _clock(moment: time) -> str:
    return f"{moment.hour}.{moment.minute:02}"


def _day(day: date, today: date) -> str:
    """How one says a day that is near: "morgen", "maandag", "maandag 4 januari"."""
    ahead = (day - today).days
    if ahead < 2:
        return ("vandaag", "morgen")[ahead]
    name = WEEKDAYS[day.weekday()]
    return name if ahead < 7 else f"{name} {day.day} {MONTHS[day.month - 1]}"


def _days(numbers: Sequence[int]) -> str:
    names = [WEEKDAYS[number] for number in numbers]
    if len(numbers) >= _RUN and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{names[0]} tot en met {names[-1]}"
    return _listed(names)


def _listed(parts: Sequence[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} en {last}" if first else last
