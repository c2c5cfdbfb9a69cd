"""The linear classifier: n-grams, a support vector machine, calibrated probabilities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.nlu.topics._decision import Thresholds, calibrate
from bot.nlu.topics._text import Utterance

_SEED = 20261125
_FOLDS = 5


class TopicModel:
    """Gives every label a probability for a message.

    Scores become probabilities with one temperature, fitted on folds of the training data that
    were not trained on; the thresholds are chosen on the same folds. The message is ranked as a
    whole and sentence by sentence: what to do with both is decided in `_decision`.
    """

    def __init__(self, regularisation: float = 1.0) -> None:
        self.regularisation = regularisation
        self.temperature = 1.0
        self.thresholds = Thresholds()
        self.labels: list[str] = []
        self.folds_accuracy = 0.0
        self._features = _Features()
        self._svm = self._new_svm()

    def fit(
        self,
        messages: Sequence[Sequence[Utterance]],
        labels: Sequence[str],
        kinds: Mapping[str, str],
    ) -> TopicModel:
        """Train on messages, each the whole followed by its sentences, and calibrate.

        `kinds` says of every label whether it is a `topic` or a `dialogue` label.

        Raises:
            ValueError: a label has fewer examples than there are folds.
        """
        few = sorted(label for label, count in Counter(labels).items() if count < _FOLDS)
        if few:
            raise ValueError(f"fewer than {_FOLDS} examples: {', '.join(few)}")
        truth = np.asarray(labels)
        held_out = self._score_held_out(messages, truth)
        self.labels = sorted(set(labels))
        index = np.searchsorted(self.labels, truth)
        self.temperature = _best_temperature(held_out, index)
        probabilities = _softmax(held_out * self.temperature)
        self.folds_accuracy = float((probabilities.argmax(axis=1) == index).mean())
        self.thresholds = calibrate(probabilities, index, self.labels, kinds)
        matrix = self._features.fit_transform([message[0] for message in messages])
        self._svm = self._new_svm().fit(matrix, truth)
        return self

    def rank(self, message: Sequence[Utterance]) -> list[tuple[str, float]]:
        """Labels with their probability, most likely first."""
        scores = self._scores(self._svm, self._features, [message])
        probabilities = _softmax(scores * self.temperature)[0]
        order = np.argsort(-probabilities)
        return [(self.labels[i], float(probabilities[i])) for i in order]

    def rank_sentences(self, message: Sequence[Utterance]) -> list[list[tuple[str, float]]]:
        """The ranking of each sentence by itself."""
        return [self.rank([sentence]) for sentence in message[1:]]

    def _new_svm(self) -> LinearSVC:
        # Balanced: out-of-scope has ten times the examples of a topic.
        return LinearSVC(C=self.regularisation, class_weight="balanced", random_state=_SEED)

    def _scores(
        self, svm: LinearSVC, features: _Features, messages: Sequence[Sequence[Utterance]]
    ) -> np.ndarray[Any, Any]:
        wholes = features.transform([message[0] for message in messages])
        return np.asarray(svm.decision_function(wholes))

    def _score_held_out(
        self, messages: Sequence[Sequence[Utterance]], truth: np.ndarray[Any, Any]
    ) -> np.ndarray[Any, Any]:
        folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
        scores = np.zeros((len(messages), len(set(truth))))
        for trained, held_out in folds.split(np.zeros(len(truth)), truth):
            features = _Features()
            matrix = features.fit_transform([messages[at][0] for at in trained])
            svm = self._new_svm().fit(matrix, truth[trained])
            scores[held_out] = self._scores(svm, features, [messages[at] for at in held_out])
        return scores


class _Features:
    """Lemma and character n-grams side by side."""

    def __init__(self) -> None:
        self._lemmas = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\S+")
        self._characters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2
        )

    def fit_transform(self, texts: Sequence[Utterance]) -> sp.csr_matrix:
        self._lemmas.fit([text.lemmas for text in texts])
        self._characters.fit([text.surface for text in texts])
        return self.transform(texts)

    def transform(self, texts: Sequence[Utterance]) -> sp.csr_matrix:
        return sp.hstack(
            [
                self._lemmas.transform([text.lemmas for text in texts]),
                self._characters.transform([text.surface for text in texts]),
            ]
        ).tocsr()


def _softmax(scores: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def _best_temperature(scores: np.ndarray[Any, Any], truth: np.ndarray[Any, Any]) -> float:
    """The temperature with the smallest log loss."""

    def loss(temperature: float) -> float:
        chosen = _softmax(scores * temperature)[np.arange(len(truth)), truth]
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    return float(minimize_scalar(loss, bounds=(0.5, 20.0), method="bounded").x)
