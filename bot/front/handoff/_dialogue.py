"""The conversation in which a parent makes a message for a helpdesk, one step at a time.

No input or output: a draft and what was heard go in, the next draft and what to say come out.
Nothing is sent before the yes to what was shown last.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import partial

from bot.front._counting import SMALL_TALK
from bot.front._messages import Message
from bot.front.handoff._contact import read_reach
from bot.front.handoff._draft import Aside, Draft, Step
from bot.front.handoff._sayings import (
    CHANGE,
    NO,
    SEND,
    STOP,
    UNKNOWN,
    YES,
    about_the_message,
    addition,
    part_to_change,
    plain,
)
from bot.front.handoff._words import MAX_QUESTION, PREFIX, HandoffWords, Who
from bot.privacy import redact

_SECTORS = ("po", "vo", "so", "unknown")
_PLACEHOLDER = re.compile(r"<[A-Z-]+>")
_FEWEST_LETTERS = 3
"""Of a question; what is shorter says nothing."""
_FEWEST_WORDS = 6
"""Beside contact details; fewer are "mijn mail is"."""


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
    def words(self) -> str:
        """The text in lower case, without signs."""
        return plain(self.text)

    @property
    def says_stop(self) -> bool:
        """Whether the words, or the button, mean nothing but to stop."""
        return self.action in ("stop", "no") or self.words in STOP

    @property
    def passes(self) -> bool:
        """Whether the parent does not know, or will not say."""
        return self.label == "deny" or self.words in UNKNOWN


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
        if (asked := self._about_this(draft, heard)) is not None:
            step = self._words.ask(draft, who, own_number)
            return Turn(Then.ASK, replace(draft, aside=Aside.NOTHING), (asked(who), step))
        if draft.step is Step.CONFIRM and self._changes(draft, heard):
            return Turn(Then.ASK, replace(draft, aside=Aside.TOLD), (self._words.change(),))
        found = (
            self._typed(draft, heard, who)
            if heard.text is not None
            else self._tapped(draft, heard.action or "", own_number)
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
        # A question may be about stopping; and "overslaan" is no wish to stop.
        if draft.step is Step.QUESTION or heard.words in UNKNOWN:
            return False
        refuses = draft.step is Step.CONSENT and (heard.label == "deny" or heard.words in NO)
        return heard.label == "cancel" or (refuses and draft.aside is Aside.NOTHING)

    def _about_this(self, draft: Draft, heard: Heard) -> Callable[[Who], Message] | None:
        """The answer to a question about leaving a message."""
        found = about_the_message(heard.text or "") if draft.aside is not Aside.ASKED else None
        return None if found is None else partial(self._words.about, found)

    def _changes(self, draft: Draft, heard: Heard) -> bool:
        if heard.action == "change":
            return True
        is_ours = draft.aside is Aside.NOTHING
        return is_ours and (heard.words in CHANGE or heard.label == "deny")

    def _aside(self, draft: Draft, who: Who) -> Turn:
        return Turn(Then.ASIDE, replace(draft, aside=Aside.TOLD), (self._words.resume(who),))

    def _tapped(self, draft: Draft, action: str, own_number: str | None) -> Draft | None:
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
        return _changed(draft, action)

    def _typed(self, draft: Draft, heard: Heard, who: Who) -> Draft | Message | None:
        text = (heard.text or "").strip()
        if draft.step is Step.CONTACT:
            return self._contact(draft, heard, text, who)
        if draft.aside is Aside.ASKED:
            return None
        if draft.aside is Aside.TOLD and heard.words in SEND | NO:
            # A yes or a no to something else is none to this: ask it again.
            return draft
        if draft.step is Step.CONSENT:
            return _consented(draft, heard, text)
        if draft.step is Step.QUESTION:
            return self._question(draft, heard, text)
        if draft.step is Step.SECTOR and (heard.sector or heard.passes):
            return _next(replace(draft, sector=heard.sector or "unknown"))
        if draft.step is Step.GEMEENTE:
            return self._place(draft, text, heard)
        if draft.step is Step.CONFIRM:
            return self._confirmed(draft, heard, text)
        return None

    def _contact(self, draft: Draft, heard: Heard, text: str, who: Who) -> Draft | Message | None:
        reach = read_reach(text)
        if reach.problem is None:
            draft = replace(draft, email=reach.email or "", phone=reach.phone or "")
            return _next(_with_rest(draft, text))
        is_other = heard.is_question or draft.aside is Aside.ASKED
        if is_other and reach.problem == "none":
            return None
        return self._words.wrong(Step.CONTACT, reach.problem, who=who.title)

    def _question(self, draft: Draft, heard: Heard, text: str) -> Draft | Message | None:
        if heard.words in YES:
            return _next(draft) if draft.question else None
        if heard.words in NO or heard.words in UNKNOWN:
            return replace(draft, question="")
        if heard.is_question and draft.aside is Aside.TOLD:
            return None
        # The contact details have a place of their own; a BSN has none.
        question = redact(text).text
        letters = sum(map(str.isalpha, _PLACEHOLDER.sub("", question)))
        if heard.label in SMALL_TALK or letters < _FEWEST_LETTERS:
            return None
        topic = ""
        if draft.question and (more := addition(question)) is not None:
            question, topic = f"{draft.question}\n\n{more}", draft.topic
        if len(question) > MAX_QUESTION:
            return self._words.wrong(Step.QUESTION, "long", limit=str(MAX_QUESTION))
        return _next(replace(draft, question=question, topic=topic))

    def _confirmed(self, draft: Draft, heard: Heard, text: str) -> Draft | None:
        if heard.words in SEND:
            return replace(draft, step=Step.SENT)
        reach = read_reach(text)
        if reach.problem is None:
            return replace(draft, email=reach.email or "", phone=reach.phone or "")
        part = part_to_change(text)
        if part is not None and (changed := _changed(draft, part)) is not None:
            return changed
        if heard.sector and not heard.is_question:
            return replace(draft, sector=heard.sector)
        gemeente = self._gemeente(text) if not heard.is_question else None
        return replace(draft, gemeente=gemeente) if gemeente else None

    def _place(self, draft: Draft, text: str, heard: Heard) -> Draft | None:
        gemeente = self._gemeente(text)
        if gemeente:
            return _next(replace(draft, gemeente=gemeente))
        if heard.passes:
            return _next(replace(draft, gemeente="unknown"))
        if heard.is_question:
            return None
        if draft.misses:  # nobody has to find our spelling
            return _next(replace(draft, gemeente="unknown"))
        return replace(draft, misses=1)


def _changed(draft: Draft, action: str) -> Draft | None:
    """The draft back at a part that the parent wants to change."""
    if action == "change_question":
        return replace(draft, step=Step.QUESTION, question="", topic="")
    if action == "change_contact":
        return replace(draft, step=Step.CONTACT, email="", phone="")
    if action == "change_school":
        return replace(draft, step=Step.SECTOR, sector="", gemeente="", swvs=[], checked=False)
    return None


def _consented(draft: Draft, heard: Heard, text: str) -> Draft | None:
    """A yes goes on, with the contact details that came with it; those alone are kept and asked."""
    reach = read_reach(text)
    if reach.problem is not None:
        return _next(draft) if heard.words in YES else None
    draft = replace(draft, email=reach.email or "", phone=reach.phone or "")
    return _next(draft) if heard.words.split()[0] in YES else draft


def _with_rest(draft: Draft, text: str) -> Draft:
    """What was said besides the contact details is part of the question."""
    rest = _PLACEHOLDER.sub(" ", redact(text).text)
    if len(rest.split()) < _FEWEST_WORDS:
        return draft
    question = "\n\n".join(part for part in (draft.question, " ".join(rest.split())) if part)
    return replace(draft, question=question) if len(question) <= MAX_QUESTION else draft


def _next(draft: Draft) -> Draft:
    """The draft at its next step: the first thing that is still unknown."""
    if draft.step is Step.CONSENT and not (draft.email or draft.phone):
        return replace(draft, step=Step.CONTACT)
    if draft.checked:
        return replace(draft, step=Step.CONFIRM)
    if draft.step in (Step.CONSENT, Step.CONTACT):
        return replace(draft, step=Step.QUESTION)
    if not draft.sector:
        return replace(draft, step=Step.SECTOR)
    if not draft.gemeente and not draft.swv:
        return replace(draft, step=Step.GEMEENTE)
    return replace(draft, step=Step.CONFIRM, checked=True)
