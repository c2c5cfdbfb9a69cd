"""Texts within a limit of WhatsApp: cut one short, or split it where a reader pauses."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ELLIPSIS = "…"
_PAUSES = ("\n\n", "\n", r"(?<=[.!?:;])\s+", r"\s+")
"""Where to split, the best places first."""


def length(text: str) -> int:
    """Length as Meta may count it: an emoji is two units of UTF-16, and counts as two."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, at the end of a word if there is one."""
    text = " ".join(text.split())
    if length(text) <= limit:
        return text
    kept = _prefix(text, limit - length(_ELLIPSIS))
    if not text[len(kept)].isspace() and " " in kept:
        kept = kept.rpartition(" ")[0]
    return kept.rstrip(" ,;:.-") + _ELLIPSIS


def split(text: str, limit: int) -> list[str]:
    """The parts of `text`, each at most `limit` long: whole paragraphs if they fit.

    A paragraph that is too long is split at its lines, else its sentences, else its words.
    Nothing but white space between the parts is lost.
    """
    return [part for part in _split(text.strip(), limit, 0) if part]


def _split(text: str, limit: int, pause: int) -> Iterator[str]:
    if length(text) <= limit:
        yield text
        return
    if pause == len(_PAUSES):  # one endless word
        start = _prefix(text, limit)
        yield start
        yield from _split(text[len(start) :], limit, pause)
        return
    held = ""
    for piece, gap in _pieces(text, _PAUSES[pause]):
        if length(held + piece) > limit:
            yield held.strip()
            held = ""
            if length(piece) > limit:
                *whole, piece = _split(piece, limit, pause + 1)
                yield from whole
        held += piece + gap
    yield held.strip()


def _pieces(text: str, pause: str) -> Iterator[tuple[str, str]]:
    """The pieces of a text, each with the white space after it."""
    at = 0
    for gap in re.finditer(pause, text):
        yield text[at : gap.start()], gap.group()
        at = gap.end()
    yield text[at:], ""


def _prefix(text: str, limit: int) -> str:
    """The start of `text` that is `limit` long, or one less if that would cut an emoji."""
    end = min(limit, len(text))
    while length(text[:end]) > limit:
        end -= 1
    return text[:end]
