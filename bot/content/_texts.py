"""What is said around the answers: the Dutch texts of `data/texts`, by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


class Texts:
    """Texts by dotted key, such as `ask_location.split`."""

    def __init__(self, texts: dict[str, Any]) -> None:
        self._texts = texts

    @classmethod
    def load(cls, path: Path) -> Texts:
        """Read the file.

        Raises:
            OSError: it cannot be read.
            yaml.YAMLError: it is not YAML.
        """
        return cls(yaml.safe_load(path.read_text(encoding="utf-8")))

    def __call__(self, key: str, **values: str) -> str:
        """The text of `key` with `values` filled in.

        Raises:
            KeyError: there is no such text, or a value is missing.
        """
        found: Any = self._texts
        for part in key.split("."):
            found = found[part]
        if not isinstance(found, str):
            raise KeyError(key)
        return found.format(**values)
