"""Days, months and hours are those of the clock in Amsterdam."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.measures import Measures, Selection
from bot.measures._calendar import month

from .conftest import WHATSAPP, Count, Talk

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("midnight", "before", "after"),
    [
        (datetime(2026, 9, 30, 22, tzinfo=UTC), date(2026, 9, 30), date(2026, 10, 1)),
        (datetime(2026, 10, 31, 23, tzinfo=UTC), date(2026, 10, 31), date(2026, 11, 1)),
        (datetime(2026, 12, 31, 23, tzinfo=UTC), date(2026, 12, 31), date(2027, 1, 1)),
        (datetime(2026, 3, 28, 23, tzinfo=UTC), date(2026, 3, 28), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, tzinfo=UTC), date(2026, 3, 29), date(2026, 3, 30)),
    ],
)
async def test_a_day_begins_at_midnight_in_amsterdam(
    measures: Measures, count: Count, midnight: datetime, before: date, after: date
) -> None:
    await Talk(measures, "voor", now=midnight - SECOND).begin()
    await Talk(measures, "na", now=midnight).begin()
    for day in (before, after):
        found = await count(Selection(day, day + timedelta(days=1)))
        assert found.total.conversations == 1
        assert list(found.days) == [day]
    both = await count(Selection(before, after + timedelta(days=1)))
    assert {day: one.conversations for day, one in both.days.items()} == {before: 1, after: 1}


async def test_a_conversation_over_midnight_is_of_the_day_on_which_it_began(
    measures: Measures, count: Count
) -> None:
    talk = Talk(measures, now=datetime(2026, 10, 31, 22, 59, tzinfo=UTC))
    await (await talk.begin()).go("clarify answered")
    october = await count()
    assert (october.total.after_one, october.days[date(2026, 10, 31)].after_one) == (1, 1)
    november = await count(Selection(date(2026, 11, 1), date(2026, 12, 1)))
    assert november.total.conversations == 0


async def test_a_conversation_that_goes_on_for_days_is_counted_once(
    measures: Measures, count: Count
) -> None:
    talk = Talk(measures, where=WHATSAPP, now=datetime(2026, 9, 29, 12, tzinfo=UTC))
    for _ in range(4):  # until 2 October
        await talk.go("answered")
        talk.wait(hours=23)
    assert (await count()).total.conversations == 0
    assert (await count(Selection(date(2026, 9, 1), date(2026, 10, 1)))).total.conversations == 1


async def test_the_hour_that_comes_twice_and_the_hour_that_never_comes(
    measures: Measures, count: Count
) -> None:
    for hour in (0, 1):  # 02:30 twice
        now = datetime(2026, 10, 25, hour, 29, tzinfo=UTC)
        await Talk(measures, f"herfst-{hour}", now=now).go("answered")
    autumn = await count()
    assert (autumn.hours[2], sum(autumn.hours.values())) == (2, 2)
    assert autumn.days[date(2026, 10, 25)].asked == 2
    for hour in (0, 1):  # 01:30 and 03:30
        now = datetime(2026, 3, 29, hour, 29, tzinfo=UTC)
        await Talk(measures, f"lente-{hour}", now=now).go("answered small_talk")
    spring = await count(Selection(*month("2026-03")))
    assert {hour: number for hour, number in spring.hours.items() if number} == {1: 1, 3: 1}
    assert list(spring.hours) == list(range(24))


async def test_every_day_is_there_also_without_conversations(count: Count) -> None:
    found = await count()
    assert list(found.days) == [date(2026, 10, day) for day in range(1, 32)]
    assert (await count(Selection(date(2026, 10, 2), date(2026, 10, 1)))).days == {}


def test_months() -> None:
    assert month("2026-02") == (date(2026, 2, 1), date(2026, 3, 1))
    assert month("2026-12") == (date(2026, 12, 1), date(2027, 1, 1))
    with pytest.raises(ValueError):  # noqa: PT011 - the words are those of Python
        month("2026-13")
