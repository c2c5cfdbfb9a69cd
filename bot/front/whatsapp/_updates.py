"""What Meta's webhook tells, in our own types. Reading it is `parse` in `_parse.py`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

KINDS = frozenset(
    "text button location image audio video document sticker contacts reaction order edit revoke "
    "unsupported unknown".split()
)
"""Kinds of `Received`. `button` is any choice; a type that we do not know is `unknown`."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody on WhatsApp: by Meta's id for us (BSUID), a telephone number, or both.

    At least one is there. The values stay out of `repr`, and so out of logs and tracebacks.
    """

    user_id: str | None = field(default=None, repr=False)
    wa_id: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not self.user_id and not self.wa_id:
            raise ValueError("a sender needs an id or a number")

    @property
    def key(self) -> str:
        """What tells people apart; begins with the kind, as an id and a number could be equal."""
        return f"user:{self.user_id}" if self.user_id else f"number:{self.wa_id}"


@dataclass(frozen=True, slots=True)
class GraphError:
    """An error as Meta reports it. `title` is Meta's own fixed text, never a user's."""

    code: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A message of a parent. Words of the parent stay out of `repr`."""

    id: str
    sender: Sender
    sent_at: datetime
    """By Meta's clock, UTC. Of a message without a readable time: when we read it."""
    kind: str
    """One of `KINDS`."""
    text: str | None = field(default=None, repr=False)
    """Of a text, its words; of a picture, film or document, what is written under it."""
    payload: str | None = field(default=None, repr=False)
    """Of a choice, what we gave the button."""
    title: str | None = field(default=None, repr=False)
    """Of a choice, what the parent read on the button."""
    location: tuple[float, float] | None = field(default=None, repr=False)
    """Latitude and longitude, degrees."""
    reply_to: str | None = None
    """Id of the message that this one answers, reacts to, edits or revokes."""
    forwarded: bool = False
    phone_number_id: str | None = None
    """Our number that it was sent to."""


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """What became of a message that we sent. They come in any order, and more than once."""

    id: str
    state: str
    """sent, delivered, read, failed, played, or what Meta may think of."""
    at: datetime
    recipient: Sender | None = None
    callback: str | None = None
    """Our `biz_opaque_callback_data`."""
    errors: tuple[GraphError, ...] = ()


@dataclass(frozen=True, slots=True)
class IdentityChange:
    """Somebody has another number or another id. `new` may know only one of the two."""

    id: str
    old: Sender
    new: Sender
    at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything of one call of the webhook, in its order."""

    received: tuple[Received, ...] = ()
    statuses: tuple[StatusUpdate, ...] = ()
    changes: tuple[IdentityChange, ...] = ()
    errors: tuple[GraphError, ...] = ()
    """What Meta reports about the account or a whole batch: for the log."""
    dropped: int = 0
    """Parts that had no id or no sender, or were not as agreed: nothing can be done with them."""

    def __bool__(self) -> bool:
        return bool(self.received or self.statuses or self.changes)
