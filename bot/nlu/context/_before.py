"""What stands in the conversation before a message: the topic, and what was asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

LOOK_UP_FORM = "swv_form"
ASKS = {
    "school_type": "sector",
    "school_kind": "school",
    "date_besluit": "besluit",
    "date_aanmelding": "aanmelding",
}
"""The interface's name (`asks` of a message) for each fact that is asked after an answer."""

_PASSED_OVER = frozenset({"thanks", "greet", "affirm", "feedback_positive", "bot_challenge"})
_LOOK_BACK = 3


@dataclass(frozen=True)
class Before:
    """The conversation as far as it matters for the next message."""

    topic: str = ""
    """The topic answered last; empty when the last thing was another, such as a look-up."""
    asked: str = ""
    """The fact we asked with that answer, a key of `Situation`."""
    assumed: bool = False
    """That answer took the school of the website for granted, so the parent may correct it."""
    in_look_up: bool = False
    looked_up: bool = False
    """The last thing was a look-up of the swv."""


def before_message(tracker: DialogueStateTracker | None, topics: Collection[str]) -> Before:
    """Read the tracker; `topics` are the labels that have an answer a question may lean on."""
    if tracker is None:
        return Before()
    in_look_up = tracker.active_loop_name == LOOK_UP_FORM
    said = [event for event in reversed(tracker.events) if isinstance(event, BotUttered)]
    for number, event in enumerate(said[:_LOOK_BACK]):
        custom = event.data.get("custom") or {}
        topic = custom.get("topic")
        if topic is None or topic in _PASSED_OVER:
            continue
        if topic not in topics:
            return Before(in_look_up=in_look_up, looked_up=topic == "swv_zoeken")
        if number:
            return Before(topic, in_look_up=in_look_up)
        asked = ASKS.get(custom.get("asks") or "", "")
        return Before(topic, asked, bool(custom.get("assumes")), in_look_up)
    return Before(in_look_up=in_look_up)
