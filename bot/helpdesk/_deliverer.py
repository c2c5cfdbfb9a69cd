"""What every way to a helpdesk can do."""

from __future__ import annotations

from typing import Protocol

from bot.helpdesk._ticket import Outgoing


class Deliverer(Protocol):
    """Brings tickets to one helpdesk. Every call has a timeout."""

    resends: int | None
    """How often a ticket may be sent again without knowing whether it arrived; `None`: this looks
    first, or the other side knows the reference, so any number of times."""

    async def deliver(self, ticket: Outgoing, *, again: bool) -> str | None:
        """Give a ticket to the helpdesk; its id there, if it has one.

        With `again` it may be there from an earlier try.

        Raises:
            NotDelivered: the helpdesk has not taken it.
            Doubt: it may have.
        """
        ...

    async def check(self) -> None:
        """Try the log-in; nothing is sent.

        Raises:
            NotDelivered, Doubt: it does not work.
        """
        ...
