"""Titles of buttons and rows: short enough for WhatsApp, and each one different."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.content import Answer
from bot.front._messages import Button
from bot.front.whatsapp._split import cut, length

BUTTON_TITLE, ROW_TITLE = 20, 24
"""Characters that WhatsApp shows."""
_MAX_ID = 200
"""Characters of a row's id; a button may have more."""
_BY_LABEL = ("topic", "choose")
"""Verbs of payloads that lead to an answer."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button as WhatsApp shows it."""

    id: str
    """What comes back when it is chosen: the payload."""
    title: str
    full: str
    """The title as the web shows it."""
    explained: bool
    """Whether `title` says less than `full`, so that the parent must be able to read both."""


class Titles:
    """Knows the short titles of payloads: of topics those of the editors."""

    def __init__(self, answers: Mapping[str, Answer], others: Mapping[str, str]) -> None:
        self._others = others
        self._shorts = {
            f"{verb}:{label}": answer.short
            for label, answer in answers.items()
            for verb in _BY_LABEL
        }

    def choices(self, buttons: Sequence[Button], limit: int) -> list[Choice]:
        """The buttons with titles of at most `limit` characters, no two alike.

        Buttons that WhatsApp cannot show at all are left out: without a title or payload, and a
        second one that does the same.
        """
        found: dict[str, Choice] = {}
        taken: set[str] = set()
        for button in buttons:
            id_, full = button.payload.strip(), " ".join(button.title.split())
            if not id_ or not full or length(id_) > _MAX_ID or id_ in found:
                continue
            title = _different(self._short(id_, full, limit), limit, taken)
            taken.add(title.casefold())
            explained = title != full and title != self._others.get(id_)
            found[id_] = Choice(id_, title, full, explained)
        return list(found.values())

    def _short(self, payload: str, full: str, limit: int) -> str:
        if length(full) <= limit:
            return full
        short = self._others.get(payload) or self._shorts.get(payload) or full
        return cut(short, limit)


def _different(title: str, limit: int, taken: set[str]) -> str:
    """`title`, with a number if another choice has it already."""
    found, number = title, 1
    while found.casefold() in taken:
        number += 1
        end = f" {number}"
        found = cut(title, limit - len(end)) + end
    return found
