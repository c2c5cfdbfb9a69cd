"""The classifier, on a small set that is made up."""

from __future__ import annotations

import pickle
from itertools import product

import pytest

from bot.nlu.topics import HeldOut, TopicModel, Utterance

_SUBJECTS = ("mijn zoon", "onze dochter", "ons kind", "hij", "zij", "mijn kleinkind")
_SAID = {
    "school_vol": ("staat op de wachtlijst", "hoort dat de school vol is"),
    "schorsing": ("is geschorst", "mag deze week niet naar school door een schorsing"),
    "opp_wat": ("krijgt een ontwikkelingsperspectief", "heeft een opp, wat is dat"),
    "greet": ("zegt hallo", "wenst u een goede middag"),
    "oos": ("wil een recept voor soep", "kijkt naar het weer en de treinen"),
}
KINDS = {label: "dialogue" if label in ("greet", "oos") else "topic" for label in _SAID}


def _message(text: str) -> list[Utterance]:
    whole = Utterance.of(text, [], {})
    return [whole, *(Utterance.of(part, [], {}) for part in text.split(". "))]


EXAMPLES = [
    (f"{subject} {said}", label)
    for label, phrases in _SAID.items()
    for subject, said in product(_SUBJECTS, phrases)
]

HELD_OUT = [
    HeldOut(_message(text), frozenset({label}))
    for text, label in (
        ("er is een lange wachtlijst", "school_vol"),
        ("geschorst voor een week", "schorsing"),
        ("wat is toch een opp", "opp_wat"),
        ("hallo daar", "greet"),
        ("soep met ballen, welk recept", "oos"),
        ("gaan de treinen met dit weer", "oos"),
    )
]


def _fit() -> TopicModel:
    return TopicModel().fit(
        [_message(text) for text, _ in EXAMPLES],
        [label for _, label in EXAMPLES],
        KINDS,
        HELD_OUT,
    )


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return _fit()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("de wachtlijst is lang en de school is vol", "school_vol"),
        ("ze hebben hem geschorst", "schorsing"),
        ("wat betekent ontwikkelingsperspectief", "opp_wat"),
        ("een goed recept voor soep", "oos"),
    ],
)
def test_an_unseen_sentence_gets_its_label(model: TopicModel, text: str, label: str) -> None:
    assert model.rank_all(_message(text))[0][0][0] == label


@pytest.mark.parametrize("text", ["de school is vol", "", "xyzzy", "school " * 500])
def test_probabilities_are_sorted_and_sum_to_one(model: TopicModel, text: str) -> None:
    ranking = model.rank_all(_message(text))[0]
    probabilities = [probability for _, probability in ranking]
    assert sorted(name for name, _ in ranking) == sorted(_SAID)
    assert sum(probabilities) == pytest.approx(1.0)
    assert probabilities == sorted(probabilities, reverse=True)
    assert min(probabilities) >= 0


def test_each_sentence_is_ranked_by_itself(model: TopicModel) -> None:
    message = _message("hij zegt hallo. hij is geschorst")
    assert [ranking[0][0] for ranking in model.rank_all(message)[1:]] == ["greet", "schorsing"]


def test_training_twice_gives_the_same_model(model: TopicModel) -> None:
    again = _fit()
    message = _message("de wachtlijst")
    assert again.rank_all(message)[0] == model.rank_all(message)[0]
    assert (again.thresholds, again.temperature) == (model.thresholds, model.temperature)


def test_a_stored_model_is_the_same_model(model: TopicModel) -> None:
    stored = pickle.loads(pickle.dumps(model))
    message = _message("een schorsing van een dag")
    assert stored.rank_all(message)[0] == model.rank_all(message)[0]
    assert stored.thresholds == model.thresholds


def test_thresholds_are_chosen_on_what_was_held_out(model: TopicModel) -> None:
    assert 0.3 <= model.thresholds.answer <= 0.95
    assert 0.25 <= model.thresholds.outside <= 0.95
    assert 0.5 <= model.temperature <= 20


def test_what_is_out_of_scope_is_likelier_so_than_a_question(model: TopicModel) -> None:
    def outside(text: str) -> float:
        return dict(model.rank_all(_message(text))[0])["oos"]

    assert outside("een recept voor soep") > 0.5 > outside("hij is geschorst")


@pytest.mark.parametrize(
    ("texts", "labels", "said"),
    [
        (["een twee"], ["opp_geen"], "opp_geen"),
        ([], [], "held-out"),
    ],
)
def test_what_cannot_be_trained_is_said(texts: list[str], labels: list[str], said: str) -> None:
    messages = [_message(text) for text in [*(text for text, _ in EXAMPLES), *texts]]
    every = [*(label for _, label in EXAMPLES), *labels]
    with pytest.raises(ValueError, match=said):
        TopicModel().fit(messages, every, KINDS, HELD_OUT if texts else [])
