"""A message as the classifier sees it: surface and lemmas, whole and by sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.nlu.entities import Mention

POSTCODE_TOKEN, PLACE_TOKEN = "pcode", "plaatsnaam"
"""What stands in for a postcode or a place, so that no topic is learnt from a name."""

MAX_CHARACTERS = 4000
"""Longer texts are cut in the middle: the question stands at the start or at the end."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_QUESTION_WORD = (
    r"(?:wat|hoe|wie|waar|wanneer|waarom|welke?|moet|moeten|mag|mogen|kan|kunnen|heb|hebben|heeft|"
    r"is|zijn|krijgt?|geldt)"
)
_CLAUSE_END = re.compile(rf"(?:,\s*|\s+)(?:en|of|maar|ook)\s+(?={_QUESTION_WORD}\b)", re.IGNORECASE)
_ASKS = re.compile(rf"\?\s*$|^(?:en |maar |ook |of )?{_QUESTION_WORD}\b", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
"""A word; "auto's" is one."""
_REPEATED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True)
class Utterance:
    """A text in the two forms that are counted."""

    surface: str
    """Lower case, accents kept, entities replaced; for the character n-grams."""
    lemmas: str
    """The lemmas of the words, separated by one space; for the word n-grams."""

    @classmethod
    def of(cls, text: str, mentions: Iterable[Mention], lemma: dict[str, str]) -> Utterance:
        """Make one of `text`, its mentions (offsets in `text`) and the lemmas of its words."""
        masked = _mask(text, mentions)
        surface = _REPEATED.sub(r"\1\1", unicodedata.normalize("NFC", masked.lower()))
        words = WORD.findall(surface)
        return cls(surface, " ".join(lemma.get(word, word) for word in words))


def lemma_table(doc: Any) -> dict[str, str]:
    """The lemma of each word of a spaCy document, both in lower case; empty for None."""
    return {token.lower_: token.lemma_.lower() for token in doc or () if token.lemma_}


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of `text`; the whole text when it has but one."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [*(match.start() for match in _SENTENCE_END.finditer(text)), len(text)]:
        piece = text[start:end]
        stripped = piece.strip()
        if WORD.search(stripped):
            begin = start + piece.index(stripped)
            spans.append((begin, begin + len(stripped)))
        start = end
    return spans or [(0, len(text))]


def split_clauses(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of `text`, those with two questions in two."""
    spans: list[tuple[int, int]] = []
    for begin, end in split_sentences(text):
        starts = [begin, *(begin + m.end() for m in _CLAUSE_END.finditer(text[begin:end]))]
        spans += zip(starts, [*starts[1:], end], strict=True)
    return spans


def asks(clause: str) -> bool:
    """Whether a clause asks something: "en hoe vraag ik dat aan"."""
    return bool(_ASKS.search(clause.strip()))


def shorten(text: str) -> str:
    """`text`, cut in the middle when it is longer than `MAX_CHARACTERS`."""
    if len(text) <= MAX_CHARACTERS:
        return text
    half = MAX_CHARACTERS // 2
    return text[:half] + "\n" + text[-half:]


def within(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """The mentions inside one sentence, with offsets counted from its start."""
    return [
        Mention(m.entity, m.value, m.start - start, m.end - start, m.kind)
        for m in mentions
        if start <= m.start and m.end <= end
    ]


def _mask(text: str, mentions: Iterable[Mention]) -> str:
    pieces: list[str] = []
    last = 0
    for mention in sorted(mentions, key=lambda m: m.start):
        if mention.entity == "sector" or mention.start < last:
            continue
        token = POSTCODE_TOKEN if mention.entity == "postcode" else PLACE_TOKEN
        pieces += [text[last : mention.start], f" {token} "]
        last = mention.end
    return "".join([*pieces, text[last:]])
