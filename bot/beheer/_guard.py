"""Against guessing passwords: counted in the database, so that a restart or a second front is no
way around it.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.beheer._accounts import as_name
from bot.beheer._models import StaffAttempt
from bot.store import Rows

_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limits:
    """How many log-ins may fail in `window`, and how long each takes at least."""

    together: int = 5
    """For one name from one address."""
    account: int = 50
    """For one name from anywhere. More, as it is also a way to lock somebody else out."""
    address: int = 30
    """From one address: behind a proxy all staff share one."""
    window: timedelta = timedelta(minutes=15)
    least: float = 0.5
    """Seconds; also hides how long the database took."""


class Guard(Rows):
    """Counts attempts. Methods raise `StoreUnavailable`."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], secret: str, limits: Limits
    ) -> None:
        super().__init__(sessions)
        self._secret = secret.encode()
        self.limits = limits

    async def attempt(self, name: str, address: str, now: datetime) -> timedelta | None:
        """Count one attempt before it is made; how long to wait when there were too many.

        It is written down first and then counted, so that many at once do not overlook each other.
        """
        account, place = self._hash("account", as_name(name)), self._hash("address", address)
        async with self._transaction() as db:
            await db.execute(delete(StaffAttempt).where(StaffAttempt.at < now - _KEPT))
            row = StaffAttempt(account=account, address=place, at=now)
            db.add(row)
        is_account, is_place = StaffAttempt.account == account, StaffAttempt.address == place
        limits = self.limits
        async with self._transaction(readonly=True) as db:
            waits = [
                await self._wait(db, now, limits.together, [is_account, is_place]),
                await self._wait(db, now, limits.account, [is_account]),
                await self._wait(db, now, limits.address, [is_place]),
            ]
        longest = max(waits)
        if not longest:
            return None
        async with self._transaction() as db:  # who is refused does not make the wait longer
            await db.execute(delete(StaffAttempt).where(StaffAttempt.id == row.id))
        return longest

    async def succeeded(self, name: str, address: str) -> None:
        """Forget what this person mistyped here before."""
        async with self._transaction() as db:
            await db.execute(
                delete(StaffAttempt).where(
                    StaffAttempt.account == self._hash("account", as_name(name)),
                    StaffAttempt.address == self._hash("address", address),
                )
            )

    async def _wait(
        self, db: AsyncSession, now: datetime, limit: int, who: Sequence[ColumnElement[bool]]
    ) -> timedelta:
        since = now - self.limits.window
        query = select(func.count(), func.min(StaffAttempt.at)).where(StaffAttempt.at > since, *who)
        count, first = (await db.execute(query)).one()
        if count <= limit:
            return timedelta()
        return max(first + self.limits.window - now, timedelta(seconds=1))

    def _hash(self, kind: str, value: str) -> str:
        message = f"beheer:{kind}:{value}".encode("utf-8", "replace")
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()
