"""The actions as Rasa calls them: a tracker goes in, messages and slots come out."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.swv import swv_actions
from bot.store import Registry

Message = dict[str, Any]
READ, ASK_LOCATION, ASK_SECTOR, ANSWER = (
    "validate_swv_form",
    "action_ask_swv_form_swv_location",
    "action_ask_swv_form_swv_sector",
    "action_swv_answer",
)


class Form:
    """The slots of a conversation, and what the actions do to them."""

    def __init__(self, registry: Registry, **slots: Any) -> None:
        self._actions: dict[str, Action] = {a.name(): a for a in swv_actions(registry)}
        self.slots: dict[str, Any] = {"swv_misses": 0.0, **slots}

    async def run(self, name: str, **message: Any) -> list[Message]:
        """Run an action; its messages."""
        state = {
            "sender_id": "gesprek",
            "slots": self.slots,
            "latest_message": {"text": "", "intent": {"name": "swv_zoeken"}, **message},
            "events": [],
            "paused": False,
            "followup_action": None,
            "active_loop": {"name": "swv_form"},
            "latest_action_name": "action_listen",
        }
        dispatcher = CollectingDispatcher()
        events = await self._actions[name].run(dispatcher, Tracker.from_dict(state), {})
        assert all(event["event"] == "slot" for event in events)
        self.slots = {**self.slots, **{event["name"]: event["value"] for event in events}}
        return list(dispatcher.messages)


def test_the_names_are_those_of_the_domain(registry: Registry) -> None:
    assert [action.name() for action in swv_actions(registry)] == [
        READ, ASK_LOCATION, ASK_SECTOR, ANSWER,
    ]  # fmt: skip


async def test_a_message_fills_the_slots_and_says_nothing(registry: Registry) -> None:
    form = Form(registry)
    entities = [{"entity": "postcode", "value": "7411AB", "kind": "pc6"}]
    assert await form.run(READ, text="7411 AB", entities=entities) == []
    assert form.slots["swv_location"] == "pc4:7411"
    assert form.slots["swv_sector"] is None


@pytest.mark.parametrize("latest", [{}, {"text": None, "intent": None, "entities": None}])
async def test_a_message_without_anything_is_no_error(
    registry: Registry, latest: dict[str, Any]
) -> None:
    form = Form(registry, requested_slot="swv_location")
    assert await form.run(READ, **latest) == []
    assert form.slots.get("swv_location") is None


async def test_a_question_leaves_all_slots_as_they_were(registry: Registry) -> None:
    form = Form(registry, requested_slot="swv_sector", swv_location="pc4:7411")
    before = dict(form.slots)
    text = "hoe lang mag een schorsing eigenlijk duren?"
    assert await form.run(READ, text=text, intent={"name": "faq"}) == []
    assert form.slots == before


async def test_the_postcode_is_asked(registry: Registry) -> None:
    (message,) = await Form(registry).run(ASK_LOCATION)
    assert message["text"].startswith("Wat is uw postcode?")
    assert message["custom"] == {"asks": "postcode", "topic": "swv_zoeken", "outcome": None}


@pytest.mark.parametrize(
    ("notice", "asks", "topic", "outcome", "says"),
    [
        ("invalid|0411 AB|", "postcode", "swv_zoeken", "invalid_postcode", "0411 AB is geen"),
        ("foreign||", "postcode", "swv_zoeken", "invalid_postcode", "buiten Nederland"),
        ("unknown|1234|", "postcode", "swv_zoeken", "unknown_postcode", "Postcode 1234 ken ik"),
        ("po_box|2500|", "postcode", "swv_zoeken", "unknown_postcode", "postbus"),
        ("refused||", "place", "privacy", None, "In welke gemeente"),
        ("split|Breda|", "postcode", "swv_zoeken", None, "In Breda zijn meer"),
        ("ambiguous|Beek|Beek (X), Beek (Y)", "postcode", "swv_zoeken", None, "Beek (X), Beek (Y)"),
    ],
)
async def test_asking_again_says_why_once(
    registry: Registry, notice: str, asks: str, topic: str, outcome: str | None, says: str
) -> None:
    form = Form(registry, swv_notice=notice)
    (message,) = await form.run(ASK_LOCATION)
    assert message["custom"] == {"asks": asks, "topic": topic, "outcome": outcome}
    assert says in message["text"]
    assert form.slots["swv_notice"] is None
    (plain,) = await form.run(ASK_LOCATION)
    assert says not in plain["text"]


async def test_the_sector_is_asked_with_three_buttons(registry: Registry) -> None:
    (message,) = await Form(registry).run(ASK_SECTOR)
    assert message["custom"]["asks"] == "sector"
    assert [(b["title"], b["payload"]) for b in message["buttons"]] == [
        ("Basisschool", "sector:po"),
        ("Middelbare school", "sector:vo"),
        ("Allebei", "sector:both"),
    ]


@pytest.mark.parametrize(
    ("sector", "codes", "offered"),
    [
        ("po", ["PO2303"], ["sector:vo"]),
        ("vo", ["VO2303"], ["sector:po"]),
        ("both", ["PO2303", "VO2303"], []),
    ],
)
async def test_the_answer_has_cards_sources_and_the_other_sector(
    registry: Registry, sector: str, codes: list[str], offered: list[str]
) -> None:
    form = Form(registry, swv_location="pc4:7411", swv_sector=sector, swv_misses=2.0)
    (message,) = await form.run(ANSWER)
    custom = message["custom"]
    assert (custom["outcome"], custom["asks"], custom["topic"]) == ("found", None, "swv_zoeken")
    assert [card["code"] for card in custom["swv"]] == codes
    assert custom["sources"][0]["url"] == "https://wetten.overheid.nl/BWBR0032324"
    assert custom["reviewed"] == registry.dataset_date.isoformat()
    assert [button["payload"] for button in message["buttons"]] == offered
    assert form.slots["swv_location"] == "pc4:7411"
    assert form.slots["swv_misses"] == 0


async def test_an_answer_after_a_wrong_turn_starts_counting_anew(registry: Registry) -> None:
    form = Form(registry, requested_slot="swv_location")
    await form.run(READ, text="blauwe stoel", intent={"name": "nlu_fallback"})
    assert form.slots["swv_misses"] == 1
    entities = [{"entity": "plaats", "value": "Gouda", "kind": "exact"}]
    await form.run(READ, text="Gouda", entities=entities)
    assert form.slots["swv_misses"] == 0
