"""The tables of WhatsApp: what came in, what must go out, and whose it is.

A telephone number stands only in `sender` and `address`, and inside Meta's message ids (`wamid`):
they hold it in base64. All three are emptied as soon as nothing needs them; what stays are hashes
with our key.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base, Moment, Number

Address = dict[str, str]
"""How to reach somebody: `user_id`, `wa_id`, or both."""


class WhatsappConversation(Base):
    """One parent's conversation, and which process works on it.

    `id` is random and is the conversation at the brain: nothing leads from there to a number. Who
    writes `next_work_at` or `lease_owner` has locked the row; this is what keeps processes apart.
    """

    __tablename__ = "wa_conversation"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    last_message_at: Mapped[datetime] = mapped_column(Moment, index=True)
    """By Meta's clock. We may answer freely for 24 hours after it."""
    greeted: Mapped[bool] = mapped_column(default=False)
    """Has read that this is a program, and what is kept."""
    ending: Mapped[bool] = mapped_column(default=False)
    """Deleted at the parent's request: only the confirmation must still go out."""
    next_work_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    """When there is something to do; empty when there is nothing."""
    lease_owner: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(Moment)


class WhatsappAlias(Base):
    """An id or a number, as a keyed hash, and the conversation that it leads to."""

    __tablename__ = "wa_alias"

    hash: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(6))
    """`user` (Meta's id, which is never given to somebody else) or `number` (which may be)."""
    conversation: Mapped[str] = mapped_column(
        ForeignKey("wa_conversation.id", ondelete="CASCADE"), index=True
    )


class WhatsappInbox(Base):
    """A message of a parent. The row stays, empty, for as long as Meta may send it again."""

    __tablename__ = "wa_inbox"
    __table_args__ = (Index("ix_wa_inbox_conversation_state", "conversation", "state"),)

    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    wamid_hash: Mapped[str] = mapped_column(String(40), unique=True)
    conversation: Mapped[str | None] = mapped_column(
        ForeignKey("wa_conversation.id", ondelete="SET NULL")
    )
    wamid: Mapped[str | None] = mapped_column(String(255))
    sender: Mapped[Address | None] = mapped_column(JSON(none_as_null=True))
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str | None] = mapped_column(Text)
    """As redacted."""
    vault: Mapped[str | None] = mapped_column(String(32))
    """Id in the vault of the words as typed, when the parent was asked how to be reached."""
    payload: Mapped[str | None] = mapped_column(String(256))
    title: Mapped[str | None] = mapped_column(Text)
    about: Mapped[str | None] = mapped_column(String(40))
    """Of a reaction, the message that it is to: the hash of its id."""
    location: Mapped[list[float] | None] = mapped_column(JSON(none_as_null=True))
    hidden: Mapped[bool] = mapped_column(default=False)
    """Something personal was hidden in `text`."""
    sent_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment, index=True)
    state: Mapped[str] = mapped_column(String(16))
    """`new`, `done`, or `gave_up` (an operator can have it tried again)."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str | None] = mapped_column(String(80))


class WhatsappOutbox(Base):
    """A message to a parent."""

    __tablename__ = "wa_outbox"
    __table_args__ = (Index("ix_wa_outbox_conversation_state", "conversation", "state"),)

    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    """Meta gives it back in every status, as `biz_opaque_callback_data`."""
    conversation: Mapped[str] = mapped_column(ForeignKey("wa_conversation.id", ondelete="CASCADE"))
    inbox_seq: Mapped[int | None] = mapped_column(Number)
    body: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    vault: Mapped[str | None] = mapped_column(String(32))
    """Id in the vault of the body, when it tells how to reach the parent."""
    address: Mapped[Address | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(String(16), index=True)
    """`new`, `sending`, `sent`, `gave_up`, or `outside_window` (24 hours of silence: Meta takes
    no free text then)."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    sending_since: Mapped[datetime | None] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    wamid_hash: Mapped[str | None] = mapped_column(String(40), index=True)
    """Of the message at Meta. Unless the state is `sent`: of an earlier one, which failed."""
    attempts: Mapped[int] = mapped_column(default=0)
    doubtful: Mapped[int] = mapped_column(default=0)
    """How often it was sent again without knowing whether Meta had taken it."""
    next_try_at: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str | None] = mapped_column(String(80))
    alarm: Mapped[bool] = mapped_column(default=False)
    """Only the operator can help, for instance with a new access token."""
