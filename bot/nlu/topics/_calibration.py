"""Choosing the thresholds on sentences that were not trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bot.nlu.topics._decision import OOS, Thresholds

_WRONG_AT_MOST = 0.035
"""Of all messages: answered as a topic they are not."""
_REFUSED_AT_MOST = 0.03
"""Of the messages within scope: passed as out of scope."""
_STEP, _HIGHEST = 0.01, 0.95


def calibrate(
    probabilities: np.ndarray[Any, Any],
    right: Sequence[frozenset[str]],
    labels: Sequence[str],
    kinds: Mapping[str, str],
) -> Thresholds:
    """The lowest thresholds that keep wrong answers and refusals within bounds.

    `right` has every label that is right for each row of `probabilities`.
    """
    outside = labels.index(OOS)
    beyond = probabilities[:, outside]
    within = np.asarray([OOS not in each for each in right])
    passed = _lowest(0.25, lambda level: _share(beyond[within] >= level) <= _REFUSED_AT_MOST)
    rest = np.delete(probabilities, outside, axis=1)
    names = [label for label in labels if label != OOS]
    best = rest.argmax(axis=1)
    hit = np.asarray([names[at] in each for at, each in zip(best, right, strict=True)])
    topic = np.asarray([kinds.get(name) == "topic" for name in names])[best]
    wrong = ~hit & topic & (beyond < passed)
    answer = _lowest(
        0.3, lambda level: _share(wrong & (rest.max(axis=1) >= level)) <= _WRONG_AT_MOST
    )
    return Thresholds(answer=answer, outside=passed)


def _lowest(start: float, holds: Any) -> float:
    for level in np.arange(start, _HIGHEST, _STEP).round(2):
        if holds(level):
            return float(level)
    return _HIGHEST


def _share(values: np.ndarray[Any, Any]) -> float:
    return float(values.mean()) if len(values) else 0.0
