"""Conversations as data: what a parent says or taps, and what must come back.

Each file of `conversations/` holds conversations; each conversation is a list of turns with
`say` or `tap`, and any of: topic, not_topic, asks, outcome, not_outcome, swv, says, not_says.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content._examples import TestFile, load_tests
from bot.settings import ROOT

from .conftest import Message, Parent

Turn = dict[str, Any]
_KEYS = {
    "say", "tap", "topic", "not_topic", "asks", "outcome", "not_outcome", "swv", "says", "not_says",
}  # fmt: skip


def conversations() -> list[Any]:
    found = []
    for path in sorted((Path(__file__).parent / "conversations").glob("*.yml")):
        for number, turns in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
            found.append(pytest.param(turns, id=f"{path.stem}-{number}"))
    return found


@pytest.mark.parametrize("turns", conversations())
async def test_a_conversation(parent: Parent, turns: list[Turn]) -> None:
    for turn in turns:
        assert set(turn) <= _KEYS
        content = {"payload": turn["tap"]} if "tap" in turn else {"text": turn["say"]}
        check(turn, await parent.say(**content))


def check(turn: Turn, messages: list[Message]) -> None:
    said = turn.get("say", turn.get("tap"))
    assert messages, f"silence after {said!r}"
    text = "\n".join(message["text"] for message in messages)
    last = messages[-1]
    topics = {message["topic"] for message in messages}
    assert all(message["text"].strip() for message in messages)
    if "topic" in turn:
        assert turn["topic"] in topics, (said, topics, text)
    if "not_topic" in turn:
        assert not topics & set(turn["not_topic"]), (said, topics)
    if "asks" in turn:
        assert last["asks"] == turn["asks"], (said, text)
    if "outcome" in turn:
        assert last["outcome"] == turn["outcome"], (said, text)
    if "not_outcome" in turn:
        assert last["outcome"] != turn["not_outcome"], (said, text)
    if "swv" in turn:
        assert [card["code"] for card in last["swv"]] == turn["swv"], (said, text)
    for fragment in turn.get("says", []):
        assert fragment in text, said
    for fragment in turn.get("not_says", []):
        assert fragment not in text, said


@pytest.mark.parametrize(
    "topic", list(load_tests(ROOT / "tests/nlu")), ids=lambda topic: str(topic.label)
)
async def test_the_parent_reads_the_answer_of_every_label(parent: Parent, topic: TestFile) -> None:
    if topic.label == "swv_zoeken":
        (message,) = await parent.say(payload="topic:swv_zoeken")
        assert message["asks"] == "postcode"
        return
    if topic.label == "oos":
        messages = await parent.say(
            text="wat is de hoofdstad van Peru en wie won de Tour de France"
        )
    else:
        messages = await parent.say(payload=f"topic:{topic.label}")
        assert messages[0]["topic"] == topic.label
        while messages[-1]["asks"] in SITUATION:
            messages += await parent.say(payload="know:unknown")
    shown = " ".join(" ".join(message["text"] for message in messages).split())
    for fragment in topic.says:
        assert " ".join(fragment.split()) in shown


SITUATION = {"school_type", "school_kind", "date_besluit", "date_aanmelding"}
"""What an answer may turn on; it is asked one at a time and may be skipped."""

VAGUE = ["mag dat zomaar?", "moet ik wat doen met school", "en nu?", "mag dat?"]
"""Whichever of these the model of today is unsure about."""


async def test_a_clarification_offers_choices_in_plain_words(parent: Parent) -> None:
    clarified = 0
    for text in VAGUE:
        (message,) = await parent.say(text=text)
        if message["asks"] != "clarify" or message["topic"] is not None:
            continue
        clarified += 1
        *choices, way_out = message["buttons"]
        assert 1 <= len(choices) <= 3
        assert way_out["payload"] in ("do:deny", "topic:handoff")
        assert all(choice["payload"].startswith("choose:") for choice in choices)
        assert all("_" not in choice["title"] for choice in choices)
        answer = (await parent.say(payload=choices[-1]["payload"]))[0]
        assert f"choose:{answer['topic']}" == choices[-1]["payload"]
    assert clarified


async def test_three_vague_messages_in_a_row_lead_to_a_person(parent: Parent) -> None:
    for text in ("qzx wvut prst", "vbnm xcvb", "zzyx qqrw"):
        (message,) = await parent.say(text=text)
    assert message["topic"] is None
    assert "topic:handoff" in [button["payload"] for button in message["buttons"]]
    assert "mens" in message["text"]
