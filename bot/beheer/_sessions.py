"""Who is logged in. In the database, so that logging out and disabling work at once, everywhere."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from bot.beheer._models import Staff, StaffSession
from bot.beheer._roles import Role, Visitor
from bot.store import Rows

IDLE = timedelta(hours=8)
"""After this much silence a browser must log in again."""
LONGEST = timedelta(hours=24)
"""And after this long in any case."""
_SEEN_EVERY = timedelta(minutes=1)


class StaffSessions(Rows):
    """Starts, finds and ends sessions. Methods raise `StoreUnavailable`."""

    async def start(self, staff_id: int, now: datetime) -> str | None:
        """Log a browser in; its token. None when the account was disabled meanwhile."""
        token = secrets.token_urlsafe(32)
        async with self._transaction() as db:
            await db.execute(
                delete(StaffSession).where(
                    or_(
                        StaffSession.last_seen_at < now - IDLE,
                        StaffSession.created_at < now - LONGEST,
                    )
                )
            )
            # Locked: who is being disabled at this moment must not slip in.
            found = await db.scalar(select(Staff).where(Staff.id == staff_id).with_for_update())
            if found is None or found.disabled:
                return None
            db.add(
                StaffSession(
                    token=_hash(token), staff_id=staff_id, created_at=now, last_seen_at=now
                )
            )
        return token

    async def find(self, token: str, now: datetime) -> Visitor | None:
        """Whose token it is; None when nobody's, or too old, or of a disabled account."""
        query = (
            select(StaffSession, Staff)
            .join(Staff, Staff.id == StaffSession.staff_id)
            .where(StaffSession.token == _hash(token), ~Staff.disabled)
        )
        async with self._transaction(readonly=True) as db:
            row = (await db.execute(query)).first()
        if row is None:
            return None
        session, staff = row
        if session.last_seen_at <= now - IDLE or session.created_at <= now - LONGEST:
            return None
        if session.last_seen_at < now - _SEEN_EVERY:
            async with self._transaction() as db:
                await db.execute(
                    update(StaffSession)
                    .where(StaffSession.token == session.token)
                    .values(last_seen_at=now)
                )
        return Visitor(staff.id, staff.name, Role(staff.role), staff.site, token)

    async def end(self, token: str) -> None:
        """Log this browser out."""
        async with self._transaction() as db:
            await db.execute(delete(StaffSession).where(StaffSession.token == _hash(token)))


def form_token(token: str) -> str:
    """What every form of a session carries, and no other website can know."""
    return hashlib.sha256(f"form:{token}".encode()).hexdigest()


def is_form_token(given: str, token: str) -> bool:
    """Whether a form came with the right one."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), form_token(token).encode())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
