"""Putting `data/swv` into the database: checked first, then everything or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.places import place_key
from bot.store._checks import Data, read_data
from bot.store._csv import Problem
from bot.store._models import (
    AliasRow,
    Base,
    DatasetRow,
    FormerGemeenteRow,
    GemeenteRow,
    OrganisationRow,
    Pc4Row,
    PlaceRow,
    SwvRow,
)
from bot.store._rows import COLUMNS, Values
from bot.store.registry import RegistryEmpty, missing_table

TABLES: tuple[type[Base], ...] = (
    *(SwvRow, GemeenteRow, Pc4Row, PlaceRow, FormerGemeenteRow, AliasRow),
    *(OrganisationRow, DatasetRow),
)
"""The registry, in an order that foreign keys allow; deleting goes the other way."""


class DataInvalid(ValueError):
    """The files do not fit; `problems` says where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problemen in de gegevens")
        self.problems = problems


async def load(engine: AsyncEngine, folder: Path, say: Callable[[str], None]) -> bool:
    """Load the files of `folder`; False when the database already has exactly these.

    `say` gets a Dutch line per step. Everything is replaced in one transaction: who reads in the
    meantime sees the old data, and after an error the old data is still there. Raises
    `DataInvalid`, `RegistryEmpty` when the tables are missing, and the database's own errors.
    """
    digests = _digests(folder)
    async with engine.execution_options(readonly=True).connect() as connection:
        if await _loaded(connection) == digests:
            return False
    say(f"Bestanden in {folder} controleren ...")
    data = read_data(folder)
    if data.problems:
        raise DataInvalid(data.problems)
    tables = _tables(data)
    async with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Two loads at once would each delete what they see and then both insert.
            await connection.execute(text("LOCK TABLE dataset IN SHARE ROW EXCLUSIVE MODE"))
        for model in reversed(TABLES):
            await connection.execute(delete(model))
        for model, rows in tables.items():
            if rows:
                await connection.execute(insert(model), rows)
            say(f"  {model.__tablename__}: {len(rows)} rijen")
    return True


def _digests(folder: Path) -> dict[str, str]:
    digests = {}
    for file in COLUMNS:
        try:
            digests[file] = hashlib.sha256((folder / file).read_bytes()).hexdigest()
        except OSError:
            digests[file] = ""
    return digests


async def _loaded(connection: AsyncConnection) -> dict[str, str]:
    try:
        rows = await connection.execute(select(DatasetRow.file, DatasetRow.sha256))
    except DBAPIError as error:
        if missing_table(error):
            raise RegistryEmpty(
                "De tabellen ontbreken. Draai eerst: python -m bot.store migrate"
            ) from error
        raise
    return {row.file: row.sha256 for row in rows}


def _tables(data: Data) -> dict[type[Base], list[Values]]:
    rows = {file: [values for _, values in found] for file, found in data.rows.items()}
    now = datetime.now(UTC)
    organisations = rows["landelijk.csv"] + rows["hulp.csv"]
    return {
        # A merged swv points to its successor, which must be there first.
        SwvRow: sorted(rows["swv.csv"], key=lambda values: values["merged_into"] is not None),
        GemeenteRow: rows["gemeenten.csv"],
        Pc4Row: [
            {column: value for column, value in values.items() if column != "places"}
            for values in rows["pc4.csv"]
        ],
        PlaceRow: [
            {"name": place, "pc4": values["pc4"], "key": place_key(place)}
            for values in rows["pc4.csv"]
            for place in values["places"]
        ],
        FormerGemeenteRow: rows["former_gemeenten.csv"],
        AliasRow: rows["aliases.csv"],
        OrganisationRow: [
            {**values, "position": number} for number, values in enumerate(organisations)
        ],
        DatasetRow: [{**values, "loaded_at": now} for values in data.datasets],
    }
