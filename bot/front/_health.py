"""Whether the parts behind the front answer."""

from __future__ import annotations

import asyncio

import aiohttp

from bot.front._brain import Brain, answers
from bot.front._rows import ChatRows, StoreUnavailable

_DATABASE_TIMEOUT = 2.0


class Readiness:
    """Asks the brain, the actions and the database whether they are there."""

    def __init__(
        self, http: aiohttp.ClientSession, brain: Brain, rows: ChatRows, actions_url: str
    ) -> None:
        self._http = http
        self._brain = brain
        self._rows = rows
        self._actions = f"{actions_url.rstrip('/')}/health"

    async def check(self) -> dict[str, bool]:
        """Each part, and whether it answered within two seconds."""
        brain, actions, database = await asyncio.gather(
            self._brain.is_ready(), answers(self._http, self._actions), self._database()
        )
        return {"brain": brain, "actions": actions, "database": database}

    async def _database(self) -> bool:
        try:
            async with asyncio.timeout(_DATABASE_TIMEOUT):
                await self._rows.ping()
        except (StoreUnavailable, TimeoutError):
            return False
        return True
