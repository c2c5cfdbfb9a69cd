"""What holds for whatever parents do, in whatever order it reaches the database."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.measures import Measures, Result, Selection, Stage, Turn, Value, Where
from bot.measures._calendar import local
from bot.measures._count import Tally, category, figures
from bot.measures._visits import SILENCE, Event, visits

from .conftest import OCTOBER, Count, Raw

START = datetime(2026, 10, 10, 12, tzinfo=UTC)
PARTS = ("at_once", "after_one", "later", "not_understood", "abandoned")
TOPICS = (None, "opp_wat", "tlv_wat", "crisis")

moments = st.integers(0, 14 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
happenings = st.one_of(
    st.just(("begun", None)),
    st.tuples(st.just("turn"), st.sampled_from(get_args(Result))),
    st.tuples(st.just("person"), st.sampled_from(get_args(Stage))),
    st.tuples(st.just("rated"), st.sampled_from(("up", "down"))),
)


@st.composite
def one_key(draw: st.DrawFn) -> list[Event]:
    """The events of one conversation key over two weeks, in order."""
    found = [
        Event("k", "web", "demo", draw(st.sampled_from((None, "PO2601"))), kind, result,
              draw(st.sampled_from(TOPICS)) if kind in ("turn", "rated") else None, at)
        for at in sorted(draw(st.lists(moments, max_size=25, unique=True)))
        for kind, result in [draw(happenings)]
    ]  # fmt: skip
    return found


@given(one_key())
def test_each_conversation_that_asked_is_in_exactly_one_part(events: list[Event]) -> None:
    for visit in visits(events):
        found = figures(visit)
        part = category(visit)
        assert sum(found[name] for name in PARTS) == found["asked"] == (part is not None)
        for name in ("offered", "wanted", "completed", "delivered", "repeated", "deflected"):
            assert found[name] <= found["asked"]
        assert found["delivered"] <= found["completed"] <= found["wanted"]
        assert not (found["deflected"] and found["wanted"])
        assert found["deflected"] <= found["at_once"] + found["after_one"] + found["later"]


@given(one_key())
def test_conversations_are_cut_at_silence_and_nowhere_else(events: list[Event]) -> None:
    found = visits(events)
    seen = [event for visit in found for event in visit.events]
    first = next((at for at, event in enumerate(events) if event.is_of_parent), len(events))
    assert seen == events[first:]  # each event once, in its order
    for visit in found:
        there = [event.at for event in visit.events if event.is_of_parent]
        assert visit.first is visit.events[0]
        assert all(after - before < SILENCE for before, after in pairwise(there))
    for before, after in pairwise(found):
        last = max(event.at for event in before.events if event.is_of_parent)
        assert after.first.at - last >= SILENCE


@given(st.lists(one_key(), max_size=6), st.integers(1, 20))
def test_two_halves_of_a_period_are_the_whole(keys: list[list[Event]], days: int) -> None:
    middle = local(START).date() + timedelta(days=days)
    whole, first, second = (
        Tally(Selection(start, end))
        for start, end in (
            (OCTOBER.start, OCTOBER.end), (OCTOBER.start, middle), (middle, OCTOBER.end)
        )
    )  # fmt: skip
    for events in keys:
        for visit in visits(events):
            for tally in (whole, first, second):
                tally.add(visit)
    one, two, both = first.overview(), second.overview(), whole.overview()
    assert {**one.days, **two.days} == both.days
    for name in type(both.total).__dataclass_fields__:
        assert getattr(one.total, name) + getattr(two.total, name) == getattr(both.total, name)
    assert both.hours == {hour: one.hours[hour] + two.hours[hour] for hour in range(24)}


Call = Callable[[], Awaitable[None]]


def calls(measures: Measures, chance: random.Random) -> list[Call]:
    """What a few parents do, as calls that can be made in any order."""
    found: list[Call] = []
    for parent in ("a", "b", "c"):
        where = Where(*(("whatsapp", "demo") if parent == "a" else ("web", "de-linde")), "PO2601")
        at = START
        for step in range(chance.randint(1, 6)):
            at += timedelta(minutes=chance.randint(1, 3000))
            topic = chance.choice(TOPICS)
            turn = Turn(f"{step}", chance.choice(get_args(Result)), topic, True, at, "tekst")
            found.append(partial(measures.turn, parent, where, turn))
            found.append(partial(measures.begun, parent, where, at))
            if chance.random() < 0.5:
                stage = chance.choice(get_args(Stage))
                found.append(partial(measures.person, parent, where, stage, at, key="x"))
            if chance.random() < 0.7:
                for value in chance.sample(get_args(Value), 2):
                    message = f"m{step // 2}"
                    later = at + timedelta(seconds=chance.randint(1, 3))
                    found.append(
                        partial(measures.rated, parent, where, message, "opp_wat", value, later)
                    )
    return found


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
async def test_neither_order_nor_copies_make_a_difference(
    measures: Measures, raw: Raw, count: Count, seed: int
) -> None:
    chance = random.Random(seed)
    once = calls(measures, chance)
    await raw.clear()
    for call in once:
        await call()
    expected, texts = await count(), await raw.rows("select count(*) from measure_missed")
    twice = [*once, *once]
    chance.shuffle(twice)
    await raw.clear()
    for call in twice:
        await call()
    assert await count() == expected
    assert await raw.rows("select count(*) from measure_missed") == texts
