"""Calls of a ticket system over HTTP, and what its answers mean for a ticket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.helpdesk._errors import UNREACHABLE, Doubt, NotDelivered, Verdict
from bot.retry_after import seconds

_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=5)
_LARGEST_ANSWER = 1_000_000
_NOTHING_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
"""No connection was made, so nothing can have been taken."""
_CERTIFICATE = (aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorSSLError)
_LATER = frozenset({408, 423, 425, 429, 503})
_OPERATOR = frozenset({401, 402, 403, 404, 405, 407, 410, 411})
"""Log-in, rights, or an address that is not this system's."""


class Api:
    """One ticket system. Every call has a timeout, and no redirect is followed."""

    def __init__(
        self, http: aiohttp.ClientSession, base: str, headers: Mapping[str, str] | None
    ) -> None:
        self._http = http
        self._base = base
        self._headers = headers

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        """What is there, as JSON; `None` when there is nothing.

        Raises:
            NotDelivered: it does not tell, so it is not safe to send anything again.
        """
        try:
            status, content = await self._call("GET", path, query=query)
        except Doubt as doubt:  # of a question there is no doubt: nothing was sent
            raise NotDelivered(Verdict.RETRY, doubt.code, doubt.retry_after) from None
        if content is None and status != HTTPStatus.NO_CONTENT:
            raise NotDelivered(Verdict.ALARM, "no_json")  # a page for people: the wrong address
        return content

    async def post(
        self,
        path: str,
        content: Mapping[str, Any] | bytes,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Send JSON; the answer, or `None` if it is not JSON.

        Raises:
            NotDelivered: it was not taken.
            Doubt: it may have been.
        """
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        _, answer = await self._call("POST", path, body=body, headers=headers)
        return answer

    async def make(self, path: str, content: Mapping[str, Any]) -> str:
        """Post something that gets an id there; the id.

        Raises:
            NotDelivered: it was not made.
            Doubt: it may have been, also when the answer has no id.
        """
        id_ = field(await self.post(path, content), "id")
        if id_ is None:
            raise Doubt("no_id")
        return id_

    async def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, Any]:
        if self._headers is None:
            raise NotDelivered(Verdict.ALARM, "no_secret")
        sent = {"Accept": "application/json", **self._headers, **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        try:
            async with self._http.request(
                method,
                self._base + path,
                params=query,
                data=body,
                headers=sent,
                timeout=_TIMEOUT,
                allow_redirects=False,
            ) as response:
                status = response.status
                wait = seconds(response.headers.get("Retry-After"))
                content = await _all_of(response)
        except _CERTIFICATE:
            raise NotDelivered(Verdict.ALARM, "certificate") from None
        except _NOTHING_SENT:
            raise NotDelivered(Verdict.RETRY, UNREACHABLE) from None
        except asyncio.TimeoutError:
            raise Doubt("timeout") from None
        except (aiohttp.ClientError, OSError):
            raise Doubt("cut_off") from None
        refuse(status, wait)
        try:
            return status, json.loads(content)
        except (ValueError, RecursionError):
            return status, None


async def _all_of(response: aiohttp.ClientResponse) -> bytes:
    """The body, or as much of it as any answer to us could need."""
    content = bytearray()
    async for chunk in response.content.iter_any():
        content += chunk
        if len(content) > _LARGEST_ANSWER:
            break
    return bytes(content)


def refuse(status: int, wait: float | None) -> None:
    """Raise what a status other than a success means."""
    code = f"http_{status}"
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if status in _LATER:
        raise NotDelivered(Verdict.RETRY, code, wait)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        # It may have broken after the ticket was made, or a proxy did not wait for it.
        raise Doubt(code, wait)
    if status in _OPERATOR or status < HTTPStatus.BAD_REQUEST:
        raise NotDelivered(Verdict.ALARM, code, wait)
    raise NotDelivered(Verdict.GIVE_UP, code)


def field(content: Any, name: str) -> str | None:
    """A field of a JSON object as text, if it is there."""
    found = content.get(name) if isinstance(content, dict) else None
    return str(found) if isinstance(found, str | int) else None


def first(content: Any, wanted: Mapping[str, str], part: bool = False) -> str | None:
    """The `id` of the first of a list of objects with the wanted values (as a part of theirs)."""
    for one in content if isinstance(content, list) else []:
        values = [(field(one, name) or "", value) for name, value in wanted.items()]
        if all(value in found if part else value == found for found, value in values):
            return field(one, "id")
    return None
