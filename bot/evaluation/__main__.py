"""`python -m bot.evaluation [QUESTIONS.csv]`: one run, one table. Runs in the brain's environment.

Every question goes through the trained model's own pipeline and thresholds, as `make classify`
does it: what is measured is what a parent gets.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from bot.content import load_catalogue
from bot.evaluation import QuestionsError, Row, load_questions, measure, render
from bot.evaluation._folds import cross_validate
from bot.nlu.classify import classify
from bot.nlu.train import MODEL, ROOT

OWN = Path("data/evaluation/questions.csv")


def main(arguments: list[str] | None = None) -> int:
    """Measure; 2 when there is no model or the file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation", description=__doc__)
    parser.add_argument("questions", type=Path, nargs="?", default=ROOT / OWN)
    parser.add_argument("--misses", action="store_true", help="print every question that is missed")
    parser.add_argument(
        "--folds", type=int, default=0, help="also cross-validate the training examples"
    )
    chosen = parser.parse_args(arguments)
    if not MODEL.exists():
        print("Er is nog geen model. Maak het met: make train", file=sys.stderr)
        return 2
    try:
        questions = load_questions(chosen.questions, load_catalogue(ROOT / "data/topics.csv"))
    except QuestionsError as error:
        print(error, file=sys.stderr)
        return 2
    started = time.monotonic()
    results = list(classify(question.text for question in questions))
    rows = [Row.of(*pair) for pair in zip(questions, results, strict=True)]
    if chosen.misses:
        for row in rows:
            if not row.first:
                print(f"{row.question.id} {row.question.label} -> {row.guess} ({row.decision})")
        print()
    folds = cross_validate(ROOT, chosen.folds, _progress) if chosen.folds else {}
    print(render(measure(rows), folds))
    print(f"\n{len(rows)} questions in {time.monotonic() - started:.0f} s, loading included")
    return 0


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
