"""Background work that several processes share: leased from tables, one step after the other.

Both the outbox of WhatsApp and that of the helpdesks are worked off this way.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, TypeVar

import structlog
from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_delay,
    wait_random_exponential,
)

from bot.store import StoreUnavailable

_STOP_SECONDS = 25.0
"""How long a stop waits for the steps that are being done: more than the longest call."""

Step = Callable[[str], Awaitable[object]]
"""Called after each step with its name; the tests kill the process there."""

T = TypeVar("T")
R = TypeVar("R")

_log = structlog.get_logger()


async def go_on(_step: str) -> None:
    """Outside the tests nothing happens between two steps."""


class WorkLoop(Generic[T]):
    """Claims what is due and has it worked on side by side, until it is stopped."""

    def __init__(
        self,
        event: str,
        free_all: Callable[[], Awaitable[object]],
        claim: Callable[[], Awaitable[Sequence[T]]],
        work: Callable[[T], Awaitable[None]],
        poll: float,
    ) -> None:
        """`free_all` is done once, first; `poll` is how often to look, in seconds.

        `event` is the log's name for a failure of ours.
        """
        self._event = event
        self._free_all = free_all
        self._claim = claim
        self._work = work
        self._poll = poll
        self._wake = asyncio.Event()
        self.stopping = False
        """No new step may begin."""
        self.tasks: dict[asyncio.Future[None], T] = {}
        """What is being worked on."""

    def wake(self) -> None:
        """There may be work: look now."""
        self._wake.set()

    def stop(self) -> None:
        """Let `run` come to its end."""
        self.stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Work until `stop`; then finish the steps that are being done."""
        first = True
        while not self.stopping:
            self._wake.clear()
            claimed: Sequence[T] = ()
            try:
                if first:
                    await self._free_all()
                    first = False
                claimed = await self._claim()
            except Exception as error:  # a loop that ends would leave everybody waiting
                _log.error(self._event, kind=type(error).__name__)
            for one in claimed:
                task = asyncio.ensure_future(self._work(one))
                self.tasks[task] = one
                task.add_done_callback(self._ended)
            if not claimed:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._poll):
                        await self._wake.wait()
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=_STOP_SECONDS)
        await cancelled(self.tasks)

    def _ended(self, task: asyncio.Future[None]) -> None:
        self.tasks.pop(task, None)
        self._wake.set()
        if not task.cancelled() and task.exception() is not None:
            _log.error(self._event, kind=type(task.exception()).__name__)


async def cancelled(tasks: Any) -> None:
    """Cancel tasks, and wait until they are over."""
    left = list(tasks)
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


async def noted(note: Callable[[], Awaitable[R]], within: float) -> R:
    """Write down what has happened elsewhere already, trying again for `within` seconds.

    A database that is away for a moment must not make us do it again.

    Raises:
        StoreUnavailable: it is away for longer.
    """
    retrying = AsyncRetrying(
        retry=retry_if_exception_type(StoreUnavailable),
        wait=wait_random_exponential(multiplier=0.1, max=2),
        stop=stop_after_delay(within),
        reraise=True,
    )
    return await retrying(note)
