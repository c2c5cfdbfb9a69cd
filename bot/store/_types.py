"""What a look-up gives: only what a parent may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.dutch import MONTHS

Sector = Literal["po", "vo"]
PlaceKind = Literal["plaats", "gemeente", "voormalige gemeente"]


@dataclass(frozen=True, slots=True)
class Swv:
    """A samenwerkingsverband as shown to a parent; None is unknown.

    `website` is None too when no source confirms the site. `doubt` is plain Dutch: what the
    parent should check, or that the swv merged. `source` is a web address; `as_of` is the date of
    the contact details (a day, month or year, see `dutch_date`).
    """

    code: str
    sector: Sector
    name: str
    website: str | None
    phone: str | None
    email: str | None
    address: str | None
    steunpunt_website: str | None
    steunpunt_phone: str | None
    steunpunt_email: str | None
    steunpunt_hours: str | None
    doubt: str | None
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class PostcodeEntry:
    """The four digits of a postcode and the swv's of a child who lives there.

    `neighbours` is filled for a sector whose swv is unknown: the swv's around it, of both sectors
    if both are unknown.
    """

    pc4: str
    gemeente: str
    places: tuple[str, ...]
    po: Swv | None
    vo: Swv | None
    doubt: str | None
    neighbours: tuple[Swv, ...]

    def neighbours_for(self, sector: Sector) -> tuple[Swv, ...]:
        """The swv's around this postcode in one sector; empty when its own is known."""
        return tuple(swv for swv in self.neighbours if swv.sector == sector)


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """One place that a name may mean.

    More than one swv in `po` or `vo` means the place is split, so the postcode decides; none
    means it is unknown. `note` says what became of a former gemeente, `doubt` what to check.
    """

    name: str
    gemeenten: tuple[str, ...]
    provinces: tuple[str, ...]
    kind: PlaceKind
    pc4s: tuple[str, ...]
    po: tuple[Swv, ...]
    vo: tuple[Swv, ...]
    note: str | None
    doubt: str | None

    def swvs(self, sector: Sector) -> tuple[Swv, ...]:
        """The swv's of one sector."""
        return self.po if sector == "po" else self.vo


@dataclass(frozen=True, slots=True)
class Organisation:
    """A national swv, a cluster 1 or 2 institution, or an organisation that helps parents."""

    id: str
    kind: str
    sector: Sector | None
    name: str
    what_for: str
    address: str | None
    website: str | None
    phone: str | None
    email: str | None
    hours: str | None
    doubt: str | None
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """One file of the registry: its title, date, source and licence."""

    file: str
    title: str
    as_of: str
    source: str
    licence: str


def dutch_date(value: date | str) -> str:
    """A date in Dutch words: 2024-10-01 is "1 oktober 2024", 2024-10 "oktober 2024"."""
    parts = (value.isoformat() if isinstance(value, date) else value).split("-")
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)
