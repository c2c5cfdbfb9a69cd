"""Whether an answer helped: a thumb up or down, and if the parent likes, why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import select

from bot.front import _problems
from bot.front._messages import clean
from bot.front._models import ChatFeedback, ChatSession, ChatTurn
from bot.store import Rows

MAX_REASON = 500
"""Characters."""
_VALUES: Mapping[str, Literal["up", "down"]] = {"up": "up", "down": "down"}


class UnknownMessage(Exception):
    """The session has no message of the bot with this id."""


@dataclass(frozen=True)
class Feedback:
    """What a parent thinks of the bot's message `message`."""

    message: str
    value: Literal["up", "down"]
    reason: str | None = None


def parse_feedback(content: dict[str, Any]) -> Feedback:
    """Read what a client sent.

    Raises:
        Problem: 422, with a sentence that says what is wrong.
    """
    message, value, reason = (content.get(key) for key in ("message", "value", "reason"))
    if not isinstance(message, str) or len(message) > 36:
        raise _problems.invalid("Het kenmerk van het antwoord ('message') klopt niet.")
    if not isinstance(value, str) or value not in _VALUES:
        raise _problems.invalid("Kies 'ja' of 'nee' ('value' is 'up' of 'down').")
    if reason is not None and not isinstance(reason, str):
        raise _problems.invalid("De toelichting ('reason') is geen tekst.")
    reason = clean(reason or "").strip()
    if len(reason) > MAX_REASON:
        raise _problems.too_long(MAX_REASON)
    return Feedback(message, _VALUES[value], reason or None)


class FeedbackRows(Rows):
    """The rows of `chat_feedback`. All methods raise `StoreUnavailable`."""

    async def keep(self, session_id: str, feedback: Feedback) -> tuple[str | None, str | None]:
        """Keep it, instead of what the parent said of the same message before.

        Returns what that was, and the topic of the message.

        Raises:
            UnknownMessage: there is no such message in this session.
        """
        async with self._transaction() as db:
            # Locked, so that two fronts cannot both add a row, nor one delete the session now.
            session = select(ChatSession.id).where(ChatSession.id == session_id).with_for_update()
            known = await db.scalar(session)
            answers = await db.scalars(
                select(ChatTurn.answer).where(ChatTurn.session_id == session_id)
            )
            messages = {message["id"]: message for answer in answers for message in answer or []}
            if known is None or feedback.message not in messages:
                raise UnknownMessage
            before = await db.get(ChatFeedback, (session_id, feedback.message))
            was = before.value if before else None
            await db.merge(
                ChatFeedback(
                    session_id=session_id,
                    message_id=feedback.message,
                    value=feedback.value,
                    reason=feedback.reason,
                    given_at=datetime.now(UTC),
                )
            )
        return was, messages[feedback.message].get("topic")

    async def values(self, session_id: str) -> dict[str, str]:
        """`up` or `down` by the id of the message it is about."""
        query = select(ChatFeedback).where(ChatFeedback.session_id == session_id)
        async with self._transaction(readonly=True) as db:
            return {row.message_id: row.value for row in await db.scalars(query)}
