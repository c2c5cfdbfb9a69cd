"""What a button sends, and that it can do no more than a typed message."""

from __future__ import annotations

import pytest

from bot.nlu.payload import Payload, harmless, read_payload

LABELS = {"opp_wat", "school_vol", "swv_zoeken", "deny", "cancel", "handoff"}


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("topic:opp_wat", Payload("opp_wat")),
        ("choose:school_vol", Payload("school_vol")),
        ("do:cancel", Payload("cancel")),
        (" do:deny\n", Payload("deny")),
        ("sector:po", Payload("swv_zoeken", "po")),
        ("sector:vo", Payload("swv_zoeken", "vo")),
        ("sector:both", Payload("swv_zoeken", "both")),
    ],
)
def test_a_payload_names_its_label(text: str, payload: Payload) -> None:
    assert read_payload(text, LABELS) == payload


@pytest.mark.parametrize(
    "text",
    [
        "", "opp_wat", "topic:", "topic:unknown", "sector:mbo", "sector:opp_wat", "topic: opp_wat",
        "TOPIC:opp_wat", "topic:OPP_WAT", "topic:opp_wat en meer", "zie topic:opp_wat",
        "topic:opp_wat\ntopic:deny", "restart:all", "topic:" + "a" * 41, "/topic:opp_wat",
        "do:action_listen",
    ],
)  # fmt: skip
def test_anything_else_is_a_parents_own_text(text: str) -> None:
    assert read_payload(text, LABELS) is None


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("/restart", "restart"), (" / //restart", "restart"), ("/", ""), ("po/vo \n", "po/vo"),
        ("\ud800 hallo", "\ufffd hallo"), ("👩‍👧", "👩‍👧"), ("\ud83d", "\ufffd"),
    ],
)  # fmt: skip
def test_a_typed_text_is_no_command_and_no_half_character(text: str, given: str) -> None:
    assert harmless(text) == given
