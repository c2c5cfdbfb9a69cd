"""Recording: what is kept, and that it is never in the way of an answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker
from structlog.testing import capture_logs

from bot.measures import MeasureRows, Measures, Turn, Where
from bot.measures import _record as record
from bot.store import StoreUnavailable, open_engine

from .conftest import NOON, OCTOBER, SECRET, WEB, Count, Raw, Sessions, Talk, parts

SAID = "mag de hond mee naar school"
MISSED = Turn("bericht-1", "missed", None, True, NOON, SAID, ("opp_wat",))


async def test_nothing_that_leads_to_a_parent_is_kept_with_the_events(
    measures: Measures, raw: Raw
) -> None:
    talk = await Talk(measures, id="sessie-van-ann").begin()
    await talk.go("answered:opp_wat up:opp_wat missed offered asked begun completed delivered")
    await measures.turn(talk.id, WEB, MISSED)
    events = str(await raw.rows("select * from measure_event"))
    for secret in (SAID, "hond", "sessie-van-ann", "bericht-1", "hulp", SECRET):
        assert secret not in events
    texts = str(await raw.rows("select * from measure_missed"))
    assert SAID in texts
    assert "sessie-van-ann" not in texts


async def test_another_secret_makes_other_codes(sessions: Sessions, raw: Raw) -> None:
    for secret in ("een", "twee"):
        await Measures(sessions, secret).begun("gesprek", WEB, NOON)
    assert len(await raw.rows("select distinct conversation from measure_event")) == 2


async def test_a_text_is_kept_only_of_what_was_not_understood(measures: Measures, raw: Raw) -> None:
    for number, result in enumerate(("answered", "clarify", "person", "crisis", "other")):
        turn = replace(MISSED, key=f"{number}", result=result)  # type: ignore[arg-type]
        await measures.turn("gesprek", WEB, turn)
    assert await raw.rows("select * from measure_missed") == []
    assert SAID not in repr(MISSED)


async def test_the_same_message_twice_counts_once(
    measures: Measures, raw: Raw, count: Count
) -> None:
    for _ in range(3):
        await measures.turn("gesprek", WEB, MISSED)
    assert sum((await count()).hours.values()) == 1
    assert await raw.rows("select count(*) from measure_missed") == [(1,)]
    await measures.turn("ander gesprek", WEB, MISSED)  # message ids are a client's own
    assert sum((await count()).hours.values()) == 2


async def test_copies_that_come_together_count_once(measures: Measures, raw: Raw) -> None:
    await asyncio.gather(*(measures.turn("gesprek", WEB, MISSED) for _ in range(8)))
    await measures.close()
    assert await raw.rows("select count(*) from measure_event") == [(1,)]
    assert await raw.rows("select count(*) from measure_missed") == [(1,)]


async def test_the_last_thumb_of_a_message_counts(measures: Measures, count: Count) -> None:
    later = NOON + timedelta(seconds=5)
    await Talk(measures).go("answered:opp_wat")
    await measures.rated("gesprek-1", WEB, "m1", "opp_wat", "up", later + timedelta(minutes=2))
    await measures.rated("gesprek-1", WEB, "m1", "opp_wat", "down", later + timedelta(minutes=1))
    total = (await count()).total
    assert (total.up, total.down, total.deflected) == (1, 0, 1)


async def test_forgetting_takes_texts_away_and_leaves_figures_that_lead_nowhere(
    sessions: Sessions, measures: Measures, raw: Raw, count: Count
) -> None:
    talk = await (await Talk(measures).begin()).go("clarify answered:opp_wat up:opp_wat")
    await measures.turn(talk.id, WEB, MISSED)
    other = await Talk(measures, "ander").go("answered")
    await measures.turn(other.id, WEB, MISSED)
    figures = await count()
    codes = set(await raw.rows("select conversation, key from measure_event"))
    await measures.forget(talk.id)
    [group] = await MeasureRows(sessions).missed(OCTOBER)
    assert len(group.questions) == 1  # the other parent's
    assert await count() == figures
    kept = codes & set(await raw.rows("select conversation, key from measure_event"))
    assert len(kept) == 2  # the other parent's two events
    await measures.forget(talk.id)  # again does nothing
    await measures.forget("nooit gezien")
    assert await count() == figures


async def test_a_message_that_arrives_later_belongs_where_its_conversation_was(
    measures: Measures, raw: Raw, count: Count
) -> None:
    where = Where("web", "de-linde", "PO2601")
    talk = await Talk(measures, where=where).go("missed begun completed")
    for conversation in (talk.id, talk.id, "nooit gezien"):
        later = talk.now + timedelta(hours=30)
        await measures.person(conversation, None, "delivered", later, key="hulp")
    found = await raw.rows(
        "select channel, site, swv from measure_event where result = 'delivered'"
    )
    assert found == [("web", "de-linde", "PO2601")]
    assert (await count(replace(OCTOBER, site="de-linde"))).total.delivered == 1


@pytest.fixture(params=["no server", "no tables"])
async def broken(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Measures]:
    """Recording into a database that is away."""
    url = {
        "no server": "postgresql+asyncpg://niemand@127.0.0.1:1/niets",
        "no tables": f"sqlite+aiosqlite:///{tmp_path}/leeg.db",
    }[request.param]
    engine = open_engine(url)
    measures = Measures(async_sessionmaker(engine), SECRET)
    yield measures
    await measures.close()
    await engine.dispose()


async def test_a_database_that_is_away_does_no_harm(broken: Measures) -> None:
    with capture_logs() as logs:
        talk = await (await Talk(broken).begin()).go("answered:opp_wat up:opp_wat offered")
        await broken.turn(talk.id, WEB, MISSED)
        await broken.close()
    assert len(logs) == 5
    assert {entry["log_level"] for entry in logs} == {"warning"}
    assert "hond" not in str(logs)
    assert talk.id not in str(logs)


async def test_forgetting_says_so_when_it_cannot(broken: Measures) -> None:
    with pytest.raises(StoreUnavailable):
        await broken.forget("gesprek")


@asynccontextmanager
async def held(raw: Raw) -> AsyncIterator[None]:
    """Somebody else writes to the table for as long as this is open."""
    async with raw.engine.begin() as connection:  # on SQLite this is the lock of all writers
        if raw.engine.dialect.name == "postgresql":
            await connection.execute(text("lock table measure_event in access exclusive mode"))
        yield


async def test_a_slow_database_costs_a_moment_and_nothing_is_lost(
    measures: Measures, raw: Raw, count: Count
) -> None:
    async with held(raw):
        began = time.monotonic()
        await measures.turn("gesprek", WEB, MISSED)
        assert time.monotonic() - began < record._WAIT + 1
    await measures.close()
    assert parts((await count()).total)["not_understood"] == 1


async def test_a_caller_that_is_cut_off_does_not_cut_off_the_insert(
    measures: Measures, raw: Raw
) -> None:
    async with held(raw):
        caller = asyncio.create_task(measures.turn("gesprek", WEB, MISSED))
        await asyncio.sleep(0.05)
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
    await measures.close()
    assert await raw.rows("select count(*) from measure_event") == [(1,)]


async def test_forgetting_waits_for_what_is_still_being_written(
    measures: Measures, raw: Raw
) -> None:
    async with held(raw):
        await measures.turn("gesprek", WEB, MISSED)
        forgetting = asyncio.create_task(measures.forget("gesprek"))
        await asyncio.sleep(0.05)
    await forgetting
    assert await raw.rows("select * from measure_missed") == []


async def test_what_waits_does_not_pile_up(
    measures: Measures, raw: Raw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "_MOST_WAITING", 2)
    monkeypatch.setattr(record, "_WAIT", 0.01)
    async with held(raw):
        with capture_logs() as logs:
            for number in range(4):
                await measures.turn("gesprek", WEB, replace(MISSED, key=f"{number}"))
    await measures.close()
    assert [entry["event"] for entry in logs] == ["measure_not_kept"] * 2
    assert await raw.rows("select count(*) from measure_event") == [(2,)]
