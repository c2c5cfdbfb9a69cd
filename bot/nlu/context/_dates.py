"""The date in a parent's answer to "when was that?".

Strict on purpose: a last day is counted from it. "Vorige week" or "begin mei" is no day, and
dateparser, which would read those, also reads "12 jaar" as a date (and its current releases do
not go with the Rasa this runs in).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from rapidfuzz import fuzz, process

from bot.dutch import MONTHS, WEEKDAYS

_SHORT = {"jan": 1, "feb": 2, "febr": 2, "mrt": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
          "sep": 9, "sept": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12}  # fmt: skip
_AGO = {"vandaag": 0, "vanmorgen": 0, "vanochtend": 0, "vanmiddag": 0, "gisteren": 1,
        "gister": 1, "eergisteren": 2}  # fmt: skip
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2}))?(?!\d)")
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d{1,2})-(\d{1,2})(?!\d)")
_IN_WORDS = re.compile(r"(?<!\d)(\d{1,2})(?:e|ste|de)?\s+([a-z]{3,10})\.?(?:\s+(20\d\d))?", re.I)
_DAY_NAME = re.compile(r"\b(?:vorige week|" + "|".join(WEEKDAYS) + r")\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_TYPO = 80


def read_date(text: str, today: date) -> date | None:
    """The one day that `text` names, or None.

    A day without a year is the latest such day that is not after `today`; a bare weekday is the
    one before today. Dates in the future are returned as they are, for the caller to question.
    """
    match = _ISO.search(text)
    if match is not None:
        return _made(int(match[1]), int(match[2]), int(match[3]))
    match = _NUMERIC.search(text)
    if match is not None:
        return _dated(int(match[1]), int(match[2]), match[3], today)
    for match in _IN_WORDS.finditer(text):
        month = _month(match[2])
        if month:
            return _dated(int(match[1]), month, match[3], today)
    words = [word.lower() for word in _WORD.findall(text)]
    for word in words:
        if word in _AGO:
            return today - timedelta(days=_AGO[word])
    names = [name.lower() for name in _DAY_NAME.findall(text)]
    if len(names) == 1 and names[0] in WEEKDAYS:
        return today - timedelta(days=(today.weekday() - WEEKDAYS.index(names[0]) - 1) % 7 + 1)
    return None


def _month(word: str) -> int | None:
    word = word.lower()
    if word in _SHORT:
        return _SHORT[word]
    if len(word) == 3:
        return 5 if word == "mei" else None
    best = process.extractOne(word, MONTHS, scorer=fuzz.ratio, score_cutoff=_TYPO)
    return MONTHS.index(best[0]) + 1 if best else None


def _dated(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _made(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    this_year = _made(today.year, month, day)
    if this_year is not None and this_year <= today:
        return this_year
    return _made(today.year - 1, month, day)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
