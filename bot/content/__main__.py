"""`python -m bot.content`: check the editorial files, or list what must be reviewed again."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from bot.content.checks import (
    REVIEW_MONTHS,
    check_file,
    check_project,
    due_for_review,
    fingerprint,
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when all is well, 1 when something must be repaired."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.content", description="Controleer antwoorden, voorbeelden en tests."
    )
    parser.add_argument("--root", type=Path, default=Path(), help="map van het project")
    commands = parser.add_subparsers(dest="command")
    check = commands.add_parser("check", help="controleer alles, of alleen de genoemde labels")
    check.add_argument("labels", nargs="*", help="bijvoorbeeld opp_wat")
    due = commands.add_parser("due", help="antwoorden die te lang niet zijn nagekeken")
    due.add_argument("--months", type=int, default=REVIEW_MONTHS, help="na hoeveel maanden")
    due.add_argument("--today", type=date.fromisoformat, default=None, help="standaard vandaag")
    prints = commands.add_parser(
        "fingerprint", help="vingerafdrukken van meetvragen (csv met kolom 'text')"
    )
    prints.add_argument("questions", type=Path, nargs="+")
    chosen = parser.parse_args(arguments)
    if chosen.command == "fingerprint":
        return _fingerprint(chosen.questions, chosen.root)
    if chosen.command == "due":
        return _due(chosen.root, chosen.today or datetime.now(UTC).date(), chosen.months)
    labels = getattr(chosen, "labels", [])
    problems = (
        [problem for label in labels for problem in check_file(chosen.root, label)]
        if labels
        else check_project(chosen.root)
    )
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problemen" if problems else "Alles in orde.", file=sys.stderr)
    return 1 if problems else 0


def _due(root: Path, today: date, months: int) -> int:
    old = due_for_review(root, today, months)
    for reviewed, path in old:
        print(f"{reviewed.isoformat()} {path.relative_to(root)}")
    print(f"{len(old)} antwoorden zijn langer dan {months} maanden niet nagekeken.")
    return 0


def _fingerprint(paths: list[Path], root: Path) -> int:
    hashes = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as lines:
            hashes += [sorted(fingerprint(row["text"])) for row in csv.DictReader(lines)]
    target = root / "tests/nlu/_held_out.json"
    target.write_text(json.dumps([h for h in hashes if h], indent=0) + "\n", encoding="utf-8")
    print(f"{len(hashes)} vragen -> {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
