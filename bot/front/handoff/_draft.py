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


class Aside(StrEnum):
    """What was said since the step's question: a typed "ja" may then be meant for that."""

    NOTHING = ""
    TOLD = "told"
    """Something else."""
    ASKED = "asked"
    """Another question: what is typed next is its answer."""


@dataclass(frozen=True, slots=True)
class Draft:
    """As far as it is known; an empty field is not known yet."""

    desk: str
    step: Step = Step.CONSENT
    key: str = ""
    """Of the ticket: one draft is one ticket, however often "send" is tapped."""
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    question: str = field(default="", repr=False)
    sector: str = ""
    """`po`, `vo`, `so`, or `unknown`."""
    gemeente: str = ""
    """A name of the registry, or `unknown`."""
    swvs: list[str] = field(default_factory=list)
    """Codes of the samenwerkingsverbanden that it may be about."""
    topic: str = ""
    misses: int = 0
    """Places in a row that are no gemeente."""
    checked: bool = False
    """All was shown once: a change leads back there."""
    aside: Aside = Aside.NOTHING
    last_id: str = ""
    """Id of the message that led here."""
    last: list[dict[str, Any]] = field(default_factory=list, repr=False)
    """What that message was answered: the same again when it comes again."""
    kept: list[dict[str, Any]] = field(default_factory=list)
    """The same as it may be kept in the clear."""

    @property
    def swv(self) -> str:
        """The samenwerkingsverband of the kind of school; empty when it is not sure."""
        if self.sector in ("po", "vo"):
            fitting = [code for code in self.swvs if code.lower().startswith(self.sector)]
        else:
            fitting = self.swvs
        return fitting[0] if len(fitting) == 1 else ""

    def as_json(self) -> dict[str, Any]:
        """For the vault."""
        return asdict(self)

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Draft:
        """From the vault. What an older version kept besides is left out."""
        known = {each.name for each in fields(cls)}
        values = {name: value for name, value in stored.items() if name in known}
        values["step"] = Step(values["step"])
        values["aside"] = Aside(values.get("aside", ""))
        return cls(**values)
