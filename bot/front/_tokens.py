"""Session tokens, and the name under which the brain knows a session."""

from __future__ import annotations

import hashlib
import hmac

from itsdangerous import BadData, URLSafeSerializer


class Tokens:
    """Signs session ids, so that a client can neither choose nor guess one."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._serializer = URLSafeSerializer(
            secret,
            salt="ouderwijzer.session.v1",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )

    def sign(self, session_id: str) -> str:
        """The token for a session."""
        token = self._serializer.dumps(session_id)
        return token if isinstance(token, str) else token.decode()

    def session_id(self, token: str) -> str | None:
        """The session that a token was made for; `None` if we did not make it."""
        try:
            found = self._serializer.loads(token)
        except (BadData, ValueError):  # ValueError: not even ASCII
            return None
        return found if isinstance(found, str) else None

    def conversation(self, session_id: str) -> str:
        """The id of the session's conversation at the brain.

        A keyed hash: who reads Rasa's tracker or logs cannot get from there to a session.
        """
        message = f"conversation:{session_id}".encode()
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()[:40]
