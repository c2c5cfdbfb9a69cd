"""The real registry, loaded once into a temporary database."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.content import Texts
from bot.settings import ROOT
from bot.store import Registry, migrate, open_engine
from bot.store._loader import load


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """All look-ups on the data of the project."""
    folder: Path = tmp_path_factory.mktemp("registry")

    async def make() -> Registry:
        engine = open_engine(f"sqlite+aiosqlite:///{folder}/registry.db")
        await migrate(engine)
        await load(engine, ROOT / "data/swv", lambda _: None)
        made = await Registry.load(engine)
        await engine.dispose()
        return made

    return asyncio.run(make())


@pytest.fixture(scope="session")
def texts() -> Texts:
    """The texts that parents read."""
    return Texts.load(ROOT / "data/texts/swv.yml")
