"""A message for a helpdesk that a parent is making. Kept in the vault only: it holds who it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any


class Step(StrEnum):
    """What the parent is asked now."""

    CONSENT = "consent"
    CONTACT = "contact"
    QUESTION = "question"
    SECTOR = "sector"
    GEMEENTE = "gemeente"
    CONFIRM = "confirm"
    SENT = "sent"
    """Nothing: it has gone. Kept a while, so that the last message gets the same answer again."""


@dataclass(frozen=True, slots=True)
class Draft:
    """As far as it is known; an empty field is not known yet."""

    desk: str
    step: Step = Step.CONSENT
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    question: str = field(default="", repr=False)
    sector: str = ""
    """`po`, `vo`, `so`, or `unknown`."""
    gemeente: str = ""
    """A name of the registry, or `unknown`."""
    swv: str = ""
    topic: str = ""
    checked: bool = False
    """All was shown once: a change leads back there."""
    last_id: str = ""
    """Id of the message that led here."""
    last: list[dict[str, Any]] = field(default_factory=list, repr=False)
    """What that message was answered: the same again when it comes again."""
    kept: list[dict[str, Any]] = field(default_factory=list)
    """The same as it may be kept in the clear."""

    def as_json(self) -> dict[str, Any]:
        """For the vault."""
        return asdict(self)

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Draft:
        """From the vault. What an older version kept besides is left out."""
        known = {each.name for each in fields(cls)}
        values = {name: value for name, value in stored.items() if name in known}
        return cls(**values | {"step": Step(values["step"])})
