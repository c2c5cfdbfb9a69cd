"""`python -m tests.brain.known_misses`: write down what the model now misunderstands.

Makes `tests/nlu/_known_misses.yml` anew from the trained model. Run it after training, and look
at the difference: a line more is a sentence that was understood before.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from bot.content._examples import TestCase
from bot.nlu.train import MODEL

from ._sentences import CASES, KNOWN_MISSES, Outcome, understand

_HEAD = """\
# Zinnen uit tests/nlu die het model nog niet goed begrijpt; erachter staat wat het ervan maakt.
# Een zin die wel goed gaat moet hier weg: dat zegt de test. Na het trainen opnieuw te maken met:
#   .venv-brain/bin/python -m tests.brain.known_misses
"""


def main() -> int:
    """Write the list; 2 when there is no model."""
    if not MODEL.exists():
        print("Er is nog geen model. Maak het met: make train", file=sys.stderr)
        return 2
    outcomes = understand()
    misses = [case for case in CASES if not outcomes[case.text].meets(case)]
    KNOWN_MISSES.write_text(listing(misses, outcomes), encoding="utf-8")
    right = 1 - len(misses) / len(CASES)
    print(f"{len(misses)} van {len(CASES)} zinnen gaan mis ({right:.1%} goed).")
    return 0


def listing(misses: list[TestCase], outcomes: Mapping[str, Outcome]) -> str:
    """The contents of the file."""
    lines = [f"\n{_head(misses, at)}- {_line(case, outcomes)}" for at, case in enumerate(misses)]
    return _HEAD + ("".join(lines) or "\n[]") + "\n"


def _head(misses: list[TestCase], at: int) -> str:
    """A comment with the label, before the first sentence of each."""
    label = misses[at].label
    return "" if at and misses[at - 1].label == label else f"# {label}\n"


def _line(case: TestCase, outcomes: Mapping[str, Outcome]) -> str:
    outcome = outcomes[case.text]
    got = f"{outcome.label} ({outcome.kind})"
    if lacks := outcome.lacks(case):
        got += f", zonder {', '.join(f'{name} {value}' for name, value in lacks.items())}"
    return f"{json.dumps(case.text, ensure_ascii=False)}  # {got}"


if __name__ == "__main__":
    sys.exit(main())
