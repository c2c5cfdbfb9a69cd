"""Whether the parts behind the front answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

import aiohttp

from bot.front._brain import Brain, answers
from bot.front._rows import ChatRows
from bot.store import StoreUnavailable

_DATABASE_TIMEOUT = 2.0
_FRESH = 5.0
"""Seconds; many pages ask at once, and none of them may become a burden for the brain."""
OPTIONAL = frozenset({"whatsapp", "helpdesk"})
"""Parts without which the front is ready all the same: an expired token of Meta, or a mail server
that is away, must not take the web chat away from the load balancer as well."""


class Readiness:
    """Asks the brain, the actions and the database whether they are there."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        brain: Brain,
        rows: ChatRows,
        actions_url: str,
        also: Mapping[str, Callable[[], Awaitable[bool]]],
    ) -> None:
        """`also` are parts that are not always there, by name (of `OPTIONAL`)."""
        self._http = http
        self._brain = brain
        self._rows = rows
        self._actions = f"{actions_url.rstrip('/')}/health"
        self._looked = asyncio.Lock()
        self._available = False
        self._until = 0.0
        self._also = also

    async def check(self) -> dict[str, bool]:
        """Each part, and whether it answered within two seconds.

        `whatsapp` and `helpdesk`, if they are there, are false when messages cannot go out without
        the operator.
        """
        brain, actions, database = await asyncio.gather(
            self._brain.is_ready(), answers(self._http, self._actions), self._database()
        )
        parts = {"brain": brain, "actions": actions, "database": database}
        return parts | {name: await is_ready() for name, is_ready in self._also.items()}

    async def is_available(self) -> bool:
        """Whether a parent can chat, as it was at most five seconds ago.

        Without the actions only the look-up fails, so they do not count.
        """
        async with self._looked:
            if time.monotonic() >= self._until:
                parts = await self.check()
                self._available = parts["brain"] and parts["database"]
                self._until = time.monotonic() + _FRESH
        return self._available

    async def _database(self) -> bool:
        try:
            async with asyncio.timeout(_DATABASE_TIMEOUT):
                await self._rows.ping()
        except (StoreUnavailable, TimeoutError):
            return False
        return True
