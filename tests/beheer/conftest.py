"""The dashboard on both databases, and people who use it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, CookieJar
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.beheer import Limits, Names, _passwords, load_names
from bot.beheer._accounts import Accounts
from bot.settings import ROOT, Settings
from bot.sites import load_sites
from bot.store import open_engine
from tests.front.conftest import database_url, postgres_template, sqlite_template

from ._app import CHEAP, PASSWORD, QUICK, Clock, dashboard_app, hire, questions
from ._figures import MemoryMeasures, talks

__all__ = ["database_url", "postgres_template", "sqlite_template"]

_FORM = re.compile(r'name="form" value="([0-9a-f]{64})"')


@dataclass
class Browser:
    """Somebody's browser: cookies, and forms as a browser sends them."""

    client: TestClient[Any, Any]
    origin: str

    async def get(self, address: str, **options: Any) -> ClientResponse:
        return await self.client.get(address, allow_redirects=False, **options)

    async def page(self, address: str) -> str:
        """A page that must be there."""
        response = await self.get(address)
        assert response.status == 200, (address, response.status)
        return await response.text()

    async def form_token(self, address: str = "/beheer/aanmelden") -> str:
        found = _FORM.search(await self.page(address))
        assert found
        return found[1]

    async def post(
        self, address: str, fields: dict[str, str], headers: dict[str, str] | None = None
    ) -> ClientResponse:
        sent = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        sent = headers if headers is not None else sent
        return await self.client.post(address, data=fields, headers=sent, allow_redirects=False)

    async def try_log_in(self, name: str, password: str, to: str = "") -> ClientResponse:
        token = await self.form_token()
        fields = {"form": token, "naam": name, "wachtwoord": password, "naar": to}
        return await self.post("/beheer/aanmelden", fields)


@dataclass
class Desk:
    """A running dashboard and what it is made of."""

    clock: Clock
    measures: MemoryMeasures
    accounts: Accounts
    settings: Settings
    server: TestServer
    browsers: list[TestClient[Any, Any]] = field(default_factory=list)

    async def browser(self) -> Browser:
        """A browser that nobody is logged in with."""
        client = TestClient(self.server, cookie_jar=CookieJar(unsafe=True))
        self.browsers.append(client)
        return Browser(client, f"http://127.0.0.1:{self.server.port}")

    async def browser_of(self, name: str) -> Browser:
        """A browser in which somebody has logged in."""
        browser = await self.browser()
        response = await browser.try_log_in(name, PASSWORD)
        assert response.status == 303, await response.text()
        return browser


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logging in takes a tenth of a second of both processors otherwise."""
    monkeypatch.setattr(_passwords, "PasswordHasher", CHEAP)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def measures() -> MemoryMeasures:
    return MemoryMeasures(talks(), questions())


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=database_url,
        session_secret=SecretStr("een geheim voor de tests"),
    )


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(engine, expire_on_commit=False)


@pytest.fixture
def limits() -> Limits:
    return QUICK


@pytest.fixture
async def empty_desk(
    settings: Settings,
    clock: Clock,
    measures: MemoryMeasures,
    sessions: async_sessionmaker[AsyncSession],
    limits: Limits,
    names: Names,
) -> AsyncIterator[Desk]:
    """A dashboard without any account."""
    server = TestServer(dashboard_app(settings, clock, measures, limits, names))
    await server.start_server()
    desk = Desk(clock, measures, Accounts(sessions), settings, server)
    yield desk
    for client in desk.browsers:
        await client.session.close()
    await server.close()


@pytest.fixture
async def desk(empty_desk: Desk, database_url: str) -> Desk:
    await hire(database_url)
    return empty_desk


@pytest.fixture(scope="session")
def names() -> Names:
    return load_names(load_sites(ROOT / "sites.yml"), ROOT / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "rapporten"
