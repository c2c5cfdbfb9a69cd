"""Conversations in a real SQLite database."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import AwaitableTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, Event, Restarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.nlu.tracker_store import ConversationStore, bounded, conversation_store

from ._talk import begin, said, tracker, turn

KEEP = 5


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/new/folder/brain.db"


@pytest.fixture
def store(domain: Domain, address: str) -> ConversationStore:
    return ConversationStore(domain, address, keep_turns=KEEP)


def _size(address: str) -> int:
    with sa.create_engine(address).connect() as connection:
        (events,) = connection.execute(sa.text("select events from conversation")).scalars()
        return len(events)


def _texts(conversation: DialogueStateTracker) -> list[str | None]:
    return [event.text for event in conversation.events if isinstance(event, UserUttered)]


async def _load(store: ConversationStore, sender: str = "gesprek-1") -> DialogueStateTracker:
    conversation = await store.retrieve(sender)
    assert conversation is not None
    return conversation


async def test_a_conversation_comes_back_as_it_was(
    store: ConversationStore, domain: Domain
) -> None:
    await store.save(
        tracker(
            domain,
            *turn(said("swv_zoeken", "swv in Utrecht?"), ActiveLoop("swv_form")),
            SlotSet("swv_location", "3512"),
            SlotSet("requested_slot", "swv_sector"),
        )
    )
    conversation = await _load(store)
    assert _texts(conversation) == ["swv in Utrecht?"]
    assert conversation.get_slot("swv_location") == "3512"
    assert conversation.get_slot("requested_slot") == "swv_sector"
    assert conversation.active_loop_name == "swv_form"
    assert conversation.latest_message is not None
    assert conversation.latest_message.intent["name"] == "swv_zoeken"


async def test_another_start_finds_what_was_kept(
    store: ConversationStore, domain: Domain, address: str
) -> None:
    await store.save(tracker(domain, *turn(said("greet", "hallo"))))
    again = ConversationStore(domain, address)
    assert _texts(await _load(again)) == ["hallo"]


async def test_there_is_no_conversation_before_it_is_saved(store: ConversationStore) -> None:
    assert await store.retrieve("gesprek-1") is None
    assert list(await store.keys()) == []


async def test_saving_replaces_the_row(store: ConversationStore, domain: Domain) -> None:
    await store.save(tracker(domain, *turn(said("greet", "een"))))
    await store.save(tracker(domain, *turn(said("greet", "een")), *turn(said("greet", "twee"))))
    await store.save(tracker(domain, *turn(said("greet", "ander")), sender="gesprek-2"))
    assert sorted(await store.keys()) == ["gesprek-1", "gesprek-2"]
    assert _texts(await _load(store)) == ["een", "twee"]


async def test_the_two_hundredth_turn_costs_what_the_tenth_did(
    store: ConversationStore, domain: Domain, address: str
) -> None:
    conversation = tracker(
        domain,
        *turn(said("swv_zoeken", "bericht 000"), ActiveLoop("swv_form")),
        SlotSet("swv_location", "3512"),
    )
    sizes = {}
    for number in range(1, 201):
        for event in turn(said("faq", f"bericht {number:03}")):
            conversation.update(event)
        await store.save(conversation)
        conversation = await _load(store)
        sizes[number] = _size(address)
    assert abs(sizes[200] - sizes[10]) < 50
    assert _texts(conversation) == [f"bericht {number:03}" for number in range(196, 201)]
    assert conversation.get_slot("swv_location") == "3512"
    assert conversation.active_loop_name == "swv_form"


async def test_what_is_forgotten_is_gone(store: ConversationStore, domain: Domain) -> None:
    await store.save(tracker(domain, *turn(said("greet"))))
    await store.save(tracker(domain, *turn(said("greet")), sender="gesprek-2"))
    await store.forget("gesprek-1")
    await store.forget("bestaat-niet")
    assert await store.retrieve("gesprek-1") is None
    assert list(await store.keys()) == ["gesprek-2"]


async def test_odd_text_survives(store: ConversationStore, domain: Domain) -> None:
    text = "👩‍👧 'drop table'; -- \u2028 ı é \\"
    await store.save(tracker(domain, *turn(said("faq", text))))
    assert _texts(await _load(store)) == [text]


def _cut(domain: Domain, *events: Event, keep: int = 2) -> list[Event]:
    return bounded(tracker(domain, *events), keep)


class TestTheCut:
    def test_a_short_conversation_is_kept_whole(self, domain: Domain) -> None:
        events = [*turn(said("greet")), *turn(said("faq"))]
        assert _cut(domain, *events) == [*begin(), *events]

    def test_it_is_made_right_before_a_message(self, domain: Domain) -> None:
        events = [*turn(said("greet", "een")), *turn(said("faq", "twee")), *turn(said("faq"))]
        kept = _cut(domain, *events)
        assert kept[-8:] == events[4:]
        assert [event.type_name for event in kept[:-8]] == ["action", "session_started", "action"]

    def test_the_latest_value_of_a_slot_is_kept(self, domain: Domain) -> None:
        one, two = SlotSet("swv_location", "3512"), SlotSet("swv_location", "3581")
        events = [*turn(said("greet")), one, two, *turn(said("faq")), *turn(said("faq"))]
        slots = [event for event in _cut(domain, *events) if isinstance(event, SlotSet)]
        assert [(slot.key, slot.value) for slot in slots] == [("swv_location", "3581")]

    def test_a_form_that_ended_stays_ended(self, domain: Domain) -> None:
        started, ended = ActiveLoop("swv_form"), ActiveLoop(None)
        events = [*turn(said("greet"), started, ended), *turn(said("faq")), *turn(said("faq"))]
        assert not [event for event in _cut(domain, *events) if isinstance(event, ActiveLoop)]

    @pytest.mark.parametrize("fresh", [begin(), [Restarted()]], ids=["session", "restart"])
    def test_a_new_session_does_not_bring_back_the_old_form(
        self, domain: Domain, fresh: list[Event]
    ) -> None:
        old = turn(
            said("swv_zoeken"), ActiveLoop("swv_form"), SlotSet("requested_slot", "swv_sector")
        )
        carried = SlotSet("swv_location", "3512")
        events = [*old, *fresh, carried, *turn(said("greet")), *turn(said("faq"))]
        before = tracker(domain, *events)
        after = tracker(domain, *_cut(domain, *events))
        assert after.active_loop_name is before.active_loop_name is None
        assert after.get_slot("requested_slot") is before.get_slot("requested_slot") is None
        assert after.get_slot("swv_location") == before.get_slot("swv_location") == "3512"


def test_the_store_is_found_inside_rasas_wrappers(store: ConversationStore) -> None:
    assert conversation_store(store) is store
    assert conversation_store(AwaitableTrackerStore(store)) is store
    with pytest.raises(TypeError, match="ConversationStore"):
        conversation_store(object())


def test_rasa_makes_the_store_from_endpoints(domain: Domain, address: str) -> None:
    endpoint: Any = EndpointConfig(
        type="bot.nlu.tracker_store.ConversationStore", db=address, keep_turns=7
    )
    made = conversation_store(TrackerStore.create(endpoint, domain))
    assert made._keep == 7


async def test_what_the_front_forgot_to_delete_goes_after_a_while(
    tmp_path: Path, domain: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ConversationStore(domain, f"sqlite:///{tmp_path}/brain.db", keep_days=60)
    await store.save(DialogueStateTracker.from_events("oud", [said("greet")], domain.slots))
    now = time.time()
    monkeypatch.setattr("bot.nlu.tracker_store.time.time", lambda: now + 61 * 86_400)
    await store.save(DialogueStateTracker.from_events("nieuw", [said("greet")], domain.slots))
    assert await store.keys() == ["nieuw"]
