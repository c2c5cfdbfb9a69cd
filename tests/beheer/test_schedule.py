"""Each report once: with one process, with two, and with one that is killed amid its work."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.beheer import Names, monthly_reports
from bot.beheer._monthly import Schedule
from bot.settings import ROOT

from ._app import Clock
from ._figures import MemoryMeasures, talks

NIGHT = datetime(2026, 11, 1, 2, tzinfo=UTC)
SCOPES = ("site-demo", "site-linde", "swv-PO2601", "swv-PO3002", "swv-VO2601")
FILES = sorted(
    f"signaleringsrapport-2026-10-{scope}.{kind}" for scope in SCOPES for kind in ("html", "pdf")
)

Sessions = async_sessionmaker[AsyncSession]


def found(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for what happens in a task."""
    while not is_so():  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.01)


async def process(url: str, folder: Path, moment: datetime, mode: str = "-") -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.beheer._schedule", url, str(folder)),
        *(moment.isoformat(), mode),
        env={**os.environ},
        cwd=ROOT,
        stdout=PIPE,
    )


async def said(running: Process) -> list[str]:
    """All that a process prints, after it has ended well."""
    out, _ = await asyncio.wait_for(running.communicate(), 60)
    assert running.returncode == 0
    return out.decode().split("\n")[:-1]


async def test_each_site_and_region_with_conversations_gets_its_report_once(
    sessions: Sessions, measures: MemoryMeasures, names: Names, folder: Path
) -> None:
    clock = Clock(NIGHT)
    schedule = Schedule(sessions, measures, names, folder, clock)
    assert await schedule.run() == len(SCOPES)
    assert found(folder) == FILES
    shutil.rmtree(folder)  # somebody took them away: they are not made again
    clock.later(days=20)
    assert await schedule.run() == 0
    assert found(folder) == []
    clock.later(days=15)
    measures.talks = [replace(talk, day=talk.day + timedelta(days=31)) for talk in measures.talks]
    assert await schedule.run() == len(SCOPES)
    assert all("2026-11" in name for name in found(folder))


async def test_nothing_is_made_before_the_month_has_settled(
    sessions: Sessions, measures: MemoryMeasures, names: Names, folder: Path
) -> None:
    early = Clock(NIGHT - timedelta(hours=2))
    assert await Schedule(sessions, measures, names, folder, early).run() == 0
    assert measures.asked == []


async def test_what_no_file_can_be_called_is_left_out(
    sessions: Sessions, names: Names, folder: Path
) -> None:
    talk = talks()[0]
    odd = [replace(talk, site="../../etc", swv="PO26/../.."), replace(talk, site="", swv="")]
    schedule = Schedule(sessions, MemoryMeasures(odd), names, folder, Clock(NIGHT))
    assert await schedule.run() == 0
    assert found(folder) == []


async def test_two_processes_at_once_make_each_report_once(database_url: str, folder: Path) -> None:
    both = [await process(database_url, folder, NIGHT) for _ in range(2)]
    lines = [line for out in await asyncio.gather(*map(said, both)) for line in out]
    begun = sorted(line for line in lines if line.startswith("begins"))
    assert begun == [f"begins signaleringsrapport-2026-10-{scope}" for scope in SCOPES]
    assert sum(int(line.split()[1]) for line in lines if line.startswith("made")) == len(SCOPES)
    assert found(folder) == FILES


async def test_a_report_of_a_process_that_was_killed_is_made_by_another(
    database_url: str, sessions: Sessions, measures: MemoryMeasures, names: Names, folder: Path
) -> None:
    first = await process(database_url, folder, NIGHT, "hang")
    assert first.stdout is not None
    line = await asyncio.wait_for(first.stdout.readline(), 60)
    assert line == b"begins signaleringsrapport-2026-10-site-demo\n"
    first.kill()
    await first.communicate()
    assert found(folder) == []
    clock = Clock(NIGHT + timedelta(minutes=5))
    schedule = Schedule(sessions, measures, names, folder, clock)
    assert await schedule.run() == len(SCOPES) - 1  # it may still be at work on the first
    clock.later(minutes=6)
    assert await schedule.run() == 1
    assert found(folder) == FILES


async def test_the_task_goes_on_after_a_failure_and_ends_when_cancelled(
    sessions: Sessions,
    measures: MemoryMeasures,
    names: Names,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "rapporten"
    folder.write_text("hier staat een bestand", encoding="utf-8")
    clock = Clock(NIGHT)
    task = asyncio.create_task(
        monthly_reports(sessions, measures, names, folder, clock=clock, every=0.02)
    )
    async with asyncio.timeout(20):
        await until(lambda: len(measures.asked) > 4)  # it has failed once and begins again
        folder.unlink()
        clock.later(minutes=11)
        await until(lambda: len(found(folder)) == len(FILES))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert found(folder) == FILES
    logged = "".join(capsys.readouterr())
    assert "background_work_failed" in logged
    assert str(folder) not in logged
