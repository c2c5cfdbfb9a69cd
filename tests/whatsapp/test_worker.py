"""From a message of a parent to the answer at Meta."""

from __future__ import annotations

import asyncio
import io
from datetime import UTC, datetime, timedelta

import pytest

from bot.front.whatsapp._steps import Timing

from ._brain import WhatsappBrain
from ._calls import Person
from ._graph import FakeGraph
from ._line import FAILED, GONE, GREETING, HIDDEN, LATE
from ._troubles import Trouble
from .conftest import Database, Front, StartFront, until


def answer(text: str) -> str:
    return f"Antwoord op: {text}"


async def texts(graph: FakeGraph, count: int, person: Person | None = None) -> list[str]:
    """What was sent (to one person), once there are `count`; and no more come."""

    def found() -> list[str]:
        return [sent.text for sent in (graph.to(person) if person else graph.sent)]

    await until(lambda: len(found()) >= count)
    await asyncio.sleep(0.1)
    return found()


@pytest.fixture
def ann() -> Person:
    return Person.new()


async def test_a_message_is_answered_after_a_greeting_that_comes_once(
    front: Front, graph: FakeGraph, ann: Person
) -> None:
    said = await front.say(ann, "Wat is een OPP?")
    await front.say(ann, "En dan?")
    assert await texts(graph, 3) == [GREETING, answer("Wat is een OPP?"), answer("En dan?")]
    assert {sent.to for sent in graph.sent} == {ann.wa_id}
    assert said["id"] in graph.typing


async def test_who_hides_the_number_is_answered_by_id(front: Front, graph: FakeGraph) -> None:
    hidden = Person.new(number=False)
    await front.say(hidden, "Hallo")
    await texts(graph, 2)
    assert {sent.to for sent in graph.sent} == {hidden.user_id}


async def test_a_button_sends_its_payload(
    front: Front, brain: WhatsappBrain, graph: FakeGraph, ann: Person
) -> None:
    await front.deliver(ann.choose("topic:opp_wat"))
    assert await texts(graph, 2) == [GREETING, answer("topic:opp_wat")]
    assert brain.questions[0]["payload"] == "topic:opp_wat"


async def test_what_is_no_question_gets_our_own_words(
    front: Front, brain: WhatsappBrain, graph: FakeGraph, ann: Person
) -> None:
    await front.deliver(ann.message("image", {"id": "1"}))
    assert await texts(graph, 2) == [GREETING, "Soort: image"]
    assert brain.questions == []


async def test_one_parent_in_order_and_parents_side_by_side(
    front: Front, brain: WhatsappBrain, graph: FakeGraph
) -> None:
    brain.delay = 0.05
    people = [Person.new() for _ in range(8)]
    await front.deliver(*(person.text(f"{turn}") for turn in range(5) for person in people))
    for person in people:
        expected = [GREETING, *(answer(f"{turn}") for turn in range(5))]
        assert await texts(graph, 6, person) == expected
    first = {sent.to for sent in graph.sent[: len(people) * 2]}
    assert len(first) > 4  # nobody waited for all turns of another


async def test_personal_data_is_hidden_and_that_is_said(
    front: Front, graph: FakeGraph, brain: WhatsappBrain, ann: Person
) -> None:
    await front.say(ann, "Mijn bsn is 111222333")
    assert (await texts(graph, 3))[1] == HIDDEN
    assert "111222333" not in brain.texts[0]


async def test_the_brain_may_be_away(front: Front, graph: FakeGraph, brain: WhatsappBrain) -> None:
    await brain.stop()
    people = [Person.new() for _ in range(30)]
    for person in people:
        await front.say(person, "Hallo")
    await asyncio.sleep(0.5)
    assert graph.sent == []
    await brain.start()
    for person in people:
        assert await texts(graph, 2, person) == [GREETING, answer("Hallo")]
    assert len(graph.sent) == 60


async def test_a_message_that_the_brain_cannot_answer_does_not_block_the_next(
    front: Front, graph: FakeGraph, brain: WhatsappBrain, database: Database, ann: Person
) -> None:
    brain.raw = b"{}"
    await front.say(ann, "Onmogelijk")
    assert await texts(graph, 2) == [GREETING, FAILED]
    assert await database.rows("select state, attempts from wa_inbox") == [("gave_up", 3)]
    brain.raw = None
    await front.say(ann, "Gewoon")
    assert (await texts(graph, 3))[2] == answer("Gewoon")


async def test_a_burst_of_old_messages_gets_one_answer_with_an_apology(
    front: Front, graph: FakeGraph, ann: Person
) -> None:
    old = datetime.now(UTC) - timedelta(hours=3)
    for at, text in enumerate(("Hallo?", "Bent u er?", "Mijn kind zit thuis")):
        await front.say(ann, text, at=old + timedelta(seconds=at))
    await front.say(ann, "Nog een vraag")
    assert await texts(graph, 4) == [
        GREETING,
        LATE,
        answer("Hallo?\nBent u er?\nMijn kind zit thuis"),
        answer("Nog een vraag"),
    ]


async def test_stop_in_a_burst_of_old_messages_deletes(
    front: Front, graph: FakeGraph, ann: Person, brain: WhatsappBrain
) -> None:
    old = datetime.now(UTC) - timedelta(hours=3)
    await front.deliver(ann.text("Hallo?", at=old), ann.text("stop", at=old))
    assert await texts(graph, 1) == [GONE]
    assert brain.questions == []


async def test_messages_are_answered_in_the_order_in_which_they_were_sent(
    front: Front, graph: FakeGraph, ann: Person
) -> None:
    now = datetime.now(UTC)
    first = ann.text("eerst", at=now - timedelta(seconds=9))
    await front.deliver(ann.text("dan", at=now - timedelta(seconds=5)), first)
    assert (await texts(graph, 3))[1:] == [answer("eerst"), answer("dan")]


async def test_stop_deletes_everything_here_and_at_the_brain(
    front: Front, graph: FakeGraph, brain: WhatsappBrain, database: Database, ann: Person
) -> None:
    first = await front.say(ann, "Mijn vraag")
    await texts(graph, 2)
    stop = ann.text("STOP")
    await front.deliver(stop, ann.text("Toch nog iets"))
    said = (await texts(graph, 5))[2:]
    assert sorted(said) == sorted([GONE, GREETING, answer("Toch nog iets")])
    before, after = (conversation for conversation, _ in brain.heard)
    assert before != after
    await database.until("select id from wa_conversation", [(after,)])
    assert await database.rows("select conversation from pending_deletion") == [(before,)]
    assert await database.rows("select distinct inbox_seq from wa_outbox") == [(3,)]
    # Copies that Meta still sends are known, although everything else is gone.
    await front.deliver(first, stop)
    await asyncio.sleep(0.3)
    assert len(graph.sent) == 5


async def test_nothing_that_leads_to_a_person_stays_or_is_logged(
    front: Front, graph: FakeGraph, database: Database, logs: io.StringIO
) -> None:
    for trouble in (Trouble(400, 131026), Trouble(502), Trouble(accepts=True)):
        graph.fail(trouble)
    people = [Person.new(), Person.new()]
    said = [await front.say(person, "geheim verhaal") for person in people]
    await until(lambda: len(graph.sent) >= 3)
    await asyncio.sleep(2.5)
    await graph.report("delivered")
    await database.execute("delete from wa_outbox where state = 'gave_up'")
    kept = await database.everything()
    for secret in (
        *(str(value) for person in people for value in (person.user_id, person.wa_id)),
        *(message["id"] for message in said),
        *(sent.id for sent in graph.sent),
        "geheim verhaal",
    ):
        assert secret not in kept
        assert secret not in logs.getvalue()
    assert "whatsapp_not_sent" in logs.getvalue()


async def test_500_messages_in_one_batch(start_front: StartFront, graph: FakeGraph) -> None:
    front = await start_front(Timing())
    people = [Person.new() for _ in range(100)]
    batch = [people[at % 100].text(f"bericht {at}") for at in range(500)]
    await front.deliver(*batch, *batch[::7])
    await front.deliver(*batch[::7])
    await until(lambda: len(graph.sent) >= 600, within=180)
    for first, person in enumerate(people):
        expected = [answer(f"bericht {at}") for at in range(first, 500, 100)]
        assert [sent.text for sent in graph.to(person)] == [GREETING, *expected]
    await asyncio.sleep(0.3)
    assert len(graph.sent) == 600


async def test_two_fronts_on_one_database_answer_everything_once(
    start_front: StartFront, graph: FakeGraph, database_url: str
) -> None:
    many = 1 if database_url.startswith("sqlite") else 2  # one SQLite file has one front
    fronts = [await start_front(Timing()) for _ in range(many)]
    people = [Person.new() for _ in range(40)]
    batch = [people[at % 40].text(f"bericht {at}") for at in range(200)]
    parts = [batch[at : at + 20] for at in range(0, 200, 20)]
    await asyncio.gather(*(front.deliver(*part) for front in fronts for part in parts))
    for first, person in enumerate(people):
        found = await texts(graph, 6, person)
        expected = [answer(f"bericht {at}") for at in range(first, 200, 40)]
        assert sorted(found) == sorted([GREETING, *expected])
    await asyncio.sleep(0.5)
    assert len(graph.sent) == 240


async def test_a_stop_finishes_what_is_being_sent(
    start_front: StartFront, graph: FakeGraph, database: Database, ann: Person
) -> None:
    front = await start_front()
    graph.fail(Trouble(status=200, accepts=True, hang=True))
    await front.say(ann, "Hallo")
    await until(graph.holding.is_set)
    stopping = asyncio.create_task(front.server.close())
    await asyncio.sleep(0.1)
    graph.release()
    await stopping
    assert await database.rows("select state from wa_outbox order by seq") == [("sent",), ("new",)]
    assert await database.rows("select lease_owner from wa_conversation") == [(None,)]
    await start_front()
    assert await texts(graph, 2) == [GREETING, answer("Hallo")]
