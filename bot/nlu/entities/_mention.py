"""The one result type of all finders."""

from __future__ import annotations

from dataclasses import dataclass

_LOOK_BACK = 120
"""Characters; more than any pattern for what stands before a mention reaches."""


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


def just_before(text: str, at: int) -> str:
    """What stands right before `at`: searching all of a long text for each mention is slow."""
    return text[max(0, at - _LOOK_BACK) : at]


def is_shouted(text: str) -> bool:
    """Whether `text` is in capitals (its start is): then a capital says nothing."""
    return text[:200].isupper()
