"""Reading the measures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.measures._calendar import local, midnight
from bot.measures._count import Tally
from bot.measures._figures import Missed, MissedGroup, Overview, Selection
from bot.measures._missed import group, sheet
from bot.measures._models import MeasureEvent, MeasureMissed
from bot.measures._visits import AGAIN_DAYS, Event, visits
from bot.store import Rows

_AT_ONCE = 2000
"""Rows that are fetched together."""


class MeasureRows(Rows):
    """Figures and missed questions of a selection. All methods raise `StoreUnavailable`."""

    async def overview(self, selection: Selection) -> Overview:
        """Everything that is counted.

        Events of 7 days before and after are read too: they tell who came back.
        """
        tally = Tally(selection)
        async with aclosing(self._conversations(selection)) as conversations:
            async for events in conversations:
                for visit in visits(events):
                    tally.add(visit)
        return tally.overview()

    async def missed(self, selection: Selection, limit: int = 500) -> list[MissedGroup]:
        """The newest `limit` questions that were not understood, by when they were asked.

        Those that are alike stand together, the biggest group first.
        """
        found = await self._missed(selection, limit)
        return await asyncio.to_thread(group, found)

    async def labelling_sheet(self, selection: Selection) -> str:
        """All of these questions as CSV for an editor, who fills in `label` and `note`.

        Write it as `utf-8-sig`: without the mark, spreadsheets spoil letters with accents.
        """
        return sheet(await self._missed(selection, None))

    async def _conversations(self, selection: Selection) -> AsyncGenerator[list[Event], None]:
        """The events around a selection, by conversation, in order of time."""
        row = MeasureEvent
        columns = (
            *(row.conversation, row.channel, row.site, row.swv),
            *(row.kind, row.result, row.topic, row.at),
        )
        # What happened at the same moment: first what the parent did, then what came of it.
        rank = case({"begun": 0, "turn": 1, "person": 2}, value=row.kind, else_=3)
        query = (
            select(*columns)
            .where(*_within(row.at, selection, AGAIN_DAYS))
            .order_by(row.conversation, row.at, rank, row.key)
            .execution_options(yield_per=_AT_ONCE)
        )
        if selection.site is not None:
            query = query.where(row.site == selection.site)
        if selection.channel is not None:
            query = query.where(row.channel == selection.channel)
        async with self._transaction(readonly=True) as db:
            mine: list[Event] = []
            async for rows in (await db.stream(query)).partitions():
                for event in map(Event._make, rows):
                    if mine and mine[0].conversation != event.conversation:
                        yield mine
                        mine = []
                    mine.append(event)
            if mine:
                yield mine

    async def _missed(self, selection: Selection, limit: int | None) -> list[Missed]:
        row = MeasureMissed
        query = (
            select(row)
            .where(*_within(row.at, selection))
            .order_by(row.at.desc(), row.id.desc())
            .limit(limit)
        )
        for column, wanted in (
            (row.site, selection.site),
            (row.channel, selection.channel),
            (row.swv, selection.swv),
        ):
            if wanted is not None:
                query = query.where(column == wanted)
        async with self._transaction(readonly=True) as db:
            return [
                Missed(one.id, one.text, local(one.at).date(), one.channel, tuple(one.offered))
                for one in await db.scalars(query)
            ]


def _within(
    at: InstrumentedAttribute[datetime], selection: Selection, around: int = 0
) -> tuple[ColumnElement[bool], ...]:
    """Between the midnights of a selection in Amsterdam, and `around` days on both sides."""
    more = timedelta(days=around)
    return at >= midnight(selection.start - more), at < midnight(selection.end + more)
