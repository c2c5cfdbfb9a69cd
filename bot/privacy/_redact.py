"""Redaction: personal numbers and addresses leave a message before anyone keeps or reads it.

What a parent needs for an answer must survive: postcodes, years, ages and groups. So numbers
are only taken for personal when a check says so: the 11-check for a BSN, the Dutch numbering
plan for a phone number, the check digits for an IBAN.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import phonenumbers
from stdnum import iban
from stdnum.nl import bsn

Span = tuple[int, int]

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w!#$%&'*+/=?^`{|}~.-]{1,64}\s?(?:@|\(at\)|\[at\])\s?"
    r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}",
    re.IGNORECASE,
)
_DUTCH_IBAN = re.compile(r"\bNL ?\d\d(?:[ .-]?[A-Z]){4}(?:[ .-]?\d){10}(?!\d)", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d\d(?:[ .-]?[A-Z0-9]){11,30}", re.IGNORECASE)
_RUN = re.compile(r"\d+(?:[\s.\-–/()]{1,3}\d+)*")
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAMES_BSN = re.compile(
    r"(?:bsn|burgerservice|sofi|onderwijsnummer|persoonsgebonden)\D{0,30}$", re.IGNORECASE
)
_BSN_DOTTED = [4, 2, 3]
_PHONE_DIGITS = 9
"""Shorter numbers (112, 14 030, 0800-1234) are of services, not of persons."""


@dataclass(frozen=True)
class Redacted:
    """A text without personal numbers, and which kinds were in it."""

    text: str
    kinds: frozenset[str]
    """Placeholders that now stand in `text`: `<BSN>`, `<TELEFOON>`, `<E-MAIL>`, `<IBAN>`."""


def redact(text: str) -> Redacted:
    """Replace BSN, phone numbers, e-mail addresses and IBANs by placeholders.

    Names and diagnoses are not recognised: the greeting asks not to write them.
    """
    kinds = set()
    # Longest and surest first: an IBAN holds digits that look like a phone number, and a phone
    # number can hold eight or nine digits that pass the 11-check.
    steps: tuple[tuple[str, Callable[[str], Iterator[Span]]], ...] = (
        ("<E-MAIL>", _emails),
        ("<IBAN>", _ibans),
        ("<TELEFOON>", _phones),
        ("<BSN>", _bsns),
    )
    for placeholder, find in steps:
        spans = list(find(text))
        if spans:
            kinds.add(placeholder)
            text = _replace(text, spans, placeholder)
    return Redacted(text, frozenset(kinds))


def _replace(text: str, spans: list[Span], placeholder: str) -> str:
    parts = []
    at = 0
    for start, end in sorted(spans):
        if start >= at:
            parts += [text[at:start], placeholder]
            at = end
    return "".join([*parts, text[at:]])


def _emails(text: str) -> Iterator[Span]:
    for match in _EMAIL.finditer(text):
        yield match.span()


def _ibans(text: str) -> Iterator[Span]:
    # A mistyped Dutch IBAN still says whose account it is, so its shape is enough.
    for match in _DUTCH_IBAN.finditer(text):
        yield match.span()
    for match in _IBAN.finditer(text):
        # The pattern may have run on into the next words; the longest valid part counts.
        for end in range(match.end(), match.start() + 14, -1):
            part = text[match.start() : end]
            if part[-1].isalnum() and iban.is_valid(part, check_country=False):
                yield match.start(), end
                break


def _phones(text: str) -> Iterator[Span]:
    for match in phonenumbers.PhoneNumberMatcher(text, "NL"):
        digits = _ascii_digits(match.raw_string)
        if len(digits) >= _PHONE_DIGITS and not bsn.is_valid(digits):
            yield match.start, match.end
    # The matcher skips some ways in which people write: "06 - 12 34 5678", "0612345678bel".
    for start, end, groups in _windows(text, 10, 13):
        number = "".join(groups)
        if not number.startswith(("0", "31")) or any(map(_YEAR.fullmatch, groups)):
            continue
        national = re.sub(r"^(?:00)?310?", "0", number)
        if len(national) == 10 and _is_dutch_number(national):
            yield start, end


def _is_dutch_number(national: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(national, "NL"))
    except phonenumbers.NumberParseException:
        return False


def _bsns(text: str) -> Iterator[Span]:
    for start, end, groups in _windows(text, 8, 9):
        number = "".join(groups)
        if bsn.is_valid(number) and _looks_like_bsn(groups, text[max(0, start - 45) : start]):
            yield start, end


def _looks_like_bsn(groups: list[str], before: str) -> bool:
    """Whether digits that pass the 11-check are written as one number.

    One in eleven numbers passes by chance, so "groep 5, 2018-2019" must not count.
    """
    if _NAMES_BSN.search(before):
        return True
    sizes = [len(group) for group in groups]
    if sum(sizes) == 8:
        return len(groups) == 1 and not _is_date(groups[0])
    if len(groups) == 1 or sizes == _BSN_DOTTED:
        return True
    if any(map(_YEAR.fullmatch, groups)):
        return False
    return set(sizes) == {1} or (min(sizes) >= 2 and max(sizes) >= 3)


def _is_date(digits: str) -> bool:
    for year, month, day in (
        (digits[4:], digits[2:4], digits[:2]),
        (digits[:4], digits[4:6], digits[6:]),
    ):
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if 1900 <= found.year < 2100:
            return True
    return False


def _windows(text: str, least: int, most: int) -> Iterator[tuple[int, int, list[str]]]:
    """Neighbouring groups of digits with `least` to `most` digits together, longest first."""
    for run in _RUN.finditer(text):
        groups = [
            (run.start() + part.start(), run.start() + part.end(), _ascii_digits(part.group()))
            for part in _DIGITS.finditer(run.group())
        ]
        for first in range(len(groups)):
            total = 0
            found = []
            for last in range(first, len(groups)):
                total += len(groups[last][2])
                if total > most:
                    break
                if total >= least:
                    chosen = groups[first : last + 1]
                    found.append((chosen[0][0], chosen[-1][1], [group[2] for group in chosen]))
            yield from reversed(found)


def _ascii_digits(text: str) -> str:
    """The digits of `text`, full-width and other scripts' digits included, as 0 to 9."""
    return "".join(str(int(char)) for char in text if char.isdecimal())
