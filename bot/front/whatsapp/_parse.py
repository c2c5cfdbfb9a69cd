"""Reading what Meta's webhook sends. Nothing in here trusts its form, and nothing raises.

An exception would end in a status that makes Meta send the same batch again for days, with all
that is well in it. What we cannot use is counted instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bot.front._messages import clean
from bot.front.whatsapp._content import read_content
from bot.front.whatsapp._updates import (
    Batch,
    GraphError,
    IdentityChange,
    Received,
    Sender,
    StatusUpdate,
)

MAX_ID = 255
"""Characters of an id. Meta's have some 60; a BSUID at most 131."""
_MAX_TITLE = 120

_FIELDS = frozenset({"messages", "user_id_update"})
"""Other fields may hold messages as well: copies of our own (`message_echoes`), or what another
program answers (`standby`). Those are not to be answered."""


def parse(content: object) -> Batch:
    """Everything in the JSON of one call, whatever that is."""
    reader = _Reader()
    for entry in _objects(_object(content).get("entry")):
        for change in _objects(entry.get("changes")):
            if str(change.get("field", "messages")) in _FIELDS:
                reader.read(_object(change.get("value")))
    return reader.batch()


class _Reader:
    """Collects the parts of a batch."""

    def __init__(self) -> None:
        self._now = datetime.now(UTC)
        self._received: list[Received] = []
        self._statuses: list[StatusUpdate] = []
        self._changes: list[IdentityChange] = []
        self._errors: list[GraphError] = []
        self._dropped = 0

    def batch(self) -> Batch:
        return Batch(
            tuple(self._received),
            tuple(self._statuses),
            tuple(self._changes),
            tuple(self._errors),
            self._dropped,
        )

    def read(self, value: dict[str, Any]) -> None:
        """Read the `value` of one change."""
        number = _id(_object(value.get("metadata")).get("phone_number_id"))
        contacts = list(_objects(value.get("contacts")))
        for message in _list(value.get("messages")):
            if _object(message).get("type") == "system":
                self._keep(self._changes, self._system(message))
            else:
                self._keep(self._received, self._message(_object(message), contacts, number))
        for status in _list(value.get("statuses")):
            self._keep(self._statuses, self._status(_object(status)))
        for update in _list(value.get("user_id_update")):
            self._keep(self._changes, self._id_update(_object(update)))
        self._errors.extend(_errors(value.get("errors")))

    def _keep(self, target: list[Any], found: Any) -> None:
        if found is None:
            self._dropped += 1
        else:
            target.append(found)

    def _message(
        self, message: dict[str, Any], contacts: list[dict[str, Any]], number: str | None
    ) -> Received | None:
        id_ = _id(message.get("id"))
        sender = _completed(_id(message.get("from_user_id")), _id(message.get("from")), contacts)
        if id_ is None or sender is None:
            return None
        content = read_content(message)
        context = _object(message.get("context"))
        return Received(
            id=id_,
            sender=sender,
            sent_at=self._time(message.get("timestamp")),
            kind=content.kind,
            text=content.text,
            payload=content.payload,
            title=content.title,
            location=content.location,
            reply_to=_id(content.about) or _id(context.get("id")),
            forwarded=True in (context.get("forwarded"), context.get("frequently_forwarded")),
            phone_number_id=number,
        )

    def _status(self, status: dict[str, Any]) -> StatusUpdate | None:
        id_, state = _id(status.get("id")), _id(status.get("status"))
        if id_ is None or state is None:
            return None
        return StatusUpdate(
            id=id_,
            state=state,
            at=self._time(status.get("timestamp")),
            recipient=_sender(
                _id(status.get("recipient_user_id")), _id(status.get("recipient_id"))
            ),
            callback=_id(status.get("biz_opaque_callback_data")),
            errors=tuple(_errors(status.get("errors"))),
        )

    def _system(self, message: dict[str, Any]) -> IdentityChange | None:
        system = _object(message.get("system"))
        new_id = _id(system.get("user_id"))
        old_id = _id(system.get("previous_user_id")) or _id(message.get("from_user_id"))
        if old_id == new_id:  # sent under the new id already, which says nothing about the old one
            old_id = None
        new_number = _id(system.get("wa_id")) or _id(system.get("new_wa_id"))  # before version 12
        return self._change(
            _id(message.get("id")),
            _sender(old_id, _id(message.get("from"))),
            _sender(new_id, new_number),
            message.get("timestamp"),
        )

    def _id_update(self, update: dict[str, Any]) -> IdentityChange | None:
        ids = _object(update.get("user_id"))
        old, new = _id(ids.get("previous")), _id(ids.get("current"))
        number = _id(update.get("wa_id"))
        # It has no id of its own; the same change must get the same one.
        digest = hashlib.sha256(f"{old}\n{new}\n{number}".encode()).hexdigest()
        return self._change(
            f"user_id_update:{digest[:40]}",
            _sender(old, number),
            _sender(new, number),
            update.get("timestamp"),
        )

    def _change(
        self, id_: str | None, old: Sender | None, new: Sender | None, at: object
    ) -> IdentityChange | None:
        if id_ is None or old is None or new is None or old == new:
            return None
        return IdentityChange(id_, old, new, self._time(at))

    def _time(self, value: object) -> datetime:
        """Seconds since 1970, as text or number; now if it is neither."""
        if isinstance(value, str | int):
            try:
                return datetime.fromtimestamp(int(value), UTC)
            except (ValueError, OverflowError, OSError):
                pass
        return self._now


def _sender(user_id: str | None, number: str | None) -> Sender | None:
    return Sender(user_id, number) if user_id or number else None


def _completed(
    user_id: str | None, number: str | None, contacts: list[dict[str, Any]]
) -> Sender | None:
    """The sender, with what only the contact beside the message tells."""
    for contact in contacts:
        known_id, known_number = _id(contact.get("user_id")), _id(contact.get("wa_id"))
        if user_id and known_id:
            same = user_id == known_id
        elif number and known_number:
            same = number == known_number
        else:
            same = len(contacts) == 1
        if same:
            return _sender(user_id or known_id, number or known_number)
    return _sender(user_id, number)


def _errors(value: object) -> Iterator[GraphError]:
    for error in _objects(value):
        code = error.get("code")
        if isinstance(code, int) and not isinstance(code, bool):
            title = error.get("title")
            yield GraphError(code, clean(title)[:_MAX_TITLE] if isinstance(title, str) else "")


def _id(value: object) -> str | None:
    """An id, if it is one that a table can keep."""
    if not isinstance(value, str) or len(value) > MAX_ID:
        return None
    return clean(value).strip() or None


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _objects(value: object) -> Iterator[dict[str, Any]]:
    return (part for part in _list(value) if isinstance(part, dict))
