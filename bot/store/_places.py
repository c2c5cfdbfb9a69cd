"""From a name of a place to the areas it may mean.

The same name may be a village, the gemeente around it, a gemeente that is gone, or all three;
and it may be a village at the other end of the country. What is one place for a parent must come
out as one area, and what is not as several.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.places import place_key
from bot.store._types import PlaceKind, dutch_date

PROVINCES: dict[str, tuple[str, ...]] = {
    "Groningen": ("groningen", "gn", "gr"),
    "Friesland": ("friesland", "fryslan", "fr", "frl"),
    "Drenthe": ("drenthe", "dr"),
    "Overijssel": ("overijssel", "ov"),
    "Flevoland": ("flevoland", "fl"),
    "Gelderland": ("gelderland", "gld"),
    "Utrecht": ("utrecht", "ut", "utr"),
    "Noord-Holland": ("noord holland", "nh"),
    "Zuid-Holland": ("zuid holland", "zh"),
    "Zeeland": ("zeeland", "ze", "zld"),
    "Noord-Brabant": ("noord brabant", "brabant", "nb"),
    "Limburg": ("limburg", "l", "lb"),
}
"""The provinces and, as `place_key` writes them, how people name them behind a place."""

_HINTS = {hint: province for province, hints in PROVINCES.items() for hint in hints}
_FILLERS = ("gemeente", "gem", "provincie", "prov", "in")
_LONGEST_NAME = 10
"""Words; a longer text is not a name."""
_NEAR = 20
"""Villages of one name whose pc4 differ less than this are one village on a gemeente's border.

Nijmegen (6546 and 6564) is; Serooskerke in Veere and on Schouwen (4353 and 4327) are two.
"""


@dataclass(frozen=True)
class Area:
    """A set of pc4 that a name may mean."""

    name: str
    kind: PlaceKind
    gemeenten: tuple[str, ...]
    pc4s: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True)
class Gone:
    """A former gemeente and one of the gemeenten it went into; no pc4s: unknown where it lay."""

    name: str
    gemeente: str
    date: str
    kind: str
    pc4s: tuple[str, ...]


@dataclass(frozen=True)
class Alias:
    """Another name for what is called `name`, in one gemeente if that is given."""

    alias: str
    name: str
    gemeente: str | None = None


class PlaceIndex:
    """All names, by `place_key`."""

    def __init__(
        self,
        pc4s: Mapping[str, tuple[str, Sequence[str]]],
        provinces: Mapping[str, str],
        gone: Iterable[Gone],
        aliases: Iterable[Alias],
    ) -> None:
        """Build it from pc4 → (gemeente, places), gemeente → province, and the other names."""
        self.provinces = provinces
        villages: dict[tuple[str, str], list[str]] = defaultdict(list)
        gemeenten: dict[str, list[str]] = defaultdict(list)
        for pc4, (gemeente, places) in sorted(pc4s.items()):
            gemeenten[gemeente].append(pc4)
            for place in places:
                villages[place, gemeente].append(pc4)
        found: dict[str, list[Area]] = defaultdict(list)
        for (name, gemeente), codes in villages.items():
            area = Area(name, "plaats", (gemeente,), tuple(codes))
            for key in _keys(name):
                found[key].append(area)
        for name, codes in gemeenten.items():
            area = Area(name, "gemeente", (name,), tuple(codes))
            for key in _keys(name):
                found[key].append(area)
        for key, area in _former(gone, gemeenten):
            found[key].append(area)
        self._areas = {key: _joined(areas) for key, areas in found.items()}
        others: dict[str, list[Area]] = defaultdict(list)
        for alias in aliases:
            key = place_key(alias.name)
            others[place_key(alias.alias)] += [
                area
                for area in self._areas.get(key, [])
                if place_key(area.name) == key
                and (not alias.gemeente or alias.gemeente in area.gemeenten)
            ]
        for key, areas in others.items():
            self._areas[key] = _joined([*self._areas.get(key, []), *areas])

    def find(self, name: str) -> list[Area]:
        """The areas that `name` may mean, largest first; empty when there is none.

        A province or gemeente behind the name ("Haren (Gn)", "Beek gemeente Montferland") chooses
        among them, and "gemeente" in front leaves the villages out.
        """
        words = place_key(name).split()
        if not words or len(words) > _LONGEST_NAME:
            return []
        areas = self._areas.get(" ".join(words), [])
        if not areas and words[0] in ("gemeente", "gem"):
            inside = self._areas.get(" ".join(words[1:]), [])
            areas = [area for area in inside if area.kind != "plaats"] or inside
        if not areas:
            areas = self._hinted(words)
        return sorted(areas, key=lambda area: -len(area.pc4s))

    def _hinted(self, words: list[str]) -> list[Area]:
        for end in range(len(words) - 1, 0, -1):
            areas = self._areas.get(" ".join(words[:end]))
            hint = words[end:]
            while len(hint) > 1 and hint[0] in _FILLERS:
                hint = hint[1:]
            if areas and (fitting := self._fitting(areas, " ".join(hint))):
                return fitting
        return []

    def _fitting(self, areas: list[Area], hint: str) -> list[Area]:
        province = _HINTS.get(hint)
        return [
            area
            for area in areas
            if any(
                self.provinces.get(gemeente) == province if province else hint in _keys(gemeente)
                for gemeente in area.gemeenten
            )
        ]


def _keys(name: str) -> tuple[str, ...]:
    """The key of a name and, for "Bergen (NH)", that without the province."""
    words = place_key(name).split()
    full = " ".join(words)
    if len(words) > 1 and words[-1] in _HINTS and len(words[-1]) <= 3:
        return full, " ".join(words[:-1])
    return (full,)


def _former(gone: Iterable[Gone], gemeenten: Mapping[str, list[str]]) -> Iterable[tuple[str, Area]]:
    by_name: dict[str, list[Gone]] = defaultdict(list)
    for row in gone:
        by_name[row.name].append(row)
    for name, rows in by_name.items():
        successors = tuple(row.gemeente for row in rows)
        codes = {pc4 for row in rows for pc4 in row.pc4s or gemeenten.get(row.gemeente, ())}
        note = _fate(name, rows[0], successors)
        area = Area(name, "voormalige gemeente", successors, tuple(sorted(codes)), note)
        yield place_key(name), area


def _fate(name: str, row: Gone, successors: Sequence[str]) -> str:
    since, now = dutch_date(row.date), _enumerated(successors)
    if row.kind == "naamswijziging":
        return f"De gemeente {name} heet sinds {since} {now}."
    if len(successors) > 1:
        return f"De gemeente {name} bestaat sinds {since} niet meer en is verdeeld over {now}."
    return f"De gemeente {name} bestaat sinds {since} niet meer en hoort nu bij {now}."


def _joined(areas: list[Area]) -> list[Area]:
    """What is one place to a parent, put together."""
    result: list[Area] = []
    order = {"plaats": 0, "gemeente": 1, "voormalige gemeente": 2}
    for area in sorted(dict.fromkeys(areas), key=lambda area: order[area.kind]):
        for number, other in enumerate(result):
            if _same(area, other):
                result[number] = _join(other, area)
                break
        else:
            result.append(area)
    return result


def _same(area: Area, other: Area) -> bool:
    if set(area.gemeenten) & set(other.gemeenten):
        # Two villages, or two former gemeenten, in one gemeente meet only through an alias
        # ("Egmond"): they are not one place.
        return area.kind != other.kind or area.name == other.name
    return place_key(area.name) == place_key(other.name) and any(
        abs(int(one) - int(two)) < _NEAR for one in area.pc4s for two in other.pc4s
    )


def _join(first: Area, second: Area) -> Area:
    if second.kind == "voormalige gemeente":
        # The village of that name is known exactly, where the gemeente lay often is not.
        return replace(first, note=second.note)
    return replace(
        first,
        kind=second.kind,
        gemeenten=tuple(dict.fromkeys([*second.gemeenten, *first.gemeenten])),
        pc4s=tuple(sorted({*first.pc4s, *second.pc4s})),
    )


def _enumerated(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"
