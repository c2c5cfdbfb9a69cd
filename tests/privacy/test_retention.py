from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.privacy import enforce_retention

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Shelf:
    """Keeps dates, in memory."""

    def __init__(self, *ages_in_days: float) -> None:
        self.dates = [NOW - timedelta(days=age) for age in ages_in_days]

    async def expire(self, before: datetime) -> int:
        kept = [date for date in self.dates if date >= before]
        deleted = len(self.dates) - len(kept)
        self.dates = kept
        return deleted


class BrokenShelf:
    async def expire(self, before: datetime) -> int:
        raise OSError("disk full")


async def test_only_what_is_older_than_the_term_goes() -> None:
    shelf = Shelf(0, 29.9, 30, 30.1, 400)
    assert await enforce_retention([shelf], days=30, now=NOW) == 2
    assert shelf.dates == [NOW - timedelta(days=age) for age in (0, 29.9, 30)]


async def test_one_broken_store_does_not_save_the_others_data() -> None:
    shelf = Shelf(31)
    with pytest.raises(OSError, match="disk full"):
        await enforce_retention([BrokenShelf(), shelf], days=30, now=NOW)
    assert shelf.dates == []
