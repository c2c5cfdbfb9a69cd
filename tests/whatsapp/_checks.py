"""What the Graph API checks of a call before it does anything."""

from __future__ import annotations

import json
import re
from typing import Any

from . import _limits
from ._errors import GraphRefusal

_NUMBER = re.compile(r"\+?[0-9]{7,15}")
_USER_ID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
_READ = {"messaging_product", "status", "message_id", "typing_indicator"}


def read_request(content_type: str, body: bytes) -> dict[str, Any]:
    """The JSON object of a call.

    Raises:
        GraphRefusal: as do all functions here, for what Meta would refuse.
    """
    try:
        content = json.loads(body)
    except ValueError:
        content = None
    if content_type != "application/json" or not isinstance(content, dict):
        raise GraphRefusal(100, "Not a JSON object")
    if content.get("messaging_product") != "whatsapp":
        raise GraphRefusal(100, "messaging_product must be whatsapp")
    return content


def read_mark(content: dict[str, Any]) -> str:
    """The id of the message that is marked as read."""
    if set(content) - _READ or content["status"] != "read":
        raise GraphRefusal(100, f"Unexpected {sorted(content)}")
    if content.get("typing_indicator", {"type": "text"}) != {"type": "text"}:
        raise GraphRefusal(131009, "typing_indicator")
    return str(content.get("message_id"))


def read_address(content: dict[str, Any]) -> str:
    """The number or id that a message goes to: `to` goes before `recipient`."""
    number, user_id = content.get("to"), content.get("recipient")
    if number is None and user_id is None:
        raise GraphRefusal(131008, "to")
    if number is not None and not (isinstance(number, str) and _NUMBER.fullmatch(number)):
        raise GraphRefusal(131009, "to is not a number")
    if user_id is not None and not (isinstance(user_id, str) and _USER_ID.fullmatch(user_id)):
        raise GraphRefusal(131009, "recipient is not an id")
    if content.get("recipient_type", "individual") != "individual":
        raise GraphRefusal(131009, "recipient_type")
    return str(number if number is not None else user_id).removeprefix("+")


def check_message(content: dict[str, Any]) -> None:
    """Every limit on a message, and the keys around it."""
    found = _limits.violations(content)
    if found:
        raise GraphRefusal(131009, "; ".join(found))
    callback = content.get("biz_opaque_callback_data", "-")
    if not isinstance(callback, str) or not 1 <= len(callback) <= _limits.CALLBACK:
        raise GraphRefusal(131009, "biz_opaque_callback_data")
    context = content.get("context", {"message_id": ""})
    if not isinstance(context, dict) or set(context) != {"message_id"}:
        raise GraphRefusal(131009, "context")
