"""Days as parents say them, and today in the Netherlands."""

from __future__ import annotations

from datetime import date, datetime

from bot.dutch import AMSTERDAM, MONTHS, WEEKDAYS


def in_words(day: date) -> str:
    """A date as one says it: dinsdag 6 januari 2027."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def today() -> date:
    """The day in the Netherlands, wherever the server stands."""
    return datetime.now(AMSTERDAM).date()
