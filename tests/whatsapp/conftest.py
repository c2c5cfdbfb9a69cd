"""WhatsApp as Meta meets it: real servers, real databases, a Meta and a brain that are watched."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import structlog
from aiohttp.test_utils import TestServer
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.front._logging import configure_logging
from bot.front.whatsapp._service import WhatsappLine
from bot.front.whatsapp._steps import Timing
from bot.settings import Settings
from bot.store import open_engine
from tests.front.conftest import database_url, postgres_template, sqlite_template

from . import _calls
from ._brain import WhatsappBrain
from ._calls import Person
from ._fronts import Fronts, environment
from ._graph import FakeGraph
from ._line import LINE, TIMING, make_app

__all__ = ["database_url", "postgres_template", "sqlite_template"]


async def until(is_so: Callable[[], object], within: float = 60.0) -> None:
    """Wait until `is_so()`; `within` seconds, as the machine may be busy."""
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110 - what we wait for happens in a server
            await asyncio.sleep(0.01)


@pytest.fixture
async def graph() -> AsyncIterator[FakeGraph]:
    fake = FakeGraph()
    await fake.start()
    yield fake
    await fake.stop()
    assert fake.violations == []


@pytest.fixture
async def brain() -> AsyncIterator[WhatsappBrain]:
    fake = WhatsappBrain()
    await fake.start()
    yield fake
    await fake.stop()
    assert fake.violations == []


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(database_url)
    yield engine
    await engine.dispose()


@dataclass
class Database:
    """What is really in the tables."""

    engine: AsyncEngine

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        async with self.engine.connect() as connection:
            return [tuple(row) for row in await connection.execute(text(query))]

    async def states(self, table: str) -> list[str]:
        """The states of a table's rows, in order."""
        return [row[0] for row in await self.rows(f"select state from {table} order by seq")]

    async def until(self, query: str, expected: list[tuple[Any, ...]]) -> None:
        """Wait until a query gives `expected`."""
        async with asyncio.timeout(60):
            while (found := await self.rows(query)) != expected:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.05)
        assert found == expected

    async def execute(self, statement: str) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(text(statement))

    async def everything(self) -> str:
        """All content of all our tables, to look for what must not be there."""
        tables = ("wa_conversation", "wa_alias", "wa_inbox", "wa_outbox", "pending_deletion")
        return "\n".join([str(await self.rows(f"select * from {table}")) for table in tables])


@pytest.fixture
def database(engine: AsyncEngine) -> Database:
    return Database(engine)


@dataclass
class Front:
    """A running line with its webhook."""

    server: TestServer
    graph: FakeGraph

    @property
    def line(self) -> WhatsappLine:
        return self.server.app[LINE]

    async def deliver(self, *messages: dict[str, Any]) -> None:
        """Messages, of anybody, in one call of the webhook."""
        self.graph.webhook = str(self.server.make_url(_calls.PATH))
        content = _calls.update(_calls.value(messages=list(messages)))
        assert await self.graph.deliver(content) == 200

    async def say(self, person: Person, text: str, **more: Any) -> dict[str, Any]:
        """One text of one person; the message."""
        message = person.text(text, **more)
        await self.deliver(message)
        return message


StartFront = Callable[..., Awaitable[Front]]


def settings(database_url: str, graph: FakeGraph, brain: WhatsappBrain, **changes: Any) -> Settings:
    chosen: dict[str, Any] = {
        "database_url": database_url,
        "brain_url": brain.url,
        "brain_timeout": 1.0,
        "whatsapp_app_secret": _calls.APP_SECRET,
        "whatsapp_verify_token": _calls.VERIFY_TOKEN,
        "whatsapp_access_token": _calls.ACCESS_TOKEN,
        "whatsapp_phone_number_id": _calls.PHONE_NUMBER_ID,
        "whatsapp_graph_url": graph.url,
    }
    return Settings(_env_file=None, **(chosen | changes))  # type: ignore[call-arg]


@pytest.fixture
async def start_front(
    database_url: str, graph: FakeGraph, brain: WhatsappBrain
) -> AsyncIterator[StartFront]:
    """Start a line on the test's database; more than one is a restart or a second process."""
    servers: list[TestServer] = []

    async def start(timing: Timing = TIMING, **changes: Any) -> Front:
        server = TestServer(make_app(settings(database_url, graph, brain, **changes), timing))
        await server.start_server()
        servers.append(server)
        return Front(server, graph)

    yield start
    graph.release()
    for server in servers:
        await server.close()


@pytest.fixture
async def front(start_front: StartFront) -> Front:
    return await start_front()


@pytest.fixture
async def fronts(
    database_url: str, graph: FakeGraph, brain: WhatsappBrain
) -> AsyncIterator[Fronts]:
    running = Fronts(environment(database_url, graph, brain), graph)
    yield running
    graph.release()
    await running.kill()


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is logged at INFO and above, as in production."""
    root = logging.getLogger()
    before = (root.handlers, root.level, structlog.get_config())
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    configure_logging("INFO", "json")
    yield written
    root.handlers, root.level = before[0], before[1]
    structlog.configure(**before[2])
