"""Meta's side of the webhook: what parents send, in Meta's form and with Meta's signature."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

UPDATES = Path(__file__).parent / "updates"
APP_SECRET = "app-geheim-voor-de-tests"
VERIFY_TOKEN = "controlewoord-voor-de-tests"
ACCESS_TOKEN = "toegang-voor-de-tests"
PHONE_NUMBER_ID = "100000000000001"
OUR_NUMBER = "31000000000"
PATH = "/webhooks/whatsapp"

_people = itertools.count(1)


@dataclass(frozen=True)
class Person:
    """A parent on WhatsApp, with an id and a number that nobody has."""

    user_id: str | None
    wa_id: str | None

    @classmethod
    def new(cls, *, number: bool = True, id_: bool = True) -> Person:
        """Somebody else each time. Who has a user name may come without a `number`."""
        count = next(_people)
        return cls(
            f"NL.{9000000000 + count}" if id_ else None, f"3160{count:07}" if number else None
        )

    def message(
        self, type_: str, content: Any = None, *, at: datetime | None = None, **extra: Any
    ) -> dict[str, Any]:
        """A message of any type; `extra` are further keys, `id` or `context` for instance."""
        message: dict[str, Any] = {
            "id": wamid(),
            "timestamp": str(int((at or datetime.now(UTC)).timestamp())),
            "type": type_,
        }
        if self.wa_id:
            message["from"] = self.wa_id
        if self.user_id:
            message["from_user_id"] = self.user_id
        if content is not None:
            message[type_] = content
        return message | extra

    def text(self, body: str, *, at: datetime | None = None, **extra: Any) -> dict[str, Any]:
        return self.message("text", {"body": body}, at=at, **extra)

    def choose(self, payload: str, title: str = "Ja", **extra: Any) -> dict[str, Any]:
        """A tap on a button of ours."""
        reply = {"type": "button_reply", "button_reply": {"id": payload, "title": title}}
        return self.message("interactive", reply, **extra)

    def contact(self) -> dict[str, Any]:
        contact: dict[str, Any] = {"profile": {"name": "Ouder Voorbeeld"}}
        if self.wa_id:
            contact["wa_id"] = self.wa_id
        if self.user_id:
            contact["user_id"] = self.user_id
        return contact


def wamid() -> str:
    return f"wamid.{uuid.uuid4().hex.upper()}"


def value(**parts: Any) -> dict[str, Any]:
    """The `value` of a change: `messages`, `contacts`, `statuses`, `errors`."""
    metadata = {"display_phone_number": OUR_NUMBER, "phone_number_id": PHONE_NUMBER_ID}
    return {"messaging_product": "whatsapp", "metadata": metadata, **parts}


def update(*values: dict[str, Any], field: str = "messages") -> dict[str, Any]:
    """The JSON of one call, with each of `values` as a change."""
    changes = [{"field": field, "value": part} for part in values]
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "200000000000002", "changes": changes}],
    }


def said(person: Person, *messages: dict[str, Any]) -> dict[str, Any]:
    """The JSON of one call with messages of one person."""
    return update(value(contacts=[person.contact()], messages=list(messages)))


def load(name: str) -> dict[str, Any]:
    """One of the files in `updates/`."""
    found: dict[str, Any] = json.loads((UPDATES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def encode(content: Any) -> bytes:
    """JSON as Meta writes it: all that is not ASCII escaped, and slashes too."""
    return json.dumps(content, separators=(",", ":")).replace("/", "\\/").encode()


def signature(body: bytes, secret: str = APP_SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def signed(body: bytes, secret: str = APP_SECRET) -> dict[str, str]:
    """The headers of a call with this body."""
    return {"X-Hub-Signature-256": signature(body, secret), "Content-Type": "application/json"}


def parts_of(content: dict[str, Any], key: str) -> Iterable[dict[str, Any]]:
    """All `messages`, `contacts` or `statuses` of a call."""
    for entry in content["entry"]:
        for change in entry["changes"]:
            yield from change["value"].get(key, [])
