"""What an operator can see and do about messages that are stuck. Never shows a text or a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.front.whatsapp._models import WhatsappInbox, WhatsappOutbox
from bot.front.whatsapp._rows import NEW, STRANDED, locked, wake
from bot.store import transaction

Table = type[WhatsappInbox] | type[WhatsappOutbox]
Row = WhatsappInbox | WhatsappOutbox


@dataclass(frozen=True)
class Stuck:
    """A message that was given up, or that waits for the operator."""

    seq: int
    state: str
    at: datetime
    attempts: int
    error: str | None
    kind: str


class Operator:
    """Lists and replays. All methods raise `StoreUnavailable`."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def counts(self, table: Table) -> dict[str, int]:
        """How many messages are in each state."""
        query = select(table.state, func.count()).group_by(table.state).order_by(table.state)
        async with transaction(self._sessions, readonly=True) as db:
            return dict((await db.execute(query)).all())

    async def doubtful(self) -> int:
        """How often a message was sent again that Meta may have had already, of those we keep."""
        query = select(func.coalesce(func.sum(WhatsappOutbox.doubtful), 0))
        async with transaction(self._sessions, readonly=True) as db:
            return int(await db.scalar(query) or 0)

    async def stuck(self, table: Table) -> list[Stuck]:
        """Messages that were given up, and messages that have failed and are tried again."""
        query = select(table).where(
            table.state.in_(STRANDED) | ((table.state == NEW) & table.error.is_not(None))
        )
        async with transaction(self._sessions, readonly=True) as db:
            return [
                Stuck(
                    row.seq,
                    row.state,
                    row.received_at if isinstance(row, WhatsappInbox) else row.created_at,
                    row.attempts,
                    row.error,
                    row.kind if isinstance(row, WhatsappInbox) else _kind(row),
                )
                for row in cast(Iterable[Row], await db.scalars(query.order_by(table.seq)))
            ]

    async def replay(self, table: Table, seqs: Sequence[int] | None) -> int:
        """Have messages tried again that were given up, or that wait; all without `seqs`.

        Returns how many. Those of which the content is gone are left alone.
        """
        if seqs is None:
            seqs = [one.seq for one in await self.stuck(table)]
        return sum([await self._replay(table, seq) for seq in seqs])

    async def _replay(self, table: Table, seq: int) -> bool:
        async with transaction(self._sessions) as db:
            owner = await db.scalar(select(table.conversation).where(table.seq == seq))
            conversation = await locked(db, owner) if owner else None
            row = cast(Row | None, await db.get(table, seq, populate_existing=True))
            if row is None or conversation is None or row.state not in (*STRANDED, NEW):
                return False
            if isinstance(row, WhatsappOutbox) and row.body is None and row.vault is None:
                return False
            row.state, row.attempts, row.next_try_at = NEW, 0, None
            wake(conversation)
        return True


def _kind(row: WhatsappOutbox) -> str:
    return "private" if row.vault else str((row.body or {}).get("type", "?"))
