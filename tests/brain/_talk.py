"""Conversations made of Rasa's events, without a model."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker


def said(
    intent: str, text: str = "tekst", *, confidence: float = 0.9, site: str = "", **parse_data: Any
) -> UserUttered:
    """A parent's message, as the pipeline understood it; `site` is the sector of the website."""
    data = {
        "intent": {"name": intent, "confidence": confidence},
        "entities": [],
        "text": text,
        **parse_data,
    }
    metadata = {"sector": site} if site else {}
    return UserUttered(text, data["intent"], [], data, metadata=metadata)


def asked_back(*labels: str) -> UserUttered:
    """A message on which the decision was to ask back."""
    decision = {"kind": "clarify", "label": labels[0], "confidence": 0.3, "alternatives": labels}
    return said("clarify", decision=decision)


def missed(label: str = "oos", confidence: float = 0.2) -> UserUttered:
    """A message that was not understood; `label` is the best guess."""
    return said("nlu_fallback", intent_ranking=[{"name": label, "confidence": confidence}])


def turn(*events: Event, action: str = "utter_faq") -> list[Event]:
    """What is stored of one message and its answer."""
    return [
        *events,
        ActionExecuted(action),
        BotUttered("antwoord", {"custom": {"topic": None}}),
        ActionExecuted(ACTION_LISTEN_NAME),
    ]


def begin() -> list[Event]:
    """How Rasa opens a session."""
    return [
        ActionExecuted(ACTION_SESSION_START_NAME),
        SessionStarted(),
        ActionExecuted(ACTION_LISTEN_NAME),
    ]


def tracker(domain: Domain, *events: Event, sender: str = "gesprek-1") -> DialogueStateTracker:
    """A conversation after `events`."""
    return DialogueStateTracker.from_events(sender, [*begin(), *events], domain.slots)
