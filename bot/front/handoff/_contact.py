"""How a parent can be reached: an e-mail address and a telephone number out of what is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from bot.privacy import redact

# After a space, a bracket or a sign: part of a longer word is another address than was meant.
_ADDRESS = re.compile(r"(?<![^\s<>(),;:\"])[^\s<>(),;:\"]+@[^\s<>(),;:\"]+")
_NUMBER = re.compile(r"[+(]?\d[\d \t().\-]{5,}\d")
_AROUND = ".,;:!?'"


@dataclass(frozen=True, slots=True)
class Reach:
    """What was found. The values stay out of `repr`, and so out of logs."""

    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    """E.164: `+31612345678`."""
    problem: str | None = None
    """`email`, `phone` or `none`: what is wrong when nothing was found."""


def read_reach(text: str) -> Reach:
    """An address and a number in `text`; a wrong one beside a right one is passed over.

    What `redact` would not hide is not taken: it would stand in the clear in the history. An
    address is checked for its form only: looking up its domain would tell others of it, and fail
    when the network does.
    """
    email = phone = None
    problem = "none"
    for found in _ADDRESS.findall(text):
        try:
            valid = validate_email(found.strip(_AROUND), check_deliverability=False).normalized
        except EmailNotValidError:
            problem = "email"
            continue
        email = email or (valid if "<E-MAIL>" in redact(found).kinds else None)
    if "@" in text and email is None:
        problem = "email"
    for candidate in _candidates(_ADDRESS.sub(" ", text)):
        number = _phone(candidate)
        if number is None:
            problem = "phone" if problem == "none" else problem
        phone = phone or number
    return Reach(email, phone, None if email or phone else problem)


def own_number(digits: str) -> str | None:
    """A number as WhatsApp gives it (`31612345678`) in E.164; None if it is none."""
    return _valid(f"+{digits.lstrip('+')}")


def shown(phone: str) -> str:
    """A number as people write it: "06 12345678", abroad "+32 470 12 34 56"."""
    number = phonenumbers.parse(phone, "NL")
    form = phonenumbers.PhoneNumberFormat
    dutch = number.country_code == 31
    return phonenumbers.format_number(number, form.NATIONAL if dutch else form.INTERNATIONAL)


def _candidates(text: str) -> Iterator[str]:
    """What may be a number: as the library finds them, then as people write them besides."""
    for match in phonenumbers.PhoneNumberMatcher(text, "NL"):
        yield match.raw_string
    yield from _NUMBER.findall(text)


def _phone(text: str) -> str | None:
    # A BSN has nine digits too: without the 0 or the + that begins a number it may be one.
    if not text.strip().lstrip("(").startswith(("0", "+")):
        return None
    return _valid(text) if redact(text).kinds == {"<TELEFOON>"} else None


def _valid(text: str) -> str | None:
    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
