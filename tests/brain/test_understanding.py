"""Every test sentence of `tests/nlu` through the trained model, as the live bot reads it.

Sentences in `tests/nlu/_known_misses.yml` are known to go wrong; one that goes right must be
taken off that list, so that the list says what is true.
"""

from __future__ import annotations

import warnings
from collections import Counter
from typing import Any

import pytest

from bot.content._examples import TestCase
from bot.evaluation import Row, load_questions, measure
from bot.nlu.classify import classify
from bot.nlu.train import MODEL

from ._sentences import CASES, KINDS, Outcome, known_misses, understand
from .conftest import ROOT
from .known_misses import listing

if not MODEL.exists():
    pytest.skip("er is geen model; maak het met: make train", allow_module_level=True)

KNOWN = known_misses()

Outcomes = dict[str, Outcome]


@pytest.fixture(scope="session")
def outcomes() -> Outcomes:
    return understand()


ODD = [
    "", " ", "\n\n", "?!", "👍", "👩‍👧", "/restart", "/", "\x00", "a" * 8000, "school " * 1100,
    "{}", "[3512](postcode:1)", "<b>", "$(ls)", "١٢٣٤٥", "\ud800", "vıjf jaar", "do:onbekend",
]  # fmt: skip


@pytest.fixture(scope="session")
def odd() -> dict[str, dict[str, Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {result["text"]: result for result in classify(ODD)}


@pytest.mark.parametrize("text", ODD, ids=[ascii(text[:12]) for text in ODD])
def test_an_odd_message_gets_a_decision(odd: dict[str, dict[str, Any]], text: str) -> None:
    result = odd[text]
    assert result["decision"] in ("answer", "clarify", "fallback")
    assert result["label"] in KINDS


def _name(case: TestCase) -> str:
    return f"{case.label}: {case.text[:60]}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_sentence(outcomes: Outcomes, case: TestCase) -> None:
    outcome = outcomes[case.text]
    if case.text in KNOWN:
        assert not outcome.meets(case), f"understood now: remove it from the list: {case.text!r}"
        return
    wanted = " or ".join((case.label, *case.accept))
    assert outcome.meets(case), (
        f"{case.text!r}: wanted {wanted}, got {outcome.label} ({outcome.kind}); "
        f"lacks {outcome.lacks(case)}"
    )


def _labelled(label: str, outcomes: Outcomes) -> list[Outcome]:
    return [outcomes[case.text] for case in CASES if case.label == label]


def test_most_sentences_are_understood(outcomes: Outcomes) -> None:
    right = sum(outcomes[case.text].meets(case) for case in CASES)
    assert right / len(CASES) >= 0.8


def test_an_emergency_is_answered_as_one(outcomes: Outcomes) -> None:
    found = _labelled("crisis", outcomes)
    answered = [each for each in found if each.kind == "answer" and each.label == "crisis"]
    assert len(answered) / len(found) >= 0.95


def test_what_is_out_of_scope_seldom_gets_an_answer_about_school(outcomes: Outcomes) -> None:
    """Half of these sentences were written to sound like school; see decision record 006."""
    found = _labelled("oos", outcomes)
    stray = [each.label for each in found if each.is_topic_answer]
    assert len(stray) / len(found) <= 0.12, stray


def test_only_an_emergency_is_answered_as_one(outcomes: Outcomes) -> None:
    alarmed = [
        case.text
        for case in CASES
        if outcomes[case.text].label == "crisis" and "crisis" not in {case.label, *case.accept}
    ]
    assert len(alarmed) / len(CASES) <= 0.01, alarmed


def test_the_own_evaluation_set_is_understood() -> None:
    """Floors well below what was measured (decision record 006), to notice a fall."""
    questions = load_questions(ROOT / "data/evaluation/questions.csv", KINDS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = classify([question.text for question in questions])
        report = measure([Row.of(*pair) for pair in zip(questions, results, strict=True)])
    assert report.first >= 0.88
    assert report.offered >= 0.94
    assert report.wrong_but_sure <= 0.05
    assert report.outside_recall >= 0.85
    assert report.refused <= 0.04


def test_a_sentence_is_tested_once() -> None:
    assert [text for text, count in Counter(case.text for case in CASES).items() if count > 1] == []


def test_the_list_of_misses_holds_test_sentences_only() -> None:
    assert {case.text for case in CASES} >= KNOWN


def test_the_list_reads_as_it_was_written(outcomes: Outcomes) -> None:
    import yaml

    assert yaml.safe_load(listing(list(CASES), outcomes)) == [case.text for case in CASES]
    assert yaml.safe_load(listing([], outcomes)) == []
