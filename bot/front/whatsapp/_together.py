"""Calls that wait for each other are done together: a burst then costs a few transactions.

On PostgreSQL receiving takes turns (`one_at_a_time`), so fifty calls a second would each wait for
all before them, and Meta sends again what is not acknowledged within seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from bot.store import StoreUnavailable

AT_MOST = 50
"""Calls in one transaction: others (the worker) must get their turn as well."""


T = TypeVar("T")


class Together(Generic[T]):
    """Collects what comes while `do` is busy, and hands it over at once when that is done."""

    def __init__(self, do: Callable[[Sequence[T]], Awaitable[object]]) -> None:
        self._do = do
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, one: T) -> None:
        """Return when `do` has done `one`; others may have been done with it.

        Who stops waiting does not undo anything: it may still be done.

        Raises:
            StoreUnavailable: `do` raised it, for all that were handed over with `one`.
            Exception: what `do` raised for `one` alone.
        """
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((one, done))
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        await done

    async def close(self) -> None:
        """Wait until nothing is being done."""
        if self._task is not None:
            await asyncio.wait({self._task})

    async def _run(self) -> None:
        try:
            while self._waiting:
                now, self._waiting = self._waiting[:AT_MOST], self._waiting[AT_MOST:]
                await self._together(now)
        finally:
            self._task = None
            for _, done in self._waiting:  # only when we are cancelled
                done.cancel()

    async def _together(self, calls: list[tuple[T, asyncio.Future[None]]]) -> None:
        try:
            await self._do([one for one, _ in calls])
        except Exception as error:
            # A database that is away is so for all. Anything else may be due to one of them, which
            # must not keep the others out.
            if len(calls) > 1 and not isinstance(error, StoreUnavailable):
                for call in calls:
                    await self._together([call])
                return
            for _, done in calls:
                if not done.done():
                    done.set_exception(error)
            return
        for _, done in calls:
            if not done.done():
                done.set_result(None)
