"""The rows that a worker works on. Every method is one short transaction.

A worker leases a conversation, asks for its next step, does it, and notes how it went. Each of
these transactions checks the lease: who was too slow finds that the conversation is another's.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.front.whatsapp._errors import NotSent
from bot.front.whatsapp._models import WhatsappConversation, WhatsappInbox, WhatsappOutbox
from bot.front.whatsapp._private import Private, forget_words
from bot.front.whatsapp._question import Answer, Body
from bot.front.whatsapp._rows import (
    DONE,
    EMPTY,
    GAVE_UP,
    NEW,
    OPEN,
    OUTSIDE_WINDOW,
    SENDING,
    erase,
    locked,
    one_at_a_time,
    split_off,
    wake,
)
from bot.front.whatsapp._statuses import not_sent, sent, wait
from bot.front.whatsapp._steps import Ask, Lease, LeaseLost, Send, Timing, ask_of, seqs_of
from bot.store import transaction

_log = structlog.get_logger()


class Queue:
    """One worker's view of inbox and outbox. All methods raise `StoreUnavailable`."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        timing: Timing,
        is_farewell: Callable[[str], bool],
        private: Private | None = None,
    ) -> None:
        self._sessions = sessions
        self._timing = timing
        self._is_farewell = is_farewell
        self._private = private

    async def free_all(self) -> None:
        """Take the leases of a process that is surely gone: with SQLite there is only one."""
        async with transaction(self._sessions) as db:
            if db.get_bind().dialect.name == "sqlite":
                await db.execute(
                    update(WhatsappConversation).values(lease_owner=None, lease_until=None)
                )

    async def claim(self, limit: int, *, asking: bool = True) -> list[Lease]:
        """Lease conversations that have something to do; without `asking`, something to send."""
        now = datetime.now(UTC)
        of = WhatsappConversation
        due = [of.next_work_at <= now, or_(of.lease_owner.is_(None), of.lease_until < now)]
        if not asking:
            due.append(
                exists().where(WhatsappOutbox.conversation == of.id, WhatsappOutbox.state.in_(OPEN))
            )
        query = select(of.id).where(*due).order_by(of.next_work_at).limit(limit)
        async with transaction(self._sessions, readonly=True) as db:
            if (await db.execute(query.limit(1))).first() is None:
                return []  # mostly so; then nobody had to wait for us
        token = uuid.uuid4().hex
        async with transaction(self._sessions) as db:
            found = list(await db.scalars(query.with_for_update(skip_locked=True)))
            await db.execute(
                update(of)
                .where(of.id.in_(found))
                .values(lease_owner=token, lease_until=now + self._lease)
            )
        return [Lease(conversation, token) for conversation in found]

    async def next_step(self, lease: Lease, *, asking: bool = True) -> Send | Ask | None:
        """What to do now for a leased conversation; `None` ends the lease."""
        async with self._mine(lease) as (db, row):
            send = await self._next_send(db, row)
            if isinstance(send, Send):
                return send
            if send is None:
                ask = await self._next_ask(db, row)
                if isinstance(ask, Ask) and asking:
                    return ask
                # Cannot be asked now: it stays due.
                row.next_work_at = datetime.now(UTC) if isinstance(ask, Ask) else ask
            else:
                row.next_work_at = send
            row.lease_owner = row.lease_until = None
            if row.ending and row.next_work_at is None:
                await db.execute(
                    delete(WhatsappConversation).where(WhatsappConversation.id == row.id)
                )
        return None

    async def release(self, lease: Lease) -> None:
        """Give a conversation back as it is; the work stays due."""
        async with self._mine(lease) as (_, row):
            row.lease_owner = row.lease_until = None

    async def answered(self, lease: Lease, ask: Ask, answer: Answer) -> None:
        """The answer is there: it must go out, and the question is done. Both or neither."""
        async with transaction(self._sessions) as db:
            if answer.forget:
                await one_at_a_time(db)
            row = await self._check(db, lease)
            if answer.forget:
                await split_off(db, row, ask.seqs)
                await erase(db, row)
                row.ending = True
            else:
                await self._close(db, ask.seqs)
            self._put(db, row, ask, answer)
            wake(row)

    async def not_answered(self, lease: Lease, ask: Ask, reason: str, instead: Answer) -> None:
        """The brain is well but has no answer to this: again later, or `instead` in the end."""
        async with self._mine(lease) as (db, row):
            query = select(WhatsappInbox).where(WhatsappInbox.seq.in_(ask.seqs))
            rows = list(await db.scalars(query))
            attempts = max((one.attempts for one in rows), default=0) + 1
            gave_up = attempts >= self._timing.asks
            for one in rows:
                one.attempts, one.error = attempts, reason[:80]
                if gave_up:
                    one.state = GAVE_UP
                else:
                    one.next_try_at = datetime.now(UTC) + timedelta(seconds=wait(attempts))
            if gave_up:
                self._put(db, row, ask, instead)
                _log.error("whatsapp_not_answered", inbox=list(ask.seqs), reason=reason)

    async def sent(self, send: Send, wamid_hash: str | None) -> None:
        """Meta has taken it. Without a look at the lease: it is so, whoever has it."""
        async with self._outbox(send) as (row, _):
            if row.state in OPEN:
                sent(row, wamid_hash)

    async def not_sent(self, send: Send, failure: NotSent) -> None:
        """Meta has not taken it. A status that says otherwise knows better."""
        async with self._outbox(send) as (row, conversation):
            if row.state == SENDING:
                not_sent(row, conversation, failure)

    async def _next_send(
        self, db: AsyncSession, conversation: WhatsappConversation
    ) -> Send | datetime | None:
        """The first message that must go out, or when to look again; `None` if there is none."""
        now = datetime.now(UTC)
        query = (
            select(WhatsappOutbox)
            .where(WhatsappOutbox.conversation == conversation.id, WhatsappOutbox.state.in_(OPEN))
            .order_by(WhatsappOutbox.seq)
        )
        for row in await db.scalars(query):
            body = await self._body(db, row)
            if body is None or row.address is None:
                row.state, row.error = GAVE_UP, "empty"
                continue
            if row.state == SENDING:
                wait_for_status = self._timing.reconcile * 2**row.doubtful
                certain = (row.sending_since or now) + timedelta(seconds=wait_for_status)
                if now < certain:
                    return certain
                if row.doubtful >= self._timing.doubts:
                    row.state, row.error = GAVE_UP, "doubt"
                    _log.error("whatsapp_not_sent", outbox=row.seq, state=GAVE_UP, reason="doubt")
                    continue
                row.doubtful += 1
                _log.warning("whatsapp_sent_again_in_doubt", outbox=row.seq)
            elif row.next_try_at is not None and row.next_try_at > now:
                return row.next_try_at
            if now - conversation.last_message_at >= timedelta(seconds=self._timing.window):
                row.state, row.error, row.alarm = OUTSIDE_WINDOW, "window", False
                _log.warning("whatsapp_not_sent", outbox=row.seq, state=row.state, reason="window")
                continue
            row.state, row.sending_since = SENDING, now
            row.attempts += 1
            return Send(row.seq, row.id, body, row.address)
        return None

    async def _body(self, db: AsyncSession, row: WhatsappOutbox) -> Body | None:
        if row.vault is None or self._private is None:
            return row.body
        found = await self._private.read(db, row.vault)
        return found["body"] if found else None

    async def _next_ask(
        self, db: AsyncSession, conversation: WhatsappConversation
    ) -> Ask | datetime | None:
        now = datetime.now(UTC)
        query = (
            select(WhatsappInbox)
            .where(WhatsappInbox.conversation == conversation.id, WhatsappInbox.state == NEW)
            .order_by(WhatsappInbox.sent_at, WhatsappInbox.seq)
        )
        rows = list(await db.scalars(query))
        if not rows:
            return None
        tries = [row.next_try_at for row in rows[:1] if row.next_try_at is not None]
        if tries and tries[0] > now:
            return tries[0]
        old = now - timedelta(seconds=self._timing.late)
        burst = [row for row in rows if row.sent_at < old] if rows[0].sent_at < old else []
        if any(row.vault for row in burst):  # one of them tells how to reach the parent
            return ask_of(conversation, rows[:1], late=True)
        if burst:
            quiet = max(row.received_at for row in burst) + timedelta(seconds=self._timing.settle)
            if quiet > now:
                return quiet
        for end, row in enumerate(burst, 1):
            if row.text is not None and self._is_farewell(row.text):
                # What came before it is to be deleted as well, not answered.
                return replace(ask_of(conversation, [row], late=True), seqs=seqs_of(burst[:end]))
        return ask_of(conversation, burst or rows[:1], late=bool(burst))

    async def _close(self, db: AsyncSession, seqs: Sequence[int]) -> None:
        await forget_words(db, WhatsappInbox, WhatsappInbox.seq.in_(seqs))
        await db.execute(
            update(WhatsappInbox)
            .where(WhatsappInbox.seq.in_(seqs))
            .values(state=DONE, next_try_at=None, error=None, **EMPTY)
        )

    def _put(
        self, db: AsyncSession, conversation: WhatsappConversation, ask: Ask, answer: Answer
    ) -> None:
        conversation.greeted = conversation.greeted or bool(answer.bodies)
        private = self._private if answer.is_private else None
        for body in answer.bodies:
            db.add(
                WhatsappOutbox(
                    id=str(uuid.uuid4()),
                    conversation=conversation.id,
                    inbox_seq=None if answer.forget else ask.seqs[-1],
                    body=None if private else body,
                    vault=private.add(db, {"body": body}) if private else None,
                    address=ask.address,
                    state=NEW,
                    created_at=datetime.now(UTC),
                )
            )

    @property
    def _lease(self) -> timedelta:
        return timedelta(seconds=self._timing.lease)

    async def _check(self, db: AsyncSession, lease: Lease) -> WhatsappConversation:
        row = await locked(db, lease.conversation)
        if row is None or row.lease_owner != lease.token:
            raise LeaseLost
        row.lease_until = datetime.now(UTC) + self._lease
        return row

    @asynccontextmanager
    async def _mine(self, lease: Lease) -> AsyncIterator[tuple[AsyncSession, WhatsappConversation]]:
        async with transaction(self._sessions) as db:
            yield db, await self._check(db, lease)

    @asynccontextmanager
    async def _outbox(
        self, send: Send
    ) -> AsyncIterator[tuple[WhatsappOutbox, WhatsappConversation]]:
        async with transaction(self._sessions) as db:
            owner = await db.scalar(
                select(WhatsappOutbox.conversation).where(WhatsappOutbox.seq == send.seq)
            )
            conversation = await locked(db, owner) if owner is not None else None
            row = await db.get(WhatsappOutbox, send.seq, populate_existing=True)
            if row is None or conversation is None:  # deleted in the meantime
                raise LeaseLost
            yield row, conversation
