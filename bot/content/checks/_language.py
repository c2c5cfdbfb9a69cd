"""Plain Dutch: short sentences, a readable text, the u-form, and no jargon left unexplained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import textstat
import yaml

MAX_SENTENCE_WORDS = 25
MAX_MEAN_WORDS = 14.0
MIN_FLESCH = 60.0
"""Flesch reading ease with Douma's coefficients for Dutch; 60 and up is plain language."""

_INFORMAL = re.compile(r"\b(jij|jou|jouw|je|jullie)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Jargon:
    """A term of the field, and the words of which one must be near it in the same answer."""

    term: str
    pattern: re.Pattern[str]
    explained_by: re.Pattern[str]


def load_jargon(path: Path) -> tuple[Jargon, ...]:
    """Read `data/jargon.yml`; nothing when a project has none."""
    if not path.exists():
        return ()
    return tuple(
        Jargon(
            entry["term"],
            re.compile(entry["pattern"]),
            re.compile(entry["explained_by"], re.IGNORECASE),
        )
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    )


def check_language(text: str, jargon: tuple[Jargon, ...]) -> Iterator[str]:
    """What makes `text` hard to read."""
    lengths = []
    for sentence in sentences(text):
        words = sentence.split()
        lengths.append(len(words))
        if len(words) > MAX_SENTENCE_WORDS:
            yield f"zin van {len(words)} woorden: '{' '.join(words[:8])} ...'; maak er twee van"
    if not lengths:
        return
    mean = sum(lengths) / len(lengths)
    if mean > MAX_MEAN_WORDS:
        yield f"gemiddeld {mean:.1f} woorden per zin; hoogstens {MAX_MEAN_WORDS:.0f}"
    if (score := flesch(text)) < MIN_FLESCH:
        yield f"leesbaarheid {score:.0f}; minstens {MIN_FLESCH:.0f}: kortere woorden en zinnen"
    if _INFORMAL.search(text):
        yield "schrijf in de u-vorm"
    for term in jargon:
        if term.pattern.search(text) and not term.explained_by.search(text):
            yield f"leg '{term.term}' uit waar het voor het eerst staat"


def flesch(text: str) -> float:
    """Flesch-Douma reading ease of a text for parents, without its list marks."""
    textstat.set_lang("nl")
    return float(textstat.flesch_reading_ease(" ".join(map(_closed, sentences(text)))))


def sentences(text: str) -> list[str]:
    """Split a text for parents into its sentences (line ends and final punctuation)."""
    parts = re.split(r"(?<=[.!?:])\s+(?=[A-Z0-9'‘\"(-])|\n+", text)
    cleaned = (re.sub(r"^(\d+\.|-)\s*", "", part.strip()) for part in parts)
    return [part for part in cleaned if part]


def _closed(sentence: str) -> str:
    return sentence if sentence[-1] in ".!?" else f"{sentence.rstrip(':')}."
