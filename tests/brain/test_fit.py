"""An answer is fitted to what a parent has told: nothing wrong for them, nothing lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.content import Answer, Line, Texts, load_answers
from bot.nlu.answers import UNKNOWN, Situation, fit, fit_news, fit_part
from bot.nlu.days import in_words

from .conftest import ROOT

TODAY = date(2026, 11, 25)
EVERYBODY = Line("Vraag het besluit op papier.")
ANSWER = Answer(
    topic="school_weigert",
    question="De school weigert mijn kind. Wat nu?",
    short="School weigert",
    answer="Dat mag niet zomaar.",
    reviewed=TODAY,
    steps=(EVERYBODY,),
    deadlines=(
        Line("Bezwaar: binnen 6 weken.", weeks=6, after="besluit", ask=True),
        Line("Antwoord in 4 weken.", sector="vo"),
        Line("Antwoord na de bezwaartermijn.", sector="po", school="openbaar"),
    ),
    differs=(Line("Ga naar de bestuursrechter.", school="openbaar"),),
)


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts.load(ROOT / "data/texts/answers.yml")


def test_what_holds_for_all_is_said_at_once_and_one_thing_is_asked(texts: Texts) -> None:
    fitted = fit(ANSWER, Situation(), texts, TODAY, ask=True)
    assert "Dat mag niet zomaar." in fitted.text
    assert "binnen 6 weken" in fitted.text
    assert "4 weken" not in fitted.text
    assert "rechter" not in fitted.text
    assert fitted.asks == "sector"


def test_questions_come_one_at_a_time_and_never_twice(texts: Texts) -> None:
    situation, asked = Situation(), []
    while fact := fit(ANSWER, situation, texts, TODAY, ask=True).asks:
        asked.append(fact)
        situation = situation.with_told({fact: UNKNOWN})
    assert asked == ["sector", "school", "besluit"]
    assert fit(ANSWER, situation, texts, TODAY, ask=True).text == ANSWER.text()


def test_what_the_parent_told_decides_and_is_not_asked(texts: Texts) -> None:
    fitted = fit(ANSWER, Situation(sector="vo", school="bijzonder"), texts, TODAY, ask=True)
    assert "- Antwoord in 4 weken." in fitted.text
    assert "bezwaartermijn" not in fitted.text
    assert "rechter" not in fitted.text
    assert fitted.asks == "besluit"


def test_who_does_not_know_reads_all_with_for_whom_it_is(texts: Texts) -> None:
    fitted = fit(ANSWER, Situation(), texts, TODAY, ask=False)
    assert "Middelbare school: Antwoord in 4 weken." in fitted.text
    assert "Basisschool, Openbare school: Antwoord na de bezwaartermijn." in fitted.text
    assert fitted.text == ANSWER.text()
    assert fitted.asks == ""


def test_an_answer_to_our_question_gives_only_what_is_new(texts: Texts) -> None:
    fitted = fit_news(ANSWER, Situation(), Situation(sector="vo"), texts, TODAY)
    assert fitted.text == "Voor u geldt:\n- Antwoord in 4 weken."
    assert fitted.asks == "school"
    before = Situation(sector="vo")
    fitted = fit_news(ANSWER, before, Situation(sector="vo", school="bijzonder"), texts, TODAY)
    assert fitted.text == ""
    assert fitted.asks == "besluit"


def test_a_skipped_question_gives_every_variant(texts: Texts) -> None:
    before = Situation(sector="vo")
    fitted = fit_news(ANSWER, before, Situation(sector="vo", school=UNKNOWN), texts, TODAY)
    assert "Openbare school: Ga naar de bestuursrechter." in fitted.text


@pytest.mark.parametrize(
    ("ago", "said"),
    [(3, "Controleer de datum"), (38, "vandaag, desnoods kort"), (60, "Maak toch meteen bezwaar")],
)
def test_the_last_day_is_worked_out_and_says_what_to_do(texts: Texts, ago: int, said: str) -> None:
    day = TODAY - timedelta(days=ago)
    before = Situation(sector="vo", school="bijzonder")
    after = before.with_told({"besluit": day.isoformat()})
    fitted = fit_news(ANSWER, before, after, texts, TODAY)
    assert in_words(day + timedelta(weeks=6)) in fitted.text
    assert said in fitted.text
    assert fitted.asks == ""


def test_the_ten_weeks_to_a_temporary_place_do_not_stand_still(texts: Texts) -> None:
    line = Line("Na 10 weken.", weeks=10, after="aanmelding", ask=True)
    answer = Answer("x", "Waar?", "Waar", "Dat.", TODAY, steps=(EVERYBODY,), deadlines=(line,))
    known = Situation(aanmelding=(TODAY - timedelta(weeks=11)).isoformat())
    text = fit(answer, known, texts, TODAY, ask=True).text
    assert "tijdelijke plek" in text
    assert "stilstaat" not in text


def test_a_part_is_given_by_itself(texts: Texts) -> None:
    part = fit_part(ANSWER, "deadlines", Situation(sector="vo"), texts, TODAY)
    assert part is not None
    assert "Antwoord in 4 weken." in part.text
    assert "Dat mag niet zomaar." not in part.text
    assert ANSWER.question in part.text
    bare = Answer("x", "Wat is x?", "X", "Dat.", TODAY, steps=(EVERYBODY,))
    assert fit_part(bare, "deadlines", Situation(), texts, TODAY) is None


def test_a_date_in_words() -> None:
    assert in_words(date(2027, 1, 6)) == "woensdag 6 januari 2027"


def test_every_answer_of_the_project_is_whole_for_who_skips_every_question(texts: Texts) -> None:
    for answer in load_answers(ROOT / "data/responses").values():
        situation = Situation()
        for _ in range(5):
            fact = fit(answer, situation, texts, TODAY, ask=True).asks
            if not fact:
                break
            situation = situation.with_told({fact: UNKNOWN})
        fitted = fit(answer, situation, texts, TODAY, ask=True)
        assert fitted.asks == ""
        assert fitted.text == answer.text()
