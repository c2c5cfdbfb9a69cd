"""The tables of the measures.

An event has no text and no id that leads to a person: the conversation is a keyed hash, and so is
what tells the same event from another. Texts of questions that were not understood stand apart, so
that they can go while the events stay.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base, Moment, Number


class MeasureEvent(Base):
    """Something that happened in a conversation."""

    __tablename__ = "measure_event"
    __table_args__ = (
        Index("ix_measure_event_site_at", "site", "at"),
        Index("ix_measure_event_conversation", "conversation"),
    )

    id: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    """Keyed hash: the same event twice is one row."""
    conversation: Mapped[str] = mapped_column(String(40))
    """Keyed hash; after "delete my data" a random word."""
    channel: Mapped[str] = mapped_column(String(10))
    site: Mapped[str] = mapped_column(String(40))
    swv: Mapped[str | None] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(6))
    """`begun`, `turn`, `rated` or `person`."""
    result: Mapped[str | None] = mapped_column(String(12))
    """Of a turn how it went, of a rating `up` or `down`, of a person the stage."""
    topic: Mapped[str | None] = mapped_column(String(60))
    typed: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class MeasureMissed(Base):
    """The text of a question that was not understood, as redacted."""

    __tablename__ = "measure_missed"

    id: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    conversation: Mapped[str] = mapped_column(String(40), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    site: Mapped[str] = mapped_column(String(40))
    swv: Mapped[str | None] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    offered: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
