"""A secret that nobody had to think of: made once, and kept in a file."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def kept_secret(file: Path, make: Callable[[], str]) -> str:
    """The secret in `file`, which is made when it is missing; only our own user can read it.

    Raises:
        OSError: the file cannot be made or read, or is empty.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        # Written elsewhere and linked: two processes that start together then agree on one secret.
        draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as target:
            target.write(make())
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    found = file.read_text(encoding="ascii").strip()
    if not found:
        raise OSError(f"{file} is empty; remove it and start again")
    return found
