"""Drafts between two messages: in the vault, with what was said last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.front._messages import Message
from bot.front.handoff._draft import Draft, Step
from bot.front.handoff._party import Reply
from bot.front.handoff._rows import State, StateRows
from bot.front.handoff._words import HandoffWords
from bot.helpdesk import Vault

_KEPT = timedelta(hours=24)
"""How long a message that is not finished is kept after the parent's last word."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a conversation, and its draft."""

    state: State
    draft: Draft | None

    @property
    def is_gone(self) -> bool:
        """The parent was making a message, and it is there no more."""
        return self.state.draft is not None and self.draft is None

    @property
    def is_open(self) -> bool:
        """The parent is making a message."""
        return self.draft is not None and self.draft.step is not Step.SENT


class Drafts:
    """Keeps drafts. All methods raise `StoreUnavailable`."""

    def __init__(
        self,
        rows: StateRows,
        vault: Vault,
        words: HandoffWords,
        clock: Callable[[], datetime],
    ) -> None:
        self._rows = rows
        self._vault = vault
        self._words = words
        self._clock = clock

    async def find(self, conversation: str) -> Found:
        """The state and the draft of a conversation."""
        state = await self._rows.get(conversation)
        stored = await self._vault.get(state.draft) if state.draft else None
        return Found(state, Draft.of(stored) if stored else None)

    async def keep(
        self,
        conversation: str,
        found: Found,
        draft: Draft,
        said: str,
        messages: Sequence[Message],
        personal: Draft | None = None,
        **more: str,
    ) -> Reply:
        """Keep the draft with what is said to the message `said`; again, it is said again.

        `personal` has what may be in the messages, if `draft` has not. `more` are columns.
        """
        hide = personal or draft
        draft = replace(
            draft,
            last_id=said,
            last=[message.model_dump() for message in messages],
            kept=[self._words.hide(message, hide).model_dump() for message in messages],
        )
        await self.store(conversation, found, draft, **more)
        return once_more(draft)

    async def store(self, conversation: str, found: Found, draft: Draft, **more: str) -> None:
        """Keep the draft as it is."""
        expires, content = self._clock() + _KEPT, draft.as_json()
        id_ = found.state.draft
        if id_ is None or not await self._vault.change(id_, content, expires=expires):
            id_ = await self._vault.put(content, expires=expires)
        await self._rows.change(conversation, draft=id_, step=draft.step.value, **more)

    async def close(self, conversation: str, found: Found) -> None:
        """Erase the draft."""
        if found.state.draft:
            await self._vault.erase(found.state.draft)
        await self._rows.change(conversation, draft=None, step=None)


def once_more(draft: Draft) -> Reply:
    """The last answer."""
    messages, kept = (
        tuple(Message.model_validate(each) for each in part) for part in (draft.last, draft.kept)
    )
    return Reply(messages, hidden=kept)
