"""Reading and writing the chat's tables. Every method is one short transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.exc import IntegrityError

from bot.front._input import Incoming
from bot.front._models import ChatFeedback, ChatSession, ChatTurn, PendingDeletion
from bot.store import Rows, StoreUnavailable, Swv, load_swvs, utc

Answer = list[dict[str, Any]]


class AskedElsewhere(Exception):
    """Another process has just begun to ask the brain this same message."""


@dataclass(frozen=True)
class Turn:
    """A row of `chat_turn`."""

    client_id: uuid.UUID
    text: str | None
    payload: str | None
    answer: Answer | None


class ChatRows(Rows):
    """The chat's rows. All methods raise `StoreUnavailable` when the database fails."""

    async def ping(self) -> None:
        """Return when the database answers and has our tables."""
        async with self._transaction(readonly=True) as db:
            await db.execute(select(exists(select(ChatSession.id))))

    async def create(self, session_id: str, site: str, greeting: Answer) -> None:
        """A new session with the greeting as its first turn."""
        now = datetime.now(UTC)
        async with self._transaction() as db:
            db.add(ChatSession(id=session_id, site=site, created_at=now, last_seen_at=now))
            await db.flush()
            db.add(_said(session_id, greeting, now))

    async def say(self, session_id: str, messages: Answer) -> None:
        """Add messages that answer nothing; to a session that is gone, nothing."""
        now = datetime.now(UTC)
        async with self._transaction() as db:
            session = select(ChatSession.id).where(ChatSession.id == session_id).with_for_update()
            if await db.scalar(session) is not None:
                db.add(_said(session_id, messages, now))

    async def site_of(self, session_id: str, since: datetime | None = None) -> str | None:
        """The site of a session; None if there is no such session, or not used since `since`."""
        query = select(ChatSession.site).where(ChatSession.id == session_id)
        if since is not None:
            query = query.where(ChatSession.last_seen_at >= since)
        async with self._transaction(readonly=True) as db:
            return await db.scalar(query)

    async def swvs(self, codes: Sequence[str]) -> list[Swv]:
        """Samenwerkingsverbanden of the registry, in the order of `codes`."""
        async with self._transaction(readonly=True) as db:
            known = await load_swvs(db)
        if missing := [code for code in codes if code not in known]:
            raise StoreUnavailable(f"registry without {', '.join(missing)}")
        return [known[code] for code in codes]

    async def begin(self, session_id: str, message: Incoming, stale: datetime) -> Answer | None:
        """Claim a message, to ask the brain. Its answer if it was answered before.

        A claim that another process made before `stale` is taken over: that process has died.

        Raises:
            AskedElsewhere: another process holds the claim.
        """
        now = datetime.now(UTC)
        mine = (ChatTurn.session_id == session_id, ChatTurn.client_id == message.id)
        try:
            async with self._transaction() as db:
                turn = await db.scalar(select(ChatTurn).where(*mine).with_for_update())
                if turn is not None and turn.state == "answered":
                    return turn.answer or []
                if turn is not None and turn.state == "asked" and utc(turn.asked_at) > stale:
                    raise AskedElsewhere
                if turn is None:
                    turn = ChatTurn(session_id=session_id, client_id=message.id, created_at=now)
                    db.add(turn)
                turn.text, turn.payload = message.text, message.payload
                turn.state, turn.asked_at = "asked", now
                await db.execute(
                    update(ChatSession).where(ChatSession.id == session_id).values(last_seen_at=now)
                )
        except IntegrityError:
            raise AskedElsewhere from None
        return None

    async def answered(self, session_id: str, client_id: uuid.UUID, answer: Answer) -> bool:
        """Keep the answer; false if the session was deleted in the meantime."""
        return await self._finish(session_id, client_id, "answered", answer)

    async def failed(self, session_id: str, client_id: uuid.UUID) -> None:
        """Give the claim back, so that the same message can be asked again."""
        await self._finish(session_id, client_id, "failed", None)

    async def history(self, session_id: str) -> list[Turn]:
        """All turns, oldest first."""
        query = select(ChatTurn).where(ChatTurn.session_id == session_id).order_by(ChatTurn.id)
        async with self._transaction(readonly=True) as db:
            return [
                Turn(row.client_id, row.text, row.payload, row.answer)
                for row in await db.scalars(query)
            ]

    async def delete(self, session_id: str, conversation: str) -> bool:
        """Delete a session, and note that the brain must forget it; false if it was not there."""
        async with self._transaction() as db:
            for model in (ChatFeedback, ChatTurn):
                await db.execute(delete(model).where(model.session_id == session_id))
            gone = await db.scalar(
                delete(ChatSession).where(ChatSession.id == session_id).returning(ChatSession.id)
            )
            if gone is not None:
                await db.merge(
                    PendingDeletion(conversation=conversation, created_at=datetime.now(UTC))
                )
        return gone is not None

    async def idle(self, before: datetime, limit: int = 200) -> Sequence[str]:
        """Sessions last used before `before`."""
        query = select(ChatSession.id).where(ChatSession.last_seen_at < before).limit(limit)
        async with self._transaction(readonly=True) as db:
            return (await db.scalars(query)).all()

    async def must_forget(self, conversation: str) -> None:
        """Note that the brain must forget a conversation."""
        async with self._transaction() as db:
            await db.merge(PendingDeletion(conversation=conversation, created_at=datetime.now(UTC)))

    async def to_forget(self, limit: int = 200) -> Sequence[str]:
        """Conversations that the brain must still forget, least tried first."""
        query = (
            select(PendingDeletion.conversation)
            .order_by(PendingDeletion.attempts, PendingDeletion.created_at)
            .limit(limit)
        )
        async with self._transaction(readonly=True) as db:
            return (await db.scalars(query)).all()

    async def forgotten(self, conversation: str) -> None:
        """The brain has forgotten a conversation."""
        async with self._transaction() as db:
            await db.execute(
                delete(PendingDeletion).where(PendingDeletion.conversation == conversation)
            )

    async def not_forgotten(self, conversation: str) -> None:
        """The brain could not forget a conversation this time."""
        async with self._transaction() as db:
            await db.execute(
                update(PendingDeletion)
                .where(PendingDeletion.conversation == conversation)
                .values(attempts=PendingDeletion.attempts + 1)
            )

    async def _finish(
        self, session_id: str, client_id: uuid.UUID, state: str, answer: Answer | None
    ) -> bool:
        change = (
            update(ChatTurn)
            .where(ChatTurn.session_id == session_id, ChatTurn.client_id == client_id)
            .values(state=state, answer=answer)
            .returning(ChatTurn.id)
        )
        async with self._transaction() as db:
            return await db.scalar(change) is not None


def _said(session_id: str, messages: Answer, now: datetime) -> ChatTurn:
    """A turn of the bot alone."""
    return ChatTurn(
        session_id=session_id,
        client_id=uuid.uuid4(),
        answer=messages,
        state="answered",
        created_at=now,
        asked_at=now,
    )
