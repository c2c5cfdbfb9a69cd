"""`python -m bot.measures`, as an operator types it."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest

from bot.measures.__main__ import main

MONTH = ("--month", "2026-10")


async def run(database_url: str, *arguments: str) -> int:
    """In a thread: the command has an event loop of its own."""
    return await asyncio.to_thread(main, ["--database", database_url, *arguments])


async def test_a_made_up_month_is_shown(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(database_url, "synthetic", *MONTH, "--conversations", "60") == 0
    assert await run(database_url, "show", *MONTH, "--json") == 0
    found = json.loads(capsys.readouterr().out.partition("\n")[2])
    assert found["total"]["conversations"] == 60
    assert len(found["days"]) == 31
    assert sum(found["hours"].values()) > 0
    assert await run(database_url, "show", *MONTH) == 0
    lines = capsys.readouterr().out
    assert re.search(r"gesprekken +60\n", lines)
    assert re.search(r"PO\d{4} +minder dan 5 ", lines)


async def test_of_one_website_small_numbers_are_not_shown(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(database_url, "synthetic", *MONTH, "--conversations", "60") == 0
    assert await run(database_url, "show", *MONTH, "--site", "de-linde") == 0
    lines = capsys.readouterr().out
    assert re.search(r"duim omlaag +minder dan 5\n", lines)
    assert not re.search(r" [0-4]$", lines, re.MULTILINE)


async def test_a_made_up_month_is_not_mixed_with_what_is_there(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    few = ("synthetic", *MONTH, "--conversations", "3")
    assert await run(database_url, *few) == 0
    assert await run(database_url, *few, "--seed", "2") == 1
    assert "--force" in capsys.readouterr().err
    assert await run(database_url, *few, "--seed", "2", "--force") == 0
    assert await run(database_url, "show", *MONTH, "--json") == 0
    assert json.loads(capsys.readouterr().out.partition("\n")[2])["total"]["conversations"] == 6


def test_what_is_wrong_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--database", f"sqlite+aiosqlite:///{tmp_path}/leeg.db", "show", *MONTH]) == 2
    assert "python -m bot.store migrate" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["show", "--month", "oktober"])
    assert "geen maand" in capsys.readouterr().err
