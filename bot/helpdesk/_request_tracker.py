"""Request Tracker 5: a ticket by REST2.

https://docs.bestpractical.com/rt/5.0.3/RT/REST2.html
"""

from __future__ import annotations

import aiohttp

from bot.helpdesk._desk import RequestTrackerDesk
from bot.helpdesk._errors import NotDelivered, Verdict
from bot.helpdesk._http import Api, field
from bot.helpdesk._letter import Letters
from bot.helpdesk._ticket import Outgoing


class RequestTrackerDeliverer:
    """Makes tickets in one queue. `secret` is a token of a user who may create and see them."""

    resends: int | None = None

    def __init__(
        self,
        desk: RequestTrackerDesk,
        secret: str | None,
        http: aiohttp.ClientSession,
        letters: Letters,
    ) -> None:
        self._desk = desk
        self._letters = letters
        headers = {"Authorization": f"token {secret}"} if secret else None
        self._api = Api(http, f"{desk.url}/REST/2.0", headers)

    async def deliver(self, ticket: Outgoing, *, again: bool) -> str | None:
        """Make the ticket, with the parent as requestor if there is an e-mail address."""
        if again and (found := await self._find(ticket.reference)) is not None:
            return found
        content = {
            "Queue": self._desk.queue,
            "Subject": self._letters.subject(ticket),
            "Content": self._letters.text(ticket),
            "ContentType": "text/plain",
        }
        if ticket.contact.email:
            content["Requestor"] = ticket.contact.email
        return await self._api.make("/ticket", content)

    async def check(self) -> None:
        """Whether the token may see the queue."""
        found = await self._api.get("/queues/all", {"per_page": "100", "fields": "Name"})
        queues = found.get("items", []) if isinstance(found, dict) else []
        names = [queue.get("Name") for queue in queues if isinstance(queue, dict)]
        if self._desk.queue not in names:
            raise NotDelivered(Verdict.ALARM, "no_queue")

    async def _find(self, reference: str) -> str | None:
        query = {"query": f"Subject LIKE '{reference}'", "per_page": "1"}
        found = await self._api.get("/tickets", query)
        items = found.get("items") if isinstance(found, dict) else None
        return field(items[0], "id") if items else None
