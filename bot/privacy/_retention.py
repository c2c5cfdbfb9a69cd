"""Retention: what is too old goes, whoever keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol


class Expiring(Protocol):
    """Something that keeps data of parents and can drop the old part of it."""

    async def expire(self, before: datetime) -> int:
        """Delete what was last used before `before` (UTC); how many were deleted."""
        ...


async def enforce_retention(keepers: Iterable[Expiring], days: int, now: datetime) -> int:
    """Delete everything that has lain idle for more than `days` days at `now` (UTC).

    Returns how many conversations (or tickets, ...) were deleted.

    Raises:
        Exception: what the first failing keeper raised. The others have been asked all the same,
            so that one broken store does not make all others keep data for too long.
    """
    before = now - timedelta(days=days)
    deleted = 0
    failures: list[Exception] = []
    for keeper in keepers:
        try:
            deleted += await keeper.expire(before)
        except Exception as error:
            failures.append(error)
    if failures:
        raise failures[0]
    return deleted
