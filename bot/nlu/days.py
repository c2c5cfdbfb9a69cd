"""Days as parents say them, and today in the Netherlands."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

DAYS = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()
MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()


def in_words(day: date) -> str:
    """A date as one says it: dinsdag 6 januari 2027."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def today() -> date:
    """The day in the Netherlands, wherever the server stands."""
    return datetime.now(ZoneInfo("Europe/Amsterdam")).date()
