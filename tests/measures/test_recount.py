"""A synthetic month, counted twice: by the code, and by a counter that shares nothing with it."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from bot.measures import Overview
from bot.measures._synthetic import BatchMeasures, SyntheticMonth
from bot.settings import ROOT

from ._recount import recount, region
from .conftest import OCTOBER, SECRET, Count, Raw, Sessions

NUMBER = 700
COPIES = 29
"""Further copies of the month, to count 21,000 conversations."""
FIGURES = ROOT / "var/test-artefacts/measures"


async def make_month(sessions: Sessions, number: int = NUMBER, seed: int = 3) -> None:
    measures = BatchMeasures(sessions, SECRET)
    await SyntheticMonth(measures, OCTOBER.start, OCTOBER.end, seed).record(number)
    await measures.flush()


async def raw_rows(raw: Raw) -> list[dict[str, Any]]:
    names = ("conversation", "channel", "site", "swv", "kind", "result", "topic", "at")
    found = await raw.rows(f"select {', '.join(names)} from measure_event")
    rows = [dict(zip(names, row, strict=True)) for row in found]
    for row in rows:
        at = row["at"]  # SQLite gives words
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at.astimezone(UTC)
        row["at"] = moment.replace(tzinfo=None)
    return rows


def plain(overview: Overview) -> dict[str, Any]:
    found = asdict(overview)
    del found["selection"]
    return found


async def test_an_independent_recount_finds_the_same(
    sessions: Sessions, raw: Raw, count: Count
) -> None:
    await make_month(sessions)
    rows = await raw_rows(raw)
    found = plain(await count())
    assert found == recount(rows, OCTOBER.start, OCTOBER.end)
    assert all(found["total"].values()), "every figure is put to the test"
    assert found["total"]["conversations"] == NUMBER
    answers = [topic["answers"] for topic in found["topics"].values()]
    assert answers == sorted(answers, reverse=True)

    some = max(found["regions"], key=lambda code: (code != "", found["regions"][code]["asked"]))
    for selection, keep in (
        (replace(OCTOBER, site="de-linde"), lambda rows: rows[0]["site"] == "de-linde"),
        (replace(OCTOBER, channel="whatsapp"), lambda rows: rows[0]["channel"] == "whatsapp"),
        (replace(OCTOBER, swv=some), lambda rows: region(rows) == some),
        (replace(OCTOBER, start=OCTOBER.start.replace(day=25)), lambda rows: True),
        (replace(OCTOBER, end=OCTOBER.start.replace(day=9)), lambda rows: True),
    ):
        again = recount(rows, selection.start, selection.end, keep)
        assert again["total"]["asked"] > 0
        assert plain(await count(selection)) == again


async def test_the_same_seed_is_the_same_month(sessions: Sessions, raw: Raw, count: Count) -> None:
    await make_month(sessions, 80)
    first = plain(await count())
    await make_month(sessions, 80)  # the same events once more
    assert plain(await count()) == first
    await raw.clear()
    await make_month(sessions, 80, seed=4)
    assert plain(await count()) != first


async def test_a_month_of_twenty_thousand_conversations_is_counted_in_time(
    sessions: Sessions, raw: Raw, count: Count
) -> None:
    await make_month(sessions)
    columns = "channel, site, swv, kind, result, topic, typed, at"
    await raw.execute(
        *(
            f"insert into measure_event (key, conversation, {columns}) select "
            f"substr(key, 1, 36) || '-{copy}', substr(conversation, 1, 36) || '-{copy}', {columns} "
            "from measure_event where key not like '%-%'"
            for copy in range(COPIES)
        )
    )
    [[events]] = await raw.rows("select count(*) from measure_event")
    began = time.perf_counter()
    total = (await count()).total
    took = time.perf_counter() - began
    assert total.conversations == NUMBER * (COPIES + 1)
    FIGURES.mkdir(parents=True, exist_ok=True)
    kind = raw.engine.dialect.name
    line = f"{kind}: {total.conversations} conversations, {events} events, {took:.2f} s\n"
    (FIGURES / f"speed-{kind}.txt").write_text(line, encoding="utf-8")
    assert took < 3 * 4, "3 s on a quiet machine; four times as much on a busy one"
