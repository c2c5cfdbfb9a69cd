"""The steps of the delivery, and how long each may take."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.helpdesk._ticket import Outgoing


@dataclass(frozen=True)
class Timing:
    """Waits and limits; times in seconds."""

    call: float = 60.0
    """One delivery, whatever the helpdesk's system does."""
    lease: float = 120.0
    """A ticket whose worker was not heard of for so long is free. More than any delivery."""
    reconcile: float = 60.0
    """How long to wait before a ticket is tried again that the helpdesk may have: a search there
    may find it only after a while. Each next time twice as long."""
    first_wait: float = 5.0
    longest_wait: float = 3600.0
    alarm_wait: float = 600.0
    """How often to see whether the operator has mended it. Short would lock the account."""
    gives_up: float = 5 * 24 * 3600.0
    """After so long a ticket waits for the operator."""
    poll: float = 1.0
    """How often to look for work that another process left."""
    together: int = 8
    """Tickets that one process delivers at once."""
    for_one: int = 6
    """Of these for one helpdesk: one that answers slowly leaves room for the others."""

    def wait(self, attempts: int, first: float | None = None) -> timedelta:
        """Until the next try: doubling, with some chance so that not all come at once."""
        doubled = (first or self.first_wait) * 2.0 ** min(max(attempts - 1, 0), 20)
        seconds = min(self.longest_wait, doubled) * random.uniform(0.75, 1.0)
        return timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Lease:
    """A ticket that is ours for a while; each claim has a token of its own."""

    seq: int
    desk: str
    token: str


class LeaseLost(Exception):
    """Another process has the ticket now, or it is gone."""


@dataclass(frozen=True, slots=True)
class Deliver:
    """Step: give this to the helpdesk. The row says `sending` already."""

    seq: int
    again: bool
    """The helpdesk may have it from an earlier try."""
    ticket: Outgoing


@dataclass(frozen=True, slots=True)
class Tell:
    """Step: tell who counts that this was delivered."""

    conversation: str | None
    """Empty if the parent has had all deleted: then nobody is told."""
    site: str
    channel: str
    reference: str
    at: datetime
