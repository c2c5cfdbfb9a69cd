"""Locks and states that the writers of WhatsApp's tables share.

Three rules keep processes from waiting for each other in a circle: who touches aliases, or more
than one conversation, first calls `one_at_a_time`; who touches an inbox or outbox row first locks
its conversation; and nobody who holds a conversation waits for `one_at_a_time`.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, exists, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.front._models import PendingDeletion
from bot.front.whatsapp._models import (
    WhatsappAlias,
    WhatsappConversation,
    WhatsappInbox,
    WhatsappOutbox,
)
from bot.front.whatsapp._private import forget_words

NEW, DONE, GAVE_UP = "new", "done", "gave_up"
SENDING, SENT, OUTSIDE_WINDOW = "sending", "sent", "outside_window"
OPEN = (NEW, SENDING)
STRANDED = (GAVE_UP, OUTSIDE_WINDOW)
"""What an operator can look at, and have tried again."""

_LOCK = 0x776861747361  # any number, as long as all our processes use the same


async def one_at_a_time(db: AsyncSession) -> None:
    """Wait until no other process receives or deletes; until the end of the transaction.

    A batch takes milliseconds. It makes numbering and order of rows the order of commits, and
    two batches cannot make two conversations for one parent. SQLite has one writer anyway.
    """
    if db.get_bind().dialect.name == "postgresql":
        await db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


async def locked(db: AsyncSession, conversation: str) -> WhatsappConversation | None:
    """The conversation as it is now, locked; `None` if it is gone."""
    query = (
        select(WhatsappConversation)
        .where(WhatsappConversation.id == conversation)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return await db.scalar(query)


def wake(conversation: WhatsappConversation, at: datetime | None = None) -> None:
    """There is something to do, now or at `at`."""
    due = at or datetime.now(UTC)
    if conversation.next_work_at is None or conversation.next_work_at > due:
        conversation.next_work_at = due


EMPTY = {
    "wamid": None, "sender": None, "text": None, "vault": None, "payload": None, "title": None,
    "location": None,
}  # fmt: skip
"""What an inbox row loses when it is done: all but what tells a late copy."""


async def erase(db: AsyncSession, conversation: WhatsappConversation) -> None:
    """Delete all that we have of a conversation but its own row; the brain must forget it too.

    Hashes of message ids stay: Meta may still send a copy, which must not start anew. The caller
    has called `one_at_a_time` and holds the conversation.
    """
    mine = conversation.id
    await forget_words(db, WhatsappOutbox, WhatsappOutbox.conversation == mine)
    await forget_words(db, WhatsappInbox, WhatsappInbox.conversation == mine)
    await db.execute(delete(WhatsappOutbox).where(WhatsappOutbox.conversation == mine))
    await db.execute(
        update(WhatsappInbox)
        .where(WhatsappInbox.conversation == mine)
        .values(conversation=None, state=DONE, hidden=False, error=None, **EMPTY)
    )
    await db.execute(delete(WhatsappAlias).where(WhatsappAlias.conversation == mine))
    await db.merge(PendingDeletion(conversation=mine, created_at=datetime.now(UTC)))


async def split_off(
    db: AsyncSession, conversation: WhatsappConversation, seqs: Sequence[int]
) -> None:
    """What came after `seqs` begins a conversation of its own, before `conversation` is erased."""
    rest = (
        WhatsappInbox.conversation == conversation.id,
        WhatsappInbox.state == NEW,
        WhatsappInbox.seq.not_in(seqs),
    )
    if not await db.scalar(select(exists().where(*rest))):
        return
    fresh = WhatsappConversation(
        id=secrets.token_hex(20), last_message_at=conversation.last_message_at
    )
    wake(fresh)
    db.add(fresh)
    await db.flush()
    await db.execute(update(WhatsappInbox).where(*rest).values(conversation=fresh.id))
    await db.execute(
        update(WhatsappAlias)
        .where(WhatsappAlias.conversation == conversation.id)
        .values(conversation=fresh.id)
    )
