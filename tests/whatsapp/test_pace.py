"""How fast Meta gets its acknowledgement when nothing behind the webhook works.

The figures go to var/test-artefacts/whatsapp/pace-<database>.md.
"""

from __future__ import annotations

import asyncio
import statistics
import time

import pytest

from bot.settings import ROOT

from ._brain import WhatsappBrain
from ._calls import Person
from ._fronts import Fronts
from ._graph import FakeGraph
from .conftest import Database, until

POSTS, PER_SECOND = 400, 50
SLOWEST = 2.0
"""Seconds; Meta waits longer. A machine with nothing else to do needs a hundredth of it."""
FOLDER = ROOT / "var/test-artefacts/whatsapp"


@pytest.mark.alone
async def test_50_posts_a_second_while_the_brain_is_away(
    fronts: Fronts, graph: FakeGraph, brain: WhatsappBrain, database: Database
) -> None:
    await fronts.start()
    await brain.stop()
    people = [Person.new() for _ in range(POSTS // 2)]
    took: list[float] = []

    async def post(at: int) -> None:
        await asyncio.sleep(at / PER_SECOND)
        started = time.perf_counter()
        await fronts.deliver(people[at % len(people)].text(f"bericht {at}"))
        took.append(time.perf_counter() - started)

    await asyncio.gather(*(post(at) for at in range(POSTS)))
    assert fronts.unacknowledged == []
    p50, p99 = statistics.median(took), statistics.quantiles(took, n=100)[98]
    back = time.perf_counter()
    await brain.start()
    await until(lambda: len(graph.sent) >= POSTS + len(people), within=300)
    drained = time.perf_counter() - back
    kind = database.engine.dialect.name
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"pace-{kind}.md").write_text(
        f"{POSTS} posts at {PER_SECOND}/s while the brain is away: acknowledged in "
        f"p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms; "
        f"all answered {drained:.0f} s after the brain was back\n",
        encoding="utf-8",
    )
    expected = sorted(f"Antwoord op: bericht {at}" for at in range(POSTS))
    assert sorted(sent.text for sent in graph.sent if sent.text != "Welkom") == expected
    assert p99 < SLOWEST
