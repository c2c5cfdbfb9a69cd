"""The vault: what is personal, encrypted, for as long as it is needed and no longer."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.helpdesk._models import VaultEntry
from bot.helpdesk._seal import Seal
from bot.store import Rows

_log = structlog.get_logger()


def _now() -> datetime:
    return datetime.now(UTC)


class Vault(Rows):
    """Keeps JSON values under random ids. All methods raise `StoreUnavailable`."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        seal: Seal,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__(sessions)
        self._seal = seal
        self._clock = clock

    async def put(self, value: Mapping[str, Any], *, expires: datetime) -> str:
        """Keep `value` until `expires`; its id. Durable when it returns."""
        async with self._transaction() as db:
            return self.add(db, value, expires)

    async def change(self, id_: str, value: Mapping[str, Any], *, expires: datetime) -> bool:
        """Put `value` in the place of what is there; false when that is gone or expired."""
        query = (
            update(VaultEntry)
            .where(VaultEntry.id == id_, VaultEntry.expires > self._clock())
            .values(sealed=self._seal.seal(id_, value), expires=expires)
            .returning(VaultEntry.id)
        )
        async with self._transaction() as db:
            return await db.scalar(query) is not None

    async def get(self, id_: str) -> dict[str, Any] | None:
        """The value; `None` when it is gone, expired, or not readable with our keys."""
        async with self._transaction(readonly=True) as db:
            return await self.read(db, id_)

    async def erase(self, id_: str) -> None:
        """Forget it; unknown is fine too."""
        async with self._transaction() as db:
            await erase(db, [id_])

    async def expire(self, before: datetime) -> int:
        """Erase what is past its own time; how many. `before` is for other keepers."""
        query = delete(VaultEntry).where(VaultEntry.expires <= self._clock())
        async with self._transaction() as db:
            return len((await db.execute(query.returning(VaultEntry.id))).all())

    async def seal_anew(self) -> tuple[int, int]:
        """Seal all with the first key, so that older keys can go.

        Returns how many were sealed anew, and how many no key of ours can read.
        """
        async with self._transaction() as db:
            rows = list(await db.scalars(select(VaultEntry).with_for_update()))
            anew = [(row, self._seal.anew(row.sealed)) for row in rows]
            for row, sealed in anew:
                row.sealed = sealed or row.sealed
        unreadable = sum(sealed is None for _, sealed in anew)
        return len(rows) - unreadable, unreadable

    def add(self, db: AsyncSession, value: Mapping[str, Any], expires: datetime) -> str:
        """As `put`, in a transaction of the caller."""
        id_ = secrets.token_hex(16)
        db.add(VaultEntry(id=id_, sealed=self._seal.seal(id_, value), expires=expires))
        return id_

    async def has(self, db: AsyncSession, id_: str) -> bool:
        """Whether an entry is there and not expired, readable or not."""
        row = await db.get(VaultEntry, id_)
        return row is not None and row.expires > self._clock()

    async def read(self, db: AsyncSession, id_: str) -> dict[str, Any] | None:
        """As `get`, in a transaction of the caller."""
        row = await db.get(VaultEntry, id_, populate_existing=True)
        if row is None or row.expires <= self._clock():
            return None
        found = self._seal.open(id_, row.sealed)
        if found is None:
            _log.error("vault_not_readable")
        return found


async def erase(db: AsyncSession, ids: Iterable[str | None]) -> None:
    """Forget entries, in a transaction of the caller."""
    known = [id_ for id_ in ids if id_ is not None]
    if known:
        await db.execute(delete(VaultEntry).where(VaultEntry.id.in_(known)))
