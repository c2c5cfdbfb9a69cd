"""Days and hours by the clock of Europe/Amsterdam; the database keeps UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bot.dutch import AMSTERDAM


def local(moment: datetime) -> datetime:
    """A moment by the clock of Amsterdam."""
    return moment.astimezone(AMSTERDAM)


def midnight(day: date) -> datetime:
    """When a day begins in Amsterdam, in UTC."""
    return datetime.combine(day, time.min, AMSTERDAM).astimezone(UTC)


def days_between(start: date, end: date) -> list[date]:
    """The days from `start` up to, not including, `end`."""
    return [start + timedelta(days=number) for number in range((end - start).days)]


def month(text: str) -> tuple[date, date]:
    """The first day of a month, and of the next one: "2026-10".

    Raises:
        ValueError: it is not a month.
    """
    start = datetime.strptime(text, "%Y-%m").date()
    return start, (start + timedelta(days=31)).replace(day=1)
