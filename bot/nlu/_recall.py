"""What a conversation was about: for the message that a parent leaves for a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.answers import situation_of
from bot.nlu.payload import has_form_of_payload

_ABOUT_NOTHING = frozenset(
    "greet thanks goodbye bot_challenge affirm deny cancel handoff privacy abuse ask_english "
    "feedback_positive feedback_negative swv_zoeken".split()
)
_SAID = 3
"""So many questions say what it is about; a helpdesk reads no more."""


@dataclass(frozen=True)
class Recall:
    """The latest questions in the parent's own (redacted) words, and what is known."""

    said: tuple[str, ...] = ()
    """Oldest first."""
    topic: str | None = None
    """The topic that was answered last."""
    swv: tuple[str, ...] = ()
    """Codes of the latest look-up that found something."""
    sector: str | None = None
    """`po`, `vo` or `so`, if the parent told."""

    def as_json(self) -> dict[str, Any]:
        """The form in which the channel gives it."""
        return asdict(self)


def recall(tracker: DialogueStateTracker | None) -> Recall:
    """Read the tracker. What is small talk, a button or part of a look-up is left out."""
    if tracker is None:
        return Recall()
    said: list[str] = []
    topic: str | None = None
    swv: tuple[str, ...] = ()
    for event in tracker.events:
        if isinstance(event, UserUttered):
            if _is_question(event) and event.text not in said:
                said.append(event.text or "")
        elif isinstance(event, BotUttered):
            custom = event.data.get("custom") or {}
            label = custom.get("topic")
            if label and label not in _ABOUT_NOTHING:
                topic = label
            swv = tuple(found["code"] for found in custom.get("swv") or [] if found) or swv
    sector = situation_of(tracker.events).sector or tracker.get_slot("swv_sector")
    return Recall(
        tuple(said[-_SAID:]), topic, swv, sector if sector in ("po", "vo", "so") else None
    )


def _is_question(event: UserUttered) -> bool:
    text = (event.text or "").strip()
    label = event.intent.get("name")
    return bool(text) and label not in _ABOUT_NOTHING and not has_form_of_payload(text)
