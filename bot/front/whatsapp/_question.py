"""What the worker asks and what it gets: the border between the queue and the words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

Body = dict[str, Any]
"""The part of a request to Meta that holds the message; who it is for is added when it is sent."""


@dataclass(frozen=True, slots=True)
class Question:
    """One message of a parent, or a burst of old ones taken together."""

    conversation: str
    id: str
    """The same for the same message, so that the brain can give the same answer again."""
    kind: str
    """See `KINDS` in `_updates.py`."""
    text: str | None = field(default=None, repr=False)
    vault: str | None = None
    """Id in the vault of the text as typed, if we asked for something personal."""
    number: str | None = field(default=None, repr=False)
    """The parent's own, digits only, if Meta tells it. Never for the brain or a log."""
    payload: str | None = field(default=None, repr=False)
    title: str | None = field(default=None, repr=False)
    location: tuple[float, float] | None = field(default=None, repr=False)
    about: str | None = None
    """Of a reaction, the message that it is to: the hash of its id."""
    hidden: bool = False
    """Something personal was hidden in the text."""
    greeted: bool = True
    """False at the first message: the parent must read what this is and what it keeps."""
    late: bool = False
    """Sent long ago: we were out of reach."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out, in this order."""

    bodies: tuple[Body, ...]
    forget: bool = False
    """The parent asked to delete everything; `bodies` confirm it."""
    is_private: bool = False
    """How to reach the parent stands in `bodies`: until they have arrived they are in the vault."""


class Answerer(Protocol):
    """Finds the words. Keeps nothing: it may be asked the same again after a kill."""

    async def answer(self, question: Question) -> Answer:
        """The answer; without bodies there is nothing to say.

        Raises:
            BrainUnavailable: not now.
        """

    def failed(self, question: Question) -> Answer:
        """What a parent reads whose message could not be answered, time and again."""

    def is_farewell(self, text: str) -> bool:
        """Whether these words ask to delete everything."""

    async def is_ready(self) -> bool:
        """Whether it makes sense to ask."""
