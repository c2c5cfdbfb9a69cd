"""From what a message names (a postcode, a place) to one location whose swv is certain."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.places import place_key
from bot.store import PlaceMatch, Registry, Sector

_SECTORS: dict[str | None, tuple[Sector, ...]] = {
    "po": ("po",),
    "vo": ("vo",),
    "both": ("po", "vo"),
    None: ("po", "vo"),
}
_MAX_CHOICES = 4


@dataclass(frozen=True)
class Notice:
    """Why we ask (again): a key of the texts, with the words to fill in."""

    code: str
    given: str = ""
    choices: str = ""

    def as_slot(self) -> str:
        """As one string, for a slot."""
        return "|".join((self.code, self.given, self.choices))

    @classmethod
    def of(cls, slot: str | None) -> Notice:
        """Read what `as_slot` wrote; an empty slot is the default question."""
        code, given, choices = (*(slot or "default").split("|"), "", "")[:3]
        return cls(code, given, choices)


@dataclass(frozen=True)
class Located:
    """A location, or why there is none, or neither when the message names no place."""

    value: str | None = None
    """`pc4:3512`, `place:Gouda`, or `place:Hengelo@Overijssel` where a name alone is not enough."""
    notice: Notice | None = None


def locate(
    entities: Sequence[Mapping[str, Any]],
    registry: Registry,
    sector: str | None,
    known: str | None = None,
) -> Located:
    """The location that `entities` name, certain enough to look up for `sector`.

    A postcode goes before a place, the latest before earlier ones, and where the family lives
    before other places. Without entities the `known` location is looked at again.
    """
    postcodes = [e for e in entities if e.get("entity") == "postcode"]
    places = [e for e in entities if e.get("entity") == "plaats"]
    if known is not None and not entities:
        kind, _, place = known.partition(":")
        if kind == "pc4":
            there = registry.by_postcode(place) is not None  # not for ever: data is renewed
            return Located(known) if there else Located(notice=Notice("unknown", place))
        name, _, within = place.partition("@")
        return _settle(named_places(place, registry), name, within, registry, sector)
    only_street = all(e.get("kind") == "address" for e in postcodes)
    if postcodes and not (only_street and places):
        return _by_postcode(postcodes, registry)
    if not places:
        return Located()
    dutch = [e for e in places if e.get("kind") != "foreign"]
    if not dutch:
        return Located(notice=Notice("foreign"))
    named = [e for e in dutch if e.get("kind") != "region"]
    if not named:
        return Located(notice=Notice("region", _titled(str(dutch[-1]["value"]))))
    chosen = next((e for e in named if e.get("home")), named[-1])
    regions = {place_key(str(e["value"])) for e in dutch if e.get("kind") == "region"}
    names = [chosen["value"], *chosen.get("alternatives", ())]
    return _by_name(names, registry, sector, regions)


def _by_postcode(postcodes: Sequence[Mapping[str, Any]], registry: Registry) -> Located:
    proper = [e for e in postcodes if e.get("kind", "pc4") in ("pc6", "pc4")]
    if not proper:
        last = postcodes[-1]
        code = {"pobox": "po_box", "address": "address"}.get(str(last.get("kind")), "invalid")
        return Located(notice=Notice(code, str(last["value"])))
    chosen = next((e for e in proper if e.get("home")), proper[-1])
    pc4 = str(chosen["value"])[:4]
    if registry.by_postcode(pc4) is None:
        # Numbers such as 2500 to 2509 are given out for postbussen.
        code = "po_box" if pc4[2] == "0" else "unknown"
        return Located(notice=Notice(code, pc4))
    return Located(f"pc4:{pc4}")


def named_places(place: str, registry: Registry) -> list[PlaceMatch]:
    """What the part of a location behind `place:` means: a name, with `@` and the gemeente or
    province where more places have that name."""
    name, _, within = place.partition("@")
    matches = registry.find_place(name)
    return [m for m in matches if not within or within in (*m.gemeenten, *m.provinces)]


def _by_name(
    names: Sequence[str], registry: Registry, sector: str | None, regions: Collection[str]
) -> Located:
    matches = [match for name in names for match in registry.find_place(name)]
    if not matches:
        return Located(notice=Notice("unknown_place", names[0]))
    # "Bergen in Limburg": the province tells which of the places with this name.
    provinces = [p for match in matches for p in match.provinces if place_key(p) in regions]
    within = provinces[0] if provinces else ""
    matches = [match for match in matches if not within or within in match.provinces]
    return _settle(matches, names[0], within, registry, sector)


def _settle(
    matches: Sequence[PlaceMatch], name: str, within: str, registry: Registry, sector: str | None
) -> Located:
    if not matches:
        return Located(notice=Notice("unknown_place", name))
    only = matches[0] if len(matches) == 1 else None
    found = [len(_codes(matches, each)) for each in _SECTORS[sector]]
    certain = [count == 1 for count in found]
    if all(certain) or (only and sector is None and any(certain)):
        return Located(_place(only, registry) if only else f"place:{name}{within and '@' + within}")
    if only is None:
        choices = ", ".join(_described(match) for match in matches[:_MAX_CHOICES])
        return Located(notice=Notice("ambiguous", name, choices))
    if max(found) <= 1:
        # Not split, but unknown: its postcode knows the neighbours.
        return Located(f"pc4:{only.pc4s[0]}")
    return Located(notice=Notice("split", only.name))


def _place(match: PlaceMatch, registry: Registry) -> str:
    alone = len(registry.find_place(match.name)) == 1
    return f"place:{match.name}" + ("" if alone else f"@{match.gemeenten[0]}")


def _codes(matches: Iterable[PlaceMatch], sector: Sector) -> set[str]:
    return {swv.code for match in matches for swv in match.swvs(sector)}


def _described(match: PlaceMatch) -> str:
    name = match.name.partition(" (")[0]  # "Bergen (NH)" is said as "Bergen (Noord-Holland)"
    where = match.gemeenten[0] if match.gemeenten else ""
    if where and where != match.name:
        return f"{name} (gemeente {where})"
    return f"{name} ({', '.join(match.provinces)})"


def _titled(name: str) -> str:
    """With capitals, as on a map: "Noord-Brabant", but "'t Gooi"."""
    return re.sub(r"(?<![\w'’])(?!van\b)\w", lambda m: m[0].upper(), name)
