"""Parents whose conversations are recorded in a real database, and counted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.measures import Figures, MeasureRows, Measures, Overview, Selection, Turn, Where
from bot.store import open_engine
from tests.front.conftest import database_url, postgres_template, sqlite_template

__all__ = ["database_url", "postgres_template", "sqlite_template"]

OCTOBER = Selection(date(2026, 10, 1), date(2026, 11, 1))
NOON = datetime(2026, 10, 14, 10, tzinfo=UTC)
SECRET = "een geheim voor de tests"
WEB = Where("web", "demo", None)
WHATSAPP = Where("whatsapp", "demo", None)

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def sessions(engine: AsyncEngine) -> Sessions:
    return async_sessionmaker(engine, expire_on_commit=False)


@pytest.fixture
async def measures(sessions: Sessions) -> AsyncIterator[Measures]:
    measures = Measures(sessions, SECRET)
    yield measures
    await measures.close()


@dataclass
class Raw:
    """What is really in the tables."""

    engine: AsyncEngine

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        async with self.engine.connect() as connection:
            return [tuple(row) for row in await connection.execute(text(query))]

    async def execute(self, *statements: str) -> None:
        async with self.engine.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement))

    async def clear(self) -> None:
        await self.execute("delete from measure_event", "delete from measure_missed")


@pytest.fixture
def raw(engine: AsyncEngine) -> Raw:
    return Raw(engine)


@dataclass
class Talk:
    """A conversation that is being recorded; a minute passes with each step."""

    measures: Measures
    id: str = "gesprek-1"
    where: Where = WEB
    now: datetime = NOON
    _step: int = field(default=0)

    async def begin(self) -> Talk:
        await self.measures.begun(self.id, self.where, self.now)
        return self

    async def go(self, course: str) -> Talk:
        """Words for what happens: `clarify answered:opp_wat down:opp_wat begun completed`."""
        for word in course.split():
            self.now += timedelta(minutes=1)
            self._step += 1
            what, _, topic = word.partition(":")
            if what in ("up", "down"):
                await self.measures.rated(
                    self.id, self.where, f"m{self._step}", topic or None, what, self.now  # type: ignore[arg-type]
                )  # fmt: skip
            elif what in ("offered", "asked", "begun", "completed", "delivered", "cancelled"):
                await self.measures.person(self.id, self.where, what, self.now, key="hulp")  # type: ignore[arg-type]
            else:
                turn = Turn(f"t{self._step}", what, topic or None, True, self.now)  # type: ignore[arg-type]
                await self.measures.turn(self.id, self.where, turn)
        return self

    def wait(self, **time: float) -> Talk:
        self.now += timedelta(**time)
        return self


Count = Callable[..., Awaitable[Overview]]


@pytest.fixture
def count(sessions: Sessions) -> Count:
    """The overview of October 2026, or of another selection."""

    async def counted(selection: Selection = OCTOBER) -> Overview:
        return await MeasureRows(sessions).overview(selection)

    return counted


def parts(figures: Figures) -> dict[str, int]:
    """The figures that are not zero."""
    names = Figures.__dataclass_fields__
    return {name: value for name in names if (value := getattr(figures, name))}
