"""The conversation in which a parent makes a message for a helpdesk, one step at a time.

No input or output: a draft and what was heard go in, the next draft and what to say come out.
Nothing is sent before the yes to what was shown last.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from bot.front._counting import SMALL_TALK
from bot.front._messages import Message
from bot.front.handoff._contact import read_reach
from bot.front.handoff._draft import Aside, Draft, Step
from bot.front.handoff._words import MAX_QUESTION, PREFIX, HandoffWords, Who
from bot.privacy import redact

_STOPS = frozenset(
    {
        "stop",
        "stop maar",
        "stoppen",
        "ik stop",
        "laat maar",
        "laat maar zitten",
        "toch niet",
        "annuleren",
        "niet versturen",
        "niets versturen",
    }
)
_UNKNOWN = frozenset(
    {"weet ik niet", "weet niet", "geen idee", "overslaan", "sla over", "sla maar over"}
)
_SECTORS = ("po", "vo", "so", "unknown")
_PLACEHOLDER = re.compile(r"<[A-Z-]+>")
_FEWEST_LETTERS = 3
"""Of a question; what is shorter says nothing."""


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
    def says_stop(self) -> bool:
        """Whether the words, or the button, mean nothing but to stop."""
        return self.action in ("stop", "no") or self._words in _STOPS

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
        message = self._words.ask(draft, who, own_number)
        return Turn(Then.ASK, replace(draft, aside=Aside.NOTHING), (message,))

    def take(self, draft: Draft, heard: Heard, who: Who, own_number: str | None) -> Turn:
        """The parent said something while the draft is open."""
        if heard.payload and heard.action is None:
            return self._aside(draft, who)
        if heard.is_danger:
            # The words are not lost: they are shown when the parent goes on.
            question = redact(heard.text or "").text[:MAX_QUESTION]
            at_question = draft.step is Step.QUESTION
            return self._aside(replace(draft, question=question) if at_question else draft, who)
        if self._stops(draft, heard):
            return Turn(Then.STOP, draft, (self._words.say("stopped"),))
        refuses = heard.label == "deny" and draft.aside is Aside.NOTHING
        if draft.step is Step.CONFIRM and (heard.action == "change" or refuses):
            return Turn(Then.ASK, replace(draft, aside=Aside.TOLD), (self._words.change(),))
        found = (
            self._typed(draft, heard)
            if heard.text is not None
            else self._tapped(draft, heard, own_number)
        )
        if isinstance(found, Message):
            return Turn(Then.ASK, draft, (found,))
        if found is not None and found.step is Step.SENT:
            return Turn(Then.SEND, found)
        if found is not None:
            return self.begin(found, who, own_number)
        if heard.is_question or (heard.text is not None and draft.aside is Aside.ASKED):
            return self._aside(draft, who)
        if heard.action:  # a button of an earlier step, or to go on
            return self.begin(draft, who, own_number)
        return Turn(Then.ASK, draft, (self._words.again(draft, who, own_number),))

    def _stops(self, draft: Draft, heard: Heard) -> bool:
        if heard.action is None and draft.aside is Aside.ASKED:
            return False  # "laat maar" ends the other thing
        if heard.says_stop:
            return True
        if draft.step is Step.QUESTION:  # a question may be about stopping
            return False
        refuses = draft.step is Step.CONSENT and heard.label == "deny"
        return heard.label == "cancel" or (refuses and draft.aside is Aside.NOTHING)

    def _aside(self, draft: Draft, who: Who) -> Turn:
        return Turn(Then.ASIDE, replace(draft, aside=Aside.TOLD), (self._words.resume(who),))

    def _tapped(self, draft: Draft, heard: Heard, own_number: str | None) -> Draft | None:
        action = heard.action
        if draft.step is Step.CONSENT:
            return _next(draft) if action == "yes" else None
        if draft.step is Step.CONTACT and action == "own_number" and own_number:
            return _next(replace(draft, phone=own_number))
        if draft.step is Step.QUESTION and action == "keep" and draft.question:
            return _next(draft)
        if draft.step is Step.SECTOR and action in _SECTORS:
            return _next(replace(draft, sector=action))
        if draft.step is Step.GEMEENTE and action == "skip":
            return _next(replace(draft, gemeente="unknown"))
        if draft.step is Step.CONFIRM and action == "send":
            return replace(draft, step=Step.SENT)
        if action == "change_question":
            return replace(draft, step=Step.QUESTION, question="")
        if action == "change_contact":
            return replace(draft, step=Step.CONTACT, email="", phone="")
        if action == "change_school":
            return replace(draft, step=Step.SECTOR, sector="", gemeente="", swvs=[], checked=False)
        return None

    def _typed(self, draft: Draft, heard: Heard) -> Draft | Message | None:
        text = (heard.text or "").strip()
        # A yes or a no to something else is none to this.
        is_ours = draft.aside is Aside.NOTHING
        agrees, refuses = heard.label == "affirm", heard.label == "deny"
        if draft.step is Step.CONTACT:
            return self._contact(draft, heard, text)
        if draft.aside is Aside.ASKED:
            return None
        if (agrees or refuses) and not is_ours:
            return draft
        if draft.step is Step.CONSENT and agrees:
            return _next(draft)
        if draft.step is Step.QUESTION:
            return self._question(draft, heard, text)
        if draft.step is Step.SECTOR and (heard.sector or heard.passes):
            return _next(replace(draft, sector=heard.sector or "unknown"))
        if draft.step is Step.GEMEENTE:
            return self._place(draft, text, heard)
        if draft.step is Step.CONFIRM and agrees:
            return replace(draft, step=Step.SENT)
        return None

    def _contact(self, draft: Draft, heard: Heard, text: str) -> Draft | Message | None:
        reach = read_reach(text)
        if reach.problem is None:
            return _next(replace(draft, email=reach.email or "", phone=reach.phone or ""))
        is_other = heard.is_question or draft.aside is Aside.ASKED
        if is_other and reach.problem == "none":
            return None
        return self._words.wrong(Step.CONTACT, reach.problem)

    def _question(self, draft: Draft, heard: Heard, text: str) -> Draft | Message | None:
        if heard.label == "affirm":
            return _next(draft) if draft.question else None
        if heard.label == "deny":
            return replace(draft, question="")
        if heard.is_question and draft.aside is Aside.TOLD:
            return None
        # The contact details have a place of their own; a BSN has none.
        question = redact(text).text
        letters = sum(map(str.isalpha, _PLACEHOLDER.sub("", question)))
        if heard.label in SMALL_TALK or letters < _FEWEST_LETTERS:
            return None
        if len(question) > MAX_QUESTION:
            return self._words.wrong(Step.QUESTION, "long", limit=str(MAX_QUESTION))
        return _next(replace(draft, question=question))

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
