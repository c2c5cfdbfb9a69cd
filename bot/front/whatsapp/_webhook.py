"""The webhook: Meta calls it with what parents send, and with what became of what we sent."""

from __future__ import annotations

import asyncio
import hmac
import json
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from aiohttp import web

from bot.front import _problems
from bot.front._problems import Problem
from bot.front.whatsapp._parse import parse
from bot.front.whatsapp._signature import HEADER, is_signed
from bot.front.whatsapp._updates import Batch
from bot.settings import Settings

PATH = "/webhooks/whatsapp"
MAX_BODY = 3 * 1024 * 1024
"""Bytes. Meta says that a batch may be this large."""
KEEP_TIMEOUT = 8.0
"""Seconds to write a batch down; Meta waits a little longer, and then sends it again."""

_log = structlog.get_logger()


class Inbox(Protocol):
    """Where a batch is kept before it is acknowledged."""

    async def receive(self, batch: Batch) -> object:
        """Return when the batch is safe, and may come again without harm.

        Raises:
            StoreUnavailable: it is not safe; Meta must send it again.
        """


INBOX = web.AppKey("whatsapp_inbox", Inbox)


@dataclass(frozen=True)
class Webhook:
    """The handlers; `app[INBOX]` must be there when the first call comes."""

    app_secret: str
    verify_token: str
    keep_timeout: float

    async def verify(self, request: web.Request) -> web.Response:
        """Meta asks once, when the operator fills in the address, whether it is ours."""
        query = request.query
        token = query.get("hub.verify_token", "").encode("utf-8", "replace")
        challenge = query.get("hub.challenge", "")
        is_ours = hmac.compare_digest(token, self.verify_token.encode())
        if query.get("hub.mode") != "subscribe" or not is_ours or not challenge:
            raise _forbidden("Het controlewoord (verify token) klopt niet.")
        return web.Response(text=challenge)

    async def receive(self, request: web.Request) -> web.Response:
        """Check, write down, acknowledge. Everything else happens afterwards."""
        signature = request.headers.get(HEADER)
        if not signature:
            raise _unsigned()
        body = await _body(request)
        if not is_signed(self.app_secret, body, signature):
            _log.warning("whatsapp_wrong_signature")  # also when the operator's secret is wrong
            raise _forbidden("De handtekening klopt niet.")
        batch = parse(_json(body))
        if batch.dropped or batch.errors:
            codes = sorted({error.code for error in batch.errors})
            _log.warning("whatsapp_not_understood", dropped=batch.dropped, codes=codes)
        if batch:
            try:
                async with asyncio.timeout(self.keep_timeout):
                    await request.app[INBOX].receive(batch)
            except TimeoutError:
                raise _problems.unavailable() from None
        return web.Response()


def add_webhook(
    app: web.Application, settings: Settings, *, keep_timeout: float = KEEP_TIMEOUT
) -> bool:
    """Add the routes if the operator has filled in both secrets; whether that is so.

    Without them there is nothing at this address: a signature made with an empty key proves
    nothing. What is not written down in `keep_timeout` seconds is not acknowledged.
    """
    if settings.whatsapp_app_secret is None or settings.whatsapp_verify_token is None:
        return False
    webhook = Webhook(
        settings.whatsapp_app_secret.get_secret_value(),
        settings.whatsapp_verify_token.get_secret_value(),
        keep_timeout,
    )
    if not webhook.app_secret or not webhook.verify_token:
        return False
    app.router.add_get(PATH, webhook.verify)
    app.router.add_post(PATH, webhook.receive)
    return True


async def _body(request: web.Request) -> bytes:
    """The raw body. The application's own limit is too small for a batch."""
    if (request.content_length or 0) > MAX_BODY:
        raise _too_large()
    body = bytearray()
    try:
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > MAX_BODY:
                raise _too_large()
    except (web.RequestPayloadError, ValueError) as error:
        raise _problems.unreadable() from error
    return bytes(body)


def _json(body: bytes) -> Any:
    try:
        # ValueError covers wrong UTF-8, wrong JSON and numbers of thousands of digits.
        return json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise _problems.unreadable() from None


def _unsigned() -> Problem:
    detail = f"De kop {HEADER} ontbreekt: dit verzoek komt niet van Meta."
    return Problem(401, "no-signature", "Dit verzoek is niet ondertekend", detail)


def _forbidden(detail: str) -> Problem:
    return Problem(403, "forbidden", "Dit verzoek is niet van Meta", detail)


def _too_large() -> Problem:
    detail = f"Een bericht van de webhook mag {MAX_BODY // 1024**2} MB groot zijn."
    return Problem(413, "too-large", "Dit verzoek is te groot", detail)
