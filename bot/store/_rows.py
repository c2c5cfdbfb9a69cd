"""What each file of `data/swv` must look like: its columns, and one row as table values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.places import place_key
from bot.store._csv import Row
from bot.store._models import (
    AliasRow,
    Base,
    FormerGemeenteRow,
    GemeenteRow,
    OrganisationRow,
    Pc4Row,
    SwvRow,
)
from bot.store._places import PROVINCES

Values = dict[str, Any]

PROVENANCE = ("source", "as_of", "confidence", "note")
ORGANISATION_KINDS = ("reformatorisch", "cluster1", "cluster2", "vereniging", "hulp")
CODE = r"(?:PO|VO)\d{4}"

COLUMNS: dict[str, tuple[str, ...]] = {
    "datasets.csv": ("file", "title", "as_of", "source", "licence", "note"),
    "swv.csv": (
        *("code", "sector", "name", "short_name", "street", "postcode", "city"),
        *("phone", "email", "website", "website_confirmed"),
        *("support_website", "support_phone", "support_email", "support_hours"),
        *("merged_into", "doubt", *PROVENANCE),
    ),
    "gemeenten.csv": ("name", "province", *PROVENANCE),
    "pc4.csv": ("pc4", "gemeente", "places", "po", "vo", "neighbours", "doubt", *PROVENANCE),
    "former_gemeenten.csv": ("name", "gemeente", "date", "kind", "pc4", *PROVENANCE),
    "aliases.csv": ("alias", "name", "gemeente", *PROVENANCE),
    **dict.fromkeys(
        ("landelijk.csv", "hulp.csv"),
        (
            *("id", "kind", "sector", "name", "what_for", "address", "website"),
            *("website_confirmed", "phone", "email", "hours", "doubt", *PROVENANCE),
        ),
    ),
}
"""Every file and its columns, in the order in which they are read."""


def dataset(row: Row) -> Values:
    """A row of datasets.csv."""
    return {
        "file": row.choice("file", [name for name in COLUMNS if name != "datasets.csv"]),
        "title": row.text("title"),
        "as_of": row.date("as_of", whole=True),
        "source": row.text("source"),
        "licence": row.text("licence"),
        "note": row.optional("note"),
    }


def swv(row: Row) -> Values:
    """A row of swv.csv."""
    code = row.matching("code", CODE, "code zoals PO2601")
    sector = row.choice("sector", ("po", "vo"))
    if code[:2].lower() != sector and code:
        row.problem(f"sector '{sector}' past niet bij code {code}")
    return {
        "code": code,
        "sector": sector,
        "name": row.text("name"),
        "short_name": row.text("short_name"),
        "street": row.optional("street"),
        "postcode": row.postcode("postcode"),
        "city": row.optional("city"),
        "phone": row.phone("phone"),
        "email": row.email("email"),
        "website": row.website("website"),
        "website_confirmed": row.yes("website_confirmed", when="website"),
        "support_website": row.website("support_website"),
        "support_phone": row.phone("support_phone"),
        "support_email": row.email("support_email"),
        "support_hours": row.optional("support_hours"),
        "merged_into": row.optional("merged_into"),
        "doubt": row.optional("doubt"),
        **_provenance(row),
    }


def gemeente(row: Row) -> Values:
    """A row of gemeenten.csv."""
    name = row.text("name", longest=64)
    return {
        "name": name,
        "key": place_key(name),
        "province": row.choice("province", list(PROVINCES)),
        **_provenance(row),
    }


def pc4(row: Row) -> Values:
    """A row of pc4.csv; its places go to a table of their own."""
    return {
        "pc4": row.matching("pc4", r"[1-9]\d{3}", "postcode van vier cijfers"),
        "gemeente": row.text("gemeente"),
        "places": row.listed("places"),
        "po": row.optional("po"),
        "vo": row.optional("vo"),
        "neighbours": "; ".join(row.listed("neighbours")) or None,
        "doubt": row.optional("doubt"),
        **_provenance(row),
    }


def former_gemeente(row: Row) -> Values:
    """A row of former_gemeenten.csv."""
    name = row.text("name", longest=64)
    return {
        "name": name,
        "key": place_key(name),
        "gemeente": row.text("gemeente"),
        "date": row.date("date", whole=True),
        "kind": row.choice("kind", ("samenvoeging", "splitsing", "naamswijziging")),
        "pc4s": "; ".join(row.listed("pc4")) or None,
        **_provenance(row),
    }


def alias(row: Row) -> Values:
    """A row of aliases.csv."""
    name = row.text("alias", longest=64)
    return {
        "alias": name,
        "key": place_key(name),
        "name": row.text("name", longest=64),
        "gemeente": row.optional("gemeente"),
        **_provenance(row),
    }


def organisation(row: Row) -> Values:
    """A row of landelijk.csv or hulp.csv."""
    kind = row.choice("kind", ORGANISATION_KINDS)
    sector = row.optional("sector")
    if sector not in (None, "po", "vo") or (kind == "reformatorisch" and not sector):
        row.problem(f"sector '{sector or ''}' past niet bij kind {kind}")
    return {
        "id": row.matching("id", r"[a-z0-9_]{1,32}", "id (kleine letters, cijfers en _)"),
        "kind": kind,
        "sector": sector,
        "name": row.text("name"),
        "what_for": row.text("what_for"),
        "address": row.optional("address"),
        "website": row.website("website"),
        "website_confirmed": row.yes("website_confirmed", when="website"),
        "phone": row.phone("phone"),
        "email": row.email("email"),
        "hours": row.optional("hours"),
        "doubt": row.optional("doubt"),
        **_provenance(row),
    }


FILES: dict[str, tuple[type[Base], Callable[[Row], Values], tuple[str, ...]]] = {
    "swv.csv": (SwvRow, swv, ("code",)),
    "gemeenten.csv": (GemeenteRow, gemeente, ("name",)),
    "pc4.csv": (Pc4Row, pc4, ("pc4",)),
    "former_gemeenten.csv": (FormerGemeenteRow, former_gemeente, ("name", "gemeente")),
    "aliases.csv": (AliasRow, alias, ("alias", "name")),
    "landelijk.csv": (OrganisationRow, organisation, ("id",)),
    "hulp.csv": (OrganisationRow, organisation, ("id",)),
}
"""Every file with its table, how a row is read, and the columns that make a row unique."""


def _provenance(row: Row) -> Values:
    return {
        "source": row.text("source"),
        "as_of": row.date("as_of"),
        "confidence": row.choice("confidence", ("high", "medium", "low")),
        "note": row.optional("note"),
    }
