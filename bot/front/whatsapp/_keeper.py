"""Letting go: retention, and emptying what nothing needs any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.front.whatsapp._models import WhatsappConversation, WhatsappInbox, WhatsappOutbox
from bot.front.whatsapp._private import forget_words
from bot.front.whatsapp._rows import (
    DONE,
    EMPTY,
    NEW,
    SENT,
    STRANDED,
    erase,
    locked,
    one_at_a_time,
)
from bot.store import transaction

_ADDRESS_KEPT = timedelta(days=1)
"""How long a message that was sent, but of which nobody said that it arrived, keeps its address:
a failure may still be told."""
_COPIES_COME = timedelta(days=8)
"""Meta repeats a message for seven days."""
_AT_ONCE = 100

_log = structlog.get_logger()


class Keeper:
    """Deletes what is too old; `expire` makes it one of the keepers of `bot.privacy`."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def expire(self, before: datetime) -> int:
        """Delete the conversations last used before `before`, and old messages in others.

        Returns how many conversations were deleted.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        deleted = 0
        while idle := await self._idle(before):
            for conversation in idle:
                deleted += await self._delete(conversation, before)
        await self._tidy(before, datetime.now(UTC))
        return deleted

    async def _idle(self, before: datetime) -> list[str]:
        query = (
            select(WhatsappConversation.id)
            .where(WhatsappConversation.last_message_at < before)
            .limit(_AT_ONCE)
        )
        async with transaction(self._sessions, readonly=True) as db:
            return list(await db.scalars(query))

    async def _delete(self, conversation: str, before: datetime) -> bool:
        async with transaction(self._sessions) as db:
            await one_at_a_time(db)
            row = await locked(db, conversation)
            if row is None or row.last_message_at >= before:
                return False
            await erase(db, row)
            await db.delete(row)
        return True

    async def _tidy(self, before: datetime, now: datetime) -> None:
        inbox, outbox = WhatsappInbox, WhatsappOutbox
        async with transaction(self._sessions) as db:
            await one_at_a_time(db)
            old = (inbox.state != DONE, inbox.state != NEW, inbox.received_at < before)
            await forget_words(db, inbox, *old)
            given_up = await db.execute(
                update(inbox)
                .where(*old)
                .values(state=DONE, error=None, **EMPTY)
                .returning(inbox.seq)
            )
            stranded = (outbox.state.in_(STRANDED), outbox.created_at < before)
            await forget_words(db, outbox, *stranded)
            not_sent = await db.execute(delete(outbox).where(*stranded).returning(outbox.seq))
            sent = (outbox.state == SENT, outbox.sent_at < now - _ADDRESS_KEPT)
            await forget_words(db, outbox, *sent)
            await db.execute(
                update(outbox).where(*sent).values(body=None, vault=None, address=None)
            )
            await db.execute(
                delete(outbox).where(outbox.state == SENT, outbox.sent_at < now - _COPIES_COME)
            )
            await db.execute(
                delete(inbox).where(inbox.state == DONE, inbox.received_at < now - _COPIES_COME)
            )
        dropped = len(given_up.all()) + len(not_sent.all())
        if dropped:
            _log.warning("whatsapp_dropped_after_retention", messages=dropped)


async def is_stuck(sessions: async_sessionmaker[AsyncSession]) -> bool:
    """Whether a message waits for something that only an operator can do.

    Raises:
        StoreUnavailable: the database does not answer.
    """
    async with transaction(sessions, readonly=True) as db:
        return bool(
            await db.scalar(
                select(exists().where(WhatsappOutbox.state == NEW, WhatsappOutbox.alarm))
            )
        )
