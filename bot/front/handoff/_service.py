"""A person when it matters: offer one, make the message, hand it over. For both channels alike."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from bot.front._brain import Brain
from bot.front._counting import SMALL_TALK, Counting
from bot.front._messages import Message
from bot.front.handoff._contact import Reach, own_number, read_reach
from bot.front.handoff._dialogue import Dialogue, Heard, Then
from bot.front.handoff._draft import Aside, Draft, Step
from bot.front.handoff._drafts import Drafts, Found, once_more
from bot.front.handoff._gemeenten import Gemeenten
from bot.front.handoff._offers import OFFERED, Offers
from bot.front.handoff._party import Party, Reply, Said
from bot.front.handoff._rows import StateRows
from bot.front.handoff._sayings import START, about_the_sent, plain
from bot.front.handoff._words import HELPED, MAX_QUESTION, PREFIX, HandoffWords, Who
from bot.helpdesk import Contact, Desks, HelpdeskLine, NewTicket, Tickets, Vault
from bot.privacy import redact
from bot.settings import Settings
from bot.store import StoreUnavailable

_NO_QUESTION = SMALL_TALK | frozenset("cancel abuse swv_zoeken handoff oos crisis".split())
"""Labels of which the answer can wait until the message is made."""
_PERSON = "handoff"
"""The label of the answer to who asks for a person."""
_REACHES = (Step.CONSENT, Step.CONTACT, Step.CONFIRM)
"""Steps at which contact details are taken."""
_START, _SEND, _STATE = (f"{PREFIX}{name}" for name in ("start", "send", "state"))

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
        self._drafts = Drafts(rows, vault, words, clock)
        self._offers = Offers(rows, desks, brain, words, counting, clock)
        self._clock = clock

    async def before(self, party: Party, said: Said) -> Reply | None:
        """What to say to a message; `None` if it is for the brain alone."""
        found = await self._drafts.find(party.conversation)
        draft, payload = found.draft, said.payload or ""
        if draft is not None and (
            draft.last_id == said.id or (draft.step is Step.SENT and payload == _SEND)
        ):
            return once_more(draft)
        if payload in HELPED:
            return await self._offers.helped(party, said.id, payload == HELPED[0])
        if payload == _STATE or (payload == _SEND and found.state.reference and draft is None):
            return await self._told(found)
        if found.is_gone:
            return await self._gone(party, said, found)
        if payload == _START and not found.is_open:
            return await self._begin(party, said, found)
        if draft is not None and found.is_open:
            return await self._go_on(party, said, found, draft)
        if payload.startswith(PREFIX):
            return Reply((self._words.say("gone", "start"),))
        return await self._unasked(party, said, found)

    async def _unasked(self, party: Party, said: Said, found: Found) -> Reply | None:
        """Words after an offer, or after a message was sent, that are plainly about that."""
        text = said.text or ""
        if found.state.reference and (asked := about_the_sent(text)) is not None:
            return await self._told(found, "regret" if asked == "regret" else None)
        if found.state.step != OFFERED:
            return None
        reach = read_reach(text)
        if plain(text) in START or reach.problem is None:
            reply = await self._begin(party, said, found, reach)
            return replace(reply, is_private=reach.problem is None)
        await self._rows.change(party.conversation, step=None)  # the talk is about something else
        return None

    async def after(self, party: Party, said: Said, messages: Sequence[Message]) -> list[Message]:
        """The brain's answer with what belongs to it. Never raises: the answer matters more.

        Who asks for a person only reads that first, and then who else helps.
        """
        try:
            more = await self._offers.after(party, said.id, messages)
        except StoreUnavailable as error:
            _log.warning("handoff_not_offered", reason=str(error))
            more = []
        is_first = any(message.topic == _PERSON for message in messages)
        return [*more, *messages] if is_first else [*messages, *more]

    async def after_aside(self, party: Party, messages: Sequence[Message]) -> None:
        """The brain has answered what cut in; if it asks something, the next words are for that."""
        if not any(message.asks for message in messages):
            return
        found = await self._drafts.find(party.conversation)
        if found.draft is not None and found.is_open:
            draft = replace(found.draft, aside=Aside.ASKED)
            await self._drafts.store(party.conversation, found, draft)

    async def rated(self, party: Party, key: str, value: str) -> list[Message]:
        """What to say to a thumb for the message `key`."""
        return await self._offers.rated(party, key, value)

    async def edited(self, party: Party) -> list[Message]:
        """What to say when the parent has changed an earlier message; nothing without a draft."""
        found = await self._drafts.find(party.conversation)
        has_more = found.draft is not None and found.draft.step is not Step.CONSENT
        return [self._words.edited()] if found.is_open and has_more else []

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

    async def _begin(
        self, party: Party, said: Said, found: Found, reach: Reach | None = None
    ) -> Reply:
        recalled = await self._offers.recall(party)
        desk = self._offers.desk(party, recalled)
        if desk is None:
            return Reply((self._words.say("no_desk"),), ask=_who_helps(said))
        draft = Draft(
            desk=desk.name,
            key=secrets.token_hex(16),
            email=(reach.email if reach else None) or "",
            phone=(reach.phone if reach else None) or "",
            question=_fitting(recalled.said),
            sector=recalled.sector or (party.site.sector if party.site else None) or "",
            swvs=list(recalled.swv or (party.site.swv if party.site else ())),
            topic=recalled.topic or "",
        )
        await self._offers.note(party, "begun", said.id)
        turn = self._dialogue.begin(draft, self._offers.who(desk, party), _number(party))
        return await self._drafts.keep(
            party.conversation, found, turn.draft, said.id, turn.messages
        )

    async def _go_on(self, party: Party, said: Said, found: Found, draft: Draft) -> Reply:
        desk = self._desks.get(draft.desk)
        if desk is None:  # taken out of the file since
            await self._drafts.close(party.conversation, found)
            await self._offers.note(party, "cancelled", said.id)
            ask = _who_helps(said) if (said.payload or "").startswith(PREFIX) else said
            return Reply((self._words.say("no_desk"),), ask=ask)
        who = self._offers.who(desk, party)
        if draft.step is Step.GEMEENTE:
            await self._gemeenten.load()
        turn = self._dialogue.take(draft, await self._hear(said), who, _number(party))
        if turn.then is Then.STOP:
            await self._drafts.close(party.conversation, found)
            await self._offers.note(party, "cancelled", said.id)
            return Reply(turn.messages)
        if turn.then is Then.ASIDE:
            # Without `said` as the last message: again, it must go to the brain again.
            await self._drafts.store(party.conversation, found, turn.draft)
            return Reply(turn.messages, ask=said)
        if turn.then is Then.SEND:
            reply = await self._send(party, said, found, turn.draft, who)
        else:
            reply = await self._drafts.keep(
                party.conversation, found, turn.draft, said.id, turn.messages
            )
        return replace(reply, is_private=draft.step in _REACHES)

    async def _send(self, party: Party, said: Said, found: Found, draft: Draft, who: Who) -> Reply:
        ticket = NewTicket(
            key=draft.key,
            conversation=party.conversation,
            desk=draft.desk,
            site=party.site.id if party.site else "",
            channel=party.channel,
            contact=Contact(draft.email or None, draft.phone or None),
            question=draft.question,
            summary=None,
            sector=draft.sector if draft.sector != "unknown" else None,
            gemeente=draft.gemeente if draft.gemeente not in ("", "unknown") else None,
            swv=draft.swv or None,
            topic=draft.topic or None,
            at=self._clock(),
        )
        reference = await self._tickets.accept(ticket)
        await self._offers.note(party, "completed", draft.key)
        message = self._words.sent(draft, who, reference, self._clock())
        # From here on only what repeats the last answer: the ticket has the rest.
        return await self._drafts.keep(
            party.conversation,
            found,
            Draft(desk=draft.desk, step=Step.SENT),
            said.id,
            [message],
            personal=draft,
            reference=reference,
            desk=draft.desk,
        )

    async def _gone(self, party: Party, said: Said, found: Found) -> Reply | None:
        """The draft has expired. Words of the parent are for the brain, and must be told of it."""
        await self._drafts.close(party.conversation, found)
        if found.state.step == Step.SENT.value:
            return await self.before(party, said)
        await self._offers.note(party, "cancelled", f"expired:{found.state.draft}")
        if said.payload == _START:
            return await self.before(party, said)
        is_ours = (said.payload or "").startswith(PREFIX)
        gone = (self._words.say("gone", "start"),)
        return Reply(gone) if is_ours else Reply(gone, ask=said)

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

    async def _told(self, found: Found, instead: str | None = None) -> Reply:
        state = found.state
        known = await self._tickets.state(state.reference) if state.reference else None
        desk = self._desks.get(state.desk) if state.desk else None
        name = (instead if known else None) or (known.value if known else "gone")
        title = desk.title if desk else ""
        return Reply((self._words.state(name, state.reference or "", title),))


def handoffs_of(
    settings: Settings,
    engine: AsyncEngine,
    helpdesk: HelpdeskLine,
    brain: Brain,
    counting: Counting,
    clock: Callable[[], datetime],
) -> Handoffs:
    """The hand-off to the helpdesks of `helpdesk`."""
    return Handoffs(
        StateRows(async_sessionmaker(engine, expire_on_commit=False)),
        helpdesk.vault,
        helpdesk.tickets,
        helpdesk.desks,
        brain,
        HandoffWords.load(settings.helpdesk_keep_days),
        Gemeenten(engine),
        counting,
        clock,
    )


def _fitting(said: Sequence[str]) -> str:
    """The latest questions, as many as a helpdesk is sent; the last one cut if need be."""
    for first in range(len(said)):
        text = "\n\n".join(said[first:])
        if len(text) <= MAX_QUESTION:
            return text
    return said[-1][: MAX_QUESTION - 1].rstrip() + "…" if said else ""


def _who_helps(said: Said) -> Said:
    """Instead of a message: the brain's answer about people to turn to."""
    return replace(said, text=None, payload="topic:handoff")


def _number(party: Party) -> str | None:
    return own_number(party.number) if party.number else None
