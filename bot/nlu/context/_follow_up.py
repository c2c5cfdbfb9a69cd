"""Questions that lean on the answer before: "en hoe lang duurt dat?", "en op de middelbare?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MAX_WORDS = 9
_STRONG, _STRONG_OPENED = 4, 6
_OPENS = re.compile(r"^(?:en|maar|oke? en|ok en|ja en|dus|of|ook|hoezo|waarom)\b", re.IGNORECASE)
_POINTS = re.compile(
    r"\b(?:dat|dit|die|deze|daar|daarna|daarvoor|daarmee|daarbij|daarover|hiervoor|hiermee|dan|"
    r"er|het|zoiets|zo'n|ze|hun)\b",
    re.IGNORECASE,
)
# "het" and "die" may also stand before a word of the message's own: "het busje".
_POINTS_BACK = re.compile(r"\b(?:dat|dit|daar\w*|hier\w*|dan|er|zoiets)\b", re.IGNORECASE)
_PARTS = {
    "deadlines": (
        r"hoe ?lang|termijn|wanneer|hoe snel|hoe laat|te laat|op tijd|duurt",
        r"hoeveel (?:tijd|weken|dagen)|binnen hoe|(?:voor|tot) wanneer|welke datum",
    ),
    "sources": (
        r"waar staat|welke? (?:wet|artikel)|bron(?:nen)?\b|wettelijk\b",
        r"hoe weet (?:je|u)\b|klopt dat\b|is dat (?:echt|zeker)\b",
    ),
    "steps": (
        r"hoe (?:doe|moet|kan|regel|vraag|pak|begin) ik|hoe (?:dan|werkt dat|gaat dat)",
        r"wat (?:moet|kan|doe) ik|wat (?:nu|dan)\b|en (?:nu|dan)\b|welke stap",
        r"bij wie\b|wie (?:moet|kan|doet|regelt|beslist)|waar (?:moet|kan) ik",
    ),
}
_PART = {
    name: re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE) for name, words in _PARTS.items()
}


@dataclass(frozen=True)
class FollowUp:
    """A message that needs the topic before it to be understood."""

    part: str = ""
    """What it asks of that topic: deadlines, sources or steps; empty when that is unclear."""
    strong: bool = False
    """It has no words of its own: "waar staat dat", "en hoe lang mag dat duren"."""


def follow_up(text: str) -> FollowUp | None:
    """What `text` asks of the topic before it; None when it stands on its own.

    Only short messages that open like a continuation or point back.
    """
    if not 0 < len(text.split()) <= _MAX_WORDS:
        return None
    part = next((name for name, words in _PART.items() if words.search(text)), "")
    opens, points = bool(_OPENS.search(text)), bool(_POINTS.search(text))
    if not (opens or (points and part)):
        return None
    words = len(text.split())
    bare = bool(_POINTS_BACK.search(text)) and words <= (_STRONG_OPENED if opens else _STRONG)
    strong = bare and bool(part)
    return FollowUp(part, strong)


def other_sector(text: str) -> bool:
    """Whether `text` is short and asks the same for another kind of school."""
    return bool(
        len(text.split()) <= _MAX_WORDS
        and re.match(
            r"^(?:(?:oke?|ok|ja|nee)[, ]+)?(?:en|of|maar|geldt|geld|is dat|ook|hoe zit|hoe is)\b",
            text,
            re.IGNORECASE,
        )
    )
