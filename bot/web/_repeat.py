"""Work in the background that is done again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

_GRACE = 2.0

_log = structlog.get_logger()


async def repeat(job: Callable[[], Awaitable[object]], every: float) -> None:
    """Do `job` now and then every `every` seconds; a failure is logged and tried again.

    When this is cancelled amid a job, the job gets two seconds to end by itself.
    """

    async def once() -> None:
        try:
            await job()
        except Exception as error:
            _log.error("background_work_failed", kind=type(error).__name__)

    while True:
        running = asyncio.create_task(once())
        try:
            await asyncio.shield(running)
        except asyncio.CancelledError:
            # A call to the database that is cut off leaves a thread that answers a closed loop.
            await asyncio.wait({running}, timeout=_GRACE)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            raise
        await asyncio.sleep(every)
