"""When a person is offered, and who that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from bot.front._brain import Brain, BrainUnavailable
from bot.front._counting import Counting
from bot.front._messages import Message, Recall
from bot.front.handoff._draft import Step
from bot.front.handoff._party import Party, Reply
from bot.front.handoff._rows import State, StateRows
from bot.front.handoff._words import HandoffWords, Who
from bot.helpdesk import Desk, Desks
from bot.measures import Stage

_ENOUGH_DOWNS = 2
_GOODBYES = frozenset({"thanks", "goodbye"})
OFFERED = "offer"
"""In the place of a step: a person was offered with the last answer, so "ja" is to that."""
_IDLE = (Step.SENT.value, OFFERED, None)

_log = structlog.get_logger()


class Offers:
    """Raises `StoreUnavailable`. A brain that cannot recall is no reason to say nothing."""

    def __init__(
        self,
        rows: StateRows,
        desks: Desks,
        brain: Brain,
        words: HandoffWords,
        counting: Counting,
        clock: Callable[[], datetime],
    ) -> None:
        self._rows = rows
        self._desks = desks
        self._brain = brain
        self._words = words
        self._counting = counting
        self._clock = clock

    async def after(self, party: Party, key: str, messages: Sequence[Message]) -> list[Message]:
        """What to add to the brain's answer to the message `key`."""
        reason = next((message.person for message in messages if message.person), None)
        if reason is not None:
            return await self.offer(party, key, reason)
        if any(message.topic in _GOODBYES for message in messages):
            return await self._ask_if_helped(party)
        return []

    async def rated(self, party: Party, key: str, value: str) -> list[Message]:
        """After a thumb: a person when two in a row were down."""
        downs = (await self._rows.get(party.conversation)).downs + 1 if value == "down" else 0
        is_enough = downs >= _ENOUGH_DOWNS
        await self._rows.change(party.conversation, downs=0 if is_enough else downs)
        return await self.offer(party, key, "unhappy") if is_enough else []

    async def helped(self, party: Party, key: str, is_so: bool) -> Reply:
        """The answer to "Was dit uw antwoord?"."""
        recalled = await self.recall(party)
        await self._counting.rated(
            party.conversation,
            party.channel,
            party.site,
            message="helped",  # asked once, so the last tap counts
            topic=recalled.topic,
            value="up" if is_so else "down",
        )
        if is_so:
            return Reply((self._words.say("helped.thanks"),))
        return Reply(tuple(await self.offer(party, key, "unhappy")) or (self._sorry(),))

    async def offer(self, party: Party, key: str, reason: str) -> list[Message]:
        """A person, if there is one for this parent, and no message is being made already."""
        state = await self._rows.get(party.conversation)
        if state.step not in _IDLE or (reason == "urgent" and state.offered):
            return []
        desk = self.desk(party, await self.recall(party))
        if desk is None:
            return []
        step = {} if state.step == Step.SENT.value else {"step": OFFERED}
        await self._rows.change(party.conversation, offered=True, **step)
        await self.note(party, "offered", key)
        if reason == "asked":
            await self.note(party, "asked", key)
        return [self._words.offer(reason, self.who(desk, party), self._clock())]

    async def recall(self, party: Party) -> Recall:
        """What the conversation was about; nothing when the brain does not say."""
        try:
            return await self._brain.recall(party.conversation)
        except BrainUnavailable as error:
            _log.warning("handoff_without_recall", reason=str(error))
            return Recall()

    def desk(self, party: Party, recalled: Recall) -> Desk | None:
        """The helpdesk: that of the samenwerkingsverband, else of the website."""
        site = party.site.id if party.site else ""
        codes = [*recalled.swv, *(party.site.swv if party.site else ())]
        if recalled.sector in ("po", "vo"):
            codes = [code for code in codes if code.lower().startswith(recalled.sector)] or codes
        found = {desk.name: desk for code in codes if (desk := self._desks.for_("", [code]))}
        if len(found) == 1:
            return next(iter(found.values()))
        # None, or that of the basisschool and that of the middelbare school.
        return self._desks.for_(site) or next(iter(found.values()), None)

    def who(self, desk: Desk, party: Party) -> Who:
        """The desk as parents know it; a site's own helpdesk has its telephone in `sites.yml`."""
        phone, hours = desk.phone, desk.opening
        own = party.site.helpdesk if party.site and party.site.id in desk.sites else None
        if own is not None:
            phone, hours = phone or own.phone, hours or own.opening
        return Who(desk.name, desk.title, phone, hours)

    async def note(self, party: Party, stage: Stage, key: str) -> None:
        """Have a step counted; the same stage and key count once."""
        await self._counting.person(party.conversation, party.channel, party.site, stage, key=key)

    async def _ask_if_helped(self, party: Party) -> list[Message]:
        state: State = await self._rows.get(party.conversation)
        if state.asked_if_helped or state.step not in _IDLE or state.reference:
            return []
        if not (await self.recall(party)).topic:
            return []
        await self._rows.change(party.conversation, asked_if_helped=True)
        return [self._words.helped()]

    def _sorry(self) -> Message:
        return self._words.say("helped.sorry")
