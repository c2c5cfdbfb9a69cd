"""A front that is killed at the worst moments: nothing is lost, and what can be doubled is known.

Real processes and `kill -9`. The tables go to var/test-artefacts/whatsapp/kill-<database>.md.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.settings import ROOT
from tests._tables import write_by_database

from ._brain import WhatsappBrain
from ._calls import Person
from ._fronts import Fronts
from ._graph import FakeGraph
from ._line import GONE, GREETING
from ._troubles import Trouble
from .conftest import Database, until

STEPS = ("leased", "asked", "answered", "sending", "accepted", "sent")
TABLES = ROOT / "var/test-artefacts/whatsapp"


def answer(text: str) -> str:
    return f"Antwoord op: {text}"


@pytest.fixture(scope="module")
def table() -> Iterator[dict[tuple[str, str], tuple[int, int]]]:
    """(killed at, database) -> (lost, doubled); written down at the end."""
    rows: dict[tuple[str, str], tuple[int, int]] = {}
    yield rows
    write_by_database(TABLES, "kill", ["killed", "lost", "doubled"], rows)


async def settled(database: Database) -> None:
    """Wait until nothing is to be done any more."""
    await database.until("select count(*) from wa_inbox where state = 'new'", [(0,)])
    await database.until("select count(*) from wa_outbox where state in ('new', 'sending')", [(0,)])


def kind(database: Database) -> str:
    return database.engine.dialect.name


def count(graph: FakeGraph, expected: list[str]) -> tuple[int, int]:
    """How many of the expected texts are missing, and how many came more than once."""
    found = [sent.text for sent in graph.sent]
    return sum(one not in found for one in expected), len(found) - len(set(found))


@pytest.mark.parametrize(
    ("step", "statuses"),
    [(step, ("sent", "delivered")) for step in STEPS] + [("sending", ()), ("accepted", ())],
)
async def test_killed_right_after_a_step(
    fronts: Fronts,
    graph: FakeGraph,
    brain: WhatsappBrain,
    database: Database,
    table: dict[tuple[str, str], tuple[int, int]],
    step: str,
    statuses: tuple[str, ...],
) -> None:
    graph.statuses = statuses
    ann = Person.new()
    said = (ann.text("een"), ann.text("twee"))
    await fronts.start(step)
    await fronts.deliver(*said)
    assert await fronts.line() == step
    await graph.settled()  # the webhook still works: only the worker hangs
    await fronts.kill()
    await fronts.start()
    await fronts.deliver(*said)  # Meta may not have seen our acknowledgement
    await settled(database)
    expected = [GREETING, answer("een"), answer("twee")]
    lost, doubled = count(graph, expected)
    meant = "with a status" if statuses else "without any status"
    table[f"after `{step}`, {meant}", kind(database)] = lost, doubled
    assert lost == 0
    # Only between Meta's acceptance and our note of it, and only if Meta tells us nothing either.
    assert doubled == (1 if step == "accepted" and not statuses else 0)
    assert list(dict.fromkeys(sent.text for sent in graph.sent)) == expected
    assert brain.texts == ["een", "twee"]


async def test_killed_while_meta_holds_the_call_and_the_status_comes_after_the_restart(
    fronts: Fronts,
    graph: FakeGraph,
    database: Database,
    table: dict[tuple[str, str], tuple[int, int]],
) -> None:
    fronts.environment["RECONCILE"] = "60"  # s, as it really is: a restart takes a few
    graph.fail(Trouble(accepts=True, hang=True))
    ann = Person.new()
    await fronts.start()
    await fronts.deliver(ann.text("een"))
    await until(graph.holding.is_set)
    await fronts.kill()
    graph.release()
    await fronts.start()
    await graph.report("sent")
    await settled(database)
    lost, doubled = count(graph, [GREETING, answer("een")])
    table["while Meta holds the call, status after the restart", kind(database)] = lost, doubled
    assert (lost, doubled) == (0, 0)


async def test_killed_while_the_brain_thinks(
    fronts: Fronts,
    graph: FakeGraph,
    brain: WhatsappBrain,
    database: Database,
    table: dict[tuple[str, str], tuple[int, int]],
) -> None:
    brain.hangs = True
    await fronts.start()
    await fronts.deliver(Person.new().text("ja"))
    await until(lambda: brain.questions)
    await fronts.kill()
    brain.release()
    await fronts.start()
    await settled(database)
    lost, doubled = count(graph, [GREETING, answer("ja")])
    table["while the brain thinks", kind(database)] = lost, doubled
    assert (lost, doubled) == (0, 0)
    assert brain.texts == ["ja"]  # asked twice, and the conversation went on once


async def test_killed_before_a_batch_is_kept(
    fronts: Fronts,
    graph: FakeGraph,
    database: Database,
    engine: AsyncEngine,
    table: dict[tuple[str, str], tuple[int, int]],
) -> None:
    await fronts.start()
    async with engine.begin() as connection:  # on SQLite this is the lock of all writers
        if kind(database) == "postgresql":
            await connection.execute(text("lock table wa_inbox in access exclusive mode"))
        posting = asyncio.create_task(fronts.deliver(Person.new().text("een")))
        await asyncio.sleep(0.5)
        await fronts.kill()
        await posting
    assert fronts.unacknowledged
    await fronts.start()
    await fronts.deliver_again()
    await until(lambda: len(graph.sent) >= 2)
    await settled(database)
    lost, doubled = count(graph, [GREETING, answer("een")])
    table["before the batch is kept", kind(database)] = lost, doubled
    assert (lost, doubled) == (0, 0)


@pytest.mark.parametrize("step", ["asked", "answered", "sending"])
async def test_killed_while_everything_is_deleted(
    fronts: Fronts,
    graph: FakeGraph,
    database: Database,
    table: dict[tuple[str, str], tuple[int, int]],
    step: str,
) -> None:
    graph.statuses = ("sent",)
    await fronts.start(step)
    await fronts.deliver(Person.new().text("stop"))
    assert await fronts.line() == step
    await fronts.kill()
    await fronts.start()
    await database.until("select count(*) from wa_conversation", [(0,)])
    lost, doubled = count(graph, [GONE])
    table[f"deleting, after `{step}`", kind(database)] = lost, doubled
    assert (lost, doubled) == (0, 0)
    assert await database.rows("select count(*) from pending_deletion") == [(1,)]


async def test_killed_again_and_again(
    fronts: Fronts,
    graph: FakeGraph,
    brain: WhatsappBrain,
    database: Database,
    table: dict[tuple[str, str], tuple[int, int]],
) -> None:
    chance = random.Random(7)
    brain.delay = 0.02
    people = [Person.new() for _ in range(6)]
    kills = 8
    for turn in range(kills):
        await fronts.start()
        await fronts.deliver_again()
        deliveries = [
            asyncio.create_task(fronts.deliver(person.text(f"{turn}.{at} van {number}")))
            for number, person in enumerate(people)
            for at in range(2)
        ]
        await asyncio.sleep(chance.uniform(0.1, 1.5))
        await fronts.kill()
        await asyncio.gather(*deliveries)
    await fronts.start()
    await fronts.deliver_again()
    await settled(database)
    asked = [
        f"{turn}.{at} van {number}"
        for turn in range(kills)
        for number in range(len(people))
        for at in range(2)
    ]
    assert sorted(brain.texts) == sorted(asked)
    lost, _ = count(graph, [answer(one) for one in asked])
    doubled = len(graph.doubled())
    table[f"{kills} times at any moment, {len(asked)} messages, without any status",
          kind(database)] = lost, doubled  # fmt: skip
    assert lost == 0
    # Each kill can double what was at Meta just then: at most one message of each parent.
    assert doubled <= kills * len(people)
    texts = [sent.text for sent in graph.sent]
    assert len(texts) - doubled == len(asked) + len(people)
