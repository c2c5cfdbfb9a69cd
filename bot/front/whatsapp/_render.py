"""Messages of the bot as WhatsApp shows them: the same content as on the web, within its limits.

WhatsApp has no links with a title, no cards, and buttons of 20 characters. So sources are written
out, contact details stand in the text, headings are bold, and what is too long for the message
with the buttons goes before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.content import Texts
from bot.front._messages import Message, Partnership
from bot.front.whatsapp._question import Body
from bot.front.whatsapp._split import cut, length, split
from bot.front.whatsapp._titles import BUTTON_TITLE, ROW_TITLE, Choice, Titles
from bot.store import dutch_date

_MAX_TEXT = 4096
_MAX_BODY = 1024
"""Characters beside buttons."""
_MAX_BUTTONS, _MAX_ROWS = 3, 10
_MAX_DESCRIPTION = 72
_MAX_HEADING = 100
_LIST_ITEM = re.compile(r"(?:\d+\.|-) ")
_CONTACTS = ("address", "phone", "email", "website")


class Renderer:
    """Makes bodies for Meta; who they are for is added when they are sent."""

    def __init__(self, titles: Titles, texts: Texts, instead: Mapping[str, str]) -> None:
        self._titles = titles
        self._texts = texts
        self._instead = instead

    def render(self, messages: Sequence[Message]) -> list[Body]:
        """The messages in their order; a long one, or one with many choices, becomes several."""
        return [body for message in messages for body in self._message(message)]

    def _message(self, message: Message) -> Iterator[Body]:
        paragraphs = self._paragraphs(message)
        few = self._titles.choices(message.buttons, BUTTON_TITLE)
        many = self._titles.choices(message.buttons, ROW_TITLE)
        question = paragraphs.pop() if few and paragraphs and _asks(paragraphs[-1]) else ""
        text = "\n\n".join([*paragraphs, *self._details(message)])
        if not few:
            yield from _texts(text)
            return
        is_list = len(few) > _MAX_BUTTONS
        meanings = "" if is_list else _meanings(few)
        whole = _joined(text, question, meanings)
        if length(whole) > _MAX_BODY or not whole:
            yield from _texts(text)
            whole = _joined(question or self._prompt(message), meanings)
        if length(whole) > _MAX_BODY:
            yield from _texts(whole)
            whole = self._prompt(message)
        if not is_list:
            yield _buttons(whole, few)
            return
        for start in range(0, len(many), _MAX_ROWS):
            body = self._texts("choose.further") if start else whole
            yield _list(body, self._texts("choose.list"), many[start : start + _MAX_ROWS])

    def _prompt(self, message: Message) -> str:
        return self._texts("choose.answer" if message.asks else "choose.more")

    def _paragraphs(self, message: Message) -> list[str]:
        text = message.text
        for of_the_web, here in self._instead.items():
            text = text.replace(of_the_web, here)
        for swv in message.swv:
            name = _name(swv)
            text = re.sub(rf"(?<!\*){re.escape(name)}(?!\*)", _bold(name), text, count=1)
        return [_with_heading(part.strip()) for part in text.split("\n\n") if part.strip()]

    def _details(self, message: Message) -> Iterator[str]:
        """What the web shows beside the text, as far as the text does not say it."""
        for swv in message.swv:
            yield from self._contact(swv, message.text)
        if message.sources:
            heading = self._texts("source" if len(message.sources) == 1 else "sources")
            # An address as the last word of its line: what follows would become part of the link.
            links = (f"- {source.title}: {source.url}" for source in message.sources)
            yield "\n".join([_bold(heading), *links])
        day = _date(message.reviewed)
        is_checked = message.sources or message.swv  # a goodbye has no need of a date
        if is_checked and day and day not in message.text:
            yield self._texts("reviewed", date=day)

    def _contact(self, swv: Partnership, text: str) -> Iterator[str]:
        """Name, kind of school and contact details; nothing if the text has them all."""
        known = ((field, getattr(swv, field)) for field in _CONTACTS)
        lines = [
            self._texts(f"swv.{field}", value=value)
            for field, value in known
            if value and value not in text
        ]
        if _name(swv) in text and not lines:
            return
        sector = (swv.sector or "").lower()
        kind = [self._texts(f"swv.{sector}")] if sector in ("po", "vo") else []
        yield "\n".join([_bold(_name(swv)), *kind, *lines])


def _texts(text: str) -> Iterator[Body]:
    for part in split(text, _MAX_TEXT):
        yield {"type": "text", "text": {"body": part, "preview_url": False}}


def _buttons(body: str, choices: Sequence[Choice]) -> Body:
    buttons = [
        {"type": "reply", "reply": {"id": choice.id, "title": choice.title}} for choice in choices
    ]
    return _interactive("button", body, {"buttons": buttons})


def _list(body: str, label: str, choices: Sequence[Choice]) -> Body:
    rows = []
    for choice in choices:
        row = {"id": choice.id, "title": choice.title}
        if choice.title != choice.full:
            row["description"] = cut(choice.full, _MAX_DESCRIPTION)
        rows.append(row)
    return _interactive("list", body, {"button": label, "sections": [{"rows": rows}]})


def _interactive(kind: str, body: str, action: dict[str, object]) -> Body:
    return {
        "type": "interactive",
        "interactive": {"type": kind, "body": {"text": body}, "action": action},
    }


def _meanings(choices: Sequence[Choice]) -> str:
    """What the short titles stand for."""
    return "\n".join(
        f"- {_bold(choice.title)}: {choice.full}" for choice in choices if choice.explained
    )


def _asks(paragraph: str) -> bool:
    """Whether a paragraph is the question that the buttons answer."""
    is_list = any(_LIST_ITEM.match(line) for line in paragraph.splitlines())
    return "?" in paragraph and not is_list and length(paragraph) <= _MAX_BODY // 2


def _with_heading(paragraph: str) -> str:
    """The paragraph with its first line bold if that announces the rest."""
    first, line_end, rest = paragraph.partition("\n")
    announces = first.endswith((":", "?")) and length(first) <= _MAX_HEADING
    if not rest or not announces or "*" in first or _LIST_ITEM.match(first):
        return paragraph
    return _bold(first) + line_end + rest


def _bold(text: str) -> str:
    return f"*{text}*"


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _name(swv: Partnership) -> str:
    return swv.name.strip().removesuffix(".")


def _date(reviewed: str | None) -> str:
    try:
        return dutch_date(reviewed) if reviewed else ""
    except ValueError:
        return ""
