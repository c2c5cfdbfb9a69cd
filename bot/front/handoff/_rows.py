"""Reading and writing `handoff_state`. Every method is one short transaction."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from bot.front.handoff._models import HandoffState
from bot.store import Rows


@dataclass(frozen=True, slots=True)
class State:
    """A row of `handoff_state`; a conversation without one has this as it is."""

    draft: str | None = None
    step: str | None = None
    reference: str | None = None
    desk: str | None = None
    offered: bool = False
    asked_if_helped: bool = False
    downs: int = 0


_NEW = asdict(State())
"""A row of which nothing is known yet."""


class StateRows(Rows):
    """All methods raise `StoreUnavailable` when the database fails."""

    async def get(self, conversation: str) -> State:
        """What is known; nothing yet is fine."""
        async with self._transaction(readonly=True) as db:
            row = await db.get(HandoffState, conversation)
            if row is None:
                return State()
            return State(
                row.draft,
                row.step,
                row.reference,
                row.desk,
                row.offered,
                row.asked_if_helped,
                row.downs,
            )

    async def change(self, conversation: str, **values: Any) -> None:
        """Write some columns, and leave what others may be writing as it is."""
        values = {**values, "updated_at": datetime.now(UTC)}
        new = {**_NEW, **values, "conversation": conversation}
        async with self._transaction() as db:
            insert = postgresql if db.get_bind().dialect.name == "postgresql" else sqlite
            await db.execute(
                insert.insert(HandoffState)
                .values(new)
                .on_conflict_do_update(index_elements=["conversation"], set_=values)
            )

    async def forget(self, conversation: str) -> None:
        """Delete it."""
        async with self._transaction() as db:
            await db.execute(delete(HandoffState).where(HandoffState.conversation == conversation))

    async def expire(self, before: datetime) -> int:
        """Delete what was last used before `before`; how many."""
        old = delete(HandoffState).where(HandoffState.updated_at < before)
        async with self._transaction() as db:
            return len((await db.scalars(old.returning(HandoffState.conversation))).all())
