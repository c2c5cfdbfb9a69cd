"""Months and periods, by the clock of Europe/Amsterdam."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.dutch import AMSTERDAM


def today(now: datetime) -> date:
    """The day it is in the Netherlands."""
    return now.astimezone(AMSTERDAM).date()


def first_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def next_month(first: date) -> date:
    """The first day of the month after."""
    return first_of(first.replace(day=28) + timedelta(days=4))


def month_before(first: date) -> date:
    """The first day of the month before."""
    return first_of(first_of(first) - timedelta(days=1))


def read_month(text: str) -> date:
    """ "2026-10" as its first day.

    Raises:
        ValueError: it is not a month.
    """
    if len(text) != 7 or not text.isascii():
        raise ValueError(text)
    return date.fromisoformat(f"{text}-01")
