"""Who is spoken with, what is said, and what comes of it: the border of the hand-off."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.front._messages import Message
from bot.sites import Site


@dataclass(frozen=True, slots=True)
class Party:
    """The parent's side of a conversation."""

    conversation: str
    """Opaque; the same id as at the brain."""
    channel: str
    site: Site | None = None
    number: str | None = field(default=None, repr=False)
    """The WhatsApp number that the parent writes with, digits only."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the parent. `text` is as typed: it may hold an address or a number."""

    id: str
    text: str | None = field(default=None, repr=False)
    payload: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the hand-off makes of a message."""

    messages: tuple[Message, ...] = ()
    ask: Said | None = None
    """The brain must answer this first; `messages` come after that."""
    hidden: tuple[Message, ...] = ()
    """`messages` as they may be kept in the clear; empty when they may be kept as they are."""
    is_private: bool = False
    """We had asked for something personal, so it is no surprise that it was hidden."""

    @property
    def kept(self) -> tuple[Message, ...]:
        """What may be kept of `messages`."""
        return self.hidden or self.messages
