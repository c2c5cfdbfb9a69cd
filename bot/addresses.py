"""Addresses of mail and of machines, checked in one way everywhere."""

from __future__ import annotations

import ipaddress

from email_validator import EmailNotValidError, validate_email


def email_address(value: str) -> str:
    """An address that mail of any server can reach: ASCII, and nothing but the address.

    Raises:
        ValueError: it is not one; the message is Dutch and does not quote it.
    """
    try:
        found = validate_email(value, allow_smtputf8=False, check_deliverability=False)
    except EmailNotValidError:
        raise ValueError("is geen e-mailadres; schrijf bijvoorbeeld steunpunt@swv.nl") from None
    return found.ascii_email or found.normalized


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine, by name or address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
