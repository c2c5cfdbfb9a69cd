"""The test sentences of `tests/nlu`, and what the trained model makes of them."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from bot.content import load_catalogue
from bot.content._examples import TestCase, load_tests
from bot.nlu.classify import classify
from bot.nlu.train import ROOT

CASES: tuple[TestCase, ...] = tuple(
    case for file in load_tests(ROOT / "tests/nlu") for case in file.cases
)
KNOWN_MISSES = ROOT / "tests/nlu/_known_misses.yml"
OOS = "oos"
KINDS: Mapping[str, str] = {
    name: label.kind for name, label in load_catalogue(ROOT / "data/topics.csv").items()
}


@dataclass(frozen=True)
class Outcome:
    """What the live bot does with a sentence."""

    kind: str
    """`answer`, `clarify` or `fallback`."""
    label: str
    """What is answered or offered first; `oos` when the bot passes."""
    entities: Mapping[str, Any]

    @property
    def is_topic_answer(self) -> bool:
        """Whether a parent reads an answer about passend onderwijs."""
        return self.kind == "answer" and KINDS.get(self.label) == "topic"

    def meets(self, case: TestCase) -> bool:
        """Whether label and entities are what `case` expects."""
        return self.label in {case.label, *case.accept} and not self.lacks(case)

    def lacks(self, case: TestCase) -> dict[str, Any]:
        """The entities that `case` expects and that were not found."""
        return {
            name: value
            for name, value in case.entities.items()
            if not set(_values(value)) <= set(_values(self.entities.get(name)))
        }


def understand() -> dict[str, Outcome]:
    """What the trained model makes of every test sentence, by text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # loading a model of 2023's packages
        results = list(classify(case.text for case in CASES))
    return {
        result["text"]: Outcome(
            result["decision"],
            result["label"],
            result["entities"],
        )
        for result in results
    }


def known_misses() -> frozenset[str]:
    """The sentences that are known to be misunderstood."""
    if not KNOWN_MISSES.exists():
        return frozenset()
    return frozenset(yaml.safe_load(KNOWN_MISSES.read_text(encoding="utf-8")) or [])


def _values(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, (list, tuple)) else [str(value)]
