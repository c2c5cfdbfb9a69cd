"""A person when it matters: offer one, make the message, hand it over. For both channels alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.front._brain import Brain
from bot.front._counting import SMALL_TALK, Counting
from bot.front._messages import Message, Recall
from bot.front.handoff._contact import own_number
from bot.front.handoff._dialogue import Dialogue, Heard, Then, Turn
from bot.front.handoff._draft import Draft, Step
from bot.front.handoff._gemeenten import Gemeenten
from bot.front.handoff._party import Party, Reply, Said
from bot.front.handoff._rows import State, StateRows
from bot.front.handoff._words import HELPED, PREFIX, HandoffWords, Who
from bot.helpdesk import Contact, Desk, Desks, NewTicket, Tickets, Vault
from bot.measures import Stage
from bot.privacy import redact

_KEPT = timedelta(hours=24)
"""How long a message that is not finished is kept after the parent's last word."""
_ENOUGH_DOWNS = 2
_GOODBYES = frozenset({"thanks", "goodbye"})
_NO_QUESTION = SMALL_TALK | frozenset("cancel abuse swv_zoeken handoff oos crisis".split())
"""Labels of which the answer can wait until the message is made."""
_NO_STEP = (Step.SENT.value, None)

_log = structlog.get_logger()


class Handoffs:
    """Raises `StoreUnavailable` and `BrainUnavailable`; the same message may then come again."""

    def __init__(
        self,
        rows: StateRows,
        vault: Vault,
        tickets: Tickets,
        desks: Desks,
        brain: Brain,
        words: HandoffWords,
        gemeenten: Gemeenten,
        counting: Counting,
        clock: Callable[[], datetime],
    ) -> None:
        self._rows = rows
        self._vault = vault
        self._tickets = tickets
        self._desks = desks
        self._brain = brain
        self._words = words
        self._gemeenten = gemeenten
        self._dialogue = Dialogue(words, gemeenten.find)
        self._counting = counting
        self._clock = clock

    async def before(self, party: Party, said: Said) -> Reply | None:
        """What to say to a message; `None` if it is for the brain alone."""
        state = await self._rows.get(party.conversation)
        draft = await self._draft(state)
        if draft is not None and draft.last_id == said.id:
            return _once_more(draft)
        payload = said.payload or ""
        if payload in HELPED:
            return await self._helped(party, said, payload == HELPED[0])
        if payload == f"{PREFIX}state":
            return await self._told(state)
        is_open = draft is not None and draft.step is not Step.SENT
        if payload == f"{PREFIX}start" and not is_open:
            return await self._begin(party, said, state)
        if draft is not None and is_open:
            return await self._go_on(party, said, state, draft)
        if payload.startswith(PREFIX):
            return Reply((self._words.say("gone", "start"),))
        return None

    async def after(self, party: Party, messages: Sequence[Message]) -> list[Message]:
        """What to add to the brain's answer: a person where one is needed."""
        reason = next((message.person for message in messages if message.person), None)
        if reason is not None:
            offer = await self._offer(party, reason)
            return [offer] if offer else []
        if any(message.topic in _GOODBYES for message in messages):
            return await self._ask_if_helped(party)
        return []

    async def rated(self, party: Party, value: str) -> list[Message]:
        """After a thumb: a person when two in a row were down."""
        state = await self._rows.get(party.conversation)
        downs = state.downs + 1 if value == "down" else 0
        if downs < _ENOUGH_DOWNS:
            await self._rows.put(party.conversation, replace(state, downs=downs))
            return []
        await self._rows.put(party.conversation, replace(state, downs=0))
        offer = await self._offer(party, "unhappy")
        return [offer] if offer else []

    async def typed(self, id_: str) -> str | None:
        """What a parent typed when asked for something personal; None when it is gone."""
        found = await self._vault.get(id_)
        return str(found["text"]) if found and "text" in found else None

    async def forget(self, conversation: str) -> None:
        """The parent wants all deleted: also a message that is not delivered yet."""
        state = await self._rows.get(conversation)
        if state.draft:
            await self._vault.erase(state.draft)
        await self._tickets.withdraw(conversation)
        await self._rows.forget(conversation)

    async def expire(self, before: datetime) -> int:
        """Retention, for `bot.privacy`. Unfinished messages are the vault's to erase."""
        return await self._rows.expire(before)

    async def _begin(self, party: Party, said: Said, state: State) -> Reply:
        recalled = await self._brain.recall(party.conversation)
        desk = self._desk(party, recalled)
        if desk is None:
            ask = replace(said, text=None, payload="topic:handoff")
            return Reply((self._words.say("no_desk"),), ask=ask)
        draft = Draft(
            desk=desk.name,
            question="\n\n".join(recalled.said),
            sector=recalled.sector or (party.site.sector if party.site else None) or "",
            swv=next(iter(recalled.swv), ""),
            topic=recalled.topic or "",
        )
        turn = self._dialogue.begin(draft, self._who(desk, party), _number(party))
        reply = await self._keep(party, said, state, turn)
        await self._note(party, "begun", said.id)
        return reply

    async def _go_on(self, party: Party, said: Said, state: State, draft: Draft) -> Reply:
        desk = self._desks.get(draft.desk)
        if desk is None:  # taken out of the file since
            await self._close(party, state)
            return Reply((self._words.say("no_desk"),), ask=said)
        who = self._who(desk, party)
        await self._gemeenten.load()
        heard = await self._hear(said)
        turn = self._dialogue.take(draft, heard, who, _number(party))
        if turn.then is Then.STOP:
            await self._close(party, state)
            await self._note(party, "cancelled", said.id)
            return Reply(turn.messages)
        if turn.then is Then.SEND:
            return await self._send(party, said, state, turn.draft, who)
        if turn.then is Then.ASIDE:
            # Not kept: the brain's answer comes anew when the message does.
            return Reply(turn.messages, ask=said)
        return await self._keep(party, said, state, turn)

    async def _send(self, party: Party, said: Said, state: State, draft: Draft, who: Who) -> Reply:
        swvs = (draft.swv,) if draft.swv else party.site.swv if party.site else ()
        ticket = NewTicket(
            key=said.id,
            conversation=party.conversation,
            desk=draft.desk,
            site=party.site.id if party.site else "",
            channel=party.channel,
            contact=Contact(draft.email or None, draft.phone or None),
            question=draft.question,
            summary=None,
            sector=draft.sector if draft.sector != "unknown" else None,
            gemeente=draft.gemeente if draft.gemeente not in ("", "unknown") else None,
            swv=next(iter(swvs), None),
            topic=draft.topic or None,
            at=self._clock(),
        )
        reference = await self._tickets.accept(ticket)
        await self._note(party, "completed", said.id)
        message = self._words.sent(draft, who, reference, self._clock())
        # From here on only what repeats the last answer: the ticket has the rest.
        done = Draft(desk=draft.desk, step=Step.SENT)
        state = replace(state, reference=reference, desk=draft.desk)
        return await self._keep(party, said, state, Turn(Then.ASK, done, (message,)), draft)

    async def _keep(
        self, party: Party, said: Said, state: State, turn: Turn, personal: Draft | None = None
    ) -> Reply:
        """Keep the draft with what is said now, so that the same message gets the same answer.

        `personal` has what may be in the messages, if the turn's own draft has not.
        """
        hide = personal or turn.draft
        draft = replace(
            turn.draft,
            last_id=said.id,
            last=[message.model_dump() for message in turn.messages],
            kept=[self._words.hide(message, hide).model_dump() for message in turn.messages],
        )
        expires = self._clock() + _KEPT
        content = draft.as_json()
        id_ = state.draft
        if id_ is None or not await self._vault.change(id_, content, expires=expires):
            id_ = await self._vault.put(content, expires=expires)
        await self._rows.put(party.conversation, replace(state, draft=id_, step=draft.step.value))
        return _once_more(draft)

    async def _close(self, party: Party, state: State) -> None:
        if state.draft:
            await self._vault.erase(state.draft)
        await self._rows.put(party.conversation, replace(state, draft=None, step=None))

    async def _draft(self, state: State) -> Draft | None:
        stored = await self._vault.get(state.draft) if state.draft else None
        return Draft.of(stored) if stored else None

    async def _hear(self, said: Said) -> Heard:
        if said.text is None:
            return Heard(payload=said.payload)
        found = await self._brain.look(redact(said.text).text)
        is_answer = found.kind == "answer"
        return Heard(
            text=said.text,
            label=found.label if is_answer else "",
            is_question=is_answer and found.label not in _NO_QUESTION,
            is_danger=is_answer and found.label == "crisis",
            sector=found.sector or "",
        )

    async def _told(self, state: State) -> Reply:
        found = await self._tickets.state(state.reference) if state.reference else None
        desk = self._desks.get(state.desk) if state.desk else None
        name = found.value if found else "gone"
        title = desk.title if desk else ""
        return Reply((self._words.state(name, state.reference or "", title),))

    async def _offer(self, party: Party, reason: str) -> Message | None:
        state = await self._rows.get(party.conversation)
        if state.step not in _NO_STEP or (reason == "urgent" and state.offered):
            return None
        desk = self._desk(party, await self._brain.recall(party.conversation))
        if desk is None:
            return None
        if not state.offered:
            await self._rows.put(party.conversation, replace(state, offered=True))
        await self._note(party, "offered", reason)
        if reason == "asked":
            await self._note(party, "asked", reason)
        return self._words.offer(reason, self._who(desk, party), self._clock())

    async def _ask_if_helped(self, party: Party) -> list[Message]:
        state = await self._rows.get(party.conversation)
        if state.asked_if_helped or state.step not in _NO_STEP or state.reference:
            return []
        recalled = await self._brain.recall(party.conversation)
        if not recalled.topic:
            return []
        await self._rows.put(party.conversation, replace(state, asked_if_helped=True))
        return [self._words.helped()]

    async def _helped(self, party: Party, said: Said, is_so: bool) -> Reply:
        recalled = await self._brain.recall(party.conversation)
        await self._counting.rated(
            party.conversation,
            party.channel,
            party.site,
            message=said.id,
            topic=recalled.topic,
            value="up" if is_so else "down",
        )
        if is_so:
            return Reply((self._words.say("helped.thanks"),))
        offer = await self._offer(party, "unhappy")
        return Reply((offer or self._words.say("helped.sorry"),))

    def _desk(self, party: Party, recalled: Recall) -> Desk | None:
        swvs = [*recalled.swv, *(party.site.swv if party.site else ())]
        return self._desks.for_(party.site.id if party.site else "", swvs)

    def _who(self, desk: Desk, party: Party) -> Who:
        """The desk as parents know it; a site's own helpdesk has its telephone in `sites.yml`."""
        phone, hours = desk.phone, desk.opening
        own = party.site.helpdesk if party.site and party.site.id in desk.sites else None
        if own is not None:
            phone, hours = phone or own.phone, hours or own.opening
        return Who(desk.name, desk.title, phone, hours)

    async def _note(self, party: Party, stage: Stage, key: str) -> None:
        await self._counting.person(party.conversation, party.channel, party.site, stage, key=key)


def _number(party: Party) -> str | None:
    return own_number(party.number) if party.number else None


def _once_more(draft: Draft) -> Reply:
    """The last answer."""
    messages, kept = (
        tuple(Message.model_validate(each) for each in part) for part in (draft.last, draft.kept)
    )
    return Reply(messages, hidden=kept)
