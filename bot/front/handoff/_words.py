"""The words of `data/texts/handoff.yml` as messages with their buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.content import Texts
from bot.front._messages import Button, Message
from bot.front.handoff._contact import shown
from bot.front.handoff._draft import Draft, Step
from bot.settings import ROOT
from bot.sites import Hours

PREFIX = "handoff:"
"""Of the payloads of this conversation's buttons."""
HELPED = ("helped:yes", "helped:no")
MAX_QUESTION = 1500
"""Characters that a helpdesk is sent of a question."""

_SECTORS = ("po", "vo", "so", "unknown")
_CHANGES = ("change_question", "change_contact", "change_school")


@dataclass(frozen=True, slots=True)
class Who:
    """The helpdesk that gets the message, as parents know it."""

    desk: str
    title: str
    phone: str | None = None
    hours: Hours | None = None


class HandoffWords:
    """Makes messages. Which buttons are there decides what may be answered by a tap."""

    def __init__(self, texts: Texts, keep_days: int) -> None:
        self._texts = texts
        self._days = "1 dag" if keep_days == 1 else f"{keep_days} dagen"

    @classmethod
    def load(
        cls, keep_days: int, path: Path = ROOT / "data" / "texts" / "handoff.yml"
    ) -> HandoffWords:
        """Read the texts.

        Raises:
            OSError: `path` cannot be read.
            yaml.YAMLError: it is not YAML.
        """
        return cls(Texts.load(path), keep_days)

    def offer(self, reason: str, who: Who, now: datetime) -> Message:
        """Offer a person; `reason` is that of `Message.person`."""
        names = _names(who)
        parts = [self._texts(f"offer.{reason}", **names)]
        sentence = who.hours.sentence if who.hours else None
        if who.phone and sentence:
            parts.append(self._texts("offer.call_hours", phone=who.phone, hours=sentence))
        elif who.phone:
            parts.append(self._texts("offer.call", phone=who.phone))
        elif sentence:
            parts.append(self._texts("offer.hours", hours=sentence, **names))
        if is_now := who.hours.now(now) if who.hours else None:
            parts.append(is_now)
        parts.append(self._texts("offer.message", **names))
        text = f"{parts[0]}\n\n{' '.join(parts[1:])}"
        return Message(text=text, buttons=self._buttons("start"))

    def ask(self, draft: Draft, who: Who, own_number: str | None = None) -> Message:
        """The question of the draft's step."""
        name = who.title
        if draft.step is Step.CONSENT:
            text = self._texts("consent", who=name, days=self._days)
            return self._asks("consent", text, "yes", "no")
        if draft.step is Step.CONTACT:
            if own_number:
                text = self._texts("contact.own_number", who=name)
                return self._asks("contact", text, "own_number", "stop")
            return self._asks("contact", self._texts("contact.ask", who=name), "stop")
        if draft.step is Step.QUESTION:
            if draft.question:
                text = self._texts("question.check", question=draft.question)
                return self._asks("question", text, "keep", "stop")
            return self._asks("question", self._texts("question.ask", who=name), "stop")
        if draft.step is Step.SECTOR:
            return self._asks("sector", self._texts("sector.ask"), *_SECTORS, "stop")
        if draft.step is Step.GEMEENTE:
            key = "gemeente.unknown" if draft.misses else "gemeente.ask"
            return self._asks("gemeente", self._texts(key), "skip", "stop")
        return self.confirm(draft, who)

    def about(self, asked: str, who: Who) -> Message:
        """The answer to a question about leaving a message: `who`, `when` or `call`."""
        names = _names(who)
        hours = who.hours.sentence if who.hours else None
        parts = [
            self._texts(f"about.{asked}", **names),
            self._texts("about.hours", hours=hours, **names) if hours and asked != "who" else None,
            self._texts("offer.call", phone=who.phone) if who.phone and asked == "call" else None,
        ]
        return Message(text=" ".join(part for part in parts if part))

    def wrong(self, step: Step, reason: str, **values: str) -> Message:
        """What is wrong with what was typed at a step, and how it must be."""
        return self._asks(step.value, self._texts(f"{step.value}.{reason}", **values), "stop")

    def again(self, draft: Draft, who: Who, own_number: str | None = None) -> Message:
        """The same question, to somebody who typed something else."""
        message = self.ask(draft, who, own_number)
        if draft.step is Step.CONFIRM:
            return message.model_copy(update={"text": self._texts("confirm.again")})
        text = f"{self._texts('choose')}\n\n{message.text}"
        return message.model_copy(update={"text": text})

    def confirm(self, draft: Draft, who: Who) -> Message:
        """All that will be sent."""
        unknown = self._texts("confirm.unknown")
        sector = self._texts(f"sectors.{draft.sector}") if draft.sector in _SECTORS[:3] else unknown
        lines = [
            self._texts("confirm.contact", contact=reach(draft)),
            self._texts("confirm.sector", sector=sector),
        ]
        if draft.gemeente:
            known = draft.gemeente if draft.gemeente != "unknown" else unknown
            lines.append(self._texts("confirm.gemeente", gemeente=known))
        parts = [
            self._texts("confirm.head", who=who.title),
            self._texts("confirm.question", question=draft.question),
            "\n".join(lines),
            self._texts("confirm.end"),
        ]
        return self._asks("confirm", "\n\n".join(parts), "send", "change", "stop")

    def change(self) -> Message:
        """Which part to change."""
        return self._asks("confirm", self._texts("confirm.change"), *_CHANGES, "resume")

    def edited(self) -> Message:
        """The parent changed a message that was taken already (WhatsApp)."""
        text = self._texts("confirm.edited")
        return Message(text=text, buttons=self._buttons(*_CHANGES, "resume"))

    def sent(self, draft: Draft, who: Who, reference: str, now: datetime) -> Message:
        """It is kept, and will be delivered."""
        parts = [
            self._texts("sent.text", who=who.title, reference=reference, contact=reach(draft)),
            who.hours.now(now) if who.hours else None,
            self._texts("sent.meanwhile"),
        ]
        text = "\n\n".join(part for part in parts if part)
        return Message(text=text, buttons=self._buttons("state"), outcome="handed_off")

    def state(self, state: str, reference: str, who: str) -> Message:
        """What became of it: `waiting`, `delivered`, `gave_up`, `gone`; or `regret`, too late."""
        named = {"who": who, "Who": who[:1].upper() + who[1:]}
        text = self._texts(f"state.{state}", reference=reference, **named)
        names = {"waiting": ["state"], "regret": ["start"]}.get(state, [])
        buttons = self._buttons(*names)
        return Message(text=text, buttons=buttons)

    def resume(self, who: Who) -> Message:
        """After something else: the message still waits."""
        text = self._texts("resume", who=who.title)
        return Message(text=text, buttons=self._buttons("resume", "stop"))

    def say(self, key: str, *buttons: str) -> Message:
        """A text without anything to fill in."""
        return Message(text=self._texts(key), buttons=self._buttons(*buttons))

    def helped(self) -> Message:
        """Was this your answer?"""
        names = zip(("helped_yes", "helped_no"), HELPED, strict=True)
        buttons = [
            Button(title=self._texts(f"buttons.{name}"), payload=payload) for name, payload in names
        ]
        return Message(text=self._texts("helped.question"), buttons=buttons)

    def hide(self, message: Message, draft: Draft) -> Message:
        """The message as it may be kept in the clear: without how to reach the parent."""
        text, hidden = message.text, self._texts("confirm.hidden")
        for value in (reach(draft), draft.email, draft.phone):
            text = text.replace(value, hidden) if value else text
        return message.model_copy(update={"text": text})

    def _asks(self, asks: str, text: str, *buttons: str) -> Message:
        return Message(text=text, asks=asks, buttons=self._buttons(*buttons))

    def _buttons(self, *names: str) -> list[Button]:
        return [
            Button(title=self._texts(f"buttons.{name}"), payload=f"{PREFIX}{name}")
            for name in names
        ]


def _names(who: Who) -> dict[str, str]:
    """The name, and as a sentence begins with it."""
    return {"who": who.title, "Who": who.title[0].upper() + who.title[1:]}


def reach(draft: Draft) -> str:
    """How the parent is reached, in words: "naam@voorbeeld.nl en 06 12345678"."""
    found: Sequence[str] = [draft.email, shown(draft.phone) if draft.phone else ""]
    return " en ".join(each for each in found if each)
