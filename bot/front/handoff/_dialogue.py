"""The conversation in which a parent makes a message for a helpdesk, one step at a time.

No input or output: a draft and what was heard go in, the next draft and what to say come out.
Nothing is sent before the yes to what was shown last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from bot.front._messages import Message
from bot.front.handoff._contact import read_reach
from bot.front.handoff._draft import Draft, Step
from bot.front.handoff._words import MAX_QUESTION, PREFIX, HandoffWords, Who
from bot.privacy import redact

_STOPS = frozenset(
    {
        "stop",
        "stop maar",
        "stoppen",
        "ik stop",
        "laat maar",
        "toch niet",
        "annuleren",
        "niet versturen",
        "niets versturen",
    }
)
_UNKNOWN = frozenset(
    {
        "weet ik niet",
        "weet niet",
        "geen idee",
        "overslaan",
        "sla over",
        "sla maar over",
        "zeg ik niet",
    }
)
_SECTORS = ("po", "vo", "so", "unknown")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a parent said: words, or a button; `label` and what follows as the brain reads it."""

    text: str | None = field(default=None, repr=False)
    payload: str | None = None
    label: str = ""
    is_question: bool = False
    """It is surely a question that the brain has an answer to."""
    is_danger: bool = False
    sector: str = ""
    """A kind of school that is named."""

    @property
    def action(self) -> str | None:
        """The button of ours that was tapped."""
        payload = self.payload or ""
        return payload.removeprefix(PREFIX) if payload.startswith(PREFIX) else None

    @property
    def stops(self) -> bool:
        """Whether the parent wants no message sent."""
        return self.action in ("stop", "no") or self.label == "cancel" or self._words in _STOPS

    @property
    def passes(self) -> bool:
        """Whether the parent does not know, or will not say."""
        return self.label == "deny" or self._words in _UNKNOWN

    @property
    def _words(self) -> str:
        return " ".join((self.text or "").lower().strip(" .!").split())


class Then(Enum):
    """What must happen besides saying the messages."""

    ASK = auto()
    SEND = auto()
    """Hand it over; it says how that went."""
    STOP = auto()
    """Erase the draft."""
    ASIDE = auto()
    """Let the brain answer first."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What comes of a message."""

    then: Then
    draft: Draft
    messages: tuple[Message, ...] = ()


class Dialogue:
    """Knows the steps and their order."""

    def __init__(self, words: HandoffWords, gemeente: Callable[[str], str | None]) -> None:
        """`gemeente` finds the gemeente of a place that a parent types."""
        self._words = words
        self._gemeente = gemeente

    def begin(self, draft: Draft, who: Who, own_number: str | None) -> Turn:
        """Ask what the draft's step asks."""
        return Turn(Then.ASK, draft, (self._words.ask(draft, who, own_number),))

    def take(self, draft: Draft, heard: Heard, who: Who, own_number: str | None) -> Turn:
        """The parent said something while the draft is open."""
        if heard.is_danger or (heard.payload and heard.action is None):
            return self._aside(draft, who)
        if heard.stops or (draft.step is Step.CONSENT and heard.label == "deny"):
            return Turn(Then.STOP, draft, (self._words.say("stopped"),))
        found = self._tapped(draft, heard, own_number) if heard.action else None
        if found is None and heard.text is not None:
            found = self._typed(draft, heard)
        if isinstance(found, Message):
            return Turn(Then.ASK, draft, (found,))
        if found is not None:
            if found.step is Step.SENT:
                return Turn(Then.SEND, found)
            return self.begin(found, who, own_number)
        if heard.is_question:
            return self._aside(draft, who)
        if heard.action:  # a button of an earlier step
            return self.begin(draft, who, own_number)
        return Turn(Then.ASK, draft, (self._words.again(draft, who, own_number),))

    def _aside(self, draft: Draft, who: Who) -> Turn:
        return Turn(Then.ASIDE, draft, (self._words.resume(who),))

    def _tapped(self, draft: Draft, heard: Heard, own_number: str | None) -> Draft | Message | None:
        action = heard.action
        if draft.step is Step.CONSENT and action == "yes":
            return _next(draft)
        if draft.step is Step.CONTACT and action == "own_number" and own_number:
            return _next(replace(draft, phone=own_number))
        if draft.step is Step.QUESTION and action == "keep" and draft.question:
            return _next(draft)
        if draft.step is Step.SECTOR and action in _SECTORS:
            return _next(replace(draft, sector=action))
        if draft.step is Step.GEMEENTE and action == "skip":
            return _next(replace(draft, gemeente="unknown"))
        if draft.step is Step.CONFIRM:
            return self._at_confirm(draft, action or "")
        return None

    def _at_confirm(self, draft: Draft, action: str) -> Draft | Message | None:
        if action == "send":
            return replace(draft, step=Step.SENT)
        if action == "change":
            return self._words.change()
        if action == "change_question":
            return replace(draft, step=Step.QUESTION, question="")
        if action == "change_contact":
            return replace(draft, step=Step.CONTACT, email="", phone="")
        if action == "change_school":
            return replace(draft, step=Step.SECTOR, sector="", gemeente="", checked=False)
        return None

    def _typed(self, draft: Draft, heard: Heard) -> Draft | Message | None:
        text = (heard.text or "").strip()
        agrees, refuses = heard.label == "affirm", heard.label == "deny"
        if draft.step is Step.CONSENT and agrees:
            return _next(draft)
        if draft.step is Step.CONTACT:
            reach = read_reach(text)
            if reach.problem is None:
                return _next(replace(draft, email=reach.email or "", phone=reach.phone or ""))
            if heard.is_question and reach.problem == "none":
                return None
            return self._words.wrong(Step.CONTACT, reach.problem)
        if draft.step is Step.QUESTION and text:
            return self._question(draft, text, agrees, refuses)
        if draft.step is Step.SECTOR and (heard.sector or heard.passes):
            return _next(replace(draft, sector=heard.sector or "unknown"))
        if draft.step is Step.GEMEENTE:
            return self._place(draft, text, heard)
        if draft.step is Step.CONFIRM and agrees:
            return replace(draft, step=Step.SENT)
        if draft.step is Step.CONFIRM and refuses:
            return self._words.change()
        return None

    def _question(
        self, draft: Draft, text: str, agrees: bool, refuses: bool
    ) -> Draft | Message | None:
        if draft.question and agrees:
            return _next(draft)
        if draft.question and refuses:
            return replace(draft, question="")
        if len(text) > MAX_QUESTION:
            return self._words.wrong(Step.QUESTION, "long", limit=str(MAX_QUESTION))
        # The contact details have a place of their own; a BSN has none.
        return _next(replace(draft, question=redact(text).text))

    def _place(self, draft: Draft, text: str, heard: Heard) -> Draft | Message | None:
        gemeente = self._gemeente(text)
        if gemeente:
            return _next(replace(draft, gemeente=gemeente))
        if heard.passes:
            return _next(replace(draft, gemeente="unknown"))
        return None if heard.is_question else self._words.wrong(Step.GEMEENTE, "unknown")


def _next(draft: Draft) -> Draft:
    """The draft at its next step: the first thing that is still unknown."""
    if draft.step is Step.CONSENT:
        return replace(draft, step=Step.CONTACT)
    if draft.checked:
        return replace(draft, step=Step.CONFIRM)
    if draft.step is Step.CONTACT:
        return replace(draft, step=Step.QUESTION)
    if not draft.sector:
        return replace(draft, step=Step.SECTOR)
    if not draft.gemeente and not draft.swv:
        return replace(draft, step=Step.GEMEENTE)
    return replace(draft, step=Step.CONFIRM, checked=True)
