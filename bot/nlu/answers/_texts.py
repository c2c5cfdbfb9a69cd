"""The words around an answer, from `data/texts/answers.yml`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

_DAYS = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()
_MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()


class Texts:
    """Texts by their dotted name."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self._tree = tree

    @classmethod
    def load(cls, path: Path) -> Texts:
        """Read the file of texts."""
        return cls(yaml.safe_load(path.read_text(encoding="utf-8")))

    def __call__(self, name: str, **values: str) -> str:
        """The text `name`, for example `ask.school`, with values filled in."""
        text: Any = self._tree
        for part in name.split("."):
            text = text[part]
        return str(text).strip().format(**values)


def in_words(day: date) -> str:
    """A date as one says it: dinsdag 6 januari 2027."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"
