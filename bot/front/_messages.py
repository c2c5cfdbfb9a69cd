"""The messages that go out to a parent, as the brain gives them and as the web chat shows them."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

_NUL = "\x00"


def clean(text: str) -> str:
    """`text` with NUL and lone surrogates replaced by U+FFFD, the replacement character.

    PostgreSQL cannot keep the first and UTF-8 cannot carry the second; both are legal in JSON.
    """
    # Pairs first: two surrogates that belong together are one character, an emoji for instance.
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.replace(_NUL, "�")


def _clean_if_text(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def _none_is_empty(value: Any) -> Any:
    return [] if value is None else value


Text = Annotated[str, BeforeValidator(_clean_if_text)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Button(_Part):
    """A quick reply: the parent reads `title`, the brain gets `payload`."""

    title: Text
    payload: Text


class Link(_Part):
    """A source of an answer."""

    title: Text
    url: Text


class Partnership(_Part):
    """A samenwerkingsverband with its contact details, `None` where they are unknown."""

    code: Text | None = None
    sector: Text | None = None
    name: Text
    website: Text | None = None
    phone: Text | None = None
    email: Text | None = None
    address: Text | None = None


class Contact(_Part):
    """People whom a parent can reach, `None` where something is unknown."""

    name: Text
    phone: Text | None = None
    email: Text | None = None
    website: Text | None = None
    hours: Text | None = None
    """Dutch: "maandag en woensdag 9.00-11.00 uur"."""


Buttons = Annotated[list[Button], BeforeValidator(_none_is_empty)]


class Details(_Part):
    """The structured part of an answer: Rasa's `custom`."""

    topic: Text | None = None
    asks: Text | None = None
    outcome: Text | None = None
    sources: Annotated[list[Link], BeforeValidator(_none_is_empty)] = Field(default_factory=list)
    swv: Annotated[list[Partnership], BeforeValidator(_none_is_empty)] = Field(default_factory=list)
    reviewed: Text | None = None
    """Date of the last editorial review, `2026-11-25`."""
    person: Text | None = None
    """Why a person is needed: `asked`, `crisis`, `urgent`, `missed`, `unhappy` or `english`."""


class Message(Details):
    """One message of the bot on the web chat; every key is always there."""

    id: str = Field(default_factory=lambda: str(uuid.uuid4()))
    text: Text
    buttons: Buttons = Field(default_factory=list)
    contacts: list[Contact] = Field(default_factory=list)
    """People of the site itself; the brain does not know sites."""


class Reply(_Part):
    """One message as the brain sends it."""

    text: Text
    buttons: Buttons = Field(default_factory=list)
    custom: Details | None = None

    def message(self) -> Message:
        """The same message in the form of the web chat, with an id of its own."""
        details = self.custom or Details()
        return Message(text=self.text, buttons=self.buttons, **dict(details))


class Replies(_Part):
    """The brain's answer to one message of a parent: one or more messages."""

    messages: list[Reply] = Field(min_length=1)


class Look(_Part):
    """How the brain would understand a text."""

    label: Text
    """A label of `data/topics.csv`, or `oos`."""
    kind: Text
    """`answer`, `clarify` or `fallback`."""
    sector: Text | None = None
    """A kind of school that is named: `po`, `vo` or `so`."""


class Recall(_Part):
    """What a conversation was about."""

    said: list[Text] = Field(default_factory=list, repr=False)
    """The latest questions in the parent's own words, redacted; oldest first."""
    topic: Text | None = None
    """The topic that was answered last."""
    swv: list[Text] = Field(default_factory=list)
    """Codes that the latest look-up found."""
    sector: Text | None = None
    """`po`, `vo` or `so`, if the parent told."""
