"""Questions to measure with: a CSV file with id, text, label, accept and style."""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path


class QuestionsError(ValueError):
    """The file cannot be used; the message says where and why."""


@dataclass(frozen=True)
class Question:
    """One question with the answers that are right."""

    id: str
    text: str
    label: str
    accept: tuple[str, ...]
    """Other labels whose answer is also right."""
    styles: tuple[str, ...]
    """How it is written, such as `kort`, `typo` or `nt2`."""

    @property
    def right(self) -> frozenset[str]:
        """Every label that is right."""
        return frozenset({self.label, *self.accept})


def load_questions(path: Path, labels: Collection[str]) -> list[Question]:
    """Read the questions.

    Raises:
        QuestionsError: there is no such file, a column is missing or a label is not in `labels`.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise QuestionsError(f"{path}: kan het bestand niet lezen ({error})") from error
    if not rows or {"text", "label"} - set(rows[0]):
        raise QuestionsError(f"{path}: verwacht de kolommen text en label (en id, accept, style)")
    questions = []
    for number, row in enumerate(rows, 2):
        question = Question(
            row.get("id") or str(number),
            (row["text"] or "").replace("\\n", "\n"),
            row["label"],
            _split(row.get("accept")),
            _split(row.get("style")) or ("-",),
        )
        unknown = question.right - set(labels)
        if unknown:
            raise QuestionsError(f"{path}:{number}: onbekend label {', '.join(sorted(unknown))}")
        questions.append(question)
    return questions


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split(";") if part.strip())
