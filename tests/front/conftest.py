"""A front as parents meet it: a real server, a real database, and a brain that is watched."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import make_url

from bot.front import Limits, create_app
from bot.front._keys import SERVICES, Services
from bot.settings import Settings
from bot.store import migrate, open_engine

from ._fake_brain import FakeBrain, watched_brain

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "")
ANSWERS = Path(__file__).parent / "_answers"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy: migrating takes longer than most tests."""
    file = tmp_path_factory.mktemp("template") / "chat.db"
    asyncio.run(_migrate(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """The name of a migrated PostgreSQL database to copy; empty without a server."""
    if not POSTGRES:
        yield ""
        return
    name = f"ouderwijzer_test_{uuid.uuid4().hex[:12]}"
    asyncio.run(_on_server(f'CREATE DATABASE "{name}"'))
    try:
        asyncio.run(_migrate(_postgres(name)))
        yield name
    finally:
        asyncio.run(_on_server(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(params=["sqlite", "postgres"] if POSTGRES else ["sqlite"])
async def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path, postgres_template: str
) -> AsyncIterator[str]:
    """A migrated, empty database; PostgreSQL too when TEST_POSTGRES_URL names a server."""
    if request.param == "sqlite":
        shutil.copy(sqlite_template, tmp_path / "chat.db")
        yield f"sqlite+aiosqlite:///{tmp_path}/chat.db"
        return
    name = f"ouderwijzer_test_{uuid.uuid4().hex[:12]}"
    await _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}"')
    yield _postgres(name)
    await _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _postgres(database: str) -> str:
    address = make_url(POSTGRES).set(drivername="postgresql+asyncpg", database=database)
    return address.render_as_string(hide_password=False)


async def _on_server(statement: str) -> None:
    plain = make_url(POSTGRES).set(drivername="postgresql")
    connection = await asyncpg.connect(plain.render_as_string(hide_password=False))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _migrate(url: str) -> None:
    engine = open_engine(url)
    await migrate(engine)
    await engine.dispose()


@pytest.fixture
async def brain() -> AsyncIterator[FakeBrain]:
    async with watched_brain() as fake:
        yield fake


@dataclass
class Front:
    """A running front."""

    client: TestClient[Any, Any]
    settings: Settings

    @property
    def services(self) -> Services:
        app = self.client.app
        assert app is not None
        services: Services = app[SERVICES]
        return services

    async def parent(self) -> Parent:
        """A parent who has just opened the chat."""
        response = await self.client.post("/api/v1/sessions", json={"site": "demo"})
        assert response.status == 201, await response.text()
        content = await response.json()
        return Parent(self, content["token"], content["messages"])

    async def stop(self) -> None:
        await self.client.close()


@dataclass
class Parent:
    """Somebody with a token."""

    front: Front
    token: str
    greeting: list[dict[str, Any]]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, content: Any) -> ClientResponse:
        """Send `content` as JSON, whatever it is."""
        body = json.dumps(content).encode()
        return await self.front.client.post("/api/v1/messages", data=body, headers=self.headers)

    async def say(self, text: str, id_: str | None = None) -> list[dict[str, Any]]:
        """Send a text; the messages of the bot."""
        return await self._messages({"id": id_ or new_id(), "text": text})

    async def choose(self, payload: str) -> list[dict[str, Any]]:
        return await self._messages({"id": new_id(), "payload": payload})

    async def history(self) -> list[dict[str, Any]]:
        response = await self.front.client.get("/api/v1/messages", headers=self.headers)
        assert response.status == 200, await response.text()
        found: list[dict[str, Any]] = (await response.json())["messages"]
        return found

    async def delete(self) -> int:
        response = await self.front.client.delete("/api/v1/session", headers=self.headers)
        return response.status

    async def _messages(self, content: dict[str, str]) -> list[dict[str, Any]]:
        response = await self.post(content)
        assert response.status == 200, await response.text()
        found: list[dict[str, Any]] = (await response.json())["messages"]
        return found


def new_id() -> str:
    return str(uuid.uuid4())


async def eventually(is_so: Callable[[], object]) -> None:
    """Wait until `is_so()`, at most five seconds."""
    async with asyncio.timeout(5):
        while not is_so():  # noqa: ASYNC110 - what we wait for happens in a server
            await asyncio.sleep(0.01)


StartFront = Callable[..., Awaitable[Front]]


@pytest.fixture
async def start_front(database_url: str, brain: FakeBrain) -> AsyncIterator[StartFront]:
    """Start a front on the test's database; more than one is a restart or a second process."""
    fronts: list[Front] = []

    async def start(limits: Limits | None = None, **changes: Any) -> Front:
        chosen: dict[str, Any] = {
            "database_url": database_url,
            "brain_url": brain.url,
            "actions_url": brain.url,
            "brain_timeout": 1.0,
            "session_secret": "een geheim voor de tests",
        }
        settings = Settings(_env_file=None, **(chosen | changes))  # type: ignore[call-arg]
        app = create_app(settings, limits=limits, answers=ANSWERS)
        front = Front(TestClient(TestServer(app)), settings)
        await front.client.start_server()
        fronts.append(front)
        return front

    yield start
    for front in fronts:
        await front.stop()


@pytest.fixture
async def front(start_front: StartFront) -> Front:
    return await start_front()


@pytest.fixture
async def parent(front: Front) -> Parent:
    return await front.parent()


async def problem(response: ClientResponse, status: int, code: str) -> dict[str, Any]:
    """The problem document of a response, after checking its form."""
    text = await response.text()
    assert response.status == status, text
    assert response.content_type == "application/problem+json"
    found: dict[str, Any] = await response.json(content_type=None)
    assert set(found) == {"type", "title", "status", "detail", "instance"}
    assert found["type"] == f"urn:ouderwijzer:problem:{code}"
    assert found["status"] == status
    assert found["title"]
    assert found["detail"]
    return found
