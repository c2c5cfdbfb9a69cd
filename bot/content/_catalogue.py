"""The catalogue of labels: every topic and every dialogue label the classifier may give."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Label:
    """One label of `data/topics.csv`."""

    name: str
    kind: str
    """`topic` (has an answer with sources) or `dialogue` (greeting, hand-off, ...)."""
    theme: str
    """Folder of a topic's files; dialogue labels live in the folder `dialogue`."""
    description: str

    @property
    def is_topic(self) -> bool:
        """Whether a parent gets a sourced answer for this label."""
        return self.kind == "topic"

    @property
    def folder(self) -> str:
        """Folder under `data/nlu`, `data/responses` and `tests/nlu` with this label's files."""
        return self.theme if self.is_topic else "dialogue"


def load_catalogue(path: Path) -> dict[str, Label]:
    """Read `topics.csv`, in the order of the file.

    Raises:
        OSError: the file cannot be read.
        KeyError: a column is missing.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        row["label"]: Label(row["label"], row["kind"], row["theme"], row["description"])
        for row in rows
    }
