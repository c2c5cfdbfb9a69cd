"""Whether a call of the webhook really comes from Meta."""

from __future__ import annotations

import hashlib
import hmac

HEADER = "X-Hub-Signature-256"


def sign(secret: str, body: bytes) -> str:
    """The value of `HEADER` for a body, as Meta computes it."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(secret: str, body: bytes, signature: str) -> bool:
    """Whether `signature` belongs to exactly these bytes.

    The bytes as they came, not JSON written anew: Meta escapes letters in its own way. The
    algorithm is ours to choose, so what the header names is only compared.
    """
    # As bytes: compare_digest refuses text outside ASCII, which a forged header may hold.
    return hmac.compare_digest(sign(secret, body).encode(), signature.encode("utf-8", "replace"))
