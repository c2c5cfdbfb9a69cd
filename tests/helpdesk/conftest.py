"""The hand-off as helpdesks meet it: real servers, real databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from bot.front._brain import http_client
from bot.helpdesk import Desk, Desks, HelpdeskLine, Tickets, helpdesk_line
from bot.helpdesk._letter import Letters
from bot.helpdesk._seal import Seal
from bot.helpdesk._steps import Tell, Timing
from bot.helpdesk._vault import Vault
from bot.settings import Settings
from tests.front.conftest import database_url, postgres_template, sqlite_template
from tests.whatsapp.conftest import Database, engine, logs, until

from ._mail import FakeMail, running_mail
from ._values import (
    AT,
    CONTACT,
    DESK,
    EMAIL,
    KEY,
    NAME,
    PHONE,
    QUESTION,
    TIMING,
    TO,
    new_ticket,
    outgoing,
)

__all__ = [
    "AT",
    "CONTACT",
    "DESK",
    "EMAIL",
    "KEY",
    "NAME",
    "PHONE",
    "QUESTION",
    "TIMING",
    "TO",
    "Database",
    "database_url",
    "engine",
    "logs",
    "new_ticket",
    "outgoing",
    "postgres_template",
    "sqlite_template",
    "until",
]


@pytest.fixture(scope="session")
def letters() -> Letters:
    return Letters.load()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with http_client() as session:
        yield session


@pytest.fixture
def database(engine: AsyncEngine) -> Database:
    return Database(engine)


@pytest.fixture
def vault(engine: AsyncEngine) -> Vault:
    return Vault(async_sessionmaker(engine, expire_on_commit=False), Seal(KEY))


@pytest.fixture
def tickets(engine: AsyncEngine, vault: Vault) -> Tickets:
    return Tickets(async_sessionmaker(engine, expire_on_commit=False), vault, 60)


@pytest.fixture
async def mail() -> AsyncIterator[FakeMail]:
    async with running_mail() as fake:
        yield fake


def settings(database_url: str, mail: FakeMail | None = None, **changes: Any) -> Settings:
    chosen: dict[str, Any] = {
        "database_url": database_url,
        "vault_key": KEY,
        "helpdesk_from": "ouderwijzer@ouderwijzer.example",
        "helpdesk_smtp_host": "127.0.0.1",
        "helpdesk_smtp_port": mail.port if mail else 25,
        "helpdesk_smtp_security": "none",
    }
    return Settings(_env_file=None, **(chosen | changes))  # type: ignore[call-arg]


@dataclass
class Told:
    """Who counts deliveries."""

    heard: list[tuple[str | None, str, datetime]] = field(default_factory=list)
    failures: int = 0

    async def __call__(self, tell: Tell) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the measures are away")
        self.heard.append((tell.conversation, tell.reference, tell.at))


@pytest.fixture
def told() -> Told:
    return Told()


StartLine = Callable[..., Awaitable[HelpdeskLine]]


@pytest.fixture
async def start_line(
    database_url: str, mail: FakeMail, http: aiohttp.ClientSession, told: Told
) -> AsyncIterator[StartLine]:
    """Start a line on the test's database; more than one is a second process."""
    async with AsyncExitStack() as stack:

        async def start(*desks: Desk, timing: Timing = TIMING, **changes: Any) -> HelpdeskLine:
            return await stack.enter_async_context(
                helpdesk_line(
                    settings(database_url, mail, **changes),
                    http,
                    told,
                    desks=Desks(desks or (DESK,)),
                    timing=timing,
                )
            )

        yield start


def file_of(database_url: str) -> Path:
    """The file of an SQLite database."""
    return Path(database_url.partition(":///")[2])
