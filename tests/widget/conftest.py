"""A folder with versions of the widget, as `bot/widget` is one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Add = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "widget"
    made.mkdir()
    (made / "src").mkdir()
    (made / "src" / "ouderwijzer.js").write_text("// source\n", encoding="utf-8")
    return made


@pytest.fixture
def add(folder: Path) -> Add:
    """Put a version in the folder, or another file in the place of one."""

    def write(version: str, body: bytes = b"// a widget\n") -> Path:
        (folder / version).mkdir(exist_ok=True)
        file = folder / version / "ouderwijzer.js"
        file.write_bytes(body)
        return file

    return write
