"""Letting go of what is too old."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.measures._models import MeasureEvent, MeasureMissed
from bot.store import transaction


def _now() -> datetime:
    return datetime.now(UTC)


class MeasureKeeper:
    """One of the keepers of `bot.privacy`: texts go with the conversations, events much later.

    `days` is how long events stay (setting MEASURES_DAYS).
    """

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        days: int,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._sessions = sessions
        self._kept = timedelta(days=days)
        self._clock = clock

    async def expire(self, before: datetime) -> int:
        """Delete texts from before `before`, and events older than `days`; how many texts.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        event, missed = MeasureEvent, MeasureMissed
        async with transaction(self._sessions) as db:
            await db.execute(delete(event).where(event.at < self._clock() - self._kept))
            texts = await db.execute(delete(missed).where(missed.at < before).returning(missed.id))
            return len(texts.all())
