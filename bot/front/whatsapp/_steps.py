"""The steps of the work, and how long each may take."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.front.whatsapp._models import Address, WhatsappConversation, WhatsappInbox
from bot.front.whatsapp._question import Body, Question


@dataclass(frozen=True)
class Timing:
    """Waits and limits; times in seconds."""

    lease: float = 30.0
    """A conversation whose worker was not heard of for so long is free. More than any step."""
    reconcile: float = 60.0
    """How long to wait for a status before a message is sent again that Meta may have taken. Each
    next time twice as long."""
    doubts: int = 5
    """How often a message is sent again without knowing whether Meta has taken it."""
    poll: float = 1.0
    """How often to look for work that another process left."""
    late: float = 3600.0
    """A message that was sent so long ago gets an apology."""
    settle: float = 10.0
    """So long after the last old message of a burst, the burst is answered."""
    window: float = 24 * 3600.0
    """How long Meta takes free text after a parent's message."""
    asks: int = 8
    """Times that one message is asked while the brain says that it is well."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A conversation that is ours for a while; each claim has a token of its own."""

    conversation: str
    token: str


class LeaseLost(Exception):
    """Another process has the conversation now, or it is gone."""


@dataclass(frozen=True, slots=True)
class Send:
    """Step: give this to Meta. The row says `sending` already."""

    seq: int
    id: str
    body: Body = field(repr=False)
    address: Address = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ask:
    """Step: find the answer to these inbox rows."""

    question: Question
    seqs: tuple[int, ...]
    wamid: str | None = field(repr=False)
    """The last message, to show the parent that it was read."""
    address: Address | None = field(repr=False)


def seqs_of(rows: Sequence[WhatsappInbox]) -> tuple[int, ...]:
    """The numbers of rows."""
    return tuple(row.seq for row in rows)


def ask_of(conversation: WhatsappConversation, rows: Sequence[WhatsappInbox], *, late: bool) -> Ask:
    """One question from one row, or from a burst: its words together, else its last message.

    Danger in any of the words is then seen, and nothing that was asked goes by unread.
    """
    last = rows[-1]
    texts = [row.text for row in rows if row.kind == "text" and row.text]
    if len(rows) > 1 and texts:
        last = next(row for row in reversed(rows) if row.kind == "text")
    digest = hashlib.sha256(" ".join(row.wamid_hash for row in rows).encode()).hexdigest()
    return Ask(
        Question(
            conversation=conversation.id,
            id=digest[:40],
            kind=last.kind,
            text="\n".join(texts) if len(rows) > 1 and texts else last.text,
            vault=last.vault if len(rows) == 1 else None,
            number=(rows[-1].sender or {}).get("wa_id"),
            payload=last.payload,
            title=last.title,
            about=last.about,
            location=(last.location[0], last.location[1]) if last.location else None,
            hidden=any(row.hidden for row in rows),
            greeted=conversation.greeted,
            late=late,
        ),
        seqs_of(rows),
        rows[-1].wamid,
        rows[-1].sender,
    )
