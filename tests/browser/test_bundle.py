"""The file that schools load: made from its source, and small. Needs no browser."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.settings import ROOT

from ._servers import BUNDLE

_BUDGET = 20 * 1024
"""Bytes of the widget after gzip -9."""


def test_the_widget_is_within_its_budget() -> None:
    assert len(gzip.compress(BUNDLE.read_bytes(), 9)) <= _BUDGET


@pytest.mark.skipif(
    shutil.which("npm") is None or not (ROOT / "node_modules").exists(),
    reason="no tools of the widget here; `make setup` installs them",
)
def test_the_widget_is_what_its_source_gives(tmp_path: Path) -> None:
    built = tmp_path / "ouderwijzer.js"
    subprocess.run(
        ["npm", "run", "--silent", "build"],
        cwd=ROOT,
        env={**os.environ, "OUT": str(built)},
        check=True,
        timeout=60,
    )
    assert built.read_bytes() == BUNDLE.read_bytes(), "run `make widget`"
