"""The registry in memory: which samenwerkingsverband belongs to a postcode or a place.

Some 4,000 rows that change a few times a year, so they are read once; every look-up after that is
a dictionary away and cannot fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.store._models import (
    AliasRow,
    DatasetRow,
    FormerGemeenteRow,
    GemeenteRow,
    OrganisationRow,
    Pc4Row,
    PlaceRow,
    SwvRow,
)
from bot.store._places import Alias, Area, Gone, PlaceIndex
from bot.store._types import Dataset, Organisation, PlaceMatch, PostcodeEntry, Sector, Swv

DIVISION = "https://wetten.overheid.nl/BWBR0032324"
"""The Regeling that divides the postcodes; the source when a row names no web address."""

_Row = TypeVar("_Row")
_POSTCODE = re.compile(r"([1-9]\d{3})(?:\s*[A-Za-z]{2})?", re.ASCII)


class RegistryEmpty(RuntimeError):
    """The registry was never loaded; the message says in Dutch what the operator must do."""


class Registry:
    """All look-ups. Immutable: after a new load of the data, load a new one."""

    def __init__(
        self,
        swvs: dict[str, Swv],
        entries: Iterable[PostcodeEntry],
        places: PlaceIndex,
        organisations: Sequence[Organisation],
        datasets: Sequence[Dataset],
    ) -> None:
        """Use `Registry.load`."""
        self._swvs = swvs
        self._entries = {entry.pc4: entry for entry in entries}
        self._places = places
        self._organisations = tuple(organisations)
        self.datasets = tuple(datasets)
        self.dataset_date = date.fromisoformat(
            next(dataset.as_of for dataset in datasets if dataset.file == "pc4.csv")
        )
        """The date of the division into postcodes, to be shown with every answer."""

    @classmethod
    async def load(cls, engine: AsyncEngine) -> Registry:
        """Read everything, in one transaction.

        Raises `RegistryEmpty` when the tables are missing or empty, and SQLAlchemy's and the
        driver's errors when the database cannot be reached.
        """
        async with AsyncSession(engine.execution_options(readonly=True)) as session:

            async def every(model: type[_Row], *key: str) -> Sequence[_Row]:
                # Sorted here: databases do not agree on the order of letters.
                return sorted(await session.scalars(select(model)), key=attrgetter(*key))

            try:
                datasets = await every(DatasetRow, "file")
            except DBAPIError as error:
                if missing_table(error):
                    raise RegistryEmpty(
                        "De tabellen ontbreken. Draai eerst: python -m bot.store migrate"
                    ) from error
                raise
            if not datasets:
                raise RegistryEmpty("Het register is leeg. Draai eerst: python -m bot.store load")
            return _assemble(
                await every(SwvRow, "code"),
                await every(GemeenteRow, "name"),
                await every(Pc4Row, "pc4"),
                await every(PlaceRow, "pc4", "name"),
                await every(AliasRow, "alias", "name"),
                await every(FormerGemeenteRow, "name", "gemeente"),
                await every(OrganisationRow, "position"),
                datasets,
            )

    def __len__(self) -> int:
        """The number of postcodes (pc4)."""
        return len(self._entries)

    def by_postcode(self, pc4: str) -> PostcodeEntry | None:
        """The entry of "3512", "3512JE" or "3512 JE"; None when there is no such postcode."""
        written = _POSTCODE.fullmatch(pc4.strip())
        return self._entries.get(written.group(1)) if written else None

    def find_place(self, name: str) -> tuple[PlaceMatch, ...]:
        """What a name may mean: places, gemeenten of today and gemeenten that are gone.

        Spelling counts as little as in `place_key`. Largest first; empty when there is none.
        """
        return tuple(self._match(area) for area in self._places.find(name))

    def swv(self, code: str) -> Swv | None:
        """The swv with a code as "PO2601"; for one that merged, what it merged into."""
        return self._swvs.get(code.strip().upper().replace("-", "").replace(".", ""))

    def swvs(self) -> tuple[Swv, ...]:
        """All swv's that exist, by code."""
        return tuple(swv for code, swv in sorted(self._swvs.items()) if code == swv.code)

    def national(self, kind: str) -> tuple[Organisation, ...]:
        """Those of a kind: "reformatorisch" (two swv's), "cluster1", "cluster2"."""
        return tuple(item for item in self._organisations if item.kind == kind)

    def help_organisations(self) -> tuple[Organisation, ...]:
        """The national organisations that help parents, in the order to show them."""
        return self.national("hulp")

    def organisation(self, id: str) -> Organisation | None:
        """One organisation by its id in the data, such as "onderwijsconsulenten"."""
        return next((item for item in self._organisations if item.id == id), None)

    def _match(self, area: Area) -> PlaceMatch:
        entries = [self._entries[pc4] for pc4 in area.pc4s]
        provinces = (self._places.provinces[gemeente] for gemeente in area.gemeenten)
        return PlaceMatch(
            name=area.name,
            gemeenten=area.gemeenten,
            provinces=tuple(dict.fromkeys(provinces)),
            kind=area.kind,
            pc4s=area.pc4s,
            po=_distinct(entry.po for entry in entries),
            vo=_distinct(entry.vo for entry in entries),
            note=area.note,
            doubt=_shared_doubt(area.name, entries),
        )


def _distinct(swvs: Iterable[Swv | None]) -> tuple[Swv, ...]:
    by_code: dict[str, Swv] = {}
    for swv in swvs:
        if swv and (swv.code not in by_code or (swv.doubt and not by_code[swv.code].doubt)):
            by_code[swv.code] = swv
    return tuple(by_code.values())


def _shared_doubt(name: str, entries: Sequence[PostcodeEntry]) -> str | None:
    """What holds for every pc4 of a place, or that part of it is unknown."""
    doubts = {entry.doubt for entry in entries}
    if len(doubts) == 1:
        return doubts.pop()
    unknown = [entry.pc4 for entry in entries if not entry.po or not entry.vo]
    if not unknown:
        return None
    return (
        f"Van een deel van {name} (postcode {', '.join(unknown)}) weten we niet zeker welk "
        "samenwerkingsverband erbij hoort."
    )


def missing_table(error: DBAPIError) -> bool:
    """Whether a statement failed because the migrations never ran."""
    code = getattr(error.orig, "sqlstate", None)
    return code == "42P01" or "no such table" in str(error.orig)


def _assemble(
    swv_rows: Sequence[SwvRow],
    gemeente_rows: Sequence[GemeenteRow],
    pc4_rows: Sequence[Pc4Row],
    place_rows: Sequence[PlaceRow],
    alias_rows: Sequence[AliasRow],
    former_rows: Sequence[FormerGemeenteRow],
    organisation_rows: Sequence[OrganisationRow],
    dataset_rows: Sequence[DatasetRow],
) -> Registry:
    swvs = _resolved(swv_rows)
    places: dict[str, list[str]] = {}
    for place in place_rows:
        places.setdefault(place.pc4, []).append(place.name)
    entries = [
        PostcodeEntry(
            pc4=row.pc4,
            gemeente=row.gemeente,
            places=tuple(places.get(row.pc4, ())),
            po=swvs[row.po] if row.po else None,
            vo=swvs[row.vo] if row.vo else None,
            doubt=row.doubt,
            neighbours=tuple(swvs[code] for code in _listed(row.neighbours)),
        )
        for row in pc4_rows
    ]
    index = PlaceIndex(
        {entry.pc4: (entry.gemeente, entry.places) for entry in entries},
        {row.name: row.province for row in gemeente_rows},
        [
            Gone(row.name, row.gemeente, row.date, row.kind, _listed(row.pc4s))
            for row in former_rows
        ],
        [Alias(row.alias, row.name, row.gemeente) for row in alias_rows],
    )
    return Registry(
        swvs,
        entries,
        index,
        [_organisation(row) for row in organisation_rows],
        [Dataset(row.file, row.title, row.as_of, row.source, row.licence) for row in dataset_rows],
    )


async def load_swvs(session: AsyncSession) -> dict[str, Swv]:
    """Only the swv's, by code; for one that merged, what it merged into."""
    return _resolved((await session.scalars(select(SwvRow))).all())


def _resolved(rows: Sequence[SwvRow]) -> dict[str, Swv]:
    """Every code with its swv; a merged one with its successor, and the merger said in `doubt`."""
    swvs = {row.code: _swv(row) for row in rows}
    for row in rows:
        if row.merged_into:
            successor = swvs[row.merged_into]
            said = " ".join(text for text in (row.doubt, successor.doubt) if text)
            swvs[row.code] = replace(successor, doubt=said or None)
    return swvs


def _swv(row: SwvRow) -> Swv:
    return Swv(
        code=row.code,
        sector=_sector(row.sector),
        name=row.name,
        website=row.website if row.website_confirmed else None,
        phone=row.phone,
        email=row.email,
        address=_address(row.street, row.postcode, row.city),
        steunpunt_website=row.support_website,
        steunpunt_phone=row.support_phone,
        steunpunt_email=row.support_email,
        steunpunt_hours=row.support_hours,
        doubt=row.doubt,
        as_of=row.as_of,
        source=_address_in(row.source) or DIVISION,
    )


def _organisation(row: OrganisationRow) -> Organisation:
    website = row.website if row.website_confirmed else None
    return Organisation(
        id=row.id,
        kind=row.kind,
        sector=_sector(row.sector) if row.sector else None,
        name=row.name,
        what_for=row.what_for,
        address=row.address,
        website=website,
        phone=row.phone,
        email=row.email,
        hours=row.hours,
        doubt=row.doubt,
        as_of=row.as_of,
        source=_address_in(row.source) or website or "",
    )


def _sector(value: str) -> Sector:
    return "po" if value == "po" else "vo"


def _address(street: str | None, postcode: str | None, city: str | None) -> str | None:
    town = " ".join(part for part in (postcode, city) if part)
    return ", ".join(part for part in (street, town) if part) if street else None


def _address_in(source: str) -> str | None:
    found = re.search(r"https?://[^\s;]+", source)
    return found.group() if found else None


def _listed(value: str | None) -> tuple[str, ...]:
    return tuple(value.split("; ")) if value else ()
