"""A mistake in the editorial files, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Problem:
    """One thing to repair, in words an editor understands."""

    where: str
    """File and line."""
    message: str
    """What is wrong and what to do."""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class Places:
    """The line of each field of a YAML file, and of each item of its lists."""

    def __init__(self, path: Path, shown: str) -> None:
        self._shown = shown
        self._lines: dict[tuple[str, int], int] = {}
        root = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
        for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
            self._lines[key.value, -1] = key.start_mark.line + 1
            if isinstance(value, yaml.SequenceNode):
                for number, item in enumerate(value.value):
                    self._lines[key.value, number] = item.start_mark.line + 1

    def of(self, field: str, item: int = -1) -> str:
        """File and line of a field or of one of its items; of the file when it has no such."""
        line = self._lines.get((field, item)) or self._lines.get((field, -1)) or 1
        return f"{self._shown}:{line}"
