"""Any system that takes our own JSON, signed. docs/helpdesk.md has the form for who builds one."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import asdict

import aiohttp

from bot.helpdesk._desk import WebhookDesk
from bot.helpdesk._errors import NotDelivered, Verdict
from bot.helpdesk._http import Api, field
from bot.helpdesk._letter import Letters
from bot.helpdesk._ticket import Outgoing

_VERSION = 1


class WebhookDeliverer:
    """Posts tickets. `secret` is the key of the signature, which both sides know."""

    resends: int | None = None
    """The other side knows the reference: it stands in `Idempotency-Key`."""

    def __init__(
        self, desk: WebhookDesk, secret: str | None, http: aiohttp.ClientSession, letters: Letters
    ) -> None:
        self._secret = secret.encode() if secret else b""
        self._letters = letters
        self._api = Api(http, desk.url, {} if secret else None)

    async def deliver(self, ticket: Outgoing, *, again: bool) -> str | None:
        """Post the ticket; the other side's id, if its answer has one."""
        content = {
            "version": _VERSION,
            "reference": ticket.reference,
            "at": ticket.at.isoformat(),
            "site": ticket.site,
            "channel": ticket.channel,
            "contact": asdict(ticket.contact),
            "question": ticket.question,
            "summary": ticket.summary,
            "sector": ticket.sector,
            "gemeente": ticket.gemeente,
            "swv": ticket.swv,
            "topic": ticket.topic,
            "text": self._letters.text(ticket),
        }
        body = json.dumps(content, ensure_ascii=False).encode()
        moment = str(int(time.time()))
        headers = {
            "Idempotency-Key": ticket.reference,
            "X-Ouderwijzer-Timestamp": moment,
            "X-Ouderwijzer-Signature": f"sha256={signature(self._secret, moment, body)}",
        }
        return field(await self._api.post("", body, headers), "id")

    async def check(self) -> None:
        """Whether something answers: what it says does not matter, as nothing is sent."""
        try:
            await self._api.get("")
        except NotDelivered as failure:
            answered = failure.code == "no_json" or failure.code.startswith("http_")
            if failure.verdict is Verdict.RETRY or not answered:
                raise


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over the timestamp, a full stop and the body, in hexadecimal."""
    return hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
