"""What is in a message, by its type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.front._messages import clean

_MEDIA = frozenset({"image", "audio", "video", "document", "sticker"})
_WITHOUT_WORDS = frozenset({"contacts", "order", "unsupported"})


@dataclass(frozen=True, slots=True)
class Content:
    """The part of `Received` that its type decides; `about` is the message that it speaks of."""

    kind: str
    text: str | None = None
    payload: str | None = None
    title: str | None = None
    location: tuple[float, float] | None = None
    about: object = None


def read_content(message: dict[str, Any]) -> Content:
    """The content of a message; of a type that we do not know it is `unknown`.

    Telephone numbers of shared contacts, names of files and the like are left behind: what nobody
    needs is not kept.
    """
    kind = message.get("type")
    if not isinstance(kind, str):
        return Content("unknown")
    part = _object(message, kind)
    if kind == "text":
        text = _text(part, "body")
        return Content("text", text=text) if text else Content("unknown")
    if kind == "interactive":
        return _reply(part)
    if kind == "button":
        return _choice(_text(part, "payload"), _text(part, "text"))
    if kind in _MEDIA:
        return Content(kind, text=_text(part, "caption"))
    if kind == "location":
        return _location(part)
    if kind == "reaction":
        return Content(kind, text=_text(part, "emoji"), about=part.get("message_id"))
    if kind == "edit":
        return _edit(part)
    if kind == "revoke":
        return Content(kind, about=part.get("original_message_id"))
    return Content(kind if kind in _WITHOUT_WORDS else "unknown")


def _reply(part: dict[str, Any]) -> Content:
    if not part:  # Meta sends these for what the telephone could not encode
        return Content("unsupported")
    for key in ("button_reply", "list_reply"):
        reply = _object(part, key)
        if reply:
            return _choice(_text(reply, "id"), _text(reply, "title"))
    return Content("unknown")


def _choice(payload: str | None, title: str | None) -> Content:
    if payload:
        return Content("button", payload=payload, title=title)
    # A button without anything behind it says what stands on it.
    return Content("text", text=title) if title else Content("unknown")


def _location(part: dict[str, Any]) -> Content:
    latitude, longitude = _degrees(part, "latitude", 90), _degrees(part, "longitude", 180)
    if latitude is None or longitude is None:
        return Content("location")
    return Content("location", location=(latitude, longitude))


def _edit(part: dict[str, Any]) -> Content:
    changed = _words(_object(part, "message"))
    return Content("edit", text=changed, about=part.get("original_message_id"))


def _words(message: dict[str, Any]) -> str | None:
    """The words of a message that is quoted inside another."""
    kind = message.get("type")
    if not isinstance(kind, str):
        return None
    part = _object(message, kind)
    return _text(part, "body") if kind == "text" else _text(part, "caption")


def _degrees(part: dict[str, Any], key: str, limit: int) -> float | None:
    value = part.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if -limit <= value <= limit else None  # NaN is not within either


def _object(parent: dict[str, Any], key: str) -> dict[str, Any]:
    value = parent.get(key)
    return value if isinstance(value, dict) else {}


def _text(part: dict[str, Any], key: str) -> str | None:
    value = part.get(key)
    return clean(value).strip() or None if isinstance(value, str) else None
