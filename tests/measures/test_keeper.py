from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import async_sessionmaker

from bot.measures import MeasureKeeper, Measures, Turn
from bot.privacy import enforce_retention
from bot.store import StoreUnavailable, open_engine

from .conftest import NOON, WEB, Raw, Sessions


async def test_texts_go_with_the_conversations_and_events_much_later(
    measures: Measures, sessions: Sessions, raw: Raw
) -> None:
    for days in (0, 29.9, 30.1, 399.9, 400.1):
        at = NOON - timedelta(days=days)
        await measures.turn("gesprek", WEB, Turn(f"{days}", "missed", None, True, at, "tekst"))
    keeper = MeasureKeeper(sessions, days=400, clock=lambda: NOON)
    assert await enforce_retention([keeper], days=30, now=NOON) == 3
    assert await raw.rows("select count(*) from measure_missed") == [(2,)]
    assert await raw.rows("select count(*) from measure_event") == [(4,)]
    assert await enforce_retention([keeper], days=30, now=NOON) == 0


async def test_a_database_that_is_away_is_told(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path}/leeg.db")
    with pytest.raises(StoreUnavailable):
        await MeasureKeeper(async_sessionmaker(engine), days=400).expire(NOON)
    await engine.dispose()
