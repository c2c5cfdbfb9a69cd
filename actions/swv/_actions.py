"""The look-up as rasa-sdk actions: thin shells around `_turn` and `_answer`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.swv._answer import reply
from actions.swv._location import Notice
from actions.swv._turn import LOCATION, MISSES, NOTICE, SECTOR, Known, Turn, interpret
from bot.content import Texts
from bot.settings import ROOT
from bot.store import Registry

Events = list[dict[str, Any]]

_OUTCOMES = {
    "invalid": "invalid_postcode",
    "foreign": "invalid_postcode",
    "unknown": "unknown_postcode",
    "po_box": "unknown_postcode",
}
_ASKS_PLACE = "refused"


def swv_actions(registry: Registry, texts: Path = ROOT / "data/texts/swv.yml") -> list[Action]:
    """The actions of the look-up, on a loaded registry."""
    words = Texts.load(texts)
    return [ReadTurn(registry), AskLocation(words), AskSector(words), GiveAnswer(registry, words)]


class ReadTurn(Action):
    """Fills the form's slots from the parent's message, or leaves it to the rules."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def name(self) -> str:
        """Rasa calls this for every message while the form `swv_form` is active."""
        return "validate_swv_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        """Return the new slot values; none at all makes Rasa look at the rules."""
        message = tracker.latest_message
        turn = Turn(
            text=message.get("text") or "",
            intent=(message.get("intent") or {}).get("name") or "",
            entities=message.get("entities") or [],
        )
        known = Known(
            location=tracker.get_slot(LOCATION),
            sector=tracker.get_slot(SECTOR),
            misses=int(tracker.get_slot(MISSES) or 0),
            requested=tracker.get_slot("requested_slot"),
        )
        slots = interpret(turn, known, self._registry)
        return [SlotSet(name, value) for name, value in (slots or {}).items()]


class AskLocation(Action):
    """Asks for the postcode or the place, and says why when it asks again."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def name(self) -> str:
        """Rasa's name for asking this slot of this form."""
        return f"action_ask_swv_form_{LOCATION}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        """Utter the question."""
        notice = Notice.of(tracker.get_slot(NOTICE))
        text = self._texts(
            f"ask_location.{notice.code}", given=notice.given, choices=notice.choices
        )
        refused = notice.code == _ASKS_PLACE
        custom = {
            "asks": "place" if refused else "postcode",
            "topic": "privacy" if refused else "swv_zoeken",
            "outcome": _OUTCOMES.get(notice.code),
        }
        dispatcher.utter_message(text=text, json_message=custom)
        return [SlotSet(NOTICE, None)]


class AskSector(Action):
    """Asks whether it is about the basisschool or the middelbare school."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def name(self) -> str:
        """Rasa's name for asking this slot of this form."""
        return f"action_ask_swv_form_{SECTOR}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        """Utter the question with its three buttons."""
        notice = Notice.of(tracker.get_slot(NOTICE))
        buttons = [
            {"title": self._texts(f"buttons.{sector}"), "payload": f"sector:{sector}"}
            for sector in ("po", "vo", "both")
        ]
        dispatcher.utter_message(
            text=self._texts(f"ask_sector.{notice.code}"),
            buttons=buttons,
            json_message={"asks": "sector", "topic": "swv_zoeken", "outcome": None},
        )
        return [SlotSet(NOTICE, None)]


class GiveAnswer(Action):
    """Gives the swv with its contact details."""

    def __init__(self, registry: Registry, texts: Texts) -> None:
        self._registry = registry
        self._texts = texts

    def name(self) -> str:
        """Named in the rule that ends the form."""
        return "action_swv_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        """Utter the answer; location and sector stay known for a next question."""
        answer = reply(
            tracker.get_slot(LOCATION), tracker.get_slot(SECTOR), self._registry, self._texts
        )
        dispatcher.utter_message(
            text=answer.text,
            buttons=list(answer.buttons),
            json_message={
                "topic": "swv_zoeken",
                "asks": None,
                "outcome": "found",
                "swv": list(answer.swv),
                "sources": list(answer.sources),
                "reviewed": self._registry.dataset_date.isoformat(),
            },
        )
        return [SlotSet(NOTICE, None), SlotSet(MISSES, 0)]
