"""What every room's command says when settings or database are not in order, in Dutch."""

from __future__ import annotations

import sys

from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError

from bot.settings import wrong_settings
from bot.store import StoreUnavailable

UNREACHABLE = (StoreUnavailable, ArgumentError, OSError)
"""What opening and using the database may raise."""


def say_wrong_settings(error: ValidationError) -> None:
    """Which settings are wrong, and nothing of what is in them."""
    print(f"Deze instellingen kloppen niet: {wrong_settings(error)}", file=sys.stderr)


def say_unreachable(error: Exception) -> None:
    """That the database does not do as asked; of the error its kind only."""
    reason = str(error) if isinstance(error, StoreUnavailable) else type(error).__name__
    print(
        f"De database (instelling DATABASE_URL) doet het niet: {reason}. "
        "Bestaan de tabellen al? python -m bot.store migrate",
        file=sys.stderr,
    )
