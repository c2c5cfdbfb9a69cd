"""The answer to a message: the brain's, with what a parent on WhatsApp must know around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.front._brain import Brain
from bot.front._messages import Message
from bot.front.whatsapp._question import Answer, Body, Question

_GREETING, _DANGER = "greet", "crisis"
"""Topics of the brain's answers."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What we do with a message that is no question by itself: say something, ask the brain."""

    messages: tuple[Message, ...] = ()
    ask: str | None = None
    """Words to ask the brain, after `messages`."""


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

    def __init__(self, brain: Brain, words: Words) -> None:
        self._brain = brain
        self._words = words

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
        """
        words = self._words
        if question.text is not None and words.is_farewell(question.text):
            return Answer(tuple(words.render(words.farewell())), forget=True)
        reaction = Reaction(ask=question.text)
        if question.kind not in ("text", "button"):
            reaction = words.react(question)
        found = list(reaction.messages)
        if reaction.ask is not None or question.payload is not None:
            replies = await self._brain.ask(
                question.conversation,
                text=reaction.ask,
                payload=question.payload,
                channel="whatsapp",
                message_id=question.id,
            )
            found += [reply.message() for reply in replies]
        return self._answer(question, found)

    def _answer(self, question: Question, messages: Sequence[Message]) -> Answer:
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
        return Answer(tuple(self._words.render([*around, *messages])))
