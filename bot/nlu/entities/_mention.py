"""The one result type of all finders."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mention:
    """Something found in a message."""

    entity: str
    """`postcode`, `plaats` or `sector`."""
    value: str
    """Normalised: `3512JE` or `3512`; a place name; `po`, `vo`, `both` or `mbo`."""
    start: int
    end: int
    kind: str = ""
    """For a postcode: pc6, pc4, invalid, foreign, pobox or address; a place: exact, fuzzy,
    region or foreign."""
    alternatives: tuple[str, ...] = ()
    """Other place names that the same spelling may mean."""
    home: bool = False
    """For a place or postcode: the text says that the family lives there."""
