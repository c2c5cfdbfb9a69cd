"""Calls that wait are done together, and none pays for another's mistake."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.front.whatsapp._together import AT_MOST, Together
from bot.store import StoreUnavailable


class Writer:
    """Notes what it is handed; holds the first one until `gate` is set."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.done: list[list[int]] = []
        self.bad: set[int] = set()
        self.away = False
        self.calls = 0

    @property
    def all(self) -> list[int]:
        return [one for ones in self.done for one in ones]

    async def write(self, ones: Sequence[int]) -> None:
        self.calls += 1
        await self.gate.wait()
        if self.away:
            raise StoreUnavailable("gone")
        if self.bad & set(ones):
            raise ValueError("a bad one")
        self.done.append(list(ones))


async def started(together: Together[int], ones: Sequence[int]) -> list[asyncio.Task[None]]:
    tasks = [asyncio.create_task(together(one)) for one in ones]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_what_comes_meanwhile_is_done_at_once() -> None:
    writer = Writer()
    together = Together(writer.write)
    tasks = await started(together, range(10))
    writer.gate.set()
    await asyncio.gather(*tasks)
    assert writer.all == list(range(10))
    assert writer.calls <= 2


async def test_a_flood_is_cut_so_that_others_get_their_turn() -> None:
    writer = Writer()
    together = Together(writer.write)
    tasks = await started(together, range(3 * AT_MOST))
    writer.gate.set()
    await asyncio.gather(*tasks)
    assert max(map(len, writer.done)) <= AT_MOST


async def test_a_bad_one_fails_alone() -> None:
    writer = Writer()
    writer.bad = {3}
    together = Together(writer.write)
    tasks = await started(together, range(6))
    writer.gate.set()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(end) for end in ends if end is not None] == [ValueError]
    assert sorted(writer.all) == [0, 1, 2, 4, 5]


async def test_a_database_that_is_away_is_not_asked_for_each() -> None:
    writer = Writer()
    writer.away = True
    together = Together(writer.write)
    tasks = await started(together, range(6))
    writer.gate.set()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    assert {type(end) for end in ends} == {StoreUnavailable}
    assert writer.calls <= 2
    writer.away = False
    await together(7)
    assert writer.done == [[7]]


async def test_who_stops_waiting_holds_up_nobody() -> None:
    writer = Writer()
    together = Together(writer.write)
    first, second = await started(together, [1, 2])
    first.cancel()
    writer.gate.set()
    await second
    with pytest.raises(asyncio.CancelledError):
        await first
    assert writer.all == [1, 2]


async def test_close_waits_for_what_is_being_done() -> None:
    writer = Writer()
    together = Together(writer.write)
    await together.close()
    tasks = await started(together, [1])
    closing = asyncio.create_task(together.close())
    await asyncio.sleep(0)
    assert not closing.done()
    writer.gate.set()
    await closing
    assert tasks[0].done()
