"""Figures and days in Dutch words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.dutch import WEEKDAYS
from bot.measures import FEW as _FEW
from bot.measures import shown
from bot.store import dutch_date

SMALL = _FEW
"""A smaller number of people might be recognised; nobody tells something too."""
FEW = shown(0)
UNKNOWN = "–"


def number(value: int) -> str:
    """1234 is "1.234"."""
    return f"{value:,}".replace(",", ".")


def count(value: int, *, exact: bool) -> str:
    """A number of people: exact, or hidden when it is below five."""
    return FEW if not exact and is_small(value) else number(value)


def is_small(value: int) -> bool:
    """Whether a number may point at somebody."""
    return value < SMALL


def part(value: int, whole: int, *, exact: bool) -> str:
    """How much `value` is of `whole`: "52%"; a dash when that says nothing or too much.

    Too much is when the part or the rest is small: either could be worked out.
    """
    if not whole or (not exact and (is_small(value) or is_small(whole - value))):
        return UNKNOWN
    rounded = round(100 * value / whole)
    if rounded == 0 and value:
        return "minder dan 1%"
    if rounded == 100 and value < whole:
        return "meer dan 99%"
    return f"{rounded}%"


def plural(value: int, one: str, more: str, *, exact: bool = True) -> str:
    """ "1 vraag", "3 vragen", "minder dan 5 vragen"."""
    return f"{count(value, exact=exact)} {one if value == 1 and exact else more}"


def change(now: int, before: int, *, exact: bool) -> str:
    """The change against the month before: "8 meer", "3 minder", "gelijk"; a dash when hidden."""
    if not exact and (is_small(now) or is_small(before)):
        return UNKNOWN
    if now == before:
        return "gelijk"
    difference = abs(now - before)
    return f"{number(difference)} {'meer' if now > before else 'minder'}"


def day(value: date, *, weekday: bool = False) -> str:
    """ "3 oktober 2026", or "zaterdag 3 oktober 2026"."""
    return f"{WEEKDAYS[value.weekday()]} {dutch_date(value)}" if weekday else dutch_date(value)


def short_day(value: date) -> str:
    """ "3-10", for an axis."""
    return f"{value.day}-{value.month}"


def month(first: date) -> str:
    """ "oktober 2026"."""
    return dutch_date(f"{first:%Y-%m}")


def days(start: date, end: date) -> str:
    """The days from `start` up to, not including, `end`."""
    last = end - timedelta(days=1)
    if last <= start:
        return day(start)
    if start.day == 1 and end.day == 1 and start.month % 12 + 1 == end.month:
        return month(start)
    return f"{day(start)} tot en met {day(last)}"


def duration(value: timedelta) -> str:
    """ "12 minuten", "3 uur", "2 dagen"."""
    minutes = int(value.total_seconds() // 60)
    if minutes < 1:
        return "minder dan een minuut"
    if minutes < 60:
        return "1 minuut" if minutes == 1 else f"{minutes} minuten"
    if minutes < 48 * 60:
        return f"{minutes // 60} uur"
    return f"{minutes // (24 * 60)} dagen"


def clock_time(value: datetime) -> str:
    """ "14.05 uur", in the zone of `value`."""
    return f"{value:%H.%M} uur"


def listed(names: list[str]) -> str:
    """ "a, b en c"."""
    return " en ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""
