"""The answer: which swv, how to reach it, what it can do, and what to check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from actions.swv._location import named_places
from bot.content import Texts
from bot.store import PlaceMatch, PostcodeEntry, Registry, Sector, Swv, dutch_date
from bot.store.registry import DIVISION


@dataclass(frozen=True)
class Reply:
    """One message to the parent, with what channels show beside the text."""

    text: str
    buttons: tuple[dict[str, str], ...]
    swv: tuple[dict[str, Any], ...]
    sources: tuple[dict[str, str], ...]


def reply(location: str, sector: str, registry: Registry, texts: Texts) -> Reply:
    """Look up `location` (as `Located.value`) for `po`, `vo` or `both`.

    Raises:
        LookupError: the location is not in the registry (any more).
    """
    sectors: tuple[Sector, ...] = ("po", "vo") if sector == "both" else (_sector(sector),)
    place = _Place.of(location, registry)
    blocks: list[str] = []
    found: list[Swv] = []
    for each in sectors:
        swv = place.swv(each)
        if swv is None:
            blocks.append(place.unknown(each, texts))
        else:
            found.append(swv)
            blocks.append(_swv_text(swv, place.where, texts))
    if found:
        blocks.append(texts("answer.help"))
    blocks.append(texts("answer.school_decides"))
    national = " en ".join(
        organisation.name.split(" (")[0].split(",")[0]
        for organisation in registry.national("reformatorisch")
        if organisation.sector in sectors
    )
    blocks.append(texts("answer.exceptions", national=national))
    blocks += [doubt for doubt in (place.doubt,) if doubt]
    blocks.append(texts("answer.dated", date=dutch_date(registry.dataset_date)))
    return Reply(
        text="\n\n".join(blocks),
        buttons=tuple(_buttons(sectors, texts)),
        swv=tuple(_card(swv) for swv in found),
        sources=tuple(_sources(found, texts)),
    )


@dataclass(frozen=True)
class _Place:
    where: str
    po: Swv | None
    vo: Swv | None
    doubt: str | None
    entry: PostcodeEntry | None

    @classmethod
    def of(cls, location: str, registry: Registry) -> _Place:
        kind, _, value = location.partition(":")
        if kind == "pc4":
            entry = registry.by_postcode(value)
            if entry is None:
                raise LookupError(kind)  # not the place itself: this may be logged
            where = f"postcode {entry.pc4} ({_common(entry.gemeente)})"
            return cls(where, entry.po, entry.vo, entry.doubt, entry)
        matches = named_places(value, registry)
        if not matches:
            raise LookupError(kind)  # not the place itself: this may be logged
        doubts = " ".join(
            dict.fromkeys(text for match in matches for text in (match.note, match.doubt) if text)
        )
        where = _common(matches[0].name)
        return cls(where, _only(matches, "po"), _only(matches, "vo"), doubts or None, None)

    def swv(self, sector: Sector) -> Swv | None:
        return self.po if sector == "po" else self.vo

    def unknown(self, sector: Sector, texts: Texts) -> str:
        neighbours = self.entry.neighbours_for(sector) if self.entry else ()
        named = texts(f"sector.{sector}")
        if not neighbours:
            return texts("answer.no_swv_no_neighbours", where=self.where, sector=named)
        listed = "; ".join(
            f"{swv.name} ({swv.website})" if swv.website else swv.name for swv in neighbours
        )
        return texts("answer.no_swv", where=self.where, sector=named, neighbours=listed)


def _only(matches: Sequence[PlaceMatch], sector: Sector) -> Swv | None:
    swvs = {swv.code: swv for match in matches for swv in match.swvs(sector)}
    return next(iter(swvs.values())) if len(swvs) == 1 else None


def _common(name: str) -> str:
    """The everyday name of the two cities whose official name parents do not use."""
    return {"'s-Gravenhage": "Den Haag", "'s-Hertogenbosch": "Den Bosch"}.get(name, name)


def _swv_text(swv: Swv, where: str, texts: Texts) -> str:
    named = texts(f"sector.{swv.sector}")
    # A name may end in "e.o.": one full stop is enough.
    lines = [texts("answer.found", where=where, sector=named, name=swv.name.removesuffix("."))]
    known = {"website": swv.website, "phone": swv.phone, "email": swv.email}
    for field, value in {**known, "address": swv.address}.items():
        if value:
            lines.append(texts(f"answer.{field}", value=value))
    support = (swv.steunpunt_website, swv.steunpunt_phone, swv.steunpunt_email)
    new = [part for part in support if part and part not in known.values()]
    if new:
        lines.append(texts("answer.support", value=", ".join([*new, *_hours(swv)])))
    missing = [
        texts(f"answer.missing_parts.{field}") for field, value in known.items() if not value
    ]
    if missing:
        lines.append(texts("answer.missing", what=_listed(missing)))
    if swv.doubt:
        lines.append(swv.doubt)
    return "\n".join(lines)


def _hours(swv: Swv) -> list[str]:
    return [swv.steunpunt_hours] if swv.steunpunt_hours else []


def _listed(parts: list[str]) -> str:
    """One clause: "Een website, een telefoonnummer en een e-mailadres"."""
    words = [parts[0], *(part[0].lower() + part[1:] for part in parts[1:])]
    return " en ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _card(swv: Swv) -> dict[str, Any]:
    fields = ("code", "sector", "name", "website", "phone", "email", "address")
    return {field: getattr(swv, field) for field in fields}


def _sources(found: list[Swv], texts: Texts) -> list[dict[str, str]]:
    listed = [{"title": texts("source_title"), "url": DIVISION}]
    for swv in found:
        if swv.source.startswith("http") and swv.source != DIVISION:
            listed.append({"title": f"Gegevens van {swv.name}", "url": swv.source})
    return listed


def _buttons(sectors: tuple[Sector, ...], texts: Texts) -> list[dict[str, str]]:
    buttons = []
    if sectors == ("po",):
        buttons.append({"title": texts("buttons.other_vo"), "payload": "sector:vo"})
    if sectors == ("vo",):
        buttons.append({"title": texts("buttons.other_po"), "payload": "sector:po"})
    return buttons


def _sector(value: str) -> Sector:
    if value == "po":
        return "po"
    if value == "vo":
        return "vo"
    raise LookupError(value)
