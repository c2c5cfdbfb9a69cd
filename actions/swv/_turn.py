"""Reading one message of a parent during the look-up: what does it tell, what is still unclear?

Pure: a message, what is known so far and the registry go in, new slot values come out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.swv._location import Notice, locate
from bot.store import Registry

LOCATION, SECTOR, NOTICE, MISSES = "swv_location", "swv_sector", "swv_notice", "swv_misses"
MAX_MISSES = 2

# Answered by a rule, after which the look-up goes on or ends.
_LEFT_TO_RULES = frozenset(
    "faq greet thanks goodbye bot_challenge handoff privacy crisis abuse ask_english cancel "
    "feedback_positive feedback_negative".split()
)
_NEVER_AN_ANSWER = frozenset({"crisis", "handoff"})
_SHORT_ANSWER_WORDS = 7
_QUESTION_WORDS = 4

_ANOTHER_CHILD = re.compile(
    r"\b(?:ander(?:e)? (?:kind|zoon|dochter|jongen|meisje)|tweede kind|(?:mijn|me|mn|m'n) andere|"
    r"oudste|jongste|broer(?:tje)?|zus(?:je)?|nog een kind)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(?:opnieuw|nieuwe zoek|"
    r"(?:nieuwe?|andere?) (?:postcode|adres|plaats|woonplaats|gemeente))\b",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:liever niet|geef ik (?:ook )?niet|wil ik niet|ga ik niet|zeg ik niet|niet geven|prive|"
    r"privé|gaat (?:je|jou|jullie|u) niks aan|niet kwijt|"
    r"geef (?:mijn |m'n )?(?:postcode|adres) niet)\b",
    re.IGNORECASE,
)
_DOES_NOT_KNOW = re.compile(r"\b(?:weet (?:ik )?niet|geen idee|weet ik (?:even )?niet)\b", re.I)
_ABOUT_ADDRESS = re.compile(r"postcode|adres|woon", re.IGNORECASE)
_TWELVE = re.compile(r"\b(?:12|twaalf)(?:[ -]?jarige?| jaar| jr)?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Turn:
    """A message as the brain understood it."""

    text: str
    intent: str
    entities: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Known:
    """The slots before this message."""

    location: str | None = None
    sector: str | None = None
    misses: int = 0
    requested: str | None = None
    """The slot we asked for; None when the look-up begins with this message."""


def interpret(turn: Turn, known: Known, registry: Registry) -> dict[str, Any] | None:
    """New slot values, or None to leave the message to the dialogue rules.

    A value of None empties a slot. The look-up asks on for what is empty; `swv_notice` says
    with which words.
    """
    if turn.intent in _NEVER_AN_ANSWER and known.requested:
        return None
    told = _sector_told(turn)
    sector = told if told in ("po", "vo", "both") else known.sector
    here = locate(turn.entities, registry, sector)
    if known.requested and not _is_answer(turn, known, bool(here.value or here.notice), told):
        return _unanswered(turn, known)
    slots: dict[str, Any] = {NOTICE: None, MISSES: 0}
    location = known.location
    if _AGAIN.search(turn.text) and not here.value:
        location, sector = None, told
    if _ANOTHER_CHILD.search(turn.text) and told is None and not known.requested:
        sector = None
    if here.notice is not None:
        location = None
        slots[NOTICE] = here.notice.as_slot()
    elif here.value is not None:
        location = here.value
    elif location is not None and sector is not None:
        # A place may have one swv for po and several for vo: look again with this sector.
        again = locate([], registry, sector, known=location)
        location = again.value
        slots[NOTICE] = again.notice.as_slot() if again.notice else None
    if slots[NOTICE] is None and sector is None:
        slots[NOTICE] = _sector_notice(turn, told)
    slots[LOCATION] = location
    slots[SECTOR] = sector
    return slots


def _sector_told(turn: Turn) -> str | None:
    values = [str(e["value"]) for e in turn.entities if e.get("entity") == "sector"]
    return values[-1] if values else None


def _is_answer(turn: Turn, known: Known, locates: bool, told: str | None) -> bool:
    """Whether the message answers our question, rather than asking one itself."""
    if not (locates or told):
        return turn.intent == "swv_zoeken"
    if turn.intent == "swv_zoeken":
        return True
    wanted = locates if known.requested == LOCATION else bool(told)
    short = len(turn.text.split()) <= _SHORT_ANSWER_WORDS
    if turn.intent in _LEFT_TO_RULES:
        return wanted and short and "?" not in turn.text
    return True


def _unanswered(turn: Turn, known: Known) -> dict[str, Any] | None:
    asked_location = known.requested == LOCATION
    words = len(turn.text.split())
    says_nothing = _says_nothing(turn, words)
    if turn.intent == "cancel" or known.misses >= MAX_MISSES:
        return None
    if turn.intent in _LEFT_TO_RULES and not says_nothing:
        return None
    if turn.intent == "clarify" and words >= _QUESTION_WORDS and not says_nothing:
        return None
    code = "not_understood"
    if asked_location and (says_nothing or turn.intent == "deny"):
        code = "refused"
    elif asked_location and words <= 3 and turn.text[:1].isalpha() and turn.intent != "affirm":
        code = "unknown_place"
    elif not asked_location and _TWELVE.search(turn.text):
        code = "twelve"
    return {NOTICE: Notice(code).as_slot(), MISSES: known.misses + 1}


def _says_nothing(turn: Turn, words: int) -> bool:
    """Whether the parent will not or cannot answer, rather than asks something else.

    "Liever niet" is no answer; "de school wil hem liever niet" is a question of its own.
    """
    if not (_REFUSES.search(turn.text) or _DOES_NOT_KNOW.search(turn.text)):
        return False
    if turn.intent not in ("faq", "clarify", "privacy") or _ABOUT_ADDRESS.search(turn.text):
        return True
    return words <= _SHORT_ANSWER_WORDS and "?" not in turn.text


def _sector_notice(turn: Turn, told: str | None) -> str | None:
    if told == "mbo":
        return Notice("mbo").as_slot()
    return Notice("twelve").as_slot() if _TWELVE.search(turn.text) else None
