"""Postcodes written out in words, as dictation on a phone gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from num2words import num2words

from bot.nlu.entities._mention import Mention

_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 5
_SHORTEST = 10
"""Letters; the shortest number in words is longer ("duizend een" is not said of a postcode)."""


def find_spoken(text: str) -> Iterator[Mention]:
    """Postcodes of which the four digits are written as a number ("drieduizend vijfhonderd elf")
    or as two numbers ("vijfendertig elf")."""
    if not any(sign in text.lower() for sign in ("duizend", "honderd", "tig", "twintig")):
        return
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            start, end = words[at].start(), words[at + size - 1].end()
            key = _key(text[start:end])
            digits = _numbers().get(key) if len(key) >= _SHORTEST else None
            if digits:
                yield Mention("postcode", digits, start, end, "pc4")
                at += size - 1
                break
        at += 1


def _key(words: str) -> str:
    return re.sub(r"[^a-z]", "", words.lower().replace("ë", "e"))


@lru_cache(maxsize=1)
def _numbers() -> dict[str, str]:
    """Every way to say the numbers 1000 to 9999, made once (a third of a second)."""
    said = {n: _key(num2words(n, lang="nl")) for n in range(10, 100)}
    numbers = {_key(num2words(n, lang="nl")): str(n) for n in range(1000, 10000)}
    for first in range(10, 100):
        for second in range(10, 100):
            numbers[said[first] + said[second]] = f"{first}{second}"
            numbers[f"{said[first]}honderd{said[second]}"] = f"{first}{second}"
    return numbers
