"""What is decided about a message, in the words that Rasa's rules and response selector read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, RESPONSE_SELECTOR
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.topics import Decision

FAQ = "faq"
"""The retrieval intent that all topics share."""
CLARIFY, FALLBACK = "clarify", "nlu_fallback"
DECISION = "decision"
"""Key of the parse result that holds the decision, for the NLG and for `make classify`."""
_RANKED = 10


def write_verdict(
    message: Message,
    decision: Decision,
    ranking: Sequence[tuple[str, float]],
    kinds: Mapping[str, str],
) -> None:
    """Set intent, ranking, decision and, for a topic, the response selector's result."""
    topic = kinds.get(decision.label) == "topic"
    name = {"clarify": CLARIFY, "fallback": FALLBACK}.get(
        decision.kind, FAQ if topic else decision.label
    )
    message.set(INTENT, {"name": name, "confidence": decision.confidence}, add_to_output=True)
    message.set(
        INTENT_RANKING_KEY,
        [{"name": label, "confidence": confidence} for label, confidence in ranking[:_RANKED]],
        add_to_output=True,
    )
    message.set(DECISION, asdict(decision), add_to_output=True)
    if name == FAQ:
        message.set(RESPONSE_SELECTOR, _selected(decision), add_to_output=True)


def read_verdict(message: Message) -> tuple[Decision, list[tuple[str, float]]]:
    """The decision that was written, and its ranking."""
    stored = dict(message.get(DECISION))
    stored["alternatives"] = tuple(stored["alternatives"])
    ranking = [(each["name"], each["confidence"]) for each in message.get(INTENT_RANKING_KEY)]
    return Decision(**stored), ranking


def _selected(decision: Decision) -> dict[str, Any]:
    """The result as Rasa's response selector would give it."""
    key = f"{FAQ}/{decision.label}"
    return {
        "all_retrieval_intents": [FAQ],
        FAQ: {
            "response": {
                "intent_response_key": key,
                "utter_action": f"utter_{key}",
                "confidence": decision.confidence,
                "responses": [],
            },
            "ranking": [],
        },
    }
