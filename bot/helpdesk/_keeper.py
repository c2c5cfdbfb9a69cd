"""Letting go of tickets: delivered ones after a while, others after an alarm."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy import delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.helpdesk._models import DELIVERED, GAVE_UP, OPEN, HelpdeskTicket
from bot.helpdesk._vault import Vault, erase
from bot.store import Rows, transaction

_log = structlog.get_logger()


class Keeper(Rows):
    """Deletes what is too old; `expire` makes it one of the keepers of `bot.privacy`."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], vault: Vault) -> None:
        super().__init__(sessions)
        self._vault = vault

    async def expire(self, before: datetime) -> int:
        """Delete tickets that were delivered before `before`, and what the vault kept too long.

        What could not be delivered is kept twice as long. From `before` on that is an alarm in the
        log, so that an operator can still do something. Returns how many tickets were deleted.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        of = HelpdeskTicket
        await self._vault.expire(before)
        async with self._transaction(readonly=True) as db:
            left = set(
                await db.scalars(select(of.seq).where(of.state != DELIVERED, of.said_at < before))
            )
        dropped: set[int] = set()
        for seq in sorted(left):
            if await self._drop_if_empty(seq):
                dropped.add(seq)
        old = of.state == DELIVERED, of.delivered_at < before
        async with self._transaction() as db:
            await erase(db, await db.scalars(select(of.vault).where(*old)))
            gone = (await db.execute(delete(of).where(*old).returning(of.seq))).all()
        if dropped:
            _log.error("helpdesk_dropped_after_retention", tickets=len(dropped))
        if left - dropped:
            _log.error("helpdesk_will_be_dropped", tickets=len(left - dropped))
        return len(gone) + len(dropped)

    async def _drop_if_empty(self, seq: int) -> bool:
        """Delete a ticket of which the vault has let go: nothing is left to deliver."""
        async with self._transaction() as db:
            query = select(HelpdeskTicket).where(HelpdeskTicket.seq == seq).with_for_update()
            row = await db.scalar(query)
            if row is None or row.state == DELIVERED:
                return False
            if row.vault is not None and await self._vault.has(db, row.vault):
                return False
            await db.delete(row)
        return True


async def is_stuck(sessions: async_sessionmaker[AsyncSession]) -> bool:
    """Whether a ticket waits for something that only an operator can do.

    Raises:
        StoreUnavailable: the database does not answer.
    """
    of = HelpdeskTicket
    waits = or_(of.state == GAVE_UP, of.state.in_(OPEN) & of.alarm)
    async with transaction(sessions, readonly=True) as db:
        return bool(await db.scalar(select(exists().where(waits))))
