"""Who is who, without keeping numbers: keyed hashes of what Meta calls people and messages."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from bot.front.whatsapp._models import Address
from bot.front.whatsapp._updates import Sender


@dataclass(frozen=True, slots=True)
class Name:
    """One of the names of a person: `kind` is `user` (Meta's id) or `number`."""

    kind: str
    hash: str


class Identity:
    """Makes the hashes. With another secret every parent is a stranger."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def names(self, sender: Sender) -> tuple[Name, ...]:
        """The names of a sender, the surest first."""
        found = (("user", sender.user_id), ("number", sender.wa_id))
        return tuple(Name(kind, self._hash(f"{kind}:{value}")) for kind, value in found if value)

    def message(self, wamid: str) -> str:
        """The hash of a message's id: the id itself holds the number, in base64."""
        return self._hash(f"message:{wamid}")

    def _hash(self, value: str) -> str:
        message = f"whatsapp:{value}".encode()
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()[:40]


def address_of(sender: Sender) -> Address:
    """The address that leads back to a sender, to keep until the answer is sent."""
    found = (("user_id", sender.user_id), ("wa_id", sender.wa_id))
    return {name: value for name, value in found if value}


def receiver(address: Address) -> dict[str, str]:
    """The part of a request to Meta that says to whom.

    `to` if we have a number, as Meta itself prefers it; `recipient` for who hides the number.
    """
    if "wa_id" in address:
        return {"to": address["wa_id"]}
    return {"recipient": address["user_id"]}
