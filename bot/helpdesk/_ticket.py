"""A question that a parent leaves for a helpdesk."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Contact:
    """How the helpdesk can reach the parent. Never in a log: nothing of it is in the `repr`."""

    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    """E.164: `+31612345678`."""
    name: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a parent has read, and said yes to."""

    key: str
    """Of what the parent says yes to: the same key of the same conversation is the same ticket."""
    conversation: str
    """Opaque id, for the measures and for "delete me"."""
    desk: str
    """Name of a `Desk`."""
    site: str
    channel: str
    """`web` or `whatsapp`."""
    contact: Contact
    question: str = field(repr=False)
    summary: str | None = field(repr=False)
    """What was said before, if the parent wants the helpdesk to have it."""
    sector: str | None
    """`po`, `vo` or `so`."""
    gemeente: str | None
    swv: str | None
    """Code of the samenwerkingsverband."""
    topic: str | None
    """Label of `data/topics.csv`."""
    at: datetime


class TicketState(StrEnum):
    """What became of a ticket."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GAVE_UP = "gave_up"
    """An operator must look at it; it is still here."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A ticket on its way to a helpdesk."""

    reference: str
    site: str
    channel: str
    contact: Contact
    question: str = field(repr=False)
    summary: str | None = field(repr=False)
    sector: str | None
    gemeente: str | None
    swv: str | None
    topic: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskHealth:
    """How a helpdesk does, in numbers of tickets."""

    name: str
    waiting: int
    delivered: int
    """In the time that was asked for."""
    gave_up: int
    oldest_waiting: timedelta | None
    last_error: str | None
    """Code of what went wrong last, of tickets that are not delivered."""
    alarm: bool
    """Tickets wait for something that only an operator can do."""
    doubtful: int
    """How often something was sent again that the helpdesk may have had already."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """A ticket that was given up, or that failed and is tried again. Nothing personal."""

    reference: str
    desk: str
    state: TicketState
    at: datetime
    attempts: int
    error: str | None
    alarm: bool
