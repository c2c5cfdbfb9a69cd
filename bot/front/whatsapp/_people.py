"""Which conversation somebody has, also after a new number or a new id."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.front._models import PendingDeletion
from bot.front.whatsapp._identity import Identity, Name, address_of
from bot.front.whatsapp._models import (
    WhatsappAlias,
    WhatsappConversation,
    WhatsappInbox,
    WhatsappOutbox,
)
from bot.front.whatsapp._rows import DONE, SENT, locked, wake
from bot.front.whatsapp._updates import IdentityChange, Sender


class People:
    """Senders and their conversations, within one transaction that has `one_at_a_time`."""

    def __init__(self, db: AsyncSession, identity: Identity) -> None:
        self._db = db
        self._identity = identity
        self._aliases: dict[str, WhatsappAlias] = {}

    async def load(self, senders: Iterable[Sender]) -> None:
        """Read what is known of these senders at once: a batch may hold hundreds."""
        hashes = {name.hash for sender in senders for name in self._identity.names(sender)}
        query = select(WhatsappAlias).where(WhatsappAlias.hash.in_(hashes))
        self._aliases |= {alias.hash: alias for alias in await self._db.scalars(query)}

    async def conversation(self, sender: Sender, at: datetime) -> str:
        """The sender's conversation, made if need be. `load` has read the sender."""
        names = self._identity.names(sender)
        found = await self._known(names)
        if found is None:
            found = secrets.token_hex(20)
            self._db.add(WhatsappConversation(id=found, last_message_at=at))
            await self._db.flush()  # before its aliases
        self._point(names, found)
        return found

    async def change(self, change: IdentityChange) -> None:
        """Carry the conversation of `old` over to `new`."""
        await self.load((change.old, change.new))
        old = self._identity.names(change.old)
        kept = await self._known(old)
        if kept is None:
            return
        new = self._identity.names(change.new)
        others = {
            self._aliases[name.hash].conversation for name in new if name.hash in self._aliases
        }
        for other in sorted(others - {kept}):
            await self._join(other, kept)
        self._point(new, kept)
        await self._redirect(kept, change.new)
        # A number that is given up goes to somebody else one day; an id never does.
        for name in set(old) - set(new):
            alias = self._aliases.get(name.hash)
            if name.kind == "number" and alias is not None:
                await self._db.delete(alias)
                del self._aliases[name.hash]
        await self._db.flush()

    async def _known(self, names: Sequence[Name]) -> str | None:
        for name in names:
            alias = self._aliases.get(name.hash)
            if alias is None:
                continue
            if name.kind == "number" and len(names) > 1 and await self._is_other(alias, names):
                continue
            return alias.conversation
        return None

    async def _is_other(self, alias: WhatsappAlias, names: Sequence[Name]) -> bool:
        """Whether the number is now of somebody else: its conversation is of another id."""
        ids = {name.hash for name in names if name.kind == "user"}
        query = select(WhatsappAlias.hash).where(
            WhatsappAlias.conversation == alias.conversation, WhatsappAlias.kind == "user"
        )
        return bool(set(await self._db.scalars(query)) - ids)

    def _point(self, names: Iterable[Name], conversation: str) -> None:
        for name in names:
            alias = self._aliases.get(name.hash)
            if alias is None:
                alias = WhatsappAlias(hash=name.hash, kind=name.kind, conversation=conversation)
                self._aliases[name.hash] = alias
                self._db.add(alias)
            elif alias.conversation != conversation:
                alias.conversation = conversation

    async def _join(self, gone: str, kept: str) -> None:
        """The rows of `gone` go on in `kept`. The brain knew the former for minutes: it forgets."""
        ours = [await locked(self._db, conversation) for conversation in sorted((gone, kept))]
        await self._db.flush()
        for table in (WhatsappInbox, WhatsappOutbox, WhatsappAlias):
            await self._db.execute(
                update(table)
                .where(table.conversation == gone)
                .values(conversation=kept)
                .execution_options(synchronize_session="fetch")
            )
        for conversation in ours:
            if conversation is not None and conversation.id == kept:
                latest = [one.last_message_at for one in ours if one is not None]
                conversation.last_message_at = max(latest)
                wake(conversation)
        await self._db.flush()
        await self._db.execute(delete(WhatsappConversation).where(WhatsappConversation.id == gone))
        await self._db.merge(PendingDeletion(conversation=gone, created_at=datetime.now(UTC)))

    async def _redirect(self, conversation: str, to: Sender) -> None:
        """What still goes out, goes to the new address."""
        await locked(self._db, conversation)
        address = address_of(to)
        await self._db.execute(
            update(WhatsappInbox)
            .where(WhatsappInbox.conversation == conversation, WhatsappInbox.state != DONE)
            .values(sender=address)
        )
        await self._db.execute(
            update(WhatsappOutbox)
            .where(WhatsappOutbox.conversation == conversation, WhatsappOutbox.state != SENT)
            .values(address=address)
        )
