"""What is counted of a conversation, told to `bot.measures` in its own terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

from bot.front._messages import Message
from bot.helpdesk import Tell
from bot.measures import Measures, Result, Stage, Turn, Where
from bot.privacy import without_names
from bot.sites import Site

SMALL_TALK = frozenset(
    "greet thanks goodbye bot_challenge affirm deny feedback_positive feedback_negative".split()
)
_OTHER = frozenset("abuse ask_english cancel privacy oos".split())
_BY_TOPIC: dict[str, Result] = {
    **dict.fromkeys(SMALL_TALK, "small_talk"),
    **dict.fromkeys(_OTHER, "other"),
    "crisis": "crisis",
    "handoff": "person",
}
_CHOICES = ("topic:", "choose:")


class Counting:
    """Never raises for a store that is away, and holds no answer up."""

    def __init__(self, measures: Measures, clock: Callable[[], datetime]) -> None:
        self._measures = measures
        self._clock = clock

    async def begun(self, conversation: str, channel: str, site: Site | None) -> None:
        """A conversation was opened."""
        await self._measures.begun(conversation, _where(channel, site), self._clock())

    async def answered(
        self,
        conversation: str,
        channel: str,
        site: Site | None,
        *,
        key: str,
        text: str | None,
        messages: Sequence[Message],
    ) -> None:
        """A message was answered. `text` is as redacted, None for a button; `key` its id.

        Only the text of a question that was missed is kept, without what looks like names.
        """
        result, topic = result_of(messages)
        offered = [
            button.payload.partition(":")[2]
            for message in messages
            for button in message.buttons
            if result in ("missed", "clarify") and button.payload.startswith(_CHOICES)
        ]
        swv = next((found.code for message in messages for found in message.swv), None)
        turn = Turn(
            key=key,
            result=result,
            topic=topic,
            typed=text is not None,
            at=self._clock(),
            text=without_names(text) if text and result == "missed" else None,
            offered=tuple(dict.fromkeys(offered)),
        )
        await self._measures.turn(conversation, _where(channel, site, swv), turn)

    async def person(
        self, conversation: str, channel: str, site: Site | None, stage: Stage, *, key: str
    ) -> None:
        """A step on the way to a person; the same stage and key counts once."""
        where = _where(channel, site)
        await self._measures.person(conversation, where, stage, self._clock(), key=key)

    async def delivered(self, told: Tell) -> None:
        """A message reached the helpdesk. It belongs to the conversation in which it was left."""
        if told.conversation is not None:
            where = Where(told.channel, told.site, None)
            await self._measures.person(
                told.conversation, where, "delivered", told.at, key=told.reference
            )

    async def rated(
        self,
        conversation: str,
        channel: str,
        site: Site | None,
        *,
        message: str,
        topic: str | None,
        value: Literal["up", "down"],
    ) -> None:
        """A thumb for an answer; again for the same message takes the place of what was said."""
        where = _where(channel, site)
        await self._measures.rated(conversation, where, message, topic, value, self._clock())

    async def forget(self, conversation: str) -> None:
        """Nothing may lead from what was counted to the conversation any more.

        Raises:
            StoreUnavailable: the database does not answer; nothing was done.
        """
        await self._measures.forget(conversation)


def result_of(messages: Sequence[Message]) -> tuple[Result, str | None]:
    """How a message was answered, and the topic that was."""
    found: tuple[Result, str | None] = ("missed", None)
    for message in messages:
        topic = message.topic
        if message.asks == "clarify":
            return "clarify", None
        if topic in _BY_TOPIC:
            found = (_BY_TOPIC[topic], None)
        elif topic == "swv_zoeken":
            if message.outcome == "found":
                return "look_up", topic
            # A look-up that goes on, or one that found nothing: a postcode that is unknown.
            found = ("asks", None) if message.asks else ("missed", None)
        elif topic is not None:
            return "answered", topic
        elif message.asks:
            found = ("asks", None)
    return found


def _where(channel: str, site: Site | None, swv: str | None = None) -> Where:
    if swv is None and site is not None and len(site.swv) == 1:
        swv = site.swv[0]
    return Where(channel, site.id if site else "", swv)
