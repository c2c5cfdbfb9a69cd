"""Which gemeente is meant, in the ways that parents type it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.front.handoff import Gemeenten
from bot.settings import ROOT
from bot.store import migrate, open_engine
from bot.store._loader import load

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def gemeenten(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Gemeenten]:
    folder: Path = tmp_path_factory.mktemp("registry")
    engine = open_engine(f"sqlite+aiosqlite:///{folder}/registry.db")
    await migrate(engine)
    await load(engine, ROOT / "data" / "swv", lambda _line: None)
    found = Gemeenten(engine)
    await found.load()
    yield found
    await engine.dispose()


@pytest.mark.parametrize(
    ("text", "gemeente"),
    [
        ("Utrecht", "Utrecht"),
        ("gemeente Nieuwegein", "Nieuwegein"),
        ("wij wonen in Den Haag.", "'s-Gravenhage"),
        ("Amsterdam Noord", "Amsterdam"),
        ("Rotterdam zuid", "Rotterdam"),
        ("ik woon Rotterdam", "Rotterdam"),
        ("3512 JE", "Utrecht"),
        ("Vleuten", "Utrecht"),
        ("Verweggistan", None),
        ("dat weet ik niet", None),
        ("mijn kind zit op school", None),
        ("", None),
        ("Utrecht " * 400, None),
    ],
)
async def test_a_place_leads_to_its_gemeente(
    gemeenten: Gemeenten, text: str, gemeente: str | None
) -> None:
    assert gemeenten.find(text) == gemeente


async def test_without_a_registry_no_place_is_known(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path}/empty.db")
    await migrate(engine)
    found = Gemeenten(engine)
    await found.load()
    assert found.find("Utrecht") is None
    await engine.dispose()
