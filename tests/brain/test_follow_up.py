"""A question that leans on the answer before it is known by its form."""

from __future__ import annotations

import pytest

from bot.nlu.context import FollowUp, follow_up, other_sector
from bot.nlu.topics import urgency


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("en hoe lang duurt dat?", "deadlines"),
        ("Hoelang heb ik daarvoor", "deadlines"),
        ("wanneer moet dat", "deadlines"),
        ("en hoe doe ik dat?", "steps"),
        ("bij wie moet ik dan zijn", "steps"),
        ("oke en wat nu", "steps"),
        ("waar staat dat in de wet", "sources"),
        ("klopt dat echt", "sources"),
        ("en voor zijn zusje?", ""),
        ("waarom", ""),
    ],
)
def test_a_leaning_question_is_recognised(text: str, part: str) -> None:
    found = follow_up(text)
    assert found is not None
    assert found.part == part


def test_a_question_without_words_of_its_own_leans_strongly() -> None:
    assert follow_up("waar staat dat") == FollowUp("sources", strong=True)
    assert follow_up("en hoe lang mag dat duren?") == FollowUp("deadlines", strong=True)
    assert follow_up("en hoe lang duurt een schorsing") == FollowUp("deadlines")


@pytest.mark.parametrize(
    "text",
    [
        "wat is een tlv",
        "hoe lang duurt een schorsing",
        "mijn zoon is geschorst en nu weet ik niet hoe lang dat mag duren, wie kan mij helpen",
        "",
        "🙂",
    ],
)
def test_a_question_of_its_own_is_not(text: str) -> None:
    assert follow_up(text) is None


def test_the_same_for_another_school() -> None:
    assert other_sector("en op de middelbare?")
    assert other_sector("geldt dat ook op het vo")
    assert not other_sector("mijn dochter zit op de middelbare")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("morgen loopt de termijn af", "deadline"),
        ("moet mijn bezwaar voor vrijdag binnen zijn", "deadline"),
        ("ik heb nog twee dagen om te reageren", "deadline"),
        ("hij is geschorst en krijgt geen huiswerk", "removed"),
        ("ze is van school gestuurd, mag ik klagen", "removed"),
        ("mijn dochter zit al weken thuis", "home"),
        ("hij is nu thuis, drie maanden al", "home"),
        ("wat is een opp", ""),
        ("ik werk morgen thuis", ""),
        ("hoe lang mag een schorsingsbrief wachten", "removed"),
    ],
)
def test_pressing_time_is_noticed(text: str, sign: str) -> None:
    assert urgency(text) == sign
