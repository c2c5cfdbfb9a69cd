"""The table of what is known of a hand-off in each conversation. Nothing personal stands in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base, Moment


class HandoffState(Base):
    """One conversation that was offered a person, or was asked whether an answer helped."""

    __tablename__ = "handoff_state"

    conversation: Mapped[str] = mapped_column(String(64), primary_key=True)
    """As the brain and the vault know it."""
    draft: Mapped[str | None] = mapped_column(String(32))
    """Id in the vault of the message that is being made."""
    step: Mapped[str | None] = mapped_column(String(12))
    """What the parent is asked now; see `Step`."""
    reference: Mapped[str | None] = mapped_column(String(12))
    """Of the message that was sent last."""
    desk: Mapped[str | None] = mapped_column(String(40))
    """To whom that was."""
    offered: Mapped[bool] = mapped_column(default=False)
    asked_if_helped: Mapped[bool] = mapped_column(default=False)
    downs: Mapped[int] = mapped_column(default=0)
    """Thumbs down in a row."""
    updated_at: Mapped[datetime] = mapped_column(Moment, index=True)
