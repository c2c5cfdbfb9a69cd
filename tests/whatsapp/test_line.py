"""Conversations over the whole line: webhook, inbox, the real brain and actions, outbox, Meta.

The web's conversations and all its topics again, as a parent has them on WhatsApp. The Graph API
here refuses whatever is not within Meta's limits.
"""

from __future__ import annotations

import asyncio
import csv
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from bot.content import load_answers
from bot.content._examples import TestFile, load_tests
from bot.settings import ROOT
from tests._line import Line, running_line
from tests.line.test_conversations import VAGUE, conversations

from . import _calls
from ._calls import Person
from ._graph import FakeGraph, Sent

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANSWERS = load_answers(ROOT / "data/responses")
_UNFINISHED = (
    "select (select count(*) from wa_inbox where state = 'new')"
    " + (select count(*) from wa_outbox where state in ('new', 'sending'))"
)
with (ROOT / "data/swv/swv.csv").open(encoding="utf-8", newline="") as lines:
    SWV = {row["code"]: row["name"].removesuffix(".") for row in csv.DictReader(lines)}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def graph() -> AsyncIterator[FakeGraph]:
    fake = FakeGraph()
    await fake.start()
    yield fake
    await fake.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole(graph: FakeGraph, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Line]:
    """The assistant with WhatsApp on."""
    settings = {
        "WHATSAPP_APP_SECRET": _calls.APP_SECRET,
        "WHATSAPP_VERIFY_TOKEN": _calls.VERIFY_TOKEN,
        "WHATSAPP_ACCESS_TOKEN": _calls.ACCESS_TOKEN,
        "WHATSAPP_PHONE_NUMBER_ID": _calls.PHONE_NUMBER_ID,
        "WHATSAPP_GRAPH_URL": graph.url,
    }
    with running_line(tmp_path_factory.mktemp("whatsapp"), **settings) as running:
        graph.webhook = running.url + _calls.PATH
        yield running


@dataclass
class Parent:
    """Somebody on WhatsApp."""

    person: Person
    graph: FakeGraph
    line: Line

    async def send(self, message: dict[str, Any]) -> list[Sent]:
        """Send a message; all that came back."""
        before = len(self.graph.to(self.person))
        assert await self.graph.say(self.person, message) == 200
        await self._answered()
        assert self.graph.refused == []
        assert self.graph.violations == []
        return self.graph.to(self.person)[before:]

    async def say(self, text: str) -> list[Sent]:
        return await self.send(self.person.text(text))

    async def tap(self, payload: str) -> list[Sent]:
        return await self.send(self.person.choose(payload))

    async def _answered(self) -> None:
        async with asyncio.timeout(60):
            while True:
                with closing(
                    sqlite3.connect(self.line.folder / "front.db", timeout=20)
                ) as database:
                    if not database.execute(_UNFINISHED).fetchone()[0]:
                        return
                await asyncio.sleep(0.02)


@pytest.fixture
def parent(graph: FakeGraph, whole: Line) -> Parent:
    return Parent(Person.new(), graph, whole)


def read(sent: list[Sent]) -> str:
    """What a parent reads, bold or not."""
    return " ".join("\n".join(one.text for one in sent).replace("*", "").split())


def choices(sent: list[Sent]) -> list[tuple[str, str]]:
    """Id and title of everything that can be tapped."""
    found = []
    for action in (one.content["action"] for one in sent if "action" in one.content):
        found += [(b["reply"]["id"], b["reply"]["title"]) for b in action.get("buttons", [])]
        found += [(r["id"], r["title"]) for s in action.get("sections", []) for r in s["rows"]]
    return found


def same_here() -> list[Any]:
    """Without what means something else on WhatsApp: "stop" deletes, and nothing is no message."""
    return [
        each
        for each in conversations()
        if all("tap" in turn or turn["say"].strip() not in ("", "stop") for turn in each.values[0])
    ]


@pytest.mark.parametrize("turns", same_here())
async def test_a_conversation_of_the_web_is_the_same_here(
    parent: Parent, turns: list[dict[str, Any]]
) -> None:
    for turn in turns:
        sent = await (parent.tap(turn["tap"]) if "tap" in turn else parent.say(turn["say"]))
        text = read(sent)
        assert text, f"silence after {turn}"
        for code in turn.get("swv", []):
            assert " ".join(SWV[code].split()) in text
        for fragment in turn.get("says", []):
            assert " ".join(fragment.split()) in text, turn
        for fragment in turn.get("not_says", []):
            assert fragment not in text, turn


@pytest.mark.parametrize(
    "topic", list(load_tests(ROOT / "tests/nlu")), ids=lambda topic: str(topic.label)
)
async def test_the_answer_of_every_label_arrives_whole(parent: Parent, topic: TestFile) -> None:
    if topic.label in ("swv_zoeken", "oos", "greet"):  # see who says hello, below
        return
    sent = await parent.tap(f"topic:{topic.label}")
    while "know:unknown" in dict(choices(sent[-1:])):
        sent += await parent.tap("know:unknown")
    text = read(sent)
    answer = ANSWERS[topic.label]
    for fragment in topic.says:
        assert " ".join(fragment.split()) in text or "Wis gesprek" in fragment
    for source in answer.sources:
        assert f"{source.title}: {source.url}" in text
    offered = dict(choices(sent))
    assert all(f"topic:{name}" in offered for name in answer.follow_ups)


async def test_who_says_hello_reads_once_what_this_is(parent: Parent) -> None:
    sent = await parent.say("Hallo")
    assert read(sent).count("computerprogramma") == 1
    assert "Wat is uw vraag?" in read(sent[1:])
    assert "topic:swv_zoeken" in dict(choices(sent))


async def test_in_danger_the_numbers_come_before_the_introduction(parent: Parent) -> None:
    sent = await parent.say("mijn dochter wil niet meer leven")
    assert "113" in sent[0].text
    assert "computerprogramma" not in sent[0].text
    assert "computerprogramma, geen mens" in read(sent[1:])


async def test_a_look_up_by_taps_alone(parent: Parent) -> None:
    first = await parent.say("Hallo")
    assert "computerprogramma, geen mens" in read(first[:1])
    ask = await parent.tap("topic:swv_zoeken")
    assert "Wat is uw postcode?" in read(ask)
    sector = await parent.say("2801 AB")
    titles = {"sector:po": "Basisschool", "sector:vo": "Middelbare school"}
    assert choices(sector) == [*titles.items(), ("sector:both", "Allebei")]
    found = await parent.tap("sector:vo")
    assert f"*{SWV['VO2802']}*" in "\n".join(one.text for one in found)
    assert "Website: https://" in read(found)
    assert choices(found) == [("sector:po", "En de basisschool?")]
    assert SWV["PO2814"] in read(await parent.tap("sector:po"))


async def test_a_place_on_the_map_leads_to_the_postcode_and_on(parent: Parent) -> None:
    place = parent.person.message("location", {"latitude": 52.01, "longitude": 4.71})
    assert "Wat is uw postcode?" in read(await parent.send(place))
    assert "Middelbare school" in str(choices(await parent.say("2801")))


async def test_the_words_under_a_picture_are_answered(parent: Parent) -> None:
    caption = "wat is een opp?"
    sent = await parent.send(parent.person.message("image", {"id": "1", "caption": caption}))
    assert "alleen wat u erbij schreef" in read(sent)
    assert "Een ontwikkelingsperspectief (OPP) is een plan" in read(sent)


async def test_every_choice_that_is_offered_in_doubt_can_be_tapped(parent: Parent) -> None:
    clarified = 0
    for text in VAGUE:
        sent = await parent.say(text)
        offered = choices(sent)
        chosen = [(id_, title) for id_, title in offered if id_.startswith("choose:")]
        for id_, title in chosen:
            clarified += 1
            answer = ANSWERS[id_.removeprefix("choose:")]
            assert title in (answer.short, answer.question)
        if chosen:
            start = " ".join(answer.answer.split())[:60]
            assert start in read(await parent.tap(chosen[-1][0]))
    assert clarified


async def test_stop_deletes_here_and_at_the_brain(parent: Parent, whole: Line) -> None:
    before = whole.conversations_in_brain()
    await parent.say("swv middelbare school 2801")
    assert whole.conversations_in_brain() == before + 1
    (gone,) = await parent.say("STOP")
    assert "Ik wis nu" in gone.text
    async with asyncio.timeout(30):
        while whole.conversations_in_brain() != before:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.1)
    anew = await parent.say("en voor de basisschool?")
    assert "computerprogramma, geen mens" in read(anew[:1])
    assert SWV["PO2814"] not in read(anew)


async def test_no_number_and_no_word_of_a_parent_is_in_the_logs(
    parent: Parent, whole: Line
) -> None:
    await parent.say("mag de school zwaluwstaartje weigeren")
    logs = whole.logs()
    assert "started" in logs
    for secret in ("zwaluwstaartje", parent.person.wa_id, parent.person.user_id):
        assert secret is not None
        assert secret not in logs
    brain = (whole.folder / "brain.db").read_bytes()
    assert str(parent.person.wa_id).encode() not in brain
