"""Encryption of what parents leave with us."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.secret_file import kept_secret
from bot.settings import ROOT, Settings

KEY_FILE = ROOT / "var" / "vault-key"


class Seal:
    """Seals values with the first key, and opens what was sealed with any of them.

    An entry's id is sealed with it: who can write the database cannot put one parent's address
    under another's question.

    Raises:
        ValueError: a key is not one that `new_key` makes; the message is Dutch.
    """

    def __init__(self, keys: str) -> None:
        found = [key.strip() for key in keys.split(",") if key.strip()]
        try:
            self._fernet = MultiFernet([Fernet(key) for key in found])
        except ValueError:
            raise ValueError(
                "De instelling VAULT_KEY klopt niet. Maak een sleutel met "
                "`python -m bot.helpdesk key`; zet meer sleutels achter elkaar met komma's."
            ) from None

    def seal(self, id_: str, value: Mapping[str, Any]) -> str:
        """`value` (JSON) for the entry `id_`, unreadable."""
        content = json.dumps([id_, value], ensure_ascii=False).encode()
        return self._fernet.encrypt(content).decode("ascii")

    def open(self, id_: str, sealed: str) -> dict[str, Any] | None:
        """What was sealed for the entry `id_`; `None` if it was not with one of our keys."""
        try:
            found = json.loads(self._fernet.decrypt(sealed.encode()))
        except (InvalidToken, ValueError):
            return None
        if found[0] != id_ or not isinstance(found[1], dict):
            return None
        return found[1]

    def anew(self, sealed: str) -> str | None:
        """The same, sealed with the first key; `None` if it cannot be read."""
        try:
            return self._fernet.rotate(sealed.encode()).decode("ascii")
        except InvalidToken:
            return None


def new_key() -> str:
    """A key for `VAULT_KEY`."""
    return Fernet.generate_key().decode("ascii")


def seal_of(settings: Settings, file: Path = KEY_FILE) -> Seal:
    """The seal with the keys of the settings, or else with the one in `file`, made if missing.

    Raises:
        ValueError: the keys in the settings are not keys.
        OSError: the file cannot be made or read.
    """
    given = settings.vault_key.get_secret_value() if settings.vault_key else ""
    return Seal(given or kept_secret(file, new_key))
