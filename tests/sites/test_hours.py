from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.sites._hours import WEEKDAYS, Hours, spans


def hours(**days: list[str]) -> Hours:
    return Hours({day: spans(written) for day, written in days.items()})


MORNING, TWICE = ["09:00-11:00"], ["13:15-15:00", "09:00-12:30"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (hours(maandag=MORNING, woensdag=MORNING), "maandag en woensdag 9.00-11.00 uur"),
        (hours(dinsdag=TWICE), "dinsdag 9.00-12.30 en 13.15-15.00 uur"),
        (
            hours(maandag=MORNING, dinsdag=MORNING, woensdag=MORNING),
            "maandag tot en met woensdag 9.00-11.00 uur",
        ),
        (hours(maandag=MORNING, dinsdag=MORNING), "maandag en dinsdag 9.00-11.00 uur"),
        (
            hours(maandag=MORNING, dinsdag=MORNING, donderdag=MORNING),
            "maandag, dinsdag en donderdag 9.00-11.00 uur",
        ),
        (
            hours(maandag=MORNING, vrijdag=["10:05-12:00"], woensdag=MORNING),
            "maandag en woensdag 9.00-11.00 uur; vrijdag 10.05-12.00 uur",
        ),
        (hours(maandag=[]), None),
        (hours(), None),
    ],
)
def test_hours_are_said_as_people_say_them(given: Hours, sentence: str | None) -> None:
    assert given.sentence == sentence


def test_it_is_open_from_the_first_minute_to_the_last() -> None:
    week = hours(woensdag=TWICE)
    midnight = datetime(2026, 11, 24, 23, tzinfo=UTC)  # 0.00 on Wednesday in the Netherlands
    open_minutes = [m for m in range(24 * 60) if week.is_open(midnight + timedelta(minutes=m))]
    assert open_minutes == [*range(9 * 60, 12 * 60 + 30), *range(13 * 60 + 15, 15 * 60)]


def test_every_day_is_its_own() -> None:
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    for number, day in enumerate(WEEKDAYS):
        week = hours(**{day: ["09:30-10:30"]})
        found = [week.is_open(monday + timedelta(days=offset)) for offset in range(7)]
        assert found == [offset == number for offset in range(7)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (["9:00-10:00"], "'9:00-10:00' is geen tijd"),
        (["09:00 - 10:00"], "is geen tijd"),
        (["09.00-10.00"], "is geen tijd"),
        (["24:00-24:30"], "is geen tijd"),
        (["09:60-10:00"], "is geen tijd"),
        (["10:00-09:00"], "draai de tijden om"),
        (["10:00-10:00"], "draai de tijden om"),
        (["09:00-11:00", "10:59-12:00"], "overlappen elkaar"),
    ],
)
def test_what_is_no_time_is_told(written: list[str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        spans(written)
