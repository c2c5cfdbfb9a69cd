"""What a helpdesk's system says when it does not simply take a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

UNREACHABLE = "unreachable"
"""No connection was made. It is over for all tickets as soon as one arrives."""


class Verdict(StrEnum):
    """What to do about a ticket that was not taken."""

    RETRY = "retry"
    GIVE_UP = "give_up"
    """It will never be taken: an operator must look."""
    ALARM = "alarm"
    """Nothing goes to this helpdesk before the operator has done something."""


@dataclass(eq=False)
class NotDelivered(Exception):
    """The helpdesk has not taken a ticket. Holds codes only, never a text or an address."""

    verdict: Verdict
    code: str
    retry_after: float | None = None
    """Seconds that the helpdesk's system asks us to wait."""


@dataclass(eq=False)
class Doubt(Exception):
    """Whether the helpdesk has taken a ticket is not known."""

    code: str
    retry_after: float | None = None
