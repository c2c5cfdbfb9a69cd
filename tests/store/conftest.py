"""Databases for the store: SQLite always, PostgreSQL when TEST_POSTGRES_URL names a server."""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.settings import ROOT
from bot.store import Registry, migrate, open_engine
from bot.store._loader import load

from ._tiny import tiny, write

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "").replace("+asyncpg", "")
KINDS = ["sqlite", "postgres"] if POSTGRES else ["sqlite"]
DATA = ROOT / "data" / "swv"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it once, not with every test."""
    if not POSTGRES:
        terminalreporter.write_line(
            "tests/store: not tried on PostgreSQL; scripts/with-postgres sets TEST_POSTGRES_URL"
        )


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder}/made/here/store.db"
        return
    name = f"store_{uuid.uuid4().hex[:12]}"
    asyncio.run(_on_server(f'CREATE DATABASE "{name}"'))
    try:
        yield f"{POSTGRES.rpartition('/')[0]}/{name}".replace("://", "+asyncpg://", 1)
    finally:
        asyncio.run(_on_server(f'DROP DATABASE "{name}" WITH (FORCE)'))


async def _on_server(statement: str) -> None:
    connection = await asyncpg.connect(POSTGRES)
    await connection.execute(statement)
    await connection.close()


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    with _database(request.param, tmp_path) as address:
        yield address


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    """A database with tables and nothing in them."""
    opened = open_engine(url)
    await migrate(opened)
    yield opened
    await opened.dispose()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a small registry that fits."""
    write(tmp_path / "data", tiny())
    return tmp_path / "data"


@pytest.fixture(scope="session", params=KINDS)
def registry(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Registry]:
    """The real data, loaded once."""
    with _database(request.param, tmp_path_factory.mktemp("registry")) as address:
        yield asyncio.run(_load(address))


async def _load(address: str) -> Registry:
    engine = open_engine(address)
    try:
        await migrate(engine)
        await load(engine, DATA, lambda line: None)
        return await Registry.load(engine)
    finally:
        await engine.dispose()
