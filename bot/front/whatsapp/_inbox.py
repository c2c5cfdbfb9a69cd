"""Writing down what Meta sends: all of a batch or nothing, each message once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.front.whatsapp._identity import Identity, address_of
from bot.front.whatsapp._models import WhatsappConversation, WhatsappInbox
from bot.front.whatsapp._people import People
from bot.front.whatsapp._private import Private, forget_words
from bot.front.whatsapp._rows import DONE, EMPTY, NEW, one_at_a_time, wake
from bot.front.whatsapp._statuses import apply_status
from bot.front.whatsapp._together import Together
from bot.front.whatsapp._updates import Batch, IdentityChange, Received
from bot.privacy import redact
from bot.store import transaction

_MAX_TEXT = 4_000
"""Characters that are kept of a message; a question is never as long."""
_MAX_PAYLOAD = 256
_log = structlog.get_logger()
_TOO_EARLY = datetime(2009, 1, 1, tzinfo=UTC)


class Inbox:
    """The first thing behind the webhook. What `receive` has taken survives a kill."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        identity: Identity,
        on_work: Callable[[], object] = lambda: None,
        *,
        number: str | None = None,
        private: Private | None = None,
    ) -> None:
        """`number` is Meta's id of ours; without it, every number is.

        `private` keeps the words of who was asked for something personal.
        """
        self._sessions = sessions
        self._identity = identity
        self._on_work = on_work
        self._keep_all = Together(self._transaction)
        self._number = number
        self._private = private
        self._for_us = self._for_others = False

    async def receive(self, batch: Batch) -> None:
        """Keep a batch. A copy, whole or in part, does no harm, also after a week.

        Raises:
            StoreUnavailable: nothing of it was kept; it must come again.
        """
        batch = self._ours(batch)
        if batch:
            await self._keep_all(batch)
            self._on_work()

    @property
    def is_misdirected(self) -> bool:
        """Whether all messages were for another number: ours is probably filled in wrong."""
        return self._for_others and not self._for_us

    def _ours(self, batch: Batch) -> Batch:
        """Without messages to other numbers of the operator, which others answer."""
        ours = tuple(
            one
            for one in batch.received
            if self._number is None or one.phone_number_id in (None, self._number)
        )
        others = len(batch.received) - len(ours)
        self._for_us |= bool(ours)
        self._for_others |= bool(others)
        if others:
            _log.warning("whatsapp_for_another_number", messages=others)
        return replace(batch, received=ours)

    async def close(self) -> None:
        """Wait for what is being written down."""
        await self._keep_all.close()

    async def _transaction(self, batches: Sequence[Batch]) -> None:
        async with transaction(self._sessions) as db:
            await one_at_a_time(db)
            for batch in batches:
                await self._write(db, batch)

    async def _write(self, db: AsyncSession, batch: Batch) -> None:
        known = await self._known(db, batch)
        people = People(db, self._identity)
        for change in batch.changes:
            if self._is_first(change.id, known):
                db.add(self._change_row(change))
                await people.change(change)
        fresh = [one for one in batch.received if self._is_first(one.id, known)]
        await self._keep(db, people, fresh)
        for status in batch.statuses:
            await apply_status(db, self._identity, status)

    async def _known(self, db: AsyncSession, batch: Batch) -> set[str]:
        ids = [one.id for one in batch.received] + [one.id for one in batch.changes]
        hashes = {self._identity.message(id_) for id_ in ids}
        query = select(WhatsappInbox.wamid_hash).where(WhatsappInbox.wamid_hash.in_(hashes))
        return set(await db.scalars(query))

    def _is_first(self, wamid: str, known: set[str]) -> bool:
        digest = self._identity.message(wamid)
        if digest in known:
            return False
        known.add(digest)  # the same batch may hold it twice
        return True

    async def _keep(self, db: AsyncSession, people: People, messages: list[Received]) -> None:
        if not messages:
            return
        await people.load(message.sender for message in messages)
        rows = []
        latest: dict[str, datetime] = {}
        for message in messages:
            at = _plausible(message.sent_at)
            conversation = await people.conversation(message.sender, at)
            latest[conversation] = max(at, latest.get(conversation, at))
            rows.append(self._row(message, conversation, at))
        await self._keep_private(db, messages, rows)
        await db.flush()
        await db.execute(insert(WhatsappInbox), rows)
        query = (
            select(WhatsappConversation)
            .where(WhatsappConversation.id.in_(latest))
            .order_by(WhatsappConversation.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        for row in await db.scalars(query):
            row.last_message_at = max(row.last_message_at, latest[row.id])
            wake(row)
        await db.flush()
        for message, values in zip(messages, rows, strict=True):
            await self._amend(db, message, values)

    async def _keep_private(
        self, db: AsyncSession, messages: list[Received], rows: list[dict[str, Any]]
    ) -> None:
        if self._private is None:
            return
        hidden = {row["conversation"] for row in rows if row["hidden"]}
        asked = await self._private.asked(db, hidden) if hidden else set()
        for message, row in zip(messages, rows, strict=True):
            if row["hidden"] and row["conversation"] in asked and message.text:
                row["vault"] = self._private.add(db, {"text": message.text[:_MAX_TEXT]})
                row["hidden"] = False  # we asked for it, so there is nothing to say about it

    async def _amend(self, db: AsyncSession, message: Received, row: dict[str, Any]) -> None:
        """A message that was changed or withdrawn before we answered: answer what it is now.

        Not if a worker has the conversation: it may have asked the brain already.
        """
        if message.kind not in ("edit", "revoke") or message.reply_to is None:
            return
        values: dict[str, Any] = {name: row[name] for name in ("text", "hidden", "vault")}
        if message.kind == "revoke":
            values = {"state": DONE, **EMPTY}
        elif row["text"] is None:
            return
        waiting = (
            WhatsappInbox.wamid_hash == self._identity.message(message.reply_to),
            WhatsappInbox.conversation == row["conversation"],
            WhatsappInbox.state == NEW,
            exists().where(
                WhatsappConversation.id == row["conversation"],
                WhatsappConversation.lease_owner.is_(None),
            ),
        )
        await forget_words(db, WhatsappInbox, *waiting)
        changed = await db.execute(
            update(WhatsappInbox).where(*waiting).values(**values).returning(WhatsappInbox.seq)
        )
        if changed.first() is not None:  # then there is nothing left to say about it
            await db.execute(
                update(WhatsappInbox)
                .where(WhatsappInbox.wamid_hash == row["wamid_hash"])
                .values(state=DONE, **EMPTY)
            )

    def _row(self, message: Received, conversation: str, at: datetime) -> dict[str, Any]:
        text, hidden = message.text, False
        if text is not None:
            found = redact(text[:_MAX_TEXT])
            text, hidden = found.text, bool(found.kinds)
        return {
            "wamid_hash": self._identity.message(message.id),
            "conversation": conversation,
            "wamid": message.id,
            "sender": address_of(message.sender),
            "kind": message.kind,
            "text": text,
            "vault": None,
            "payload": message.payload[:_MAX_PAYLOAD] if message.payload else None,
            "title": message.title,
            "about": self._identity.message(message.reply_to)
            if message.kind == "reaction" and message.reply_to
            else None,
            "location": list(message.location) if message.location else None,
            "hidden": hidden,
            "sent_at": at,
            "received_at": datetime.now(UTC),
            "state": NEW,
            "attempts": 0,
        }

    def _change_row(self, change: IdentityChange) -> WhatsappInbox:
        """Remembers that a change was made: a copy that comes after a next one would undo that."""
        return WhatsappInbox(
            wamid_hash=self._identity.message(change.id),
            kind="system",
            sent_at=_plausible(change.at),
            received_at=datetime.now(UTC),
            state=DONE,
        )


def _plausible(moment: datetime) -> datetime:
    """A time that is not in the future: order, and the 24 hours, are counted from it."""
    return min(max(moment, _TOO_EARLY), datetime.now(UTC))
