"""What becomes of an answer when Meta does not simply take it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.front.whatsapp._errors import Verdict, judge
from bot.front.whatsapp._steps import Timing
from bot.retry_after import seconds

from ._brain import WhatsappBrain
from ._calls import Person
from ._graph import FakeGraph
from ._troubles import Trouble
from .conftest import Database, Front, StartFront, until

QUICK = Timing(lease=20, reconcile=0.5, poll=0.05)
SLOW = Timing(lease=20, reconcile=30, poll=0.05)


@pytest.fixture
async def ann(front: Front, graph: FakeGraph, database: Database) -> Person:
    """Somebody who was greeted already."""
    person = Person.new()
    await front.say(person, "Hallo")
    await database.until("select state from wa_outbox", [("sent",), ("sent",)])
    await database.execute("delete from wa_outbox")
    graph.sent.clear()
    return person


@pytest.fixture
async def front(start_front: StartFront) -> Front:
    return await start_front(QUICK)


def texts(graph: FakeGraph) -> list[str]:
    return [sent.text for sent in graph.sent]


async def test_a_refusal_that_passes_is_tried_again_and_order_is_kept(
    front: Front, graph: FakeGraph, ann: Person, database: Database
) -> None:
    graph.fail(Trouble(500, 131016, times=2))
    await front.deliver(ann.text("een"), ann.text("twee"))
    await until(lambda: len(graph.sent) == 2)
    assert texts(graph) == ["Antwoord op: een", "Antwoord op: twee"]
    await database.until("select attempts from wa_outbox order by seq", [(3,), (1,)])


async def test_retry_after_is_honoured(front: Front, graph: FakeGraph, ann: Person) -> None:
    graph.fail(Trouble(429, 130429, retry_after="3"))
    started = time.monotonic()
    await front.say(ann, "Hallo")
    await until(lambda: graph.sent)
    assert time.monotonic() - started >= 3


async def test_one_parent_who_must_wait_keeps_nobody_else_waiting(
    front: Front, graph: FakeGraph, ann: Person
) -> None:
    graph.fail(Trouble(429, 131056, retry_after="30", to=ann.wa_id))
    await front.say(ann, "Hallo")
    bob = Person.new()
    await front.say(bob, "Hallo")
    await until(lambda: len(graph.to(bob)) == 2)
    assert graph.to(ann) == []


async def test_no_connection_is_no_doubt(start_front: StartFront, database: Database) -> None:
    front = await start_front(SLOW, whatsapp_graph_url="http://127.0.0.1:9")
    await front.say(Person.new(), "Hallo")
    await database.until(
        "select distinct state, error, doubtful from wa_outbox where attempts > 1",
        [("new", "ClientConnectorError", 0)],
    )


async def test_a_call_without_an_answer_is_made_again_only_after_waiting_for_a_status(
    front: Front, graph: FakeGraph, ann: Person, database: Database
) -> None:
    graph.fail(Trouble(accepts=False))  # hangs up, and has not taken it
    await front.say(ann, "Hallo")
    await until(lambda: graph.sent)
    await database.until("select state, attempts, doubtful from wa_outbox", [("sent", 2, 1)])
    assert graph.doubled() == []


@pytest.mark.parametrize("state", ["sent", "delivered", "read"])
async def test_a_status_settles_the_doubt_and_nothing_is_sent_twice(
    start_front: StartFront, graph: FakeGraph, database: Database, state: str
) -> None:
    front = await start_front(SLOW)
    graph.fail(Trouble(accepts=True))  # takes it and hangs up
    await front.say(Person.new(), "Hallo")
    await until(lambda: graph.sent)
    await database.until("select state from wa_outbox order by seq", [("sending",), ("new",)])
    await graph.report(state)
    await until(lambda: len(graph.sent) == 2)  # the answer waited behind the greeting
    await database.until("select state, doubtful from wa_outbox", [("sent", 0), ("sent", 0)])


async def test_without_a_status_it_is_sent_again_and_that_is_counted(
    front: Front, graph: FakeGraph, ann: Person, database: Database
) -> None:
    graph.fail(Trouble(accepts=True))
    await front.say(ann, "Hallo")
    await until(lambda: len(graph.sent) == 2)
    assert len(graph.doubled()) == 1  # the price, which a status in time would have saved
    await database.until("select state, doubtful from wa_outbox", [("sent", 1)])


async def test_doubt_without_end_is_given_up(
    start_front: StartFront, graph: FakeGraph, database: Database
) -> None:
    front = await start_front(Timing(reconcile=0.05, doubts=2, poll=0.05))
    graph.fail(Trouble(times=4))
    await front.say(Person.new(), "Hallo")
    await database.until(
        "select state, error, attempts from wa_outbox order by seq",
        [("gave_up", "doubt", 3), ("sent", None, 2)],
    )


async def test_what_cannot_be_delivered_is_given_up_and_the_next_goes_out(
    front: Front, graph: FakeGraph, ann: Person, database: Database
) -> None:
    graph.fail(Trouble(400, 131026))
    await front.deliver(ann.text("een"), ann.text("twee"))
    await until(lambda: graph.sent)
    await database.until(
        "select state, error from wa_outbox order by seq", [("gave_up", "131026"), ("sent", None)]
    )
    assert texts(graph) == ["Antwoord op: twee"]


async def test_outside_the_window_it_is_kept_and_not_tried_again(
    front: Front, graph: FakeGraph, ann: Person, database: Database
) -> None:
    graph.clock = timedelta(hours=25)
    await front.say(ann, "Hallo")
    await database.until("select state, error from wa_outbox", [("outside_window", "131047")])
    assert [refusal.code for refusal in graph.refused] == [131047]
    assert await database.rows("select count(*) from wa_outbox where body is not null") == [(1,)]


async def test_after_24_hours_meta_is_not_even_asked(
    start_front: StartFront, graph: FakeGraph, database: Database
) -> None:
    front = await start_front(Timing(settle=0.1, poll=0.05))
    await front.say(Person.new(), "Hallo", at=datetime.now(UTC) - timedelta(hours=25))
    await database.until(
        "select distinct state, error from wa_outbox", [("outside_window", "window")]
    )
    assert graph.refused == []


async def test_an_expired_token_is_shown_and_all_goes_out_when_it_is_renewed(
    front: Front, graph: FakeGraph, ann: Person, database: Database, start_front: StartFront
) -> None:
    assert await front.line.is_ready()
    graph.wrong_token = True
    await front.say(ann, "Hallo")
    await database.until("select state, error, alarm from wa_outbox", [("new", "190", True)])
    assert not await front.line.is_ready()
    await front.server.close()
    graph.wrong_token = False
    again = await start_front(QUICK)
    assert not await again.line.is_ready()  # another process knows it from the table
    await database.execute("update wa_outbox set next_try_at = null")
    await database.execute("update wa_conversation set next_work_at = '2020-01-01 00:00:00'")
    await until(lambda: graph.sent)
    await database.until("select state, alarm from wa_outbox", [("sent", False)])
    assert await again.line.is_ready()


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("whatsapp_phone_number_id", "999", "100"),
        ("whatsapp_graph_url", "{url}/wrong", "404"),
        ("whatsapp_access_token", "anders", "190"),
    ],
)
async def test_a_wrong_setting_loses_nothing_and_is_shown(
    start_front: StartFront,
    graph: FakeGraph,
    database: Database,
    setting: str,
    value: str,
    reason: str,
) -> None:
    front = await start_front(QUICK, **{setting: value.format(url=graph.url)})
    await front.say(Person.new(), "Hallo")
    await database.until(
        "select state, error from wa_outbox order by seq", [("new", reason), ("new", None)]
    )
    assert not await front.line.is_ready()


async def test_without_a_token_nothing_is_lost(
    start_front: StartFront, database: Database, graph: FakeGraph
) -> None:
    front = await start_front(QUICK, whatsapp_access_token=None)
    await front.say(Person.new(), "Hallo")
    await database.until(
        "select state, error from wa_outbox order by seq", [("new", "settings"), ("new", None)]
    )
    assert not await front.line.is_ready()


async def test_a_failure_that_is_told_later_is_tried_again_once(
    front: Front, graph: FakeGraph, ann: Person, database: Database
) -> None:
    await front.say(ann, "Hallo")
    await database.until("select state from wa_outbox", [("sent",)])
    (first,) = graph.sent
    for _ in range(2):  # statuses come twice
        await graph.report("failed", of=[first], code=131000)
    await until(lambda: len(graph.sent) == 2)
    await database.until("select state from wa_outbox", [("sent",)])
    # Late, and about the first copy: they change nothing.
    await graph.report("failed", "sent", of=[first], code=131000)
    await graph.report("delivered", of=[graph.sent[1]])
    await graph.report("failed", of=[graph.sent[1]], code=131000)
    assert await database.rows("select state, body, address from wa_outbox") == [
        ("sent", None, None)
    ]


@pytest.mark.parametrize(
    ("code", "state"), [(131026, "gave_up"), (131047, "outside_window"), (131049, "gave_up")]
)
async def test_a_failure_that_is_told_later_and_is_final_is_kept(
    front: Front, graph: FakeGraph, ann: Person, database: Database, code: int, state: str
) -> None:
    await front.say(ann, "Hallo")
    await until(lambda: graph.sent)
    await graph.report("failed", code=code)
    await database.until("select state, error from wa_outbox", [(state, str(code))])
    assert await database.rows("select count(*) from wa_outbox where body is not null") == [(1,)]


async def test_statuses_in_any_order_and_more_than_once(
    front: Front, graph: FakeGraph, ann: Person, database: Database
) -> None:
    await front.deliver(*(ann.text(f"{at}") for at in range(5)))
    await until(lambda: len(graph.sent) == 5)
    await graph.report("sent", "delivered", "read", shuffled=True, times=3)
    await database.until("select distinct state from wa_outbox where body is null", [("sent",)])
    assert await database.rows("select count(*) from wa_outbox where body is null") == [(5,)]
    assert len(graph.sent) == 5


async def test_the_status_of_something_unknown_is_ignored(
    front: Front, graph: FakeGraph, ann: Person, brain: WhatsappBrain, database: Database
) -> None:
    await front.say(ann, "Hallo")
    await until(lambda: graph.sent)
    await database.execute("delete from wa_outbox")
    assert await graph.report("delivered") == 200


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (190, Verdict.ALARM), (368, Verdict.ALARM), (131031, Verdict.ALARM), (200, Verdict.ALARM),
        (131047, Verdict.OUTSIDE_WINDOW), (130429, Verdict.RETRY), (80007, Verdict.RETRY),
        (4, Verdict.RETRY), (131056, Verdict.RETRY), (131016, Verdict.RETRY),
        (131026, Verdict.GIVE_UP), (131030, Verdict.GIVE_UP), (131008, Verdict.GIVE_UP),
        (131009, Verdict.GIVE_UP), (131049, Verdict.GIVE_UP), (131051, Verdict.GIVE_UP),
        (131062, Verdict.GIVE_UP), (999999, Verdict.GIVE_UP),
    ],
)  # fmt: skip
def test_codes(code: int, verdict: Verdict) -> None:
    assert judge(code) is verdict


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        (None, None), ("", None), ("7", 7), ("0.5", 0.5), ("-3", 0), ("99999", 3600), ("nan", None),
        ("straks", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("inf", 3600),
    ],
)  # fmt: skip
def test_reading_retry_after(header: str | None, wait: float | None) -> None:
    assert seconds(header) == wait
