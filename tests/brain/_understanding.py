"""What the trained model makes of every test sentence; shared by the test and by the command.

`.venv-brain/bin/python -m tests.brain._understanding` writes `tests/nlu/_known_misses.yml` anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.content._examples import TestCase, load_tests
from bot.nlu.classify import classify
from bot.nlu.train import MODEL

ROOT = Path(__file__).resolve().parents[2]
KNOWN_MISSES = ROOT / "tests/nlu/_known_misses.yml"
_HEAD = (
    "# Test sentences that the present model misses, with what it makes of them. A sentence that\n"
    "# is understood after all fails the tests: take it off the list then.\n"
    "# Made by: .venv-brain/bin/python -m tests.brain._understanding\n"
)


@dataclass(frozen=True)
class Understood:
    """A test sentence and the decision on it."""

    case: TestCase
    result: dict[str, Any]

    @property
    def right(self) -> bool:
        """Whether label and entities are as the test wants them."""
        return self.result["label"] in {self.case.label, *self.case.accept} and all(
            self.result["entities"].get(name) == value for name, value in self.case.entities.items()
        )


def understand() -> Iterator[Understood]:
    """Every sentence of `tests/nlu`, through the trained pipeline."""
    cases = [case for file in load_tests(ROOT / "tests/nlu") for case in file.cases]
    results = classify(case.text for case in cases)
    yield from map(Understood, cases, results)


def known_misses() -> set[str]:
    """The sentences on the list."""
    listed = yaml.safe_load(KNOWN_MISSES.read_text(encoding="utf-8")) or []
    return {entry["text"] for entry in listed}


def main() -> int:
    """Write the list."""
    if not MODEL.exists():
        print("Er is nog geen model. Maak het met: make train", file=sys.stderr)
        return 2
    missed = [
        {
            "text": each.case.text,
            "wanted": each.case.label,
            "got": f"{each.result['decision']} {each.result['label']}",
        }
        for each in understand()
        if not each.right
    ]
    body = yaml.safe_dump(missed, allow_unicode=True, sort_keys=False, width=200)
    KNOWN_MISSES.write_text(_HEAD + body, encoding="utf-8")
    print(f"{len(missed)} zinnen -> {KNOWN_MISSES.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
