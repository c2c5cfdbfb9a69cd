"""Reading what a client sends. Nothing in here trusts it."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.front import _problems
from bot.front._messages import clean
from bot.sites import Site, Sites

MAX_BODY = 64 * 1024
"""Bytes; a larger body is refused unread."""
MAX_TEXT = 2_000
"""Characters of one message."""

SITE_SWV = "site:swv"
"""Payload that asks for the site's own samenwerkingsverband; the front answers it itself."""

_PAYLOAD = re.compile(
    rf"(?:topic|choose|sector|know|do|handoff|helped):[a-z0-9_]{{1,40}}|{SITE_SWV}"
)


@dataclass(frozen=True)
class Incoming:
    """A message of a parent: a typed `text`, or the `payload` of a button."""

    id: uuid.UUID
    text: str | None = None
    payload: str | None = None


async def read_object(request: web.Request, *, empty_is_fine: bool = False) -> dict[str, Any]:
    """The JSON object in the body.

    Raises:
        Problem: 400, the body is not JSON; 422, it is not an object.
        HTTPRequestEntityTooLarge: it is larger than `MAX_BODY`.
    """
    try:
        body = await request.read()
    except (web.RequestPayloadError, ValueError) as error:
        raise _problems.unreadable() from error
    if empty_is_fine and not body.strip():
        return {}
    try:
        # ValueError covers wrong UTF-8, wrong JSON and numbers of thousands of digits.
        content = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _problems.unreadable() from error
    if not isinstance(content, dict):
        raise _problems.invalid(
            "Er kwam geen bericht aan, maar iets anders. Laad de pagina opnieuw."
        )
    return content


def parse_message(content: dict[str, Any]) -> Incoming:
    """A message of a parent; NUL characters and lone surrogates in it are replaced.

    Raises:
        Problem: 422, with a sentence that says what is wrong.
    """
    id_, text, payload = content.get("id"), content.get("text"), content.get("payload")
    try:
        # The 36 characters of the usual form only: uuid.UUID also takes braces and "urn:uuid:".
        if not isinstance(id_, str) or len(id_) != 36:
            raise ValueError(id_)
        client_id = uuid.UUID(id_)
    except ValueError as error:
        raise _problems.invalid("Het kenmerk van het bericht ('id') is geen uuid.") from error
    if (text is None) == (payload is None):
        raise _problems.invalid("Stuur een tekst ('text') of een keuze ('payload'), niet allebei.")
    if payload is not None:
        if not isinstance(payload, str) or not _PAYLOAD.fullmatch(payload):
            raise _problems.unknown_button()
        return Incoming(client_id, payload=payload)
    if not isinstance(text, str):
        raise _problems.invalid("Uw bericht ('text') is geen tekst.")
    text = clean(text)
    if len(text) > MAX_TEXT:
        raise _problems.too_long(MAX_TEXT)
    return Incoming(client_id, text=text)


def parse_site(content: dict[str, Any], sites: Sites) -> Site:
    """The site that the chat stands on; `demo` if none is named.

    Raises:
        Problem: 422, the site is not one of `sites`.
    """
    id_ = content.get("site", "demo")
    site = sites.get(id_) if isinstance(id_, str) else None
    if site is None:
        raise _problems.invalid("Deze website is niet bekend bij Ouderwijzer.")
    return site
