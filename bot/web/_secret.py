"""The key of the front."""

from __future__ import annotations

import secrets
from pathlib import Path

from bot.secret_file import kept_secret
from bot.settings import ROOT, Settings

SECRET_FILE = ROOT / "var" / "session-secret"


def session_secret(settings: Settings, file: Path = SECRET_FILE) -> str:
    """The key from the settings, or else from `file`, which is made when it is missing.

    A new key ends all sessions, and the brain then keeps their conversations until its own
    retention removes them.

    Raises:
        OSError: the file cannot be made or read.
    """
    if settings.session_secret and settings.session_secret.get_secret_value():
        return settings.session_secret.get_secret_value()
    return kept_secret(file, lambda: secrets.token_urlsafe(48))
