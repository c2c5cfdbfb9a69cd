"""What a parent tells about the school, asked for or by the way."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nlu.answers import UNKNOWN
from bot.nlu.context import told_by_the_way, told_in_answer
from bot.nlu.entities import find_sectors

TODAY = date(2026, 11, 25)


def answer(asked: str, text: str) -> dict[str, str] | None:
    return told_in_answer(asked, text, find_sectors(text), TODAY)


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("basisschool", "po"),
        ("hij zit in groep 5", "po"),
        ("sbo", "po"),
        ("middelbare", "vo"),
        ("brugklas", "vo"),
        ("ze zit op het vso", "so"),
        ("speciaal onderwijs", "so"),
        ("so", "so"),
        ("cluster 4 school", "so"),
        ("allebei", UNKNOWN),
        ("weet ik niet", UNKNOWN),
        ("sla maar over", UNKNOWN),
        ("nee", UNKNOWN),
    ],
)
def test_the_kind_of_school_is_understood(text: str, sector: str) -> None:
    assert answer("sector", text) == {"sector": sector}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("openbaar", "openbaar"),
        ("een openbare school", "openbaar"),
        ("opnbare school", ""),
        ("bijzonder", "bijzonder"),
        ("hij zit op een katholieke school", "bijzonder"),
        ("christelijk", "bijzonder"),
        ("islamitische school", "bijzonder"),
        ("niet openbaar", "bijzonder"),
        ("geen idee", UNKNOWN),
        ("maakt niet uit", UNKNOWN),
    ],
)
def test_who_governs_the_school_is_understood(text: str, kind: str) -> None:
    assert answer("school", text) == ({"school": kind} if kind else None)


def test_a_date_is_understood_and_checked() -> None:
    assert answer("besluit", "12 november") == {"besluit": "2026-11-12"}
    assert answer("aanmelding", "gisteren") == {"aanmelding": "2026-11-24"}
    assert answer("besluit", "12-12-2026") == {"again": "date_future"}
    assert answer("besluit", "3 mei 2024") == {"again": "date_old"}
    assert answer("besluit", "ik heb geen brief gekregen") == {"besluit": UNKNOWN}
    assert answer("besluit", "vorige week") is None


@pytest.mark.parametrize(
    "text",
    [
        "mag de school dat zomaar?",
        "ik wil nog iets anders vragen over het vervoer naar de basisschool van mijn zoon",
        "wat is een tlv",
        "🙂",
        "",
    ],
)
def test_another_question_is_no_answer(text: str) -> None:
    assert answer("sector", text) is None
    assert answer("school", text) is None
    assert answer("besluit", text) is None


def by_the_way(text: str) -> dict[str, str]:
    return told_by_the_way(text, find_sectors(text))


def test_what_a_question_says_itself_needs_no_asking() -> None:
    assert by_the_way("de openbare basisschool weigert mijn kind") == {
        "sector": "po",
        "school": "openbaar",
    }
    assert by_the_way("mijn dochter in de brugklas is geschorst") == {"sector": "vo"}


def test_a_school_that_is_only_spoken_of_is_not_where_the_child_is() -> None:
    assert by_the_way("de basisschool wil dat hij naar het speciaal onderwijs gaat") == {}
    assert by_the_way("dit is heel bijzonder") == {}
    assert by_the_way("po en vo") == {}
