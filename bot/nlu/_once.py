"""The same message, asked again, gets the answer that it got.

A front that is killed after the brain's answer, and before it has kept that, asks again. The
conversation must not go on twice: "ja" would answer the next question too. So a message may have an
id, and the answer to the last one is kept in the transaction that saves the conversation: either
both are there or neither.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

import sqlalchemy as sa

Messages = list[dict[str, Any]]

metadata = sa.MetaData()
_answers = sa.Table(
    "last_answer",
    metadata,
    sa.Column("conversation", sa.String(128), primary_key=True),
    sa.Column("message", sa.String(64), nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("updated_at", sa.Float, nullable=False, index=True),
)


@dataclass(frozen=True)
class Turn:
    """The message that is being answered; `answer` grows until the conversation is saved."""

    conversation: str
    message: str
    answer: Messages


_turn: ContextVar[Turn | None] = ContextVar("turn", default=None)


class Turns:
    """One message of a conversation at a time, so that a second asking waits for the first."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def hold(self, turn: Turn) -> AsyncIterator[None]:
        """Wait for the conversation; what is saved in it meanwhile belongs to `turn`."""
        lock = self._locks.setdefault(turn.conversation, asyncio.Lock())
        async with lock:
            token = _turn.set(turn)
            try:
                yield
            finally:
                _turn.reset(token)


def keep_answer(connection: sa.engine.Connection, conversation: str) -> None:
    """Keep the answer of the turn that is going on, if it has one, in this transaction."""
    turn = _turn.get()
    if turn is None or turn.conversation != conversation or not turn.answer:
        return
    row = {"message": turn.message, "answer": json.dumps(turn.answer), "updated_at": time.time()}
    changed = connection.execute(
        _answers.update().where(_answers.c.conversation == conversation).values(**row)
    )
    if not changed.rowcount:
        connection.execute(_answers.insert().values(conversation=conversation, **row))


def kept_answer(
    connection: sa.engine.Connection, conversation: str, message: str
) -> Messages | None:
    """The answer to `message` if it was the last one in the conversation that had an id."""
    found = connection.execute(
        sa.select(_answers.c.answer).where(
            _answers.c.conversation == conversation, _answers.c.message == message
        )
    ).scalar()
    return None if found is None else json.loads(found)


def drop_answers(
    connection: sa.engine.Connection, *, conversation: str | None = None, before: float = 0.0
) -> None:
    """Delete the answer in one conversation, or all that were kept before a time."""
    chosen = (
        _answers.c.updated_at < before
        if conversation is None
        else _answers.c.conversation == conversation
    )
    connection.execute(_answers.delete().where(chosen))
