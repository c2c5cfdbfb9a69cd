"""Reports on schedule: those of last month, for each website and region that had conversations.

Each is made once, however many fronts run: who makes it holds a lease in the database. A front that
is killed amid a report loses its lease after ten minutes, and another makes it again.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.beheer._calendar import first_of, month_before
from bot.beheer._models import MonthlyReport
from bot.beheer._names import Names
from bot.beheer._page import Templates
from bot.beheer._report import Report, Scope, make_report
from bot.beheer._report_pages import ReportFiles
from bot.beheer._select import SITE, SWV
from bot.beheer._sources import FigureSource
from bot.dutch import AMSTERDAM
from bot.store import Rows
from bot.web import repeat

LEASE = timedelta(minutes=10)
FROM_HOUR = 2
"""On the first of a month: what began before midnight has come to its end."""
_EVERY = 1800.0

_log = structlog.get_logger()


def _now() -> datetime:
    return datetime.now(UTC)


async def monthly_reports(
    sessions: async_sessionmaker[AsyncSession],
    measures: FigureSource,
    names: Names,
    folder: Path,
    *,
    clock: Callable[[], datetime] = _now,
    every: float = _EVERY,
) -> None:
    """Make in `folder` what is due, now and every `every` seconds, until cancelled.

    A month that was missed, because nothing ran in its first hours, is made up for during the month
    after it. Failures are logged and tried again.
    """
    schedule = Schedule(sessions, measures, names, folder, clock)
    await repeat(schedule.run, every)


@dataclass(frozen=True)
class _Source:
    measures: FigureSource
    names: Names


class Schedule(Rows):
    """What `monthly_reports` repeats."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        measures: FigureSource,
        names: Names,
        folder: Path,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__(sessions)
        self._source = _Source(measures, names)
        self._folder = folder
        self._clock = clock
        self._files = ReportFiles(Templates())

    async def run(self) -> int:
        """Make what is due; how many reports.

        Raises:
            StoreUnavailable: the database does not answer.
            OSError: the folder cannot be written.
        """
        month = due_month(self._clock())
        if month is None:
            return 0
        made = 0
        done = await self._done(month)
        for scope in await scopes(self._source.measures, month):
            if scope.key in done or not await self._claim(month, scope):
                continue
            now = self._clock()
            report = await make_report(self._source.measures, scope, month, self._source.names, now)
            await write_report(report, self._files, self._folder)
            await self._finish(month, scope)
            made += 1
        if made:
            _log.info("monthly_reports", made=made)
        return made

    async def _done(self, month: date) -> set[str]:
        query = select(MonthlyReport.scope).where(
            MonthlyReport.month == month, MonthlyReport.made_at.is_not(None)
        )
        async with self._transaction(readonly=True) as db:
            return set(await db.scalars(query))

    async def _claim(self, month: date, scope: Scope) -> bool:
        """Whether this process is the one to make it."""
        now = self._clock()
        try:
            async with self._transaction() as db:
                db.add(MonthlyReport(month=month, scope=scope.key, lease_until=now + LEASE))
            return True
        except IntegrityError:
            pass  # somebody was first: perhaps one that was killed
        async with self._transaction() as db:
            taken = await db.execute(
                update(MonthlyReport)
                .where(
                    MonthlyReport.month == month,
                    MonthlyReport.scope == scope.key,
                    MonthlyReport.made_at.is_(None),
                    MonthlyReport.lease_until < now,
                )
                .values(lease_until=now + LEASE)
                .returning(MonthlyReport.scope)
            )
            return taken.first() is not None

    async def _finish(self, month: date, scope: Scope) -> None:
        async with self._transaction() as db:
            await db.execute(
                update(MonthlyReport)
                .where(MonthlyReport.month == month, MonthlyReport.scope == scope.key)
                .values(made_at=self._clock())
            )


def due_month(now: datetime) -> date | None:
    """The month, by its first day, of which reports may be made; None in the first hours."""
    here = now.astimezone(AMSTERDAM)
    if here.day == 1 and here.hour < FROM_HOUR:
        return None
    return month_before(first_of(here.date()))


async def scopes(measures: FigureSource, month: date) -> list[Scope]:
    """Every website and region that had conversations in a month.

    What cannot be a name of a file, and no website or region of ours is called so, is left out.

    Raises:
        StoreUnavailable: the database does not answer.
    """
    found = await measures.overview(Scope().selection(month))
    sites = [Scope(site=id_) for id_ in found.sites if SITE.fullmatch(id_)]
    return sites + [Scope(swv=code) for code in found.regions if SWV.fullmatch(code)]


async def write_report(report: Report, files: ReportFiles, folder: Path) -> list[Path]:
    """Write the report as HTML and PDF; where. Nobody ever sees half a file.

    Raises:
        OSError: the folder cannot be written.
    """
    contents = {".html": files.html(report), ".pdf": await files.pdf(report)}
    return await asyncio.to_thread(_write, folder, report.file_name, contents)


def _write(folder: Path, name: str, contents: dict[str, bytes]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for ending, content in contents.items():
        target = folder / f"{name}{ending}"
        descriptor, draft = tempfile.mkstemp(prefix=f".{name}", dir=folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(draft).chmod(0o644)
            Path(draft).replace(target)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        written.append(target)
    return written
