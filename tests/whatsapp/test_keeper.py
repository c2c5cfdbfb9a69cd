"""What goes when it is old, what stays, and that the tables are as the code expects."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import async_sessionmaker

from bot.front.whatsapp import _models
from bot.front.whatsapp._keeper import Keeper
from tests.front import test_tables

from ._calls import Person
from ._graph import FakeGraph
from ._troubles import Trouble
from .conftest import Database, Front, until

NOW = datetime.now(UTC)


def keeper(database: Database) -> Keeper:
    return Keeper(async_sessionmaker(database.engine))


def ago(**time: float) -> str:
    return f"'{NOW - timedelta(**time):%F %T}'"


async def test_an_idle_conversation_goes_here_and_at_the_brain(
    front: Front, graph: FakeGraph, database: Database
) -> None:
    ann, bob = Person.new(), Person.new()
    await front.say(ann, "Hallo")
    await until(lambda: len(graph.sent) == 2)
    await database.until("select distinct state from wa_outbox", [("sent",)])
    ((old,),) = await database.rows("select id from wa_conversation")
    await database.execute(f"update wa_conversation set last_message_at = {ago(days=31)}")
    await front.say(bob, "Hallo")
    await until(lambda: len(graph.sent) == 4)
    assert await keeper(database).expire(NOW - timedelta(days=30)) == 1
    assert await database.rows("select conversation from pending_deletion") == [(old,)]
    assert await database.rows("select count(*) from wa_conversation") == [(1,)]
    assert await database.rows("select count(*) from wa_alias") == [(2,)]
    # Its message is still known, so that a copy does not start a new conversation.
    kept = await database.rows("select conversation, sender, wamid from wa_inbox order by seq")
    assert kept[0] == (None, None, None)
    assert await keeper(database).expire(NOW - timedelta(days=30)) == 0


async def test_the_address_of_a_message_that_never_arrived_goes_after_a_day(
    front: Front, graph: FakeGraph, database: Database
) -> None:
    await front.say(Person.new(), "Hallo")
    await database.until("select distinct state from wa_outbox", [("sent",)])
    for hours, kept in ((23, 2), (25, 0)):
        await database.execute(f"update wa_outbox set sent_at = {ago(hours=hours)}")
        await keeper(database).expire(NOW - timedelta(days=30))
        query = "select count(*) from wa_outbox where address is not null and body is not null"
        assert await database.rows(query) == [(kept,)]


async def test_what_was_given_up_is_kept_for_the_operator_until_retention(
    front: Front, graph: FakeGraph, database: Database
) -> None:
    graph.fail(Trouble(400, 131026, times=2))
    await front.say(Person.new(), "Hallo")
    await database.until("select distinct state from wa_outbox", [("gave_up",)])
    for days, kept in ((29, 2), (31, 0)):
        await database.execute(f"update wa_outbox set created_at = {ago(days=days)}")
        await keeper(database).expire(NOW - timedelta(days=30))
        assert await database.rows("select count(*) from wa_outbox") == [(kept,)]


async def test_what_still_waits_is_never_dropped_within_retention(
    front: Front, graph: FakeGraph, database: Database
) -> None:
    graph.fail(Trouble(429, 130429, retry_after="600"))
    await front.say(Person.new(), "Hallo")
    await database.until("select state from wa_outbox order by seq", [("new",), ("new",)])
    await database.execute(f"update wa_outbox set created_at = {ago(days=29)}")
    await keeper(database).expire(NOW - timedelta(days=30))
    assert await database.states("wa_outbox") == ["new", "new"]


async def test_the_migration_makes_the_tables_that_the_code_expects(database: Database) -> None:
    names = {
        table.__tablename__
        for table in (
            _models.WhatsappConversation,
            _models.WhatsappAlias,
            _models.WhatsappInbox,
            _models.WhatsappOutbox,
        )
    }
    async with database.engine.connect() as connection:
        assert await connection.run_sync(test_tables.differences, names) == []
