"""Names of places, written so that spellings of the same name meet.

Used on both sides: the brain finds names in a message, the registry finds rows by name.
"""

from __future__ import annotations

import re
import unicodedata

_PREFIXES = (
    (re.compile(r"^(?:s|'s|’s|`s|des)[\s-]+"), "s "),
    (re.compile(r"^(?:t|'t|’t|`t|het)[\s-]+"), "t "),
)
_WORDS = {"sint": "st", "sinte": "st", "aan": "a", "den": "d", "de": "d", "ad": "a d"}


def place_key(name: str) -> str:
    """The key under which all spellings of a place name meet.

    Case, accents, apostrophes, hyphens and brackets do not count; "Sint" equals "St." and
    "aan den" equals "a/d" and "ad". A province in brackets, as in "Bergen (NH.)", stays part of it.
    """
    plain = unicodedata.normalize("NFKD", name.strip().lower())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    for pattern, replacement in _PREFIXES:
        plain = pattern.sub(replacement, plain)
    plain = plain.replace("a/d", "a d").replace("'", "").replace("’", "").replace("`", "")
    words = re.split(r"[^a-z0-9]+", plain)
    return " ".join(_WORDS.get(word, word) for word in words if word)
