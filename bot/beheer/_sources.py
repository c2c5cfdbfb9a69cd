"""Where figures come from: what the dashboard needs of others, and nothing else of them."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.measures import MissedGroup, Overview, Selection


class FigureSource(Protocol):
    """The measures. Methods raise `StoreUnavailable`."""

    async def overview(self, selection: Selection) -> Overview:
        """All figures of a selection."""

    async def missed(self, selection: Selection, limit: int = 500) -> list[MissedGroup]:
        """Questions that were not understood, alike ones together, the largest group first."""

    async def labelling_sheet(self, selection: Selection) -> str:
        """The same as CSV, for an editor to say what was meant."""


@dataclass(frozen=True, slots=True)
class DeskHealth:
    """How messages to one helpdesk fare."""

    name: str
    """As shown."""
    site: str | None
    """The site whose helpdesk it is; None is a desk of no single site."""
    waiting: int
    delivered: int
    """In the last 30 days."""
    gave_up: int
    oldest_waiting: timedelta | None = None
    last_error: str | None = None
    """A code, never a text or an address."""
    alarm: bool = False
    """Something waits for what only an operator can do."""
    doubtful: int = 0
    """How often something was sent again that the helpdesk may have had already."""


class DeliveryHealth(Protocol):
    """The hand-off to helpdesks. Methods raise `StoreUnavailable`."""

    async def desks(self, site: str | None) -> Sequence[DeskHealth]:
        """Every helpdesk, or those of one site."""


@dataclass(frozen=True, slots=True)
class MessageHealth:
    """How WhatsApp fares. Numbers of messages."""

    waiting: int
    gave_up: int
    outside_window: int
    """Could not be sent because Meta allows it for 24 hours only."""
    failing: int
    """Have failed, and are tried again."""


class WhatsappHealth(Protocol):
    """What is stuck in WhatsApp. Methods raise `StoreUnavailable`."""

    async def messages(self) -> MessageHealth:
        """Right now."""


FRESH = timedelta(minutes=1)
"""How long figures are shown again without counting again: a page and its plots need the same."""
_KEPT = 64


class Remembered:
    """A source of figures that counts each selection once a minute, however many ask."""

    def __init__(self, source: FigureSource, clock: Callable[[], datetime]) -> None:
        self._source = source
        self._clock = clock
        self._kept: OrderedDict[Selection, tuple[datetime, Overview]] = OrderedDict()
        self._turns: dict[Selection, asyncio.Lock] = {}

    async def overview(self, selection: Selection) -> Overview:
        """All figures of a selection, at most a minute old."""
        turn = self._turns.setdefault(selection, asyncio.Lock())
        try:
            async with turn:
                found = self._kept.get(selection)
                if found is not None and self._clock() - found[0] < FRESH:
                    return found[1]
                counted = await self._source.overview(selection)
                self._kept[selection] = self._clock(), counted
                self._kept.move_to_end(selection)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
                return counted
        finally:
            if not turn.locked():
                self._turns.pop(selection, None)

    async def missed(self, selection: Selection, limit: int = 500) -> list[MissedGroup]:
        """As they are now: what a parent has deleted must be gone at once."""
        return await self._source.missed(selection, limit)

    async def labelling_sheet(self, selection: Selection) -> str:
        """As it is now."""
        return await self._source.labelling_sheet(selection)
