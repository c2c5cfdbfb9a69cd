"""The figures are recomputed by hand on a few rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content import load_catalogue
from bot.evaluation import Question, QuestionsError, Row, load_questions, measure, render
from bot.settings import ROOT

LABELS = load_catalogue(ROOT / "data/topics.csv")


def row(
    label: str,
    decision: str,
    given: str,
    confidence: float = 0.9,
    *,
    accept: tuple[str, ...] = (),
    alternatives: tuple[str, ...] = (),
    style: str = "kort",
) -> Row:
    question = Question("1", "tekst", label, accept, (style,))
    return Row(question, decision, given, confidence, alternatives)


ROWS = [
    row("opp_wat", "answer", "opp_wat"),
    row("opp_wat", "answer", "opp_inhoud", accept=("opp_inhoud",)),
    row("opp_wat", "answer", "opp_geen", 0.6, alternatives=("opp_wat",), style="typo"),
    row("opp_geen", "clarify", "opp_geen", 0.4, alternatives=("opp_geen", "opp_wat")),
    row("opp_geen", "clarify", "opp_wat", 0.4, alternatives=("opp_wat", "opp_geen")),
    row("opp_geen", "fallback", "oos", 0.5),
    row("oos", "fallback", "oos", 0.8),
    row("oos", "answer", "opp_wat", 0.7),
    row("oos", "clarify", "opp_wat", 0.3, alternatives=("opp_wat",)),
    row("oos", "answer", "ask_english", 0.7, accept=("ask_english",)),
]


def test_every_share_is_what_one_counts() -> None:
    report = measure(ROWS)
    assert (report.questions, report.outside) == (6, 4)
    assert report.first == pytest.approx(3 / 6)
    assert report.offered == pytest.approx(5 / 6)
    assert report.wrong_but_sure == pytest.approx(2 / 10)
    assert report.refused == pytest.approx(1 / 6)
    assert report.outside_recall == pytest.approx(2 / 4)
    assert report.outside_answered == pytest.approx(1 / 4)
    assert report.asked_back == pytest.approx(3 / 10)


def test_confusions_slices_and_f1() -> None:
    report = measure(ROWS)
    assert ("opp_geen", "oos", 1) in report.confusions
    assert ("oos", "opp_wat", 2) in report.confusions
    assert report.slices["typo"] == (1, 0.0, 1.0)
    # opp_wat: 2 hits, asked 3, given 2 right + 1 (opp_geen) + 2 (oos)
    assert report.f1["opp_wat"] == pytest.approx(2 * 2 / (3 + 5))


def test_coverage_falls_and_calibration_is_a_share() -> None:
    report = measure(ROWS)
    covered = [share for _, share, _ in report.coverage]
    assert covered == sorted(covered, reverse=True)
    assert 0 <= report.calibration_error <= 1
    sure = [row("opp_wat", "answer", "opp_wat", 1.0)] * 10
    assert measure(sure).calibration_error == 0


def test_nothing_to_count_is_an_error() -> None:
    with pytest.raises(ValueError, match="no questions"):
        measure([])


def test_the_table_says_what_holds_and_what_falls_short() -> None:
    text = render(measure(ROWS), {"opp_wat": 0.55})
    assert "FALLS SHORT" in text
    assert "opp_wat" in text
    assert "labels below 0.6 in cross-validation: opp_wat" in text


def test_the_projects_own_set_is_large_and_covers_every_topic() -> None:
    questions = load_questions(ROOT / "data/evaluation/questions.csv", LABELS)
    assert len(questions) >= 500
    asked = {question.label for question in questions}
    assert {name for name, label in LABELS.items() if label.is_topic} <= asked
    assert len({question.text for question in questions}) == len(questions)
    assert {"kort", "lang", "typo", "nt2", "boos", "twee"} <= {
        style for question in questions for style in question.styles
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text\nhallo\n", "verwacht de kolommen"),
        ("text,label\nhallo,bestaat_niet\n", ":2: onbekend label bestaat_niet"),
        ("", "verwacht de kolommen"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(
    tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "vragen.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(QuestionsError, match=said):
        load_questions(path, LABELS)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="kan het bestand niet lezen"):
        load_questions(tmp_path / "weg.csv", LABELS)


def test_only_text_and_label_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "vragen.csv"
    path.write_text("text,label\neen\\ntwee,opp_wat\n", encoding="utf-8")
    (question,) = load_questions(path, LABELS)
    assert question == Question("2", "een\ntwee", "opp_wat", (), ("-",))
