"""What a parent types on WhatsApp when asked how to be reached, between its coming and its turn."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.front.handoff._draft import Step
from bot.front.handoff._models import HandoffState
from bot.helpdesk import Vault

_KEPT = timedelta(hours=24)


class PrivateWords:
    """The inbox hides addresses and numbers before it keeps a message; these go to the vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def asked(self, db: AsyncSession, conversations: Collection[str]) -> set[str]:
        """In which of these conversations the parent is asked how to be reached."""
        query = select(HandoffState.conversation).where(
            HandoffState.conversation.in_(conversations), HandoffState.step == Step.CONTACT.value
        )
        return set(await db.scalars(query))

    def add(self, db: AsyncSession, text: str) -> str:
        """Keep `text` for a day at most, in this transaction; its id."""
        return self._vault.add(db, {"text": text}, datetime.now(UTC) + _KEPT)
