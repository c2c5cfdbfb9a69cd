"""Where the brain keeps conversations: one bounded row each.

Rasa's SQL store keeps every event for ever and replays a whole session for each message: 18 ms
for the first messages of a conversation, 521 ms at 200 (measured). A chat that never ends needs
neither. This store keeps the latest turns and the slots, so load and save cost the same for the
thousandth message as for the tenth, and a conversation can be deleted.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    AllSlotsReset,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu._once import Messages, drop_answers, keep_answer, kept_answer
from bot.nlu._once import metadata as _answers

_SWEEP_SECONDS = 3600.0
_metadata = sa.MetaData()
_conversations = sa.Table(
    "conversation",
    _metadata,
    sa.Column("id", sa.String(128), primary_key=True),
    sa.Column("updated_at", sa.Float, nullable=False, index=True),
    sa.Column("events", sa.Text, nullable=False),
)


class ConversationStore(TrackerStore):
    """Keeps the slots and the last `keep_turns` turns of every conversation.

    `db` in endpoints.yml is an SQLAlchemy address (SQLite or PostgreSQL).
    """

    def __init__(
        self,
        domain: Domain | None,
        db: str,
        keep_turns: int = 30,
        keep_days: int = 60,
        event_broker: EventBroker | None = None,
        **_: Any,
    ) -> None:
        self._keep = keep_turns
        self._keep_seconds = keep_days * 86_400
        self._swept = 0.0
        url = sa.engine.make_url(db)
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        self._engine = sa.create_engine(url, pool_pre_ping=True)
        _metadata.create_all(self._engine)
        _answers.create_all(self._engine)
        super().__init__(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Replace the conversation's row by its slots and latest turns."""
        await self.stream_events(tracker)
        events = [event.as_dict() for event in bounded(tracker, self._keep)]
        row = {"updated_at": time.time(), "events": json.dumps(events)}
        table = _conversations
        with self._engine.begin() as connection:
            changed = connection.execute(
                table.update().where(table.c.id == tracker.sender_id).values(**row)
            )
            if not changed.rowcount:
                connection.execute(table.insert().values(id=tracker.sender_id, **row))
            keep_answer(connection, tracker.sender_id)
        self._sweep()

    def _sweep(self) -> None:
        """Once an hour, delete what is too old.

        The front deletes conversations here in time; this is for what it can no longer name.
        """
        now = time.time()
        if now - self._swept < _SWEEP_SECONDS:
            return
        self._swept = now
        before = now - self._keep_seconds
        with self._engine.begin() as connection:
            connection.execute(_conversations.delete().where(_conversations.c.updated_at < before))
            drop_answers(connection, before=before)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation, or None when there is none."""
        table = _conversations
        with self._engine.connect() as connection:
            stored = connection.execute(
                sa.select(table.c.events).where(table.c.id == sender_id)
            ).scalar()
        if stored is None:
            return None
        events = deserialise_events(json.loads(stored))
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select(_conversations.c.id)).scalars())

    async def forget(self, sender_id: str) -> None:
        """Delete a conversation; one that does not exist is no error."""
        with self._engine.begin() as connection:
            connection.execute(_conversations.delete().where(_conversations.c.id == sender_id))
            drop_answers(connection, conversation=sender_id)

    async def answer_to(self, sender_id: str, message: str) -> Messages | None:
        """The answer to a message that has just been asked before; see `bot.nlu._once`."""
        with self._engine.connect() as connection:
            return kept_answer(connection, sender_id, message)


def bounded(tracker: DialogueStateTracker, keep_turns: int) -> list[Event]:
    """The tracker's events when it has few turns, else its state and its latest turns.

    The cut is made right before a parent's message, so that dialogue rules see whole turns.
    """
    events: list[Event] = list(tracker.events)
    turns = [at for at, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(turns) <= keep_turns:
        return events
    cut = turns[-keep_turns]
    before, after = events[:cut], events[cut:]
    slots: dict[str, Any] = {}
    loop: str | None = None
    for event in before:
        if isinstance(event, SlotSet):
            slots[event.key] = event.value
        elif isinstance(event, ActiveLoop):
            loop = event.name
        elif isinstance(event, (SessionStarted, Restarted)):
            slots, loop = {}, None  # what is carried over is set again after it
        elif isinstance(event, AllSlotsReset):
            slots = {}
    moment = after[0].timestamp
    head: list[Event] = [
        ActionExecuted(ACTION_SESSION_START_NAME, timestamp=moment),
        SessionStarted(timestamp=moment),
        *(SlotSet(key, value, timestamp=moment) for key, value in slots.items()),
    ]
    if loop is not None:
        head.append(ActiveLoop(loop, timestamp=moment))
    head.append(ActionExecuted(ACTION_LISTEN_NAME, timestamp=moment))
    return [*head, *after]


def conversation_store(store: Any) -> ConversationStore:
    """The `ConversationStore` inside Rasa's wrappers.

    Raises:
        TypeError: the brain runs with another tracker store.
    """
    while not isinstance(store, ConversationStore):
        store = getattr(store, "_tracker_store", None)
        if store is None:
            raise TypeError("the brain needs bot.nlu.tracker_store.ConversationStore")
    return store
