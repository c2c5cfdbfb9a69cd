"""What became of our messages at Meta: statuses come late, twice, and in any order."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.front.whatsapp._errors import NotSent, Verdict, judge
from bot.front.whatsapp._identity import Identity
from bot.front.whatsapp._models import WhatsappConversation, WhatsappOutbox
from bot.front.whatsapp._private import forget_words
from bot.front.whatsapp._rows import GAVE_UP, NEW, OUTSIDE_WINDOW, SENT, locked, wake
from bot.front.whatsapp._updates import StatusUpdate

MAX_ATTEMPTS = 20
"""With the waits below: some two hours."""
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 600.0
_ALARM_WAIT = 60.0
_ARRIVED = frozenset({"delivered", "read", "played"})

_log = structlog.get_logger()


async def apply_status(db: AsyncSession, identity: Identity, status: StatusUpdate) -> None:
    """Note in the outbox what Meta tells. Holds the conversation's row from then on."""
    ours = WhatsappOutbox.wamid_hash == identity.message(status.id)
    if status.callback is not None:
        ours |= WhatsappOutbox.id == status.callback
    found = (
        await db.execute(select(WhatsappOutbox.seq, WhatsappOutbox.conversation).where(ours))
    ).first()
    if found is None:
        return
    conversation = await locked(db, found.conversation)
    row = await db.get(WhatsappOutbox, found.seq, populate_existing=True)
    if conversation is None or row is None or not _is_news(row, identity.message(status.id)):
        return
    digest = identity.message(status.id)
    if status.state == "failed":
        code = status.errors[0].code if status.errors else -1
        not_sent(row, conversation, NotSent(judge(code), str(code)), wamid_hash=digest)
    else:
        sent(row, digest)
        if status.state in _ARRIVED:
            await forget_content(db, row)
    wake(conversation)


def _is_news(row: WhatsappOutbox, digest: str) -> bool:
    """False for a second telling of a failure, or for another copy than the one that counts."""
    if row.state == SENT:
        has_content = row.body is not None or row.vault is not None
        return row.wamid_hash in (None, digest) and has_content
    return row.wamid_hash != digest


def sent(row: WhatsappOutbox, wamid_hash: str | None) -> None:
    """Meta has taken the message."""
    row.state, row.error, row.alarm, row.next_try_at = SENT, None, False, None
    row.sent_at = row.sent_at or datetime.now(UTC)
    row.wamid_hash = wamid_hash


def not_sent(
    row: WhatsappOutbox,
    conversation: WhatsappConversation,
    failure: NotSent,
    wamid_hash: str | None = None,
) -> None:
    """Meta has not taken the message, or has not delivered it: again later, or no more."""
    now = datetime.now(UTC)
    row.error, row.alarm = failure.reason, failure.verdict is Verdict.ALARM
    row.wamid_hash = wamid_hash or row.wamid_hash
    if failure.verdict is Verdict.OUTSIDE_WINDOW:
        row.state = OUTSIDE_WINDOW
    elif failure.verdict is Verdict.GIVE_UP or (
        failure.verdict is Verdict.RETRY and row.attempts >= MAX_ATTEMPTS
    ):
        row.state = GAVE_UP
    else:
        row.state = NEW
        seconds = _ALARM_WAIT if row.alarm else wait(row.attempts, failure.retry_after)
        row.next_try_at = now + timedelta(seconds=seconds)
    log = _log.error if row.alarm else _log.warning
    log("whatsapp_not_sent", outbox=row.seq, state=row.state, reason=failure.reason)
    wake(conversation, row.next_try_at)


def wait(attempts: int, at_least: float | None = None) -> float:
    """Seconds until the next try: doubling, with some chance so that not all come at once."""
    doubled = min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(max(attempts - 1, 0), 20))
    return max(doubled * random.uniform(0.75, 1.25), at_least or 0.0)


async def forget_content(db: AsyncSession, row: WhatsappOutbox) -> None:
    """The message has arrived: nobody needs it, or its address, any more."""
    await forget_words(db, WhatsappOutbox, WhatsappOutbox.seq == row.seq)
    row.body = row.vault = row.address = None
