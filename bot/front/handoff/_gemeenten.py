"""Which gemeente a parent means who types a place."""

from __future__ import annotations

import asyncio

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store import DATABASE_ERRORS, Registry, RegistryEmpty, StoreUnavailable

_log = structlog.get_logger()


class Gemeenten:
    """Reads the registry once, when it is first needed: the database may come up after us."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._registry: Registry | None = None
        self._lock = asyncio.Lock()

    async def load(self) -> None:
        """Read the registry. Without one no place is known, and the parent can skip the question.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        async with self._lock:
            if self._registry is None:
                try:
                    self._registry = await Registry.load(self._engine)
                except RegistryEmpty:
                    _log.warning("registry_empty")
                except DATABASE_ERRORS as error:
                    raise StoreUnavailable(type(error).__name__) from None

    def find(self, text: str) -> str | None:
        """The gemeente of a place, a gemeente or a postcode; None when it is not known for sure."""
        if self._registry is None:
            return None
        words = text.strip(" .!?")
        entry = self._registry.by_postcode(words)
        if entry is not None:
            return entry.gemeente
        for start in ("gemeente ", "in ", "de gemeente ", "wij wonen in ", "ik woon in "):
            if words.lower().startswith(start):
                words = words[len(start) :]
        matches = self._registry.find_place(words)
        found = {name for match in matches[:1] for name in match.gemeenten}
        if len(matches) > 1:  # a gemeente goes before a hamlet of the same name
            found = {match.name for match in matches if match.kind == "gemeente"} or found
        return found.pop() if len(found) == 1 else None
