"""How a parent can be reached: an e-mail address and a telephone number out of what is typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import phonenumbers
from email_validator import EmailNotValidError, validate_email

_ADDRESS = re.compile(r"[^\s<>(),;:\"']+@[^\s<>(),;:\"']+")
_NUMBER = re.compile(r"[+(]?\d[\d\s().\-/]{5,}\d")
_END = ".,;:!?"


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

    An address is checked for its form only: looking up its domain would tell others of it, and
    fail when the network does.
    """
    email = phone = None
    problem = "none"
    for found in _ADDRESS.findall(text):
        try:
            email = (
                email or validate_email(found.strip(_END), check_deliverability=False).normalized
            )
        except EmailNotValidError:
            problem = "email"
    rest = _ADDRESS.sub(" ", text)
    for found in _NUMBER.findall(rest):
        number = _phone(found)
        if number is None:
            problem = "phone" if problem == "none" else problem
        phone = phone or number
    if "@" in text and not _ADDRESS.search(text):
        problem = "email"
    return Reach(email, phone, None if email or phone else problem)


def own_number(digits: str) -> str | None:
    """A number as WhatsApp gives it (`31612345678`) in E.164; None if it is none."""
    return _phone(f"+{digits.lstrip('+')}")


def shown(phone: str) -> str:
    """A number as people write it: "06 12345678", abroad "+32 470 12 34 56"."""
    number = phonenumbers.parse(phone, "NL")
    form = phonenumbers.PhoneNumberFormat
    dutch = number.country_code == 31
    return phonenumbers.format_number(number, form.NATIONAL if dutch else form.INTERNATIONAL)


def _phone(text: str) -> str | None:
    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
