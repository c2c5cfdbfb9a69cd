"""Writing down what happens in a conversation, without ever being in its way."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Literal

import structlog
from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.measures._models import MeasureEvent, MeasureMissed
from bot.store import StoreUnavailable, transaction, utc

Result = Literal[
    "answered",
    "clarify",
    "missed",
    "look_up",
    "asks",
    "small_talk",
    "person",
    "crisis",
    "other",
]
"""How a turn went; docs/meten.md says what each one counts for.

`answered`: an answer about a topic, also if it ends in a question. `look_up`: a look-up that found.
`asks`: only a question back, such as the postcode of a look-up. `clarify`: topics to choose from.
`missed`: not understood, or nothing found. `person`: asked for a person. `crisis`: emergency
numbers. `small_talk`: a greeting or thanks. `other`: out of scope, insults, privacy, "never mind".
"""
Stage = Literal["offered", "asked", "begun", "completed", "delivered", "cancelled"]
"""Of the way to a person: a choice, asked for, the message begun, left, arrived, or stopped."""
Value = Literal["up", "down"]

_WAIT = 0.5
"""Seconds that an answer may wait for its measure; a slow insert goes on by itself."""
_MOST_WAITING = 100
"""Inserts that may be going on by themselves; more are dropped."""
_TOGETHER = 2
"""Connections that measures take at a time: the pool is there for answers."""


class Again(Enum):
    """What is kept of an event that comes again."""

    NOTHING = "nothing"
    EARLIEST = "earliest"
    LATEST = "latest"


Entry = tuple[dict[str, Any], Again, dict[str, Any] | None]
"""An event, what to do if it is there already, and the missed question that goes with it."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Where:
    """Where a conversation takes place. It has one channel and one site; the swv may come later."""

    channel: str
    """`web` or `whatsapp`."""
    site: str
    swv: str | None
    """Code of the samenwerkingsverband, if it is known."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A message of the parent, and how it went."""

    key: str
    """Id of the parent's message: the same one twice counts once."""
    result: Result
    topic: str | None
    """The label of `data/topics.csv` that was answered."""
    typed: bool
    """Typed, or else a button."""
    at: datetime
    text: str | None = field(default=None, repr=False)
    """As redacted. Kept only if `result` is `missed`."""
    offered: tuple[str, ...] = ()
    """Topics that were offered instead."""


class Measures:
    """Writes events down.

    Recording never raises for a database that is away: the parent's answer matters more, so what
    could not be kept is lost, with a warning in the log. It makes its caller wait half a second
    at most, and a caller that is cancelled does not cut an insert off.
    """

    def __init__(self, sessions: async_sessionmaker[AsyncSession], secret: str) -> None:
        self._sessions = sessions
        self._secret = secret.encode()
        self._running: dict[asyncio.Task[None], str] = {}
        self._free = asyncio.Semaphore(_TOGETHER)

    async def begun(self, conversation: str, where: Where, at: datetime) -> None:
        """The conversation was opened. Again does nothing; the earliest time is kept."""
        await self._keep(self._event("begun", conversation, where, at), Again.EARLIEST)

    async def turn(self, conversation: str, where: Where, turn: Turn) -> None:
        """A message of the parent was dealt with. The same `turn.key` again does nothing."""
        event = self._event(
            "turn", conversation, where, turn.at, turn.key,
            result=turn.result, topic=turn.topic, typed=turn.typed,
        )  # fmt: skip
        missed = None
        if turn.result == "missed" and turn.text:
            missed = {
                name: event[name] for name in ("conversation", "channel", "site", "swv", "at")
            }
            missed |= {"text": turn.text, "offered": list(turn.offered)}
        await self._keep(event, missed=missed)

    async def rated(
        self,
        conversation: str,
        where: Where,
        message: str,
        topic: str | None,
        value: Value,
        at: datetime,
    ) -> None:
        """The bot's message `message` was rated. Again replaces: the latest by `at` is kept."""
        event = self._event("rated", conversation, where, at, message, result=value, topic=topic)
        await self._keep(event, Again.LATEST)

    async def person(
        self, conversation: str, where: Where | None, stage: Stage, at: datetime, *, key: str
    ) -> None:
        """A step on the way to a person. `key` tells one hand-off or offer from another.

        Again with the same stage and key does nothing. Who does not know `where`, as when a
        message arrives hours later, leaves it out: it is that of the conversation so far, and
        nothing is kept if there is none.
        """
        event = self._event("person", conversation, where, at, f"{stage}:{key}", result=stage)
        await self._keep(event, Again.EARLIEST)

    async def forget(self, conversation: str) -> None:
        """The parent wants everything deleted: texts go, and nothing leads to the events any more.

        What was counted stays counted. Call it after the conversation's last turn.

        Raises:
            StoreUnavailable: the database does not answer; nothing was done, so try again.
        """
        mine = self._hash(f"conversation:{conversation}")
        running = [task for task, whose in self._running.items() if whose == mine]
        if running:
            await asyncio.wait(running)
        event, missed = MeasureEvent, MeasureMissed
        async with transaction(self._sessions) as db:
            await db.execute(delete(missed).where(missed.conversation == mine))
            found = list(await db.scalars(select(event.id).where(event.conversation == mine)))
            stranger = secrets.token_hex(20)
            for number in found:
                # The keys are made with the conversation's id too, so they must go with it.
                await db.execute(
                    update(event)
                    .where(event.id == number)
                    .values(conversation=stranger, key=secrets.token_hex(20))
                )

    async def close(self) -> None:
        """Wait for inserts that are still going on; the driver's timeouts end them."""
        if self._running:
            await asyncio.wait(list(self._running))

    def _event(
        self,
        kind: str,
        conversation: str,
        where: Where | None,
        at: datetime,
        key: str = "",
        *,
        result: str | None = None,
        topic: str | None = None,
        typed: bool = False,
    ) -> dict[str, Any]:
        return {
            "key": self._hash(f"{kind}:{conversation}:{key}"),
            "conversation": self._hash(f"conversation:{conversation}"),
            "channel": where and where.channel,
            "site": where and where.site,
            "swv": where and where.swv,
            "kind": kind,
            "result": result,
            "topic": topic,
            "typed": typed,
            "at": utc(at),
        }

    def _hash(self, value: str) -> str:
        message = f"measures:{value}".encode()
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()[:40]

    async def _keep(
        self,
        event: dict[str, Any],
        again: Again = Again.NOTHING,
        *,
        missed: dict[str, Any] | None = None,
    ) -> None:
        if len(self._running) >= _MOST_WAITING:
            _log.warning("measure_not_kept", reason="too many waiting")
            return
        task = asyncio.create_task(self._write_quietly((event, again, missed)))
        self._running[task] = event["conversation"]
        task.add_done_callback(self._running.pop)
        await asyncio.wait({task}, timeout=_WAIT)

    async def _write_quietly(self, entry: Entry) -> None:
        try:
            async with self._free:
                await self._write([entry])
        except StoreUnavailable as error:
            _log.warning("measure_not_kept", reason=str(error))
        except Exception as error:  # a mistake of ours must not cost a parent the answer
            _log.warning("measure_not_kept", reason=type(error).__name__)

    async def _write(self, entries: list[Entry]) -> None:
        async with transaction(self._sessions) as db:
            dialect = db.get_bind().dialect.name
            for event, again, missed in entries:
                if event["site"] is None:
                    place = await _place_of(db, event["conversation"])
                    if place is None:
                        continue
                    event = event | place
                kept = await db.scalar(_insert(dialect, event, again))
                if missed is not None and kept is not None:
                    db.add(MeasureMissed(**missed))


async def _place_of(db: AsyncSession, conversation: str) -> dict[str, Any] | None:
    row = MeasureEvent
    query = (
        select(row.channel, row.site, row.swv)
        .where(row.conversation == conversation)
        .order_by(row.at.desc(), row.id.desc())
        .limit(1)
    )
    found = (await db.execute(query)).mappings().first()
    return dict(found) if found is not None else None


def _insert(dialect: str, event: dict[str, Any], again: Again) -> Any:
    """An insert that gives the row's id, or nothing if the event was there already.

    The order in which copies arrive makes no difference: what is kept depends on their times.
    """
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(MeasureEvent).values(event)
    row, new = MeasureEvent, insert.excluded
    if again is Again.NOTHING:
        return insert.on_conflict_do_nothing(index_elements=["key"]).returning(row.id)
    if again is Again.LATEST:  # at the same moment: `down`
        better = or_(new.at > row.at, and_(new.at == row.at, new.result < row.result))
    else:
        better = new.at < row.at
    values = {name: new[name] for name in ("at", "swv", "topic", "result")}
    return insert.on_conflict_do_update(
        index_elements=["key"], set_=values, where=better
    ).returning(row.id)
