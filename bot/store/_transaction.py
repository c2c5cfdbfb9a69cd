"""Short transactions, and the one error for a database that fails."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

# SQLAlchemy passes on what goes wrong while connecting as the driver raised it.
_DATABASE_ERRORS = (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


class StoreUnavailable(Exception):
    """The database did not do as asked. The message names the kind of error only."""


@asynccontextmanager
async def transaction(
    sessions: async_sessionmaker[AsyncSession], *, readonly: bool = False
) -> AsyncIterator[AsyncSession]:
    """One transaction; what the database raises becomes `StoreUnavailable`.

    Raises:
        StoreUnavailable: the database does not answer, or not as agreed.
        IntegrityError: a row is there already, or one that it needs is not.
    """
    try:
        async with sessions.begin() as session:
            if readonly:  # on SQLite: do not wait for writers
                await session.connection(execution_options={"readonly": True})
            yield session
    except IntegrityError:
        raise
    except _DATABASE_ERRORS as error:
        # Errors of the database quote the parent's text: only the kind may go on.
        raise StoreUnavailable(type(error).__name__) from None


class Rows:
    """Base of what reads and writes rows. Methods raise `StoreUnavailable`."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    def _transaction(self, *, readonly: bool = False) -> AbstractAsyncContextManager[AsyncSession]:
        return transaction(self._sessions, readonly=readonly)


def utc(moment: datetime) -> datetime:
    """SQLite gives times back without their zone; ours are all UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
