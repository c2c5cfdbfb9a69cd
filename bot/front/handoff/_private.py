"""How to reach a parent, as it passes through the inbox and outbox of WhatsApp."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.front.handoff._draft import Step
from bot.front.handoff._models import HandoffState
from bot.front.handoff._offers import OFFERED
from bot.helpdesk import Vault

_KEPT = timedelta(hours=24)
_TAKEN = (OFFERED, Step.CONSENT.value, Step.CONTACT.value, Step.CONFIRM.value)


class PrivateWords:
    """The inbox hides addresses and numbers before it keeps a message; these go to the vault.

    So do our messages that show them, until they have arrived.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def asked(self, db: AsyncSession, conversations: Collection[str]) -> set[str]:
        """In which of these conversations contact details are taken now."""
        query = select(HandoffState.conversation).where(
            HandoffState.conversation.in_(conversations), HandoffState.step.in_(_TAKEN)
        )
        return set(await db.scalars(query))

    def add(self, db: AsyncSession, value: Mapping[str, Any]) -> str:
        """Keep a value for a day at most, in this transaction; its id."""
        return self._vault.add(db, value, datetime.now(UTC) + _KEPT)

    async def read(self, db: AsyncSession, id_: str) -> dict[str, Any] | None:
        """The value, in this transaction; None when it is gone."""
        return await self._vault.read(db, id_)
