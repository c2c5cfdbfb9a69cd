"""Titles of buttons: short, and never two alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import Answer, load_answers
from bot.front._messages import Button
from bot.front.whatsapp._split import length
from bot.front.whatsapp._titles import BUTTON_TITLE, ROW_TITLE, Titles
from bot.settings import ROOT

ANSWERS = load_answers(ROOT / "data/responses")


@pytest.fixture
def titles() -> Titles:
    return Titles(ANSWERS, {"sector:vo": "En middelbare school"})


def button(answer: Answer, verb: str = "topic") -> Button:
    return Button(title=answer.question, payload=f"{verb}:{answer.topic}")


def test_a_title_that_fits_stays_and_a_long_one_becomes_the_editors_short_one(
    titles: Titles,
) -> None:
    answer = ANSWERS["school_weigert"]
    buttons = [Button(title="Basisschool", payload="know:po"), button(answer, "choose")]
    basisschool, weigert = titles.choices(buttons, BUTTON_TITLE)
    assert (basisschool.title, basisschool.explained) == ("Basisschool", False)
    assert (weigert.id, weigert.title) == ("choose:school_weigert", "School weigert")
    assert weigert.full == "De school weigert mijn kind. Wat kan ik doen?"
    assert weigert.explained


def test_a_button_of_ours_has_a_title_that_needs_no_explanation(titles: Titles) -> None:
    buttons = [Button(title="En voor de middelbare school?", payload="sector:vo")]
    (choice,) = titles.choices(buttons, BUTTON_TITLE)
    assert (choice.title, choice.explained) == ("En middelbare school", False)


def test_titles_that_are_alike_after_cutting_are_numbered(titles: Titles) -> None:
    buttons = [
        Button(title=f"Samenwerkingsverband Voorbeeld {place}", payload=f"do:{place}")
        for place in ("Noord", "Zuid", "West")
    ]
    shown = [choice.title for choice in titles.choices(buttons, ROW_TITLE)]
    assert shown == ["Samenwerkingsverband…", "Samenwerkingsverband… 2", "Samenwerkingsverband… 3"]


def test_the_same_choice_twice_is_shown_once_and_an_empty_one_never(titles: Titles) -> None:
    buttons = [
        Button(title="Ja", payload="do:affirm"),
        Button(title="Jawel", payload="do:affirm"),
        Button(title=" ", payload="do:deny"),
        Button(title="Nee", payload=""),
    ]
    assert [choice.title for choice in titles.choices(buttons, BUTTON_TITLE)] == ["Ja"]


@pytest.mark.parametrize("limit", [BUTTON_TITLE, ROW_TITLE])
def test_every_topic_has_a_title_of_its_own(titles: Titles, limit: int) -> None:
    buttons = [button(answer) for answer in ANSWERS.values() if answer.question]
    choices = titles.choices(buttons, limit)
    assert len(choices) == len(buttons)
    assert not any("…" in choice.title or choice.title[-2:] == " 2" for choice in choices)


words = st.text(max_size=60)


@given(st.lists(st.tuples(words, words), max_size=12), st.sampled_from([BUTTON_TITLE, ROW_TITLE]))
def test_any_buttons_have_titles_within_the_limit_and_different(
    pairs: list[tuple[str, str]], limit: int
) -> None:
    buttons = [Button(title=title, payload=payload) for title, payload in pairs]
    choices = Titles({}, {}).choices(buttons, limit)
    assert all(choice.title.strip() and length(choice.title) <= limit for choice in choices)
    for values in ([c.id for c in choices], [c.title.casefold() for c in choices]):
        assert len(set(values)) == len(values)
    assert {choice.id for choice in choices} <= {button.payload.strip() for button in buttons}
