"""When we answer, when we ask back and when we pass."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from bot.nlu.topics import Decision, Signs, Thresholds, beside_person, decide
from bot.nlu.topics._calibration import calibrate

KINDS = {
    **dict.fromkeys(["opp_wat", "opp_geen", "opp_inhoud", "school_vol", "swv_wat"], "topic"),
    **dict.fromkeys(
        ["crisis", "handoff", "swv_zoeken", "privacy", "oos", "affirm", "deny", "greet", "cancel"],
        "dialogue",
    ),
}
LIMITS = Thresholds(answer=0.6, outside=0.6, clarify=0.25, choice=0.08)
DANGER = Signs(danger=True, words=12)
POSTCODE = Signs(postcode=True, words=2)
SECTOR = Signs(sector=True, words=3)
STORY = Signs(words=40)


def _rank(**probabilities: float) -> list[tuple[str, float]]:
    rest = {"opp_wat": 0.01, "greet": 0.005} | probabilities
    return sorted(rest.items(), key=lambda each: -each[1])


def _decide(
    whole: list[tuple[str, float]],
    signs: Signs = STORY,
    sentences: list[list[tuple[str, float]]] | None = None,
) -> Decision:
    return decide(whole, sentences or [], signs, LIMITS, KINDS)


def test_a_certain_topic_is_answered() -> None:
    assert _decide(_rank(school_vol=0.6)) == Decision("answer", "school_vol", 0.6)


def test_below_the_threshold_a_topic_is_asked_back() -> None:
    decision = _decide(_rank(school_vol=0.59, opp_geen=0.2))
    assert decision == Decision("clarify", "school_vol", 0.59, ("school_vol", "opp_geen"))


def test_beside_an_answer_that_is_not_certain_the_next_topics_are_offered() -> None:
    decision = _decide(_rank(school_vol=0.7, opp_geen=0.2, greet=0.06, opp_inhoud=0.04))
    assert decision == Decision("answer", "school_vol", 0.7, ("opp_geen", "opp_inhoud"))
    assert _decide(_rank(school_vol=0.97, opp_geen=0.02)).alternatives == ()


def test_a_dialogue_label_needs_less() -> None:
    assert _decide(_rank(greet=0.4)).kind == "answer"
    assert _decide(_rank(greet=0.39)).kind == "fallback"


def test_a_few_words_with_a_postcode_are_a_look_up_however_strange() -> None:
    odd = Signs(postcode=True, words=5)
    assert _decide(_rank(oos=0.9), odd).label == "swv_zoeken"
    assert _decide(_rank(oos=0.9), Signs(postcode=True, words=20)).kind == "fallback"


def test_nothing_but_a_place_or_a_school_type_is_a_look_up() -> None:
    bare = Signs(sector=True, bare=True, words=2)
    assert _decide(_rank(school_vol=0.95), bare).label == "swv_zoeken"
    assert _decide(_rank(oos=0.95), bare).label == "swv_zoeken"


class TestCrisis:
    def test_without_words_of_danger_what_is_none_of_ours_is_no_emergency(self) -> None:
        assert _decide(_rank(oos=0.85, crisis=0.14), STORY).kind == "fallback"

    def test_a_phrase_of_grave_danger_needs_hardly_a_suspicion(self) -> None:
        grave = Signs(danger=True, grave=True, words=12)
        assert _decide(_rank(school_vol=0.99, crisis=0.02), grave).label == "crisis"
        assert _decide(_rank(oos=0.5, school_vol=0.3), grave).label == "crisis"
        assert _decide(_rank(school_vol=0.99), grave).label == "school_vol"

    def test_that_it_is_not_our_business_makes_no_danger_smaller(self) -> None:
        unlikely_ours = _rank(oos=0.86, crisis=0.1, greet=0.03, opp_wat=0.01)
        assert _decide(unlikely_ours, DANGER).label == "crisis"
        assert _decide(unlikely_ours, STORY).kind == "fallback"

    def test_words_of_danger_and_a_suspicion_are_enough(self) -> None:
        decision = _decide(_rank(school_vol=0.6, crisis=0.35), DANGER)
        assert decision == Decision("answer", "crisis", 0.35)

    def test_words_of_danger_alone_are_not(self) -> None:
        assert _decide(_rank(school_vol=0.7, crisis=0.15), DANGER).label == "school_vol"

    def test_without_such_words_it_must_be_nearly_certain(self) -> None:
        assert _decide(_rank(crisis=0.98)).label == "crisis"
        assert _decide(_rank(crisis=0.9, school_vol=0.09)).label != "crisis"

    def test_one_sentence_of_a_long_story_is_enough(self) -> None:
        sentences = [_rank(opp_wat=0.9), _rank(crisis=0.5)]
        signs = Signs(danger=True, danger_in=(False, True), words=40)
        decision = _decide(_rank(school_vol=0.9), signs, sentences)
        assert decision == Decision("answer", "crisis", 0.5)

    def test_the_words_must_be_in_that_sentence(self) -> None:
        sentences = [_rank(opp_wat=0.9), _rank(crisis=0.5)]
        elsewhere = Signs(danger=True, danger_in=(True, False), words=40)
        assert _decide(_rank(school_vol=0.9), elsewhere, sentences).label == "school_vol"
        assert _decide(_rank(school_vol=0.9), STORY, sentences).label == "school_vol"

    def test_it_goes_before_a_postcode(self) -> None:
        signs = Signs(danger=True, postcode=True, sector=True, words=3)
        assert _decide(_rank(swv_zoeken=0.5, crisis=0.4), signs).label == "crisis"

    def test_a_suspicion_is_never_a_choice(self) -> None:
        decision = _decide(_rank(crisis=0.5, school_vol=0.3, opp_geen=0.1))
        assert decision.kind == "clarify"
        assert decision.alternatives == ("school_vol", "opp_geen")


class TestLookUp:
    def test_a_few_words_with_a_postcode(self) -> None:
        assert _decide(_rank(greet=0.3), POSTCODE).label == "swv_zoeken"

    def test_a_postcode_in_a_clear_question_is_context(self) -> None:
        long = Signs(postcode=True, sector=True, words=20)
        assert _decide(_rank(school_vol=0.8), long).label == "school_vol"
        assert _decide(_rank(school_vol=0.5), long).label == "swv_zoeken"
        assert _decide(_rank(greet=0.8), long).label == "swv_zoeken"

    @pytest.mark.parametrize("label", ["handoff"])
    def test_who_wants_a_person_gets_one(self, label: str) -> None:
        assert _decide(_rank(**{label: 0.5}), POSTCODE).label == label

    def test_the_guess_is_enough_with_a_place_beside_it(self) -> None:
        long = Signs(sector=True, words=30)
        assert _decide(_rank(swv_zoeken=0.3, school_vol=0.2), long).label == "swv_zoeken"

    def test_what_says_little_is_the_place_beside_it(self) -> None:
        assert _decide(_rank(deny=0.9), SECTOR).label == "swv_zoeken"
        assert _decide(_rank(cancel=0.9), SECTOR).label == "cancel"

    def test_a_fragment_with_a_school_type(self) -> None:
        assert _decide(_rank(school_vol=0.3), SECTOR).label == "swv_zoeken"
        assert _decide(_rank(school_vol=0.7), SECTOR).label == "school_vol"

    def test_a_question_about_the_swv_with_a_place(self) -> None:
        assert _decide(_rank(swv_wat=0.7, swv_zoeken=0.1), SECTOR).label == "swv_zoeken"
        assert _decide(_rank(swv_wat=0.7, swv_zoeken=0.01), SECTOR).label == "swv_wat"

    def test_a_few_words_about_the_swv(self) -> None:
        short, long = Signs(words=7), Signs(words=8)
        assert _decide(_rank(swv_wat=0.5, swv_zoeken=0.2), short).label == "swv_zoeken"
        assert _decide(_rank(swv_wat=0.7, swv_zoeken=0.2), short).label == "swv_zoeken"
        assert _decide(_rank(swv_wat=0.7, swv_zoeken=0.07), short).label == "swv_wat"
        assert _decide(_rank(swv_wat=0.5, swv_zoeken=0.2), long).kind == "clarify"

    def test_as_the_only_choice_it_is_not_asked_back(self) -> None:
        assert _decide(_rank(swv_zoeken=0.3)) == Decision("answer", "swv_zoeken", 0.3)
        assert _decide(_rank(swv_zoeken=0.3, school_vol=0.1)).kind == "clarify"

    def test_a_faint_guess_is_no_look_up(self) -> None:
        assert _decide(_rank(swv_zoeken=0.2)) == Decision("fallback", "swv_zoeken", 0.2)


class TestLongStory:
    WHOLE = _rank(opp_geen=0.3, school_vol=0.2)

    def test_one_clear_sentence_settles_it(self) -> None:
        decision = _decide(self.WHOLE, sentences=[_rank(greet=0.9), _rank(school_vol=0.75)])
        assert decision == Decision("answer", "school_vol", 0.75, ("opp_geen",))

    def test_a_sentence_must_be_surer_than_a_message(self) -> None:
        assert _decide(self.WHOLE, sentences=[_rank(school_vol=0.74)]).kind == "clarify"

    def test_a_sentence_about_something_else_does_not_count(self) -> None:
        assert _decide(self.WHOLE, sentences=[_rank(opp_inhoud=0.95)]).kind == "clarify"

    def test_of_several_the_surest_counts_and_then_the_last(self) -> None:
        one, two = _rank(school_vol=0.9), _rank(opp_geen=0.8)
        assert _decide(self.WHOLE, sentences=[one, two]).label == "school_vol"
        last = _rank(opp_geen=0.9)
        assert _decide(self.WHOLE, sentences=[one, last]).label == "opp_geen"


class TestAskingBack:
    def test_at_most_three_choices_best_first(self) -> None:
        ranking = _rank(opp_geen=0.2, opp_inhoud=0.3, school_vol=0.15, swv_wat=0.1)
        assert _decide(ranking).alternatives == ("opp_inhoud", "opp_geen", "school_vol")

    def test_small_talk_is_never_a_choice(self) -> None:
        decision = _decide(_rank(greet=0.3, deny=0.2, school_vol=0.26, oos=0.1))
        assert decision.alternatives == ("school_vol",)

    def test_some_dialogue_labels_may_be_choices(self) -> None:
        decision = _decide(_rank(privacy=0.3, handoff=0.2, school_vol=0.1))
        assert decision.alternatives == ("privacy", "handoff", "school_vol")

    def test_too_little_together_is_not_understood(self) -> None:
        decision = _decide(_rank(school_vol=0.12, opp_geen=0.12))
        assert decision == Decision("fallback", "school_vol", 0.12)


def test_what_is_certainly_out_of_scope_is_passed() -> None:
    assert _decide(_rank(oos=0.6, school_vol=0.35)) == Decision("fallback", "oos", 0.6)
    assert _decide(_rank(oos=0.5, school_vol=0.35)).kind == "clarify"
    assert _decide(_rank(oos=0.99)).kind == "fallback"


LABELS = ["oos", "opp_wat", "school_vol"]


def _calibrated(rows: list[tuple[str, str, float]]) -> Thresholds:
    """The thresholds for rows of truth, guess and the guess's probability."""
    probabilities = np.zeros((len(rows), 3))
    for at, (_, guess, confidence) in enumerate(rows):
        probabilities[at, :] = (1 - confidence) / 2
        probabilities[at, LABELS.index(guess)] = confidence
    return calibrate(probabilities, [frozenset({each}) for each, _, _ in rows], LABELS, KINDS)


def test_the_threshold_rises_above_wrong_answers() -> None:
    right = [("opp_wat", "opp_wat", 0.9)] * 50
    wrong = [("school_vol", "opp_wat", 0.7)] * 20
    assert 0.7 < _calibrated(right + wrong).answer <= 0.72


def test_the_threshold_rises_above_stray_answers() -> None:
    right = [("opp_wat", "opp_wat", 0.9)] * 50
    stray = [("oos", "opp_wat", 0.65)] * 5 + [("oos", "oos", 0.9)] * 20
    assert 0.65 < _calibrated(right + stray).answer <= 0.67


def test_few_real_questions_are_refused() -> None:
    right = [("opp_wat", "opp_wat", 0.9)] * 90
    refused = [("opp_wat", "oos", 0.6)] * 10
    assert 0.6 < _calibrated(right + refused).outside <= 0.62


def test_with_nothing_wrong_the_thresholds_are_low() -> None:
    low = _calibrated([("opp_wat", "opp_wat", 0.9)] * 50)
    assert low.answer <= 0.3
    assert low.outside <= 0.25


def test_with_nothing_right_little_is_answered() -> None:
    assert _calibrated([("school_vol", "opp_wat", 0.99)] * 50).answer == 0.95


class TestAPersonAskedForBesideSomethingElse:
    ASKS = (_rank(opp_wat=0.9), _rank(handoff=0.95))
    HINTS = (_rank(opp_wat=0.9), _rank(handoff=0.7))

    def test_is_noted_with_the_answer(self) -> None:
        answer = Decision("answer", "opp_wat", 0.9, ("opp_geen",))
        assert beside_person(answer, self.ASKS) == replace(answer, person=True)
        assert beside_person(answer, self.HINTS) == answer

    @pytest.mark.parametrize("kind", ["clarify", "fallback"])
    def test_goes_before_asking_back(self, kind: Literal["clarify", "fallback"]) -> None:
        unclear = Decision(kind, "opp_wat", 0.4, ("opp_wat", "opp_geen"))
        assert beside_person(unclear, self.ASKS) == Decision("answer", "handoff", 0.95)
        assert beside_person(unclear, self.HINTS) == unclear

    @pytest.mark.parametrize("label", ["crisis", "handoff"])
    def test_adds_nothing_to_what_brings_a_person_anyway(self, label: str) -> None:
        answer = Decision("answer", label, 0.9)
        assert beside_person(answer, self.ASKS) == answer
