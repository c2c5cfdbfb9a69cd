"""From questions and decisions to figures. Pure counting."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.evaluation._questions import Question

OOS = "oos"
_BINS = 10
_LEVELS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Row:
    """A question and what the bot made of it, as `make classify` prints it."""

    question: Question
    decision: str
    label: str
    confidence: float
    alternatives: tuple[str, ...] = ()

    @classmethod
    def of(cls, question: Question, result: Mapping[str, Any]) -> Row:
        """Pair a question with its result."""
        return cls(
            question,
            result["decision"],
            result["label"],
            result["confidence"],
            tuple(result["alternatives"]),
        )

    @property
    def guess(self) -> str:
        """The label answered or offered first; `oos` when it was passed."""
        if self.decision == "clarify" and self.alternatives:
            return self.alternatives[0]
        return OOS if self.decision == "fallback" else self.label

    @property
    def first(self) -> bool:
        """The first guess is right."""
        return self.guess in self.question.right

    @property
    def offered(self) -> bool:
        """A right label was answered or is among those offered."""
        return self.first or bool(self.question.right & set(self.alternatives))

    @property
    def wrong_but_sure(self) -> bool:
        """Answered as something it is not."""
        return self.decision == "answer" and not self.first


@dataclass(frozen=True)
class Report:
    """The figures; shares are between 0 and 1."""

    questions: int
    outside: int
    first: float
    """Of the questions within scope: first guess right."""
    offered: float
    """Of the questions within scope: right answer given or offered."""
    wrong_but_sure: float
    """Of all: answered as something it is not."""
    refused: float
    """Of the questions within scope: passed as not understood or out of scope."""
    outside_recall: float
    """Of what is out of scope: passed, or answered with an accepted label."""
    outside_answered: float
    """Of what is out of scope: answered as something within it."""
    asked_back: float
    calibration_error: float
    """Expected gap between confidence and share right, over ten bins."""
    coverage: tuple[tuple[float, float, float], ...]
    """Confidence level; share of the questions at or above it; share right of those."""
    f1: Mapping[str, float]
    confusions: tuple[tuple[str, str, int], ...]
    """Label, what it was taken for, how often; most frequent first."""
    slices: Mapping[str, tuple[int, float, float]]
    """Per style: number, first guess right, right answer given or offered."""


def measure(rows: Sequence[Row]) -> Report:
    """Count everything.

    Raises:
        ValueError: there is nothing to count.
    """
    if not rows:
        raise ValueError("no questions")
    inside = [row for row in rows if row.question.label != OOS]
    outside = [row for row in rows if row.question.label == OOS]
    slices = defaultdict(list)
    for row in rows:
        for style in row.question.styles:
            slices[style].append(row)
    wrong = Counter((row.question.label, row.guess) for row in rows if not row.first)
    return Report(
        questions=len(inside),
        outside=len(outside),
        first=_share(row.first for row in inside),
        offered=_share(row.offered for row in inside),
        wrong_but_sure=_share(row.wrong_but_sure for row in rows),
        refused=_share(
            row.decision == "fallback" and OOS not in row.question.right for row in inside
        ),
        outside_recall=_share(
            row.decision == "fallback" or (row.decision == "answer" and row.first)
            for row in outside
        ),
        outside_answered=_share(row.wrong_but_sure for row in outside),
        asked_back=_share(row.decision == "clarify" for row in rows),
        calibration_error=_calibration_error(rows),
        coverage=tuple(_covered(inside, level) for level in _LEVELS),
        f1=_f1(rows),
        confusions=tuple((a, b, n) for (a, b), n in wrong.most_common()),
        slices={
            style: (len(each), _share(r.first for r in each), _share(r.offered for r in each))
            for style, each in sorted(slices.items(), key=lambda item: -len(item[1]))
        },
    )


def _share(values: Any) -> float:
    counted = [bool(value) for value in values]
    return sum(counted) / len(counted) if counted else 0.0


def _covered(rows: Sequence[Row], level: float) -> tuple[float, float, float]:
    sure = [row for row in rows if row.confidence >= level and row.decision != "fallback"]
    return level, len(sure) / max(1, len(rows)), _share(row.first for row in sure)


def _calibration_error(rows: Sequence[Row]) -> float:
    bins: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.decision != "fallback":
            bins[min(int(row.confidence * _BINS), _BINS - 1)].append(row)
    total = sum(map(len, bins.values()))
    return sum(
        len(each) / total
        * abs(_share(r.first for r in each) - sum(r.confidence for r in each) / len(each))
        for each in bins.values()
    )  # fmt: skip


def _f1(rows: Sequence[Row]) -> dict[str, float]:
    """F1 per label of the questions; an accepted label counts as the label itself."""
    hits, asked, given = Counter[str](), Counter[str](), Counter[str]()
    for row in rows:
        guess = row.question.label if row.first else row.guess
        asked[row.question.label] += 1
        given[guess] += 1
        hits[row.question.label] += row.first
    return {label: 2 * hits[label] / (asked[label] + given[label]) for label in sorted(asked)}
