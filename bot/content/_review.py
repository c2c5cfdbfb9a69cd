"""Which answers must be looked at again."""

from __future__ import annotations

from datetime import date

REVIEW_MONTHS = 6
"""An answer that was not reviewed for so long may be out of date."""


def is_due(reviewed: date, today: date, months: int = REVIEW_MONTHS) -> bool:
    """Whether the review is more than `months` months ago."""
    month = today.year * 12 + today.month - 1 - months
    before = (month // 12, month % 12 + 1, today.day)
    return (reviewed.year, reviewed.month, reviewed.day) < before
