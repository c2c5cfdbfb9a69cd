"""One line of an answer: for every parent, or only for those whose situation it fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SECTORS = {"po": "Basisschool", "vo": "Middelbare school", "so": "Speciaal onderwijs"}
"""Kinds of school as an answer tells them apart; po has the sbo with it, so the vso."""

SCHOOLS = {"openbaar": "Openbare school", "bijzonder": "Bijzondere school"}
"""Who governs a school decides which law of objection holds."""

MOMENTS = ("besluit", "aanmelding")
"""Dates a parent has, from which a deadline is counted: the letter, the application."""

_FIELDS = {"text", "sector", "school", "weeks", "after", "ask"}


@dataclass(frozen=True)
class Line:
    """A step, a deadline or something to mind."""

    text: str
    sector: str = ""
    """Only for this kind of school (a key of `SECTORS`); empty: for all."""
    school: str = ""
    """Only for openbaar or bijzonder; empty: for both."""
    weeks: int = 0
    """A deadline of so many weeks that starts on the day `after` happened."""
    after: str = ""
    """One of `MOMENTS`."""
    ask: bool = False
    """Ask the parent for that date; without it the last day is told only when it is known."""

    @property
    def whom(self) -> str:
        """For whom it is, in words; empty when it is for all."""
        names = (SECTORS.get(self.sector, ""), SCHOOLS.get(self.school, ""))
        return ", ".join(name for name in names if name)

    def addressed(self) -> str:
        """The line with for whom it is before it."""
        return f"{self.whom}: {self.text}" if self.whom else self.text


def read_line(entry: Any) -> Line:
    """Make a line of a text, or of the fields text, sector, school, weeks, after and ask.

    Raises:
        ValueError: it is neither; the message says what to write instead.
    """
    if isinstance(entry, str):
        return Line(entry.strip())
    if not isinstance(entry, Mapping):
        raise ValueError(
            "moet een lijst van teksten zijn "
            "(staat er een dubbele punt in een regel, zet die regel dan tussen quotes)"
        )
    unknown = set(entry) - _FIELDS
    if unknown or not isinstance(entry.get("text"), str):
        raise ValueError(
            "heeft een regel die niet klopt: een regel met velden heeft 'text', en daarnaast "
            "'sector', 'school', of 'weeks' met 'after' (en 'ask') "
            "(of zet een regel met een dubbele punt tussen quotes)"
        )
    sector, school, after = (entry.get(field, "") for field in ("sector", "school", "after"))
    weeks = entry.get("weeks", 0)
    choices = ((sector, tuple(SECTORS)), (school, tuple(SCHOOLS)), (after, MOMENTS))
    for value, known in choices:
        if value and value not in known:
            raise ValueError(f"heeft '{value}'; kies uit {', '.join(known)}")
    ask = entry.get("ask", False)
    if not isinstance(ask, bool) or (ask and not after):
        raise ValueError("heeft 'ask' zonder 'weeks' en 'after'; schrijf 'ask: true'")
    if bool(weeks) != bool(after) or not isinstance(weeks, int) or weeks < 0:
        raise ValueError("heeft een regel met 'weeks' zonder 'after', of andersom")
    return Line(entry["text"].strip(), sector, school, weeks, after, ask)
