"""A process that makes the monthly reports, as a front does: URL, folder, moment, "hang" or "-".

It prints the name of each report when it begins it and when it is done with all.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import async_sessionmaker

from bot.beheer import _monthly, load_names
from bot.beheer._report import Report
from bot.settings import ROOT
from bot.sites import load_sites
from bot.store import open_engine

from ._figures import MemoryMeasures, talks

_write = _monthly.write_report


def telling(hang: bool) -> Callable[..., object]:
    async def write(report: Report, *arguments: object) -> object:
        print(f"begins {report.file_name}", flush=True)
        if hang:
            await asyncio.sleep(600)
        return await _write(report, *arguments)  # type: ignore[arg-type]

    return write


async def main(url: str, folder: str, moment: str, mode: str) -> None:
    setattr(_monthly, "write_report", telling(mode == "hang"))  # noqa: B010 - for this process only
    engine = open_engine(url)
    now = datetime.fromisoformat(moment)
    names = load_names(load_sites(ROOT / "sites.yml"), ROOT / "data")
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    made = await _monthly.Schedule(
        sessions, MemoryMeasures(talks()), names, Path(folder), lambda: now
    ).run()
    print(f"made {made}", flush=True)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
