"""What comes in, read into our own types."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.front.whatsapp._parse import MAX_ID, parse
from bot.front.whatsapp._updates import KINDS, GraphError, IdentityChange, Received, Sender

from ._calls import PHONE_NUMBER_ID, UPDATES, Person, load, said, update, value

PARENT = Sender("NL.9000000001", "31600000001")
OURS = "wamid.TESTOURS"
QUESTION = "wamid.TESTTEXT"

EXPECTED: dict[str, dict[str, Any]] = {
    "text": {
        "kind": "text",
        "text": "Mag de school mijn kind weigeren? 😟 Het zit op één kilometer.",
    },
    "button_reply": {
        "kind": "button",
        "payload": "topic:opp_wat",
        "title": "Wat is een OPP?",
        "reply_to": OURS,
    },
    "list_reply": {
        "kind": "button",
        "payload": "choose:school_vol",
        "title": "De school zit vol",
        "reply_to": OURS,
    },
    "template_button": {"kind": "button", "payload": "topic:opp_wat", "title": "Wat is een OPP?"},
    "location": {"kind": "location", "location": (52.0907, 5.1214)},
    "image": {"kind": "image", "text": "Deze brief kreeg ik van school"},
    "audio": {"kind": "audio"},
    "video": {"kind": "video"},
    "document": {"kind": "document", "text": "Mag dit?"},
    "sticker": {"kind": "sticker"},
    "contacts": {"kind": "contacts"},
    "reaction": {"kind": "reaction", "text": "👍", "reply_to": OURS},
    "reaction_removed": {"kind": "reaction", "reply_to": OURS},
    "order": {"kind": "order"},
    "edit": {"kind": "edit", "text": "Mag de school mijn dochter weigeren?", "reply_to": QUESTION},
    "revoke": {"kind": "revoke", "reply_to": QUESTION},
    "unsupported": {"kind": "unsupported"},
    "interactive_empty": {"kind": "unsupported"},
    "unknown": {"kind": "unknown"},
    "forwarded": {"kind": "text", "text": "Uw kind is niet welkom", "forwarded": True},
    "referral": {"kind": "text", "text": "Ik zag dit"},
}
FIELDS = ("kind", "text", "payload", "title", "location", "reply_to", "forwarded")


def only(content: object) -> Received:
    batch = parse(content)
    assert batch.dropped == 0
    (received,) = batch.received
    return received


@pytest.mark.parametrize("name", EXPECTED)
def test_every_type_is_read(name: str) -> None:
    found = only(load(name))
    expected = dict.fromkeys(FIELDS) | {"forwarded": False} | EXPECTED[name]
    assert {field: getattr(found, field) for field in FIELDS} == expected
    assert found.sender == PARENT
    assert found.phone_number_id == PHONE_NUMBER_ID
    assert found.id == f"wamid.TEST{name.upper().replace('_', '')}"
    assert abs(found.sent_at - datetime.fromtimestamp(1795600000, UTC)) < timedelta(minutes=1)


def test_every_kind_has_a_file_and_every_file_a_test() -> None:
    assert {expected["kind"] for expected in EXPECTED.values()} == KINDS
    others = "text_without_number text_without_id batch statuses status_failed".split()
    changes = "system_number system_user_id system_old_form user_id_update".split()
    assert {file.stem for file in UPDATES.iterdir()} == {*EXPECTED, *others, *changes}


def test_who_has_no_number_or_no_id_is_known_by_the_other() -> None:
    hidden, old = only(load("text_without_number")), only(load("text_without_id"))
    assert hidden.sender == Sender("NL.9000000001", None)
    assert old.sender == Sender(None, "31600000001")
    assert hidden.sender.key != old.sender.key


def test_the_contact_completes_the_sender_only_if_it_is_the_same_person() -> None:
    ann, bob = Person.new(), Person.new()
    message = ann.text("Hoi")
    del message["from_user_id"]
    both = update(value(contacts=[bob.contact(), ann.contact()], messages=[message]))
    assert only(both).sender == Sender(ann.user_id, ann.wa_id)
    strangers = update(value(contacts=[bob.contact()], messages=[message]))
    assert only(strangers).sender == Sender(None, ann.wa_id)


def test_a_batch_is_read_to_the_end_and_only_our_fields() -> None:
    batch = parse(load("batch"))
    assert [received.text for received in batch.received] == ["een", "twee", "drie"]
    assert [status.state for status in batch.statuses] == ["sent"]
    assert batch.dropped == 1  # the message without an id


def test_statuses_keep_their_order_and_our_callback_data() -> None:
    batch = parse(load("statuses"))
    assert [status.state for status in batch.statuses] == ["read", "delivered", "sent"]
    first = batch.statuses[0]
    assert (first.id, first.recipient) == (OURS, PARENT)
    assert first.callback == "00000000-0000-4000-8000-000000000001"
    assert first.at == datetime.fromtimestamp(1795600200, UTC)


def test_a_failure_tells_its_code() -> None:
    (failed,) = parse(load("status_failed")).statuses
    assert failed.state == "failed"
    assert failed.errors == (GraphError(131047, "Re-engagement message"),)
    assert failed.recipient == Sender("NL.9000000001", None)


def test_errors_of_a_whole_call_are_kept() -> None:
    batch = parse(load("interactive_empty"))
    assert batch.errors == (GraphError(131000, "Something went wrong"),)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("system_number", PARENT, Sender("NL.9000000002", "31600000002")),
        ("system_user_id", Sender("NL.9000000001"), Sender("NL.9000000002")),
        ("system_old_form", Sender(None, "31600000001"), Sender(None, "31600000002")),
        ("user_id_update", PARENT, Sender("NL.9000000002", "31600000001")),
    ],
)
def test_another_number_or_id_is_a_change_and_no_message(
    name: str, old: Sender, new: Sender
) -> None:
    batch = parse(load(name))
    (change,) = batch.changes
    assert (change.old, change.new) == (old, new)
    assert batch.received == ()
    assert parse(load(name)).changes[0].id == change.id  # so that a copy is known


def test_a_system_message_that_says_nothing_new_is_dropped() -> None:
    content = load("system_number")
    content["entry"][0]["changes"][0]["value"]["messages"][0]["system"] = {"type": "other"}
    assert parse(content).changes == ()
    assert parse(content).dropped == 1


@pytest.mark.parametrize(
    ("type_", "content", "kind"),
    [
        ("text", {}, "unknown"),
        ("text", {"body": " \n"}, "unknown"),
        ("text", "los", "unknown"),
        ("button", {"text": "Ja"}, "text"),
        ("interactive", {"type": "nfm_reply", "nfm_reply": {"name": "flow"}}, "unknown"),
        ("location", {"latitude": 91, "longitude": 5}, "location"),
        ("location", {"latitude": float("nan"), "longitude": 5}, "location"),
        ("location", {"latitude": True, "longitude": 10**400}, "location"),
        ("image", None, "image"),
        ("edit", {"message": {"type": ["x"]}}, "edit"),
    ],
)
def test_content_that_is_not_as_agreed_still_reaches_the_parent(
    type_: str, content: Any, kind: str
) -> None:
    found = only(said(person := Person.new(), person.message(type_, content)))
    assert found.kind == kind
    assert found.location is None


@pytest.mark.parametrize("timestamp", ["", "gisteren", "9" * 40, -(10**30), None, [], 1.5])
def test_an_unreadable_time_is_now(timestamp: Any) -> None:
    person = Person.new()
    found = only(said(person, person.text("Hoi") | {"timestamp": timestamp}))
    assert abs((datetime.now(UTC) - found.sent_at).total_seconds()) < 10


@pytest.mark.parametrize("id_", [None, "", " ", 5, ["x"], "x" * (MAX_ID + 1)])
def test_a_message_that_cannot_be_told_from_others_is_counted(id_: Any) -> None:
    person = Person.new()
    batch = parse(said(person, person.text("Hoi", id=id_), person.text("Nog iets")))
    assert [received.text for received in batch.received] == ["Nog iets"]
    assert batch.dropped == 1


def test_what_a_database_cannot_keep_is_replaced() -> None:
    person = Person.new()
    found = only(said(person, person.text("a\x00b \ud83d\ude00 \ud800", id="wamid.\x00\ud800")))
    assert (found.text, found.id) == ("a�b 😀 �", "wamid.��")


def test_nothing_of_a_parent_is_in_a_repr() -> None:
    shown = "".join(
        repr(part)
        for file in UPDATES.iterdir()
        for batch in [parse(load(file.stem))]
        for part in (*batch.received, *batch.statuses, *batch.changes)
    )
    for secret in ("316000", "NL.9", "weigeren", "Voorbeeld", "52.09", "OPP", "brief"):
        assert secret not in shown


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def mangled(draw: st.DrawFn) -> Any:
    """One of the real calls in which some parts have become anything at all."""
    names = sorted(file.stem for file in UPDATES.iterdir())
    content = load(draw(st.sampled_from(names)))
    for _ in range(draw(st.integers(1, 4))):
        spots = list(_spots(content))
        where, key = draw(st.sampled_from(spots))
        where[key] = draw(ANY_JSON)
    return content


def _spots(part: Any) -> Any:
    keys = part if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
    for key in keys:
        yield part, key
        yield from _spots(part[key])


@settings(max_examples=400, deadline=None)
@given(ANY_JSON | mangled())
def test_nothing_raises_and_what_comes_out_can_be_kept(content: Any) -> None:
    batch = parse(content)
    for received in batch.received:
        assert received.kind in KINDS
        assert 0 < len(received.id) <= MAX_ID
        assert received.sent_at.tzinfo is UTC
        json.dumps([received.text, received.payload, received.title]).encode()
        for text in (received.id, received.text, received.payload, received.title):
            (text or "").encode()  # no lone surrogates
            assert "\x00" not in (text or "")
    for change in batch.changes:
        assert isinstance(change, IdentityChange)
        assert change.old != change.new
