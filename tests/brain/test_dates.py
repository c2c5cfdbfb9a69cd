"""A date that a parent names is read strictly: a last day is counted from it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.context import read_date

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 november", date(2026, 11, 12)),
        ("12 novmber", date(2026, 11, 12)),
        ("op 3 okt. lag hij in de bus", date(2026, 10, 3)),
        ("20 sept", date(2026, 9, 20)),
        ("1e mei 2026", date(2026, 5, 1)),
        ("5 december", date(2025, 12, 5)),  # without a year: the latest that has been
        ("12-11-2026", date(2026, 11, 12)),
        ("12/11", date(2026, 11, 12)),
        ("12.11.26", date(2026, 11, 12)),
        ("2026-11-12", date(2026, 11, 12)),
        ("30 november 2026", date(2026, 11, 30)),  # the future is for the caller to question
        ("gisteren", date(2026, 11, 24)),
        ("Eergisteren kwam de brief", date(2026, 11, 23)),
        ("vandaag", TODAY),
        ("maandag", date(2026, 11, 23)),
        ("woensdag", date(2026, 11, 18)),
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    assert read_date(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "vorige week",
        "vorige week maandag",
        "begin november",
        "mijn zoon is 12 jaar",
        "groep 3",
        "31 februari",
        "45-13",
        "weet ik niet",
        "ergens in mei",
        "3 weken geleden",
        "1 dag",
        "",
    ],
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert read_date(text, TODAY) is None


@given(st.text(max_size=60))
def test_any_text_is_harmless(text: str) -> None:
    day = read_date(text, TODAY)
    assert day is None or day.year > 1


@given(st.dates(date(2025, 11, 26), TODAY))
def test_every_day_of_the_past_year_is_read_without_its_year(day: date) -> None:
    assert read_date(f"{day.day}-{day.month}", TODAY) == day or (day.month, day.day) == (2, 29)
