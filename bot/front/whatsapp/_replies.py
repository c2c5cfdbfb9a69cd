"""Our own words on WhatsApp: the introduction, what to say to a photo, and who wants to stop."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog
import yaml

from bot.content import ContentError, Texts, load_answers
from bot.front._messages import Button, Message
from bot.front.whatsapp._answers import Reaction
from bot.front.whatsapp._question import Body, Question
from bot.front.whatsapp._render import Renderer
from bot.front.whatsapp._titles import Titles
from bot.settings import ROOT

_LOOK_UP = "topic:swv_zoeken"
_MEDIA = frozenset("image audio video document sticker".split())
_SIMPLE = frozenset("contacts order revoke".split())
_UNHAPPY = frozenset("👎😕🙁☹😞😢😭😡😠🤬😤🤔❓❔❌💔")


class WhatsappWords:
    """The `Words` of `data/texts/whatsapp.yml`."""

    def __init__(self, content: dict[str, Any], titles: Titles, retention_days: int) -> None:
        self._texts = Texts(content)
        self._renderer = Renderer(titles, self._texts, content["instead"])
        self._days = "1 dag" if retention_days == 1 else f"{retention_days} dagen"
        self._polite = _phrases(self._texts("polite_words"))
        self._farewells = frozenset(_phrases(self._texts("farewell_words")))

    @classmethod
    def load(
        cls,
        retention_days: int,
        *,
        texts: Path = ROOT / "data" / "texts" / "whatsapp.yml",
        answers: Path = ROOT / "data" / "responses",
    ) -> WhatsappWords:
        """Read the texts, and the short titles of the answers.

        A mistake in an answer file must not silence us: it is logged, and titles are cut.

        Raises:
            OSError: `texts` cannot be read.
            yaml.YAMLError: `texts` is not YAML.
        """
        content = yaml.safe_load(texts.read_text(encoding="utf-8"))
        try:
            known = load_answers(answers)
        except (ContentError, OSError) as error:
            structlog.get_logger().error("answers_unreadable", kind=type(error).__name__)
            known = {}
        return cls(content, Titles(known, content["titles"]), retention_days)

    def render(self, messages: Sequence[Message]) -> list[Body]:
        """Messages as bodies for Meta."""
        return self._renderer.render(messages)

    def greeting(self) -> Sequence[Message]:
        """Before the first answer: that this is a program, what it keeps, how to delete it."""
        return (Message(text=self._texts("greeting", days=self._days)),)

    def greeted(self, messages: Sequence[Message]) -> Sequence[Message]:
        """The answer to "hallo", for who reads `greeting` before it: its question and buttons."""
        question = self._texts("greeted")
        return [
            message.model_copy(update={"text": question}) if message.topic == "greet" else message
            for message in messages
        ]

    def late(self) -> Sequence[Message]:
        """An apology for an answer that comes hours late."""
        return self._say("late")

    def hidden(self) -> Sequence[Message]:
        """That something personal was hidden in what the parent wrote."""
        return self._say("hidden")

    def failed(self) -> Sequence[Message]:
        """That there is no answer to this message."""
        return self._say("failed")

    def farewell(self) -> Sequence[Message]:
        """That everything is deleted."""
        return self._say("farewell")

    def is_farewell(self, text: str) -> bool:
        """Whether these words ask to delete everything, and nothing else.

        Only whole messages count: "de school wil dat ik stop" is a question for the brain.
        """
        said = _plain(text)
        while said not in self._farewells:
            shorter = self._without_courtesy(said)
            if shorter == said:
                return False
            said = shorter
        return True

    def react(self, question: Question) -> Reaction:
        """What to do with a message that is neither a text nor a choice."""
        kind, text = question.kind, question.text
        if kind == "reaction":
            return self._to_reaction(text)
        if kind == "edit":
            return Reaction(self._say("react.edit" if text else "react.edit_unread"), text)
        if kind == "location":
            return Reaction(self._say("react.location"), _LOOK_UP)
        if kind in _MEDIA and text:
            return Reaction(self._say("react.caption"), text)
        known = kind in _MEDIA or kind in _SIMPLE
        return Reaction(self._say(f"react.{kind}" if known else "react.unsupported"))

    def _to_reaction(self, emoji: str | None) -> Reaction:
        if not emoji:  # taken back
            return Reaction()
        if not _UNHAPPY & set(emoji):
            return Reaction(self._say("react.reaction_happy"), thumb="up")
        person = Button(title=self._texts("person.title"), payload=self._texts("person.payload"))
        message = Message(text=self._texts("react.reaction_unhappy"), buttons=[person])
        return Reaction((message,), thumb="down")

    def _say(self, key: str) -> tuple[Message, ...]:
        return (Message(text=self._texts(key)),)

    def _without_courtesy(self, said: str) -> str:
        for phrase in self._polite:
            if said.startswith(f"{phrase} "):
                return said.removeprefix(f"{phrase} ")
            if said.endswith(f" {phrase}"):
                return said.removesuffix(f" {phrase}")
        return said


def _plain(text: str) -> str:
    """Letters and digits only, in lower case, with single spaces."""
    return " ".join(re.sub(r"[^\w\s]|_", "", text.casefold()).split())


def _phrases(lines: str) -> list[str]:
    """One phrase a line; longest first, so that "ik wil graag" goes before "ik wil"."""
    return sorted(map(_plain, lines.splitlines()), key=len, reverse=True)
