"""Reading and writing `handoff_state`. Every method is one short transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete

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

    async def put(self, conversation: str, state: State) -> None:
        """Keep it in the place of what was there."""
        async with self._transaction() as db:
            await db.merge(
                HandoffState(
                    conversation=conversation,
                    draft=state.draft,
                    step=state.step,
                    reference=state.reference,
                    desk=state.desk,
                    offered=state.offered,
                    asked_if_helped=state.asked_if_helped,
                    downs=state.downs,
                    updated_at=datetime.now(UTC),
                )
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
