from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dutch import WEEKDAYS
from bot.sites._hours import Hours, spans


def hours(**days: list[str]) -> Hours:
    return Hours({day: spans(written) for day, written in days.items()})


MORNING, TWICE = ["09:00-11:00"], ["13:15-15:00", "09:00-12:30"]


@pytest.mark.parametrize(
    ("week", "sentence"),
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
def test_hours_are_said_as_people_say_them(week: Hours, sentence: str | None) -> None:
    assert week.sentence == sentence


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


def at(written: str) -> datetime:
    """A moment by the clock of the Netherlands."""
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo("Europe/Amsterdam"))


WEEK = hours(maandag=MORNING, woensdag=TWICE)
SCHOOL = replace(WEEK, closed_in="midden")


@pytest.mark.parametrize(
    ("week", "moment", "sentence"),
    [
        (WEEK, "2026-11-23T09:00", "Nu open, tot 11.00 uur."),
        (WEEK, "2026-11-25T12:30", "Nu gesloten, vandaag weer vanaf 13.15 uur."),
        (WEEK, "2026-11-24T20:00", "Nu gesloten, morgen weer vanaf 9.00 uur."),
        (WEEK, "2026-11-25T15:00", "Nu gesloten, maandag weer vanaf 9.00 uur."),
        # Good Friday to Easter Monday 2027; a Wednesday follows.
        (
            WEEK,
            "2027-03-29T10:00",
            "Nu gesloten (tweede paasdag), woensdag weer vanaf 9.00 uur.",
        ),
        (WEEK, "2026-12-21T12:00", "Nu gesloten, woensdag weer vanaf 9.00 uur."),
        (
            SCHOOL,
            "2026-12-21T12:00",
            "Nu gesloten (kerstvakantie), maandag 4 januari weer vanaf 9.00 uur.",
        ),
        (
            SCHOOL,
            "2027-07-17T12:00",
            "Nu gesloten (zomervakantie), maandag 30 augustus weer vanaf 9.00 uur.",
        ),
        (hours(), "2026-11-23T09:00", None),
    ],
)
def test_what_it_is_now_is_said_with_holidays(
    week: Hours, moment: str, sentence: str | None
) -> None:
    assert week.now(at(moment)) == sentence


def test_the_regions_have_holidays_of_their_own() -> None:
    friday = at("2026-10-14T10:00")  # only Noord has its autumn holiday
    week = hours(woensdag=MORNING)
    found = [replace(week, closed_in=region).is_open(friday) for region in ("noord", "midden")]
    assert found == [False, True]


@given(st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31)))
def test_the_next_opening_is_the_first_moment_that_it_is_open(moment: datetime) -> None:
    now = moment.replace(tzinfo=ZoneInfo("Europe/Amsterdam"))
    opening = SCHOOL.next_opening(now)
    assert opening is not None
    assert opening > now
    assert SCHOOL.is_open(opening)
    assert not SCHOOL.is_open(opening - timedelta(minutes=1))
