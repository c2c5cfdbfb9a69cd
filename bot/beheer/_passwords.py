"""Passwords: argon2id, at most two at a time, and as slow for an account that does not exist."""

from __future__ import annotations

import asyncio
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST, LONGEST = 12, 200
"""Characters. NIST SP 800-63B: length counts, odd characters do not."""

_AT_ONCE = 2
_WORDS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


class WrongPassword(ValueError):
    """A new password that will not do; the message is Dutch and says why."""


class Passwords:
    """Hashes and checks in threads: one takes 64 MB and tens of milliseconds."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._nobody = cache(lambda: self._hasher.hash(secrets.token_urlsafe()))

    async def hash(self, password: str) -> str:
        """What is kept of a password."""
        async with self._turn:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, password: str, kept: str | None) -> bool:
        """Whether it is the password of `kept`; without one the same work is done for nothing."""
        async with self._turn:
            return await asyncio.to_thread(self._fits, password[: LONGEST + 1], kept)

    def is_old(self, kept: str) -> bool:
        """Whether it was hashed with other costs than we use now."""
        return self._hasher.check_needs_rehash(kept)

    def _fits(self, password: str, kept: str | None) -> bool:
        try:
            return self._hasher.verify(kept or self._nobody(), password) and kept is not None
        except (Argon2Error, InvalidHashError):
            return False


def check_new(password: str, name: str) -> None:
    """Whether a new password will do.

    Raises:
        WrongPassword: it will not.
    """
    if len(password) < SHORTEST:
        raise WrongPassword(f"Het wachtwoord is te kort. Neem minstens {SHORTEST} tekens.")
    if len(password) > LONGEST:
        raise WrongPassword(f"Het wachtwoord is te lang. Neem hoogstens {LONGEST} tekens.")
    if name.casefold() in password.casefold() or len(set(password)) < 5:
        raise WrongPassword("Dit wachtwoord is makkelijk te raden. Neem een ander.")


def made_up() -> str:
    """A password of some 99 bits that can be read aloud: five groups of four."""
    return "-".join("".join(secrets.choice(_WORDS) for _ in range(4)) for _ in range(5))
