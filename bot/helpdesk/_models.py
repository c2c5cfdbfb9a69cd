"""The tables of the hand-off. What is personal stands in the vault only, encrypted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base, Moment, Number

NEW, SENDING, DELIVERED, GAVE_UP = "new", "sending", "delivered", "gave_up"
OPEN = (NEW, SENDING)


class VaultEntry(Base):
    """Something personal, readable only with our key."""

    __tablename__ = "vault_entry"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    expires: Mapped[datetime] = mapped_column(Moment, index=True)


class HelpdeskTicket(Base):
    """A question on its way. Who writes `next_try_at` or `lease_owner` has locked the row."""

    __tablename__ = "helpdesk_ticket"
    __table_args__ = (Index("ix_helpdesk_ticket_desk_state", "desk", "state"),)

    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """Of conversation and key: the same yes comes twice after a lost connection."""
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    conversation: Mapped[str | None] = mapped_column(String(64), index=True)
    """Empty once the parent has all deleted."""
    desk: Mapped[str] = mapped_column(String(40))
    site: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(10))
    sector: Mapped[str | None] = mapped_column(String(10))
    gemeente: Mapped[str | None] = mapped_column(String(100))
    swv: Mapped[str | None] = mapped_column(String(10))
    topic: Mapped[str | None] = mapped_column(String(60))
    vault: Mapped[str | None] = mapped_column(String(32))
    """Id there of contact, question and summary. It may be gone: no foreign key, so that who
    empties the vault never waits for who delivers."""
    said_at: Mapped[datetime] = mapped_column(Moment)
    accepted_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(10))
    """`new`, `sending` (the helpdesk may have it), `delivered`, or `gave_up`."""
    sending_since: Mapped[datetime | None] = mapped_column(Moment)
    delivered_at: Mapped[datetime | None] = mapped_column(Moment)
    told: Mapped[bool] = mapped_column(default=False)
    """Who counts deliveries has heard of it."""
    remote_id: Mapped[str | None] = mapped_column(String(200))
    """Of the ticket at the helpdesk."""
    attempts: Mapped[int] = mapped_column(default=0)
    doubtful: Mapped[int] = mapped_column(default=0)
    """How often it was tried again without knowing whether the helpdesk has it."""
    next_try_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    """Empty when there is nothing to do."""
    error: Mapped[str | None] = mapped_column(String(80))
    alarm: Mapped[bool] = mapped_column(default=False)
    """Only an operator can help, for instance with a new password."""
    lease_owner: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
