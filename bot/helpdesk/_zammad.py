"""Zammad: a ticket by its REST API.

https://docs.zammad.org/en/latest/api/ticket/index.html
"""

from __future__ import annotations

import aiohttp

from bot.helpdesk._desk import ZammadDesk
from bot.helpdesk._http import Api, first
from bot.helpdesk._letter import Letters
from bot.helpdesk._ticket import Outgoing


class ZammadDeliverer:
    """Makes tickets with the rights of the token's user: `ticket.agent` and the group."""

    resends: int | None = None

    def __init__(
        self, desk: ZammadDesk, secret: str | None, http: aiohttp.ClientSession, letters: Letters
    ) -> None:
        self._desk = desk
        self._letters = letters
        headers = {"Authorization": f"Token token={secret}"} if secret else None
        self._api = Api(http, f"{desk.url}/api/v1", headers)

    async def deliver(self, ticket: Outgoing, *, again: bool) -> str | None:
        """Make the ticket; a customer that Zammad does not know is made too."""
        if again and (found := await self._find(ticket.reference)) is not None:
            return found
        subject = self._letters.subject(ticket)
        return await self._api.make(
            "/tickets",
            {
                "title": subject,
                "group": self._desk.group,
                "customer_id": f"guess:{ticket.contact.email or self._desk.customer}",
                "article": {
                    "subject": subject,
                    "body": self._letters.text(ticket),
                    "content_type": "text/plain",
                    "type": "note",  # not `email`: Zammad would send that one out
                    "internal": False,
                },
            },
        )

    async def check(self) -> None:
        """Whether the token is somebody's."""
        await self._api.get("/users/me")

    async def _find(self, reference: str) -> str | None:
        # Without quotes or fields: those only work on a Zammad with Elasticsearch.
        query = {"query": reference, "limit": "10", "expand": "true"}
        answer = await self._api.get("/tickets/search", query)
        return first(answer, {"title": reference}, part=True)
