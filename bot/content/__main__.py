"""`python -m bot.content`: check the editorial files, or fingerprint held-out questions."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path

from bot.content._checks import check_file, check_project, fingerprint


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when all is well, 1 when something must be repaired."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.content", description="Controleer antwoorden, voorbeelden en tests."
    )
    parser.add_argument("--root", type=Path, default=Path(), help="map van het project")
    commands = parser.add_subparsers(dest="command")
    check = commands.add_parser("check", help="controleer alles, of alleen de genoemde labels")
    check.add_argument("labels", nargs="*", help="bijvoorbeeld opp_wat")
    prints = commands.add_parser(
        "fingerprint", help="vingerafdrukken van meetvragen (csv met kolom 'text')"
    )
    prints.add_argument("questions", type=Path, nargs="+")
    chosen = parser.parse_args(arguments)
    if chosen.command == "fingerprint":
        return _fingerprint(chosen.questions, chosen.root)
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
