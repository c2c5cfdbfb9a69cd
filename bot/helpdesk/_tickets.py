"""The questions that parents left: accept one, tell what became of it, take it back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import case, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.helpdesk._models import DELIVERED, GAVE_UP, NEW, OPEN, HelpdeskTicket
from bot.helpdesk._ticket import DeskHealth, NewTicket, Stuck, TicketState
from bot.helpdesk._vault import Vault, erase
from bot.store import Rows, StoreUnavailable

_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"
"""Nothing that looks like something else, and no vowels, so no words."""
_TRIES = 5

_log = structlog.get_logger()


class Tickets(Rows):
    """All methods are one transaction each and raise `StoreUnavailable`.

    `days` is how long what is not delivered is kept; `wake` is called when there is one to deliver.
    """

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        vault: Vault,
        days: int,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(sessions)
        self._vault = vault
        self._kept = timedelta(days=days)
        self._wake = wake

    async def accept(self, ticket: NewTicket) -> str:
        """Take on the delivery of a ticket; its reference, `OW-XXXX-XXXX`.

        It is durable when this returns. The same key of the same conversation gives the same
        reference, and the helpdesk gets one ticket.
        """
        key = _key_hash(ticket)
        for _ in range(_TRIES):
            try:
                async with self._transaction() as db:
                    query = select(HelpdeskTicket.reference)
                    known = await db.scalar(query.where(HelpdeskTicket.key_hash == key))
                    if known is None:
                        known = self._add(db, ticket, key)
            except IntegrityError:
                continue  # accepted at this moment by another process, or the reference is taken
            self._wake()
            return known
        raise StoreUnavailable("IntegrityError")

    async def state(self, reference: str) -> TicketState | None:
        """What became of it; `None` if there is no such ticket (any more)."""
        query = select(HelpdeskTicket.state).where(HelpdeskTicket.reference == reference)
        async with self._transaction(readonly=True) as db:
            found = await db.scalar(query)
        return None if found is None else _state(found)

    async def withdraw(self, conversation: str) -> int:
        """The parent wants all deleted. How many tickets were erased before they were delivered.

        What was delivered loses contact, question and conversation here; the helpdesk has it, and
        only the helpdesk can delete it there.
        """
        query = (
            select(HelpdeskTicket)
            .where(HelpdeskTicket.conversation == conversation)
            .order_by(HelpdeskTicket.seq)
            .with_for_update()
        )
        erased = 0
        async with self._transaction() as db:
            rows = list(await db.scalars(query))
            await erase(db, [row.vault for row in rows])
            for row in rows:
                if row.state == DELIVERED:
                    row.conversation = row.vault = row.gemeente = None
                else:
                    await db.delete(row)
                    erased += 1
        if erased:
            _log.info("helpdesk_withdrawn", tickets=erased)
        return erased

    async def health(
        self, now: datetime | None = None, since: timedelta = timedelta(days=30)
    ) -> list[DeskHealth]:
        """Per desk that has tickets, by name; `since` is for what was delivered."""
        now = now or datetime.now(UTC)
        of = HelpdeskTicket
        is_open = of.state.in_(OPEN)
        recent = (of.state == DELIVERED) & (of.delivered_at >= now - since)
        counts = (
            select(
                of.desk,
                func.count(case((is_open, 1))).label("waiting"),
                func.count(case((recent, 1))).label("delivered"),
                func.count(case((of.state == GAVE_UP, 1))).label("gave_up"),
                func.min(case((is_open, of.said_at))).label("oldest"),
                func.count(case((is_open & of.alarm, 1))).label("alarms"),
                func.coalesce(func.sum(of.doubtful), 0).label("doubtful"),
            )
            .group_by(of.desk)
            .order_by(of.desk)
        )
        errors = (
            select(of.desk, of.error)
            .where(of.state != DELIVERED, of.error.is_not(None))
            .order_by(of.sending_since, of.seq)
        )
        async with self._transaction(readonly=True) as db:
            last = {row.desk: row.error for row in await db.execute(errors)}
            rows = (await db.execute(counts)).all()
        return [
            DeskHealth(
                row.desk,
                row.waiting,
                row.delivered,
                row.gave_up,
                None if row.oldest is None else max(now - row.oldest, timedelta(0)),
                last.get(row.desk),
                bool(row.alarms),
                int(row.doubtful),
            )
            for row in rows
        ]

    async def stuck(self) -> list[Stuck]:
        """Tickets that were given up, and those that failed and are tried again; oldest first."""
        of = HelpdeskTicket
        query = select(of).where(
            (of.state == GAVE_UP) | (of.state.in_(OPEN) & of.error.is_not(None))
        )
        async with self._transaction(readonly=True) as db:
            return [
                Stuck(
                    row.reference,
                    row.desk,
                    _state(row.state),
                    row.said_at,
                    row.attempts,
                    row.error,
                    row.alarm,
                )
                for row in await db.scalars(query.order_by(of.seq))
            ]

    async def replay(self, reference: str, *, delivered: bool = False) -> bool:
        """Have a ticket tried again now that waits or was given up; false if there is none.

        With `delivered` also one that was delivered, for a helpdesk that has lost it. Only as long
        as we have its content.
        """
        async with self._transaction() as db:
            row = await self._locked(db, reference)
            if row is None or (row.state == DELIVERED and not delivered):
                return False
            if row.vault is None or await self._vault.read(db, row.vault) is None:
                return False
            if row.state == DELIVERED:
                row.doubtful = 0  # do not look whether it is there: it was, and it is lost
            if row.state not in OPEN:
                row.state = NEW
            row.attempts, row.next_try_at = 0, datetime.now(UTC)
            row.accepted_at = datetime.now(UTC)
        self._wake()
        return True

    async def drop(self, reference: str) -> bool:
        """The operator has dealt with a ticket that was given up: erase it here."""
        async with self._transaction() as db:
            row = await self._locked(db, reference)
            if row is None or row.state != GAVE_UP:
                return False
            await erase(db, [row.vault])
            await db.execute(delete(HelpdeskTicket).where(HelpdeskTicket.seq == row.seq))
        return True

    async def _locked(self, db: AsyncSession, reference: str) -> HelpdeskTicket | None:
        query = select(HelpdeskTicket).where(HelpdeskTicket.reference == reference)
        return await db.scalar(query.with_for_update())

    def _add(self, db: AsyncSession, ticket: NewTicket, key: str) -> str:
        reference = new_reference()
        now = datetime.now(UTC)
        content = {
            "contact": asdict(ticket.contact),
            "question": ticket.question,
            "summary": ticket.summary,
        }
        db.add(
            HelpdeskTicket(
                key_hash=key,
                reference=reference,
                conversation=ticket.conversation,
                desk=ticket.desk,
                site=ticket.site,
                channel=ticket.channel,
                sector=ticket.sector,
                gemeente=ticket.gemeente,
                swv=ticket.swv,
                topic=ticket.topic,
                vault=self._vault.add(db, content, now + self._kept),
                said_at=ticket.at,
                accepted_at=now,
                state=NEW,
                next_try_at=now,
            )
        )
        return reference


def new_reference() -> str:
    """A reference that can be read out on the telephone and not be guessed."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"OW-{letters[:4]}-{letters[4:]}"


def _key_hash(ticket: NewTicket) -> str:
    return hashlib.sha256(f"{ticket.conversation}\0{ticket.key}".encode()).hexdigest()


def _state(state: str) -> TicketState:
    return TicketState.WAITING if state in OPEN else TicketState(state)
