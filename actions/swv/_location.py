"""From what a message names (a postcode, a place) to one location whose swv is certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
    """`pc4:3512` or `place:Gouda`."""
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
        kind, _, name = known.partition(":")
        return Located(known) if kind == "pc4" else _by_name([name], registry, sector)
    only_street = all(e.get("kind") == "address" for e in postcodes)
    if postcodes and not (only_street and places):
        return _by_postcode(postcodes, registry)
    if not places:
        return Located()
    dutch = [e for e in places if e.get("kind") != "foreign"]
    if not dutch:
        return Located(notice=Notice("foreign"))
    chosen = next((e for e in dutch if e.get("home")), dutch[-1])
    if chosen.get("kind") == "region":
        return Located(notice=Notice("region", str(chosen["value"]).title()))
    return _by_name([chosen["value"], *chosen.get("alternatives", ())], registry, sector)


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


def _by_name(names: Sequence[str], registry: Registry, sector: str | None) -> Located:
    matches = [match for name in names for match in registry.find_place(name)]
    if not matches:
        return Located(notice=Notice("unknown_place", names[0]))
    sectors = _SECTORS[sector]
    certain = [len(_codes(matches, each)) == 1 for each in sectors]
    enough = any(certain) if sector is None else all(certain)
    if enough and (len(matches) == 1 or all(certain)):
        return Located(f"place:{matches[0].name if len(matches) == 1 else names[0]}")
    if len(matches) > 1:
        choices = ", ".join(_described(match) for match in matches[:_MAX_CHOICES])
        return Located(notice=Notice("ambiguous", names[0], choices))
    return Located(notice=Notice("split", matches[0].name))


def _codes(matches: Iterable[PlaceMatch], sector: Sector) -> set[str]:
    return {swv.code for match in matches for swv in match.swvs(sector)}


def _described(match: PlaceMatch) -> str:
    where = match.gemeenten[0] if match.gemeenten else ""
    if where and where != match.name:
        return f"{match.name} (gemeente {where})"
    return f"{match.name} ({', '.join(match.provinces)})"
