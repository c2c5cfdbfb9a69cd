"""Work in the background: retention, and forgetting what the brain could not forget at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.front._chat import Chat
from bot.privacy import Expiring, enforce_retention
from bot.web import repeat

_RETENTION_EVERY = 3600.0
_FORGET_EVERY = 10.0  # short: a brain that starts is there within half a minute

_log = structlog.get_logger()


async def retain(
    chat: Chat, days: int, now: datetime | None = None, also: Sequence[Expiring] = ()
) -> int:
    """Delete the conversations that were idle for more than `days` days; how many."""
    deleted = await enforce_retention([*also, chat], days, now or datetime.now(UTC))
    if deleted:
        _log.info("retention", deleted=deleted)
    return deleted


@asynccontextmanager
async def upkeep(
    chat: Chat, retention_days: int, also: Sequence[Expiring] = ()
) -> AsyncIterator[None]:
    """Run the background work as long as the context is open; `also` keep conversations too."""
    async with background(
        repeat(lambda: retain(chat, retention_days, also=also), _RETENTION_EVERY),
        repeat(chat.forget_pending, _FORGET_EVERY),
    ):
        yield


@asynccontextmanager
async def background(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do `work` as long as the context is open; then it is cancelled and waited for."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
