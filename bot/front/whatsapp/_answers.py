"""The answer to a message: the brain's, with what a parent on WhatsApp must know around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.front._brain import Brain
from bot.front._counting import Counting
from bot.front._messages import Message
from bot.front._people import with_helpdesk
from bot.front.handoff import Handoffs, Party, Said
from bot.front.whatsapp._question import Answer, Body, Question
from bot.sites import Site

CHANNEL = "whatsapp"

_GREETING, _DANGER = "greet", "crisis"
"""Topics of the brain's answers."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What we do with a message that is no question by itself: say something, ask the brain."""

    messages: tuple[Message, ...] = ()
    ask: str | None = None
    """Words to ask the brain, after `messages`."""
    thumb: Literal["up", "down"] | None = None
    """What the parent thinks of our answer."""


class Words(Protocol):
    """Our own texts, and how messages look on WhatsApp."""

    def render(self, messages: Sequence[Message]) -> list[Body]:
        """Messages as bodies for Meta."""

    def greeting(self) -> Sequence[Message]:
        """Before the first answer: that this is a program, what it keeps, how to delete it."""

    def greeted(self, messages: Sequence[Message]) -> Sequence[Message]:
        """The brain's answer to "hallo", for who reads `greeting` before it: not the same twice."""

    def late(self) -> Sequence[Message]:
        """An apology for an answer that comes hours late."""

    def hidden(self) -> Sequence[Message]:
        """That something personal was hidden in what the parent wrote."""

    def failed(self) -> Sequence[Message]:
        """That there is no answer to this message."""

    def farewell(self) -> Sequence[Message]:
        """That everything was deleted."""

    def is_farewell(self, text: str) -> bool:
        """Whether these words ask to delete everything."""

    def react(self, question: Question) -> Reaction:
        """What to do with a message that is neither a text nor a choice."""


class BrainAnswerer:
    """The `Answerer` that asks the brain."""

    def __init__(
        self,
        brain: Brain,
        words: Words,
        handoffs: Handoffs,
        counting: Counting,
        site: Site | None = None,
    ) -> None:
        """`site` is the website whose helpdesk answers parents here."""
        self._brain = brain
        self._words = words
        self._handoffs = handoffs
        self._counting = counting
        self._site = site

    def is_farewell(self, text: str) -> bool:
        """Whether these words ask to delete everything."""
        return self._words.is_farewell(text)

    async def is_ready(self) -> bool:
        """Whether the brain says that it can answer."""
        return await self._brain.is_ready()

    def failed(self, question: Question) -> Answer:
        """What a parent reads whose message could not be answered, time and again."""
        return self._answer(question, self._words.failed())

    async def answer(self, question: Question) -> Answer:
        """The answer.

        Raises:
            BrainUnavailable: not now.
            StoreUnavailable: not now; the database is away.
        """
        words = self._words
        if question.text is not None and words.is_farewell(question.text):
            await self._handoffs.forget(question.conversation)
            await self._counting.forget(question.conversation)
            return Answer(tuple(words.render(words.farewell())), forget=True)
        party = Party(question.conversation, CHANNEL, self._site, question.number)
        if not question.greeted:
            await self._counting.begun(party.conversation, CHANNEL, self._site)
        if question.kind not in ("text", "button"):
            return await self._react(question, party)
        said = await self._said(question)
        reply = await self._handoffs.before(party, said)
        if reply is not None and reply.ask is None:
            return self._answer(question, reply.messages, is_private=reply.kept != reply.messages)
        payload = reply.ask.payload if reply is not None and reply.ask else question.payload
        text = question.text if payload is None else None
        found = await self._ask(question, party, text, payload)
        if reply is None:
            return self._answer(question, await self._handoffs.after(party, said, found))
        await self._handoffs.after_aside(party, found)
        return self._answer(question, [*found, *reply.messages])

    async def _said(self, question: Question) -> Said:
        """The message as typed, if we asked for something personal; else as redacted."""
        text = question.text
        if question.vault is not None:
            text = await self._handoffs.typed(question.vault) or text
        return Said(question.id, text, question.payload)

    async def _react(self, question: Question, party: Party) -> Answer:
        if question.kind == "edit" and (more := await self._handoffs.edited(party)):
            return self._answer(question, more)
        reaction = self._words.react(question)
        found = list(reaction.messages)
        if reaction.thumb is not None:
            await self._counting.rated(
                party.conversation,
                CHANNEL,
                self._site,
                message=question.about or question.id,
                topic=None,
                value=reaction.thumb,
            )
            found += await self._handoffs.rated(party, question.id, reaction.thumb)
        if reaction.ask is not None:
            asked = await self._ask(question, party, reaction.ask, None)
            said = Said(question.id, reaction.ask)
            found += await self._handoffs.after(party, said, asked)
        return self._answer(question, found)

    async def _ask(
        self, question: Question, party: Party, text: str | None, payload: str | None
    ) -> list[Message]:
        replies = await self._brain.ask(
            question.conversation,
            text=text,
            payload=payload,
            sector=self._site.sector if self._site else None,
            channel=CHANNEL,
            message_id=question.id,
        )
        messages = [with_helpdesk(reply.message(), self._site) for reply in replies]
        await self._counting.answered(
            party.conversation,
            CHANNEL,
            self._site,
            key=question.id,
            text=text,
            messages=messages,
        )
        return messages

    def _answer(
        self, question: Question, messages: Sequence[Message], *, is_private: bool = False
    ) -> Answer:
        if not messages:  # a reaction that needs no answer is no reason to introduce ourselves
            return Answer(())
        around: list[Message] = []
        if not question.greeted:
            around += self._words.greeting()
        if question.late:
            around += self._words.late()
        if question.hidden:
            around += self._words.hidden()
        if not question.greeted and any(message.topic == _GREETING for message in messages):
            messages = self._words.greeted(messages)
        if any(message.topic == _DANGER for message in messages):
            # Whom to call comes before who we are.
            return Answer(tuple(self._words.render([*messages, *around])))
        return Answer(tuple(self._words.render([*around, *messages])), is_private=is_private)
