"""The design tokens of the chat: which a site may set, and which colours must differ how much.

Names are those of NL Design System (the community tokens of Utrecht) where it has one. What a site
leaves out gets our own value, so that contrast can be promised for every pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coloraide import Color

TEXT, PART = 4.5, 3.0
"""Least contrast of text, and of borders, focus and buttons (WCAG 2.2, 1.4.3 and 1.4.11)."""

FONT = "--utrecht-document-font-family"
_FONT = re.compile(r"[\w \-,'\"]{1,200}", re.ASCII)


@dataclass(frozen=True)
class Token:
    """A name that a site may set."""

    name: str
    default: str
    """Empty: the chat takes the fonts of the parent's own system."""
    meaning: str
    """Dutch, for the webmaster."""


_PAPER = "--utrecht-document-background-color"
_INK = "--utrecht-document-color"
_LINK = "--utrecht-link-color"
_ACTION = "--utrecht-button-primary-action-background-color"
_ACTION_INK = "--utrecht-button-primary-action-color"
_FOCUS = "--utrecht-focus-outline-color"
_PAGE = "--ouderwijzer-page-background-color"
_SOFT = "--ouderwijzer-soft-color"
_LINE = "--ouderwijzer-border-color"
_PARENT = "--ouderwijzer-parent-background-color"
_PARENT_INK = "--ouderwijzer-parent-color"

TOKENS = (
    Token(_INK, "#16302f", "tekst"),
    Token(_PAPER, "#ffffff", "achtergrond van berichten en invoer"),
    Token(_PAGE, "#eef6f5", "achtergrond van het venster"),
    Token(_SOFT, "#47605f", "zachte tekst en de rand van het invoerveld"),
    Token(_LINK, "#0b5563", "links, en tekst en rand van lichte knoppen"),
    Token(_ACTION, "#14606b", "achtergrond van knoppen"),
    Token(_ACTION_INK, "#ffffff", "tekst van knoppen"),
    Token(_LINE, "#5f7f7d", "randen van berichten"),
    Token(_FOCUS, "#14606b", "rand om wat de focus heeft"),
    Token(_PARENT, "#d5ecf3", "achtergrond van berichten van de ouder"),
    Token(_PARENT_INK, "#16302f", "tekst van berichten van de ouder"),
    Token(FONT, "", "lettertype"),
)
DEFAULTS = {token.name: token.default for token in TOKENS if token.default}

FIXED = {
    "de kleur van foutmeldingen": "#b3261e",
    "de kleur van links in een storingsmelding": "#0b5563",
}
"""Colours of the chat that no site can set, but that stand on backgrounds that it can."""
_ERROR, _TROUBLE = FIXED

_PAIRS = (
    *((text, under, TEXT) for text in (_INK, _SOFT, _LINK) for under in (_PAPER, _PAGE)),
    (_ACTION_INK, _ACTION, TEXT),
    (_PARENT_INK, _PARENT, TEXT),
    (_ERROR, _PAGE, TEXT),
    (_ERROR, _PAPER, TEXT),
    (_TROUBLE, _PAPER, TEXT),
    (_TROUBLE, _PAGE, TEXT),
    *((part, under, PART) for part in (_ACTION, _LINE, _FOCUS) for under in (_PAPER, _PAGE)),
)


def filled_in(given: Mapping[str, str]) -> dict[str, str]:
    """All tokens: those that were given, colours as "#rrggbb", and our own for the rest."""
    return DEFAULTS | {
        name: value if name == FONT else _colour(value) or value for name, value in given.items()
    }


def mistakes(given: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What is wrong with the tokens of a site: the name of the token, and a Dutch sentence."""
    names = {token.name for token in TOKENS}
    colours = DEFAULTS | FIXED
    for name, value in given.items():
        if name not in names:
            known = ", ".join(sorted(names))
            yield name, f"deze token kent Ouderwijzer niet; kies uit {known}"
        elif value is None:
            yield name, "is leeg; zet een kleur tussen aanhalingstekens: '#14606b'"
        elif name == FONT:
            if not isinstance(value, str) or not _FONT.fullmatch(value):
                yield (
                    name,
                    "een lettertype mag alleen letters, cijfers, spaties, komma's, streepjes en "
                    "aanhalingstekens hebben; schrijf bijvoorbeeld \"'Noto Sans', sans-serif\"",
                )
        elif colour := _colour(value):
            colours[name] = colour
        else:
            del colours[name]
            yield (
                name,
                f"'{value}' is geen kleur zonder doorzichtigheid; schrijf bijvoorbeeld '#14606b'",
            )
    yield from _contrast(given, colours)


def _contrast(given: Mapping[str, object], colours: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for over, under, least in _PAIRS:
        if over not in colours or under not in colours or not {over, under} & set(given):
            continue
        contrast = Color(colours[over]).contrast(Color(colours[under]))
        if contrast < least:
            where, other = (over, under) if over in given else (under, over)
            yield (
                where,
                f"te weinig contrast: {colours[where]} met {other} ({colours[other]}) heeft "
                f"{_dutch(contrast)} en moet minstens {_dutch(least)} hebben; kies een andere",
            )


def _colour(value: object) -> str | None:
    """ "#rrggbb" for an opaque CSS colour of the sRGB space, else None."""
    match = Color.match(value, fullmatch=True) if isinstance(value, str) else None
    if match is None or match.color.alpha() != 1:
        return None
    colour = match.color.convert("srgb")
    return colour.to_string(hex=True, fit=False) if colour.in_gamut() else None


def _dutch(ratio: float) -> str:
    # Down, so that 4.49 is not shown as 4,5.
    return f"{int(ratio * 100) / 100:.2f}".replace(".", ",")
