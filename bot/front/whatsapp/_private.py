"""What is personal in inbox and outbox: the words that tell how to reach a parent, in the vault."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.front.whatsapp._models import WhatsappInbox, WhatsappOutbox
from bot.helpdesk import erase_entries


class Private(Protocol):
    """Keeps such words. All methods are part of the caller's transaction."""

    async def asked(self, db: AsyncSession, conversations: Collection[str]) -> set[str]:
        """In which of these conversations the parent is asked how to be reached now."""

    def add(self, db: AsyncSession, value: Mapping[str, Any]) -> str:
        """Keep a value for a day at most, unreadable for others; its id."""

    async def read(self, db: AsyncSession, id_: str) -> dict[str, Any] | None:
        """The value; None when it is gone."""


async def forget_words(
    db: AsyncSession,
    table: type[WhatsappInbox] | type[WhatsappOutbox],
    *where: ColumnElement[bool],
) -> None:
    """Erase what the rows have in the vault, before they lose its id."""
    found = await db.scalars(select(table.vault).where(table.vault.is_not(None), *where))
    await erase_entries(db, list(found))
