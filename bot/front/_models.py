"""The tables of the web chat."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base, Number


class ChatSession(Base):
    """A web chat. Who knows its signed id may read and delete it."""

    __tablename__ = "chat_session"

    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    site: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class ChatTurn(Base):
    """One message of a parent and the bot's answer; the greeting is a turn without a parent."""

    __tablename__ = "chat_turn"
    __table_args__ = (UniqueConstraint("session_id", "client_id"),)

    id: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("chat_session.id", ondelete="CASCADE"))
    client_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    text: Mapped[str | None] = mapped_column(Text)
    """As redacted; the original is kept nowhere."""
    payload: Mapped[str | None] = mapped_column(String(60))
    answer: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(String(10))
    """`asked`, `answered`, or `failed` (may be asked again)."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ChatFeedback(Base):
    """What a parent thinks of one message of the bot; the latest word counts."""

    __tablename__ = "chat_feedback"

    session_id: Mapped[str] = mapped_column(
        ForeignKey("chat_session.id", ondelete="CASCADE"), primary_key=True
    )
    message_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    value: Mapped[str] = mapped_column(String(4))
    """`up` or `down`."""
    reason: Mapped[str | None] = mapped_column(Text)
    """As redacted; the original is kept nowhere."""
    given_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class PendingDeletion(Base):
    """A conversation that is gone here and must still be forgotten by the brain."""

    __tablename__ = "pending_deletion"

    conversation: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    attempts: Mapped[int] = mapped_column(default=0)
