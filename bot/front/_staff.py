"""What the dashboard shows of deliveries: how the helpdesks and WhatsApp fare, in numbers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from bot.beheer import DeskHealth, MessageHealth
from bot.front.whatsapp import WhatsappOutbox
from bot.helpdesk import Desk, Tickets
from bot.helpdesk import DeskHealth as Found
from bot.helpdesk import Desks as Known
from bot.store import Rows


class Desks:
    """The helpdesks of the file, also those without a message yet. Raises `StoreUnavailable`."""

    def __init__(self, tickets: Tickets, desks: Known) -> None:
        self._tickets = tickets
        self._desks = desks

    async def desks(self, site: str | None) -> Sequence[DeskHealth]:
        """Every helpdesk, or those of one site."""
        found = {health.name: health for health in await self._tickets.health()}
        shown = [
            _health(desk, found.get(name))
            for name, desk in self._desks.items()
            if site is None or site in desk.sites
        ]
        if site is None:  # of one that was taken out of the file, messages may still wait
            gone = [health for name, health in found.items() if name not in self._desks]
            shown += [_numbers(health.name, None, health) for health in gone]
        return shown


class WhatsappMessages(Rows):
    """The outbox of WhatsApp. Raises `StoreUnavailable`."""

    async def messages(self) -> MessageHealth:
        """Right now."""
        of = WhatsappOutbox
        query = select(of.state, of.error.is_not(None), func.count()).group_by(
            of.state, of.error.is_not(None)
        )
        async with self._transaction(readonly=True) as db:
            counts = {(state, failed): count for state, failed, count in await db.execute(query)}

        def number(state: str, failed: bool | None = None) -> int:
            wanted = (True, False) if failed is None else (failed,)
            return sum(counts.get((state, each), 0) for each in wanted)

        return MessageHealth(
            waiting=number("new", failed=False) + number("sending"),
            gave_up=number("gave_up"),
            outside_window=number("outside_window"),
            failing=number("new", failed=True),
        )


def _health(desk: Desk, found: Found | None) -> DeskHealth:
    site = desk.sites[0] if len(desk.sites) == 1 else None
    if found is None:
        return DeskHealth(desk.title, site, waiting=0, delivered=0, gave_up=0)
    return _numbers(desk.title, site, found)


def _numbers(name: str, site: str | None, found: Found) -> DeskHealth:
    return DeskHealth(
        name,
        site,
        found.waiting,
        found.delivered,
        found.gave_up,
        found.oldest_waiting,
        found.last_error,
        alarm=found.alarm,
        doubtful=found.doubtful,
    )
