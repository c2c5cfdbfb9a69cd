"""Which gemeente a parent means who types a place."""

from __future__ import annotations

import asyncio
import re

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store import DATABASE_ERRORS, Registry, RegistryEmpty, StoreUnavailable

_FEW = 8
"""Words; a longer text is no place."""
_SHORTEST = 4
_ORDINARY = frozenset(
    "basis gemeente hier kind midden mijn niet noord oost school thuis vragen weet wijk woon wonen "
    "zuid west".split()
)

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
        """The gemeente of a place, a gemeente or a postcode; None when it is not known for sure.

        In a few words the place may be one of them: "ik woon in Amsterdam Noord".
        """
        if self._registry is None:
            return None
        words = re.sub(r"[.,!?]", " ", text).split()
        entry = self._registry.by_postcode(" ".join(words))
        if entry is not None:
            return entry.gemeente
        if len(words) > _FEW:
            return self._named(" ".join(words))
        for size in range(len(words), 0, -1):
            for start in range(len(words) - size + 1):
                part = words[start : start + size]
                if size == 1 and len(words) > 1 and not _may_be_place(part[0]):
                    continue
                if found := self._named(" ".join(part)):
                    return found
        return None

    def _named(self, name: str) -> str | None:
        assert self._registry is not None
        matches = self._registry.find_place(name)
        found = {each for match in matches[:1] for each in match.gemeenten}
        if len(matches) > 1:  # a gemeente goes before a hamlet of the same name
            found = {match.name for match in matches if match.kind == "gemeente"} or found
        return found.pop() if len(found) == 1 else None


def _may_be_place(word: str) -> bool:
    """Some hamlets are called as ordinary words are: "Een", "Nes", "Hier"."""
    return len(word) >= _SHORTEST and word.lower() not in _ORDINARY
