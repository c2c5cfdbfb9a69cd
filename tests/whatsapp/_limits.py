"""Every limit of the Cloud API on a message that goes out, as strictly as Meta has written it.

Lengths are in characters. Where Meta's pages differ from each other the smaller one counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

TEXT = 4096
BODY = 1024
HEADER = FOOTER = 60
BUTTONS = 3
BUTTON_TITLE = 20
BUTTON_ID = 256
ROWS = SECTIONS = 10
ROW_TITLE = SECTION_TITLE = 24
ROW_ID = 200
ROW_DESCRIPTION = 72
CALLBACK = 512

_ADDRESSED = {
    "messaging_product",
    "recipient_type",
    "to",
    "recipient",
    "context",
    "biz_opaque_callback_data",
}
_MARKDOWN_LINK = re.compile(r"\[[^\]]+\]\(https?://")


def violations(message: dict[str, Any]) -> list[str]:
    """What is wrong with a message, addressed or not; empty when Meta would take it."""
    kind = message.get("type")
    if kind == "text":
        found = _text(message.get("text"))
    elif kind == "interactive":
        found = _interactive(message.get("interactive"))
    else:
        return [f"type: {kind!r} is not one that we send"]
    unknown = sorted(set(message) - _ADDRESSED - {"type", kind})
    return [*(f"unknown key {key}" for key in unknown), *found]


def _text(text: Any) -> Iterator[str]:
    yield from _keys(text, "text", {"body"}, {"preview_url"})
    if isinstance(text, dict):
        yield from _words(text.get("body"), "text.body", TEXT)
        if not isinstance(text.get("preview_url", False), bool):
            yield "text.preview_url: not a boolean"


def _interactive(part: Any) -> Iterator[str]:
    if not isinstance(part, dict):
        yield "interactive: missing"
        return
    yield from _keys(part, "interactive", {"type", "body", "action"}, {"header", "footer"})
    yield from _boxed(part.get("body"), "body", BODY)
    if "footer" in part:
        yield from _boxed(part["footer"], "footer", FOOTER)
    if "header" in part:
        yield from _header(part["header"])
    action = part.get("action")
    if part.get("type") == "button":
        yield from _buttons(action)
    elif part.get("type") == "list":
        yield from _list(action)
    elif part.get("type") == "location_request_message":
        if action != {"name": "send_location"}:
            yield "action: not send_location"
    else:
        yield f"interactive.type: {part.get('type')!r}"


def _buttons(action: Any) -> Iterator[str]:
    yield from _keys(action, "action", {"buttons"})
    buttons = action.get("buttons") if isinstance(action, dict) else None
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= BUTTONS:
        yield f"action.buttons: not 1 to {BUTTONS}"
        return
    for button in buttons:
        yield from _keys(button, "button", {"type", "reply"})
        if not isinstance(button, dict) or button.get("type") != "reply":
            yield "button.type: not reply"
            return
        yield from _keys(button.get("reply"), "reply", {"id", "title"})
    replies = [button["reply"] for button in buttons if isinstance(button.get("reply"), dict)]
    for reply in replies:
        yield from _words(reply.get("id"), "reply.id", BUTTON_ID)
        yield from _words(reply.get("title"), "reply.title", BUTTON_TITLE)
    yield from _unique([reply.get("id") for reply in replies], "reply.id")
    yield from _unique([reply.get("title") for reply in replies], "reply.title")


def _list(action: Any) -> Iterator[str]:
    yield from _keys(action, "action", {"button", "sections"})
    if not isinstance(action, dict):
        return
    yield from _words(action.get("button"), "action.button", BUTTON_TITLE)
    sections = action.get("sections")
    if not isinstance(sections, list) or not 1 <= len(sections) <= SECTIONS:
        yield f"action.sections: not 1 to {SECTIONS}"
        return
    rows: list[dict[str, Any]] = []
    for section in sections:
        several = {"title"} if len(sections) > 1 else set()
        yield from _keys(section, "section", {"rows"} | several, {"title"} - several)
        if not isinstance(section, dict):
            return
        if "title" in section:
            yield from _words(section["title"], "section.title", SECTION_TITLE)
        if not isinstance(section.get("rows"), list) or not section["rows"]:
            yield "section.rows: empty"
            return
        rows += section["rows"]
    if len(rows) > ROWS:
        yield f"rows: {len(rows)}, more than {ROWS}"
    for row in rows:
        yield from _keys(row, "row", {"id", "title"}, {"description"})
        if not isinstance(row, dict):
            return
        yield from _words(row.get("id"), "row.id", ROW_ID)
        yield from _words(row.get("title"), "row.title", ROW_TITLE)
        if "description" in row:
            yield from _words(row["description"], "row.description", ROW_DESCRIPTION)
    yield from _unique([row.get("id") for row in rows], "row.id")
    yield from _unique([row.get("title") for row in rows], "row.title")


def _header(header: Any) -> Iterator[str]:
    yield from _keys(header, "header", {"type", "text"})
    if isinstance(header, dict):
        if header.get("type") != "text":
            yield "header.type: not text"
        yield from _words(header.get("text"), "header.text", HEADER)


def _boxed(part: Any, name: str, limit: int) -> Iterator[str]:
    yield from _keys(part, name, {"text"})
    if isinstance(part, dict):
        yield from _words(part.get("text"), f"{name}.text", limit)


def _words(value: Any, name: str, limit: int) -> Iterator[str]:
    if not isinstance(value, str) or not value.strip():
        yield f"{name}: empty"
        return
    if len(value) > limit:
        yield f"{name}: {len(value)} characters, more than {limit}"
    if value != value.strip() and limit < BODY:
        yield f"{name}: spaces around it"
    if "**" in value or _MARKDOWN_LINK.search(value):
        yield f"{name}: Markdown, which WhatsApp shows as it is"


def _keys(part: Any, name: str, needed: set[str], allowed: set[str] | None = None) -> Iterator[str]:
    if not isinstance(part, dict):
        yield f"{name}: missing"
        return
    if missing := needed - set(part):
        yield f"{name}: without {sorted(missing)}"
    if unknown := set(part) - needed - (allowed or set()):
        yield f"{name}: unknown {sorted(unknown)}"


def _unique(values: list[Any], name: str) -> Iterator[str]:
    if len({str(value) for value in values}) < len(values):
        yield f"{name}: not unique"
