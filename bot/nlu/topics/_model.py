"""The linear classifier: n-grams, support vector machines, calibrated probabilities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize, minimize_scalar
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.nlu.topics._calibration import calibrate
from bot.nlu.topics._decision import OOS, Thresholds
from bot.nlu.topics._spelling import Speller
from bot.nlu.topics._text import Utterance

_SEED = 20261125
_LEAST = 2
_OUTSIDE_C = 0.3
_OUTSIDE_WEIGHT = 0.5
"""How much a likely topic speaks against being out of scope: decision record 006."""

Array: TypeAlias = np.ndarray[Any, Any]
Ranking: TypeAlias = list[tuple[str, float]]


@dataclass(frozen=True)
class HeldOut:
    """A sentence that is not trained on, with every label that is right."""

    message: Sequence[Utterance]
    right: frozenset[str]


class TopicModel:
    """Gives every label a probability for a message.

    One machine per label within scope tells them apart, and one more tells what is out of scope
    from all of them. Their scores become probabilities on sentences that were not trained on, and
    the thresholds are chosen on the same. The message is ranked as a whole and sentence by
    sentence: what to do with both is decided in `_decision`.
    """

    def __init__(self, regularisation: float = 1.0) -> None:
        self.regularisation = regularisation
        self.temperature = 1.0
        self.outside_scale, self.outside_shift = 1.0, 0.0
        self.thresholds = Thresholds()
        self.labels: list[str] = []
        self._inside: list[str] = []
        self._speller = Speller()
        self._features = Features()
        self._topics = LinearSVC(C=regularisation, class_weight="balanced", random_state=_SEED)
        self._outside = LinearSVC(C=_OUTSIDE_C, random_state=_SEED)

    def fit(
        self,
        messages: Sequence[Sequence[Utterance]],
        labels: Sequence[str],
        kinds: Mapping[str, str],
        held_out: Sequence[HeldOut],
    ) -> TopicModel:
        """Train on messages, each the whole followed by its sentences, and calibrate.

        `kinds` says of every label whether it is a `topic` or a `dialogue` label.

        Raises:
            ValueError: a label has fewer than two examples, nothing is out of scope, or there is
                nothing to calibrate on.
        """
        few = sorted(label for label, count in Counter(labels).items() if count < _LEAST)
        if few:
            raise ValueError(f"fewer than {_LEAST} examples: {', '.join(few)}")
        if OOS not in labels or not held_out:
            raise ValueError("out-of-scope examples and held-out sentences are needed")
        truth = np.asarray(labels)
        wholes = [message[0] for message in messages]
        self._speller.fit(wholes)
        matrix = self._features.fit_transform(wholes)
        inside = truth != OOS
        self._inside = sorted(set(truth[inside]))
        self.labels = sorted({*self._inside, OOS})
        self._topics.fit(matrix[inside], truth[inside])
        self._outside.fit(matrix, ~inside)
        self._calibrate(held_out, kinds)
        return self

    def rank_all(self, texts: Sequence[Utterance]) -> list[Ranking]:
        """Labels with their probability, most likely first, for each of `texts`.

        They are counted together: that is quicker than one by one.
        """
        if not texts:
            return []
        probabilities = self._probabilities(texts)
        orders = np.argsort(-probabilities, axis=1, kind="stable")
        return [
            [(self.labels[at], float(row[at])) for at in order]
            for row, order in zip(probabilities, orders, strict=True)
        ]

    def mended(self, text: Utterance) -> str:
        """The surface of `text` as it is read, misspelt words mended."""
        return self._speller.mend(text).surface

    def _calibrate(self, held_out: Sequence[HeldOut], kinds: Mapping[str, str]) -> None:
        topics, outside = self._scores([each.message[0] for each in held_out])
        right = np.asarray([[name in each.right for name in self._inside] for each in held_out])
        within = right.any(axis=1)
        self.temperature = _best_temperature(topics[within], right[within])
        beyond = np.asarray([OOS in each.right for each in held_out]) & ~within
        self.outside_scale, self.outside_shift = _best_line(outside, beyond)
        probabilities = self._probabilities([each.message[0] for each in held_out])
        self.thresholds = calibrate(
            probabilities, [each.right for each in held_out], self.labels, kinds
        )

    def _scores(self, texts: Sequence[Utterance]) -> tuple[Array, Array]:
        """For each text the score of every label within scope, and of being out of scope."""
        matrix = self._features.transform([self._speller.mend(text) for text in texts])
        topics = np.asarray(self._topics.decision_function(matrix))
        if topics.ndim == 1:  # two labels share one machine
            topics = np.stack([-topics, topics], axis=1)
        outside = np.asarray(self._outside.decision_function(matrix))
        return topics, outside - _OUTSIDE_WEIGHT * topics.max(axis=1)

    def _probabilities(self, texts: Sequence[Utterance]) -> Array:
        topics, outside = self._scores(texts)
        beyond = 1.0 / (1.0 + np.exp(-(outside * self.outside_scale + self.outside_shift)))
        within = _softmax(topics * self.temperature) * (1.0 - beyond)[:, None]
        return np.insert(within, self.labels.index(OOS), beyond, axis=1)


class Features:
    """Lemma and character n-grams side by side."""

    def __init__(self) -> None:
        self._lemmas = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\S+")
        self._characters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2
        )

    def fit_transform(self, texts: Sequence[Utterance]) -> sp.csr_matrix:
        """Learn the n-grams of `texts` and count them."""
        self._lemmas.fit([text.lemmas for text in texts])
        self._characters.fit([text.surface for text in texts])
        return self.transform(texts)

    def transform(self, texts: Sequence[Utterance]) -> sp.csr_matrix:
        """Count the n-grams that were learnt."""
        return sp.hstack(
            [
                self._lemmas.transform([text.lemmas for text in texts]),
                self._characters.transform([text.surface for text in texts]),
            ]
        ).tocsr()


def _softmax(scores: Array) -> Array:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def _best_temperature(scores: Array, right: Array) -> float:
    """The temperature at which the right labels together lose least."""

    def loss(temperature: float) -> float:
        chosen = (_softmax(scores * temperature) * right).sum(axis=1)
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    return float(minimize_scalar(loss, bounds=(0.5, 20.0), method="bounded").x)


def _best_line(scores: Array, truth: Array) -> tuple[float, float]:
    """Scale and shift of the logistic curve from scores to probabilities (Platt)."""
    if truth.all() or not truth.any():
        return 1.0, 0.0

    def loss(line: Array) -> float:
        margin = np.where(truth, 1.0, -1.0) * (line[0] * scores + line[1])
        return float(np.logaddexp(0.0, -margin).mean() + 1e-4 * line[0] ** 2)

    scale, shift = minimize(loss, np.array([1.0, 0.0]), method="BFGS").x
    return float(scale), float(shift)
