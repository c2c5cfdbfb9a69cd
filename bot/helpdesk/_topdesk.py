"""TOPdesk: an incident by its REST API (3.4 or newer, for the search).

https://developers.topdesk.com/documentation/index-apis.html
"""

from __future__ import annotations

import base64
from typing import Any

import aiohttp

from bot.helpdesk._desk import TopdeskDesk
from bot.helpdesk._http import Api, first
from bot.helpdesk._letter import Letters
from bot.helpdesk._ticket import Outgoing

_BRIEF = 80
"""Longest `briefDescription`."""
_UNKNOWN_CALLER = "Ouder"


class TopdeskDeliverer:
    """Makes incidents. `secret` is `login:application-password`."""

    resends: int | None = None

    def __init__(
        self, desk: TopdeskDesk, secret: str | None, http: aiohttp.ClientSession, letters: Letters
    ) -> None:
        self._desk = desk
        self._letters = letters
        basic = base64.b64encode((secret or "").encode()).decode("ascii")
        headers = {"Authorization": f"Basic {basic}"} if secret else None
        self._api = Api(http, f"{desk.url}/tas/api", headers)

    async def deliver(self, ticket: Outgoing, *, again: bool) -> str | None:
        """Make the incident. A parent is mostly not a person that TOPdesk knows: only a name."""
        if again and (found := await self._find(ticket.reference)) is not None:
            return found
        desk = self._desk
        caller = {
            "dynamicName": ticket.contact.name or _UNKNOWN_CALLER,
            "email": ticket.contact.email,
            "phoneNumber": ticket.contact.phone,
            "branch": {"id": desk.branch} if desk.branch else None,
        }
        content = {
            "status": "firstLine",
            "caller": _filled(caller),
            "briefDescription": self._letters.subject(ticket)[:_BRIEF],
            "request": self._letters.html(ticket),
            "externalNumber": ticket.reference,
            "category": {"name": desk.category} if desk.category else None,
            "subcategory": {"name": desk.subcategory} if desk.subcategory else None,
            "operatorGroup": {"id": desk.group} if desk.group else None,
        }
        return await self._api.make("/incidents", _filled(content))

    async def check(self) -> None:
        """Whether the log-in may read incidents."""
        await self._api.get("/incidents", {"pageSize": "1", "fields": "id"})

    async def _find(self, reference: str) -> str | None:
        query = {
            "query": f'externalNumber=="{reference}"',
            "fields": "id,externalNumber",
            "pageSize": "10",
        }
        return first(await self._api.get("/incidents", query), {"externalNumber": reference})


def _filled(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value is not None}
