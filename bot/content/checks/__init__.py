"""What must hold of the editorial files before anything is trained or tested.

Only the checks need textstat, so neither the brain nor the front imports this package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.content._answers import Answer, ContentError, load_answer, load_answers
from bot.content._catalogue import Label, load_catalogue
from bot.content._examples import load_tests, load_training
from bot.content._review import REVIEW_MONTHS, is_due
from bot.content.checks._answer import Library, check_answer
from bot.content.checks._claims import known_phones
from bot.content.checks._language import flesch, load_jargon, sentences
from bot.content.checks._problem import Places, Problem
from bot.content.checks._sentences import (
    HeldOut,
    check_held_out,
    check_tests,
    check_training,
    fingerprint,
)


def check_project(root: Path) -> list[Problem]:
    """Check all content of the project in `root`; an empty list means that all is well."""
    try:
        catalogue = load_catalogue(root / "data/topics.csv")
        training = list(load_training(root / "data/nlu"))
        answers = load_answers(root / "data/responses")
        tests = list(load_tests(root / "tests/nlu"))
    except ContentError as error:
        where, _, message = str(error).partition(": ")
        return [Problem(where, message)]
    problems = [*check_labels(catalogue, answers), *check_stems(root, catalogue)]
    problems += check_training(training, catalogue)
    library = Library(catalogue, answers, known_phones(root), load_jargon(root / "data/jargon.yml"))
    for path in sorted((root / "data/responses").glob("*/*.yml")):
        places = Places(path, str(path.relative_to(root)))
        problems += check_answer(answers[path.stem], places, library)
    problems += check_tests(tests, catalogue, training)
    problems += check_held_out(training, HeldOut.of_project(root))
    return problems


def check_file(root: Path, label: str) -> list[Problem]:
    """Check only the three files of one label, for an editor who works on it."""
    everything = check_project(root)
    return [problem for problem in everything if re.search(rf"\b{label}\b", str(problem))]


def check_labels(catalogue: dict[str, Label], answers: dict[str, Answer]) -> Iterator[Problem]:
    """Every label is described, and no two titles are the same."""
    where = "data/topics.csv"
    for label in catalogue.values():
        if label.is_topic and not label.description.strip():
            yield Problem(where, f"beschrijf '{label.name}' in gewone woorden")
    for field in ("question", "short"):
        first: dict[str, str] = {}
        for name, answer in answers.items():
            title = getattr(answer, field).casefold()
            if title and first.setdefault(title, name) != name:
                yield Problem(
                    f"data/responses/{name}",
                    f"'{field}' is gelijk aan die van {first[title]}; maak ze verschillend",
                )


def check_stems(root: Path, catalogue: dict[str, Label]) -> Iterator[Problem]:
    """Every label has all three of its files, in the right folder."""
    rooms = ("data/nlu", "data/responses", "tests/nlu")
    seen: dict[str, set[str]] = {name: set() for name in catalogue}
    for room in rooms:
        for path in sorted((root / room).glob("*/*.yml")):
            label = catalogue.get(path.stem)
            where = str(path.relative_to(root))
            if path.stem.startswith("_"):
                continue
            if label is None:
                yield Problem(where, f"'{path.stem}' staat niet in data/topics.csv")
            elif path.parent.name != label.folder:
                yield Problem(where, f"hoort in de map {room}/{label.folder}")
            seen.setdefault(path.stem, set()).add(room)
    for stem, present in sorted(seen.items()):
        for room in rooms:
            if room not in present:
                yield Problem(stem, f"{room}/.../{stem}.yml ontbreekt")


def due_for_review(root: Path, today: date, months: int = REVIEW_MONTHS) -> list[tuple[date, Path]]:
    """Answers whose review is more than `months` months ago, oldest first."""
    found = [
        (load_answer(path).reviewed, path) for path in (root / "data/responses").glob("*/*.yml")
    ]
    return sorted((reviewed, path) for reviewed, path in found if is_due(reviewed, today, months))


__all__ = [
    "REVIEW_MONTHS",
    "HeldOut",
    "Problem",
    "check_file",
    "check_project",
    "due_for_review",
    "fingerprint",
    "flesch",
    "sentences",
]
