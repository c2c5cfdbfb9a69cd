"""The tickets that a worker works on. Every method is one short transaction.

A worker leases tickets, asks for the next step of each, does it, and notes how it went. Who was too
slow finds that the ticket is another's.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.helpdesk._errors import UNREACHABLE, Doubt, NotDelivered, Verdict
from bot.helpdesk._models import DELIVERED, GAVE_UP, NEW, OPEN, SENDING, HelpdeskTicket, VaultEntry
from bot.helpdesk._steps import Deliver, Lease, LeaseLost, Tell, Timing
from bot.helpdesk._ticket import Contact, Outgoing
from bot.helpdesk._vault import Vault
from bot.store import Rows

_TELL_AGAIN = timedelta(seconds=60)
_AT_ONCE = 1000

_log = structlog.get_logger()


class Queue(Rows):
    """One worker's view of the tickets. All methods raise `StoreUnavailable`.

    `keep_days`: how long a delivered ticket keeps its content, so that it can be delivered again.
    """

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        vault: Vault,
        timing: Timing,
        keep_days: int,
    ) -> None:
        super().__init__(sessions)
        self._vault = vault
        self._timing = timing
        self._keep = timedelta(days=keep_days)

    async def free_all(self) -> None:
        """Take the leases of a process that is surely gone: with SQLite there is only one."""
        async with self._transaction() as db:
            if db.get_bind().dialect.name == "sqlite":
                await db.execute(update(HelpdeskTicket).values(lease_owner=None, lease_until=None))

    async def claim(self, limit: int, without: Collection[str] = ()) -> list[Lease]:
        """Lease tickets that have something to do, of helpdesks other than `without`."""
        now = datetime.now(UTC)
        of = HelpdeskTicket
        free = or_(of.lease_owner.is_(None), of.lease_until < now)
        query = select(of.seq, of.desk).where(of.next_try_at <= now, free).order_by(of.next_try_at)
        if without:
            query = query.where(of.desk.not_in(without))
        async with self._transaction(readonly=True) as db:
            if (await db.execute(query.limit(1))).first() is None:
                return []  # mostly so; then nobody had to wait for us
        token = uuid.uuid4().hex
        async with self._transaction() as db:
            due = query.limit(limit).with_for_update(skip_locked=True)
            found = (await db.execute(due)).all()
            await db.execute(
                update(of)
                .where(of.seq.in_([row.seq for row in found]))
                .values(lease_owner=token, lease_until=now + self._lease)
            )
        return [Lease(row.seq, row.desk, token) for row in found]

    async def next_step(self, lease: Lease, resends: int | None) -> Deliver | Tell | None:
        """What to do now for a leased ticket; `None` ends the lease.

        `resends` is how often its helpdesk may get it again in doubt; `None`: we look first there.
        """
        async with self._mine(lease) as (db, row):
            step = await self._begin(db, row, resends)
            if step is None:
                _release(row)
            return step

    async def release(self, lease: Lease) -> None:
        """Give a ticket back as it is; the work stays due."""
        async with self._mine(lease) as (_, row):
            _release(row)

    async def delivered(self, step: Deliver, remote_id: str | None) -> Tell | None:
        """The helpdesk has it. Without a look at the lease: it is so, whoever has it.

        Returns what must be told; `None` when that was done, and then the lease is over.
        """
        now = datetime.now(UTC)
        async with self._transaction() as db:
            row = await _locked(db, step.seq)
            if row is None:  # withdrawn in the meantime
                raise LeaseLost
            if row.state == DELIVERED:
                return None
            row.state, row.delivered_at, row.error, row.alarm = DELIVERED, now, None, False
            row.remote_id = remote_id[:200] if remote_id else None
            tell = None if row.told else _tell(row, now)
            row.next_try_at = now if tell else None
            if tell is None:
                _release(row)
            await db.execute(
                update(VaultEntry)
                .where(VaultEntry.id == row.vault)
                .values(expires=now + self._keep)
            )
            # Its helpdesk is there again, also for those that wait for that.
            of = HelpdeskTicket
            waits = of.alarm | (of.error == UNREACHABLE)
            others = await self._waiting(db, row.desk, of.next_try_at > now, waits)
            await db.execute(update(of).where(of.seq.in_(others)).values(next_try_at=now))
        _log.info("helpdesk_delivered", ticket=step.seq, desk=row.desk)
        return tell

    async def told(self, lease: Lease) -> None:
        """Who counts has heard of the delivery; the lease is over."""
        async with self._mine(lease) as (_, row):
            row.told, row.next_try_at = True, None
            _release(row)

    async def not_told(self, lease: Lease) -> None:
        """Who counts could not hear it now: again later."""
        async with self._mine(lease) as (_, row):
            row.next_try_at = datetime.now(UTC) + _TELL_AGAIN
            _release(row)

    async def not_delivered(self, lease: Lease, failure: NotDelivered) -> None:
        """The helpdesk has not taken it: again later, or no more."""
        of, now = HelpdeskTicket, datetime.now(UTC)
        async with self._mine(lease) as (db, row):
            self._not_taken(row, failure, now)
            if row.state == NEW and (row.alarm or row.error == UNREACHABLE):
                # Nor will it take others: trying each would lock the account, or hold up those
                # for other helpdesks.
                others = await self._waiting(db, row.desk, of.next_try_at < row.next_try_at)
                changes = {
                    "next_try_at": row.next_try_at,
                    "error": row.error,
                    "alarm": row.alarm,
                }
                await db.execute(update(of).where(of.seq.in_(others)).values(changes))
            _release(row)

    async def in_doubt(self, lease: Lease, doubt: Doubt) -> None:
        """It stays `sending`, and is tried again after a while."""
        now = datetime.now(UTC)
        async with self._mine(lease) as (_, row):
            row.error = doubt.code[:80]
            if self._too_old(row, now):
                self._give_up(row, "too_long")
            else:
                asked = timedelta(seconds=doubt.retry_after or 0)
                row.next_try_at = now + max(self._doubt_wait(row), asked)
            _log.warning("helpdesk_in_doubt", ticket=row.seq, desk=row.desk, code=doubt.code)
            _release(row)

    def _not_taken(self, row: HelpdeskTicket, failure: NotDelivered, now: datetime) -> None:
        row.error, row.alarm = failure.code[:80], failure.verdict is Verdict.ALARM
        if failure.verdict is Verdict.GIVE_UP:
            self._give_up(row, failure.code)
        elif failure.verdict is Verdict.RETRY and self._too_old(row, now):
            self._give_up(row, "too_long")
        else:
            row.state = NEW
            wait = self._timing.wait(row.attempts)
            if row.alarm:
                wait = timedelta(seconds=self._timing.alarm_wait)
            row.next_try_at = now + max(wait, timedelta(seconds=failure.retry_after or 0))
        log = _log.error if row.alarm else _log.warning
        log("helpdesk_not_delivered", ticket=row.seq, desk=row.desk, code=failure.code)

    def _give_up(self, row: HelpdeskTicket, reason: str) -> None:
        row.state, row.next_try_at, row.alarm = GAVE_UP, None, False
        row.error = reason[:80]
        _log.error("helpdesk_gave_up", ticket=row.seq, desk=row.desk, code=reason)

    def _too_old(self, row: HelpdeskTicket, now: datetime) -> bool:
        return now - row.accepted_at > timedelta(seconds=self._timing.gives_up)

    async def _begin(
        self, db: AsyncSession, row: HelpdeskTicket, resends: int | None
    ) -> Deliver | Tell | None:
        now = datetime.now(UTC)
        if row.state == DELIVERED and not row.told:
            return _tell(row, row.delivered_at or now)
        if row.state not in OPEN:
            row.next_try_at = None
            return None
        if row.state == SENDING:
            certain = (row.sending_since or now) + self._doubt_wait(row)
            if now < certain:
                row.next_try_at = certain
                return None
            if resends is not None and row.doubtful >= resends:
                self._give_up(row, "doubt")
                return None
            row.doubtful += 1
            _log.warning("helpdesk_tried_again_in_doubt", ticket=row.seq, desk=row.desk)
        content = await self._vault.read(db, row.vault) if row.vault else None
        if content is None:
            if row.vault and await self._vault.has(db, row.vault):
                self._not_taken(row, NotDelivered(Verdict.ALARM, "vault"), now)
            else:
                self._give_up(row, "empty")
            return None
        row.state, row.sending_since = SENDING, now
        row.attempts += 1
        return Deliver(row.seq, row.doubtful > 0, _outgoing(row, content))

    def _doubt_wait(self, row: HelpdeskTicket) -> timedelta:
        return self._timing.wait(row.doubtful + 1, self._timing.reconcile)

    async def _waiting(self, db: AsyncSession, desk: str, *which: ColumnElement[bool]) -> list[int]:
        """Tickets of a helpdesk that nobody works on, locked. Those that others lock can wait."""
        of = HelpdeskTicket
        query = select(of.seq).where(
            of.desk == desk, of.state == NEW, of.lease_owner.is_(None), *which
        )
        return list(await db.scalars(query.limit(_AT_ONCE).with_for_update(skip_locked=True)))

    @property
    def _lease(self) -> timedelta:
        return timedelta(seconds=self._timing.lease)

    @asynccontextmanager
    async def _mine(self, lease: Lease) -> AsyncIterator[tuple[AsyncSession, HelpdeskTicket]]:
        async with self._transaction() as db:
            row = await _locked(db, lease.seq)
            if row is None or row.lease_owner != lease.token:
                raise LeaseLost
            row.lease_until = datetime.now(UTC) + self._lease
            yield db, row


def _release(row: HelpdeskTicket) -> None:
    row.lease_owner = row.lease_until = None


async def _locked(db: AsyncSession, seq: int) -> HelpdeskTicket | None:
    query = select(HelpdeskTicket).where(HelpdeskTicket.seq == seq).with_for_update()
    return await db.scalar(query.execution_options(populate_existing=True))


def _outgoing(row: HelpdeskTicket, content: dict[str, object]) -> Outgoing:
    contact = content["contact"]
    assert isinstance(contact, dict)
    summary = content["summary"]
    return Outgoing(
        reference=row.reference,
        site=row.site,
        channel=row.channel,
        contact=Contact(**contact),
        question=str(content["question"]),
        summary=None if summary is None else str(summary),
        sector=row.sector,
        gemeente=row.gemeente,
        swv=row.swv,
        topic=row.topic,
        at=row.said_at,
    )


def _tell(row: HelpdeskTicket, at: datetime) -> Tell:
    return Tell(row.conversation, row.site, row.channel, row.reference, at)
