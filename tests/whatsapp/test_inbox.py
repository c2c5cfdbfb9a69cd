"""Keeping a batch: all or nothing, each message once, each with its conversation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import async_sessionmaker

from bot.front.whatsapp._identity import Identity
from bot.front.whatsapp._inbox import Inbox
from bot.front.whatsapp._keeper import Keeper
from bot.front.whatsapp._updates import Batch, IdentityChange, Received, Sender
from bot.store import StoreUnavailable, open_engine

from .conftest import Database

NOW = datetime.now(UTC).replace(microsecond=0)
SECRET = "een geheim"
ANN = Sender("NL.111", "31600000001")
NEW_ANN = Sender("NL.222", "31600000002")


def message(id_: str, sender: Sender = ANN, text: str | None = "Hallo", **more: Any) -> Received:
    chosen: dict[str, Any] = {"sent_at": NOW, "kind": "text"}
    return Received(id=id_, sender=sender, text=text, **(chosen | more))


def batch(*messages: Received) -> Batch:
    return Batch(received=messages)


@pytest.fixture
async def inboxes(database_url: str) -> AsyncIterator[list[Inbox]]:
    """Two processes' inboxes on one database."""
    engines = [open_engine(database_url, durable=True) for _ in range(2)]
    yield [
        Inbox(async_sessionmaker(engine, expire_on_commit=False), Identity(SECRET))
        for engine in engines
    ]
    for engine in engines:
        await engine.dispose()


@pytest.fixture
def inbox(inboxes: list[Inbox]) -> Inbox:
    return inboxes[0]


async def texts(database: Database) -> list[str]:
    return [row[0] for row in await database.rows("select text from wa_inbox order by seq")]


async def owners(database: Database) -> list[str]:
    """The conversation of each message; equal letters are equal conversations."""
    query = "select conversation from wa_inbox where kind <> 'system' order by seq"
    found = [row[0] for row in await database.rows(query)]
    names = dict(zip(dict.fromkeys(found), "abcdef", strict=False))
    return [names[one] for one in found]


async def test_a_message_is_kept_once_whatever_it_comes_in(
    inboxes: list[Inbox], database: Database
) -> None:
    one, two, three = message("1"), message("2"), message("3")
    await inboxes[0].receive(batch(one, two, one))
    await inboxes[1].receive(batch(two, three))
    assert await database.rows("select count(*) from wa_inbox") == [(3,)]


async def test_the_same_batch_at_once_in_two_processes(
    inboxes: list[Inbox], database: Database
) -> None:
    people = [Sender(f"NL.{at}", f"3160000{at:04}") for at in range(10)]
    messages = [message(str(at), people[at % 10]) for at in range(60)]
    backwards = batch(*reversed(messages))
    await asyncio.gather(
        *(inbox.receive(part) for inbox in inboxes for part in (batch(*messages), backwards))
    )
    assert await database.rows("select count(*) from wa_inbox") == [(60,)]
    assert await database.rows("select count(*) from wa_conversation") == [(10,)]
    assert await database.rows("select count(*) from wa_alias") == [(20,)]


async def test_a_copy_a_week_later_is_known(inbox: Inbox, database: Database) -> None:
    await inbox.receive(batch(message("1")))
    for days, left in ((7.5, 1), (8.5, 0)):
        then = NOW - timedelta(days)
        await database.execute(
            f"update wa_inbox set state = 'done', text = null, received_at = '{then:%F %T}'"
        )
        keeper = Keeper(inbox._sessions)
        await keeper.expire(NOW - timedelta(days=30))
        assert await database.rows("select count(*) from wa_inbox") == [(left,)]
        if left:
            await inbox.receive(batch(message("1")))
            assert await database.states("wa_inbox") == ["done"]


async def test_all_of_a_batch_or_nothing(inbox: Inbox, database: Database) -> None:
    impossible = message("3", kind="k" * 30)
    if "sqlite" in str(database.engine.url):  # takes a text of any length
        await database.execute(
            "create trigger no_long_kind before insert on wa_inbox when length(new.kind) > 20 "
            "begin select raise(rollback, 'too long'); end"
        )
    with pytest.raises((StoreUnavailable, IntegrityError)):
        await inbox.receive(batch(message("1"), message("2"), impossible))
    assert await database.rows("select count(*) from wa_inbox") == [(0,)]
    assert await database.rows("select count(*) from wa_conversation") == [(0,)]


async def test_without_a_database_it_says_so(tmp_path: Any) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path}/empty.db", durable=True)
    inbox = Inbox(async_sessionmaker(engine), Identity(SECRET))
    with pytest.raises(StoreUnavailable):
        await inbox.receive(batch(message("1", text="geheim")))
    await engine.dispose()


async def test_what_is_personal_is_hidden_before_it_is_kept(
    inbox: Inbox, database: Database
) -> None:
    await inbox.receive(batch(message("1", text="bsn 111222333"), message("2", text="groep 5")))
    assert await texts(database) == ["bsn <BSN>", "groep 5"]
    assert await database.rows("select hidden from wa_inbox order by seq") == [(True,), (False,)]


async def test_a_time_from_the_future_is_now(inbox: Inbox, database: Database) -> None:
    await inbox.receive(batch(message("1", sent_at=NOW + timedelta(days=400))))
    (row,) = await database.rows(
        "select count(*) from wa_conversation where last_message_at < '2100-01-01'"
    )
    assert row == (1,)


async def test_a_message_that_was_changed_is_answered_as_it_is_now(
    inbox: Inbox, database: Database
) -> None:
    await inbox.receive(batch(message("1", text="fout"), message("2", text="ander")))
    change = message("3", kind="edit", text="goed", reply_to="1")
    await inbox.receive(batch(change))
    assert await database.rows("select text, state from wa_inbox order by seq") == [
        ("goed", "new"), ("ander", "new"), (None, "done"),
    ]  # fmt: skip


async def test_a_message_that_was_withdrawn_is_not_answered(
    inbox: Inbox, database: Database
) -> None:
    await inbox.receive(batch(message("1", text="te persoonlijk")))
    await inbox.receive(batch(message("2", kind="revoke", text=None, reply_to="1")))
    assert await database.rows("select text, wamid, state from wa_inbox") == [
        (None, None, "done"), (None, None, "done"),
    ]  # fmt: skip


async def test_what_is_being_answered_is_not_changed_any_more(
    inbox: Inbox, database: Database
) -> None:
    await inbox.receive(batch(message("1", text="oud")))
    await database.execute("update wa_conversation set lease_owner = 'iemand'")
    await inbox.receive(batch(message("2", kind="edit", text="anders", reply_to="1")))
    assert await database.rows("select text, state from wa_inbox order by seq") == [
        ("oud", "new"), ("anders", "new"),
    ]  # fmt: skip


async def test_nobody_withdraws_the_message_of_another(inbox: Inbox, database: Database) -> None:
    await inbox.receive(batch(message("1")))
    await inbox.receive(batch(message("2", NEW_ANN, kind="revoke", text=None, reply_to="1")))
    assert await database.states("wa_inbox") == ["new", "new"]


async def test_what_was_answered_already_stays_answered(inbox: Inbox, database: Database) -> None:
    await inbox.receive(batch(message("1")))
    await database.execute("update wa_inbox set state = 'done'")
    await inbox.receive(batch(message("2", kind="edit", text="anders", reply_to="1")))
    assert await database.states("wa_inbox") == ["done", "new"]


# Who is who.


async def test_one_person_by_id_by_number_or_both(inbox: Inbox, database: Database) -> None:
    await inbox.receive(
        batch(
            message("1", Sender(None, ANN.wa_id)),
            message("2", ANN),
            message("3", Sender(ANN.user_id, None)),
            message("4", NEW_ANN),
        )
    )
    assert await owners(database) == ["a", "a", "a", "b"]


async def test_the_next_owner_of_a_number_is_somebody_else(
    inbox: Inbox, database: Database
) -> None:
    await inbox.receive(batch(message("1", ANN)))
    stranger = Sender("NL.999", ANN.wa_id)
    await inbox.receive(batch(message("2", stranger)))
    await inbox.receive(
        batch(message("3", Sender(None, ANN.wa_id)), message("4", Sender("NL.111")))
    )
    assert await owners(database) == ["a", "b", "b", "a"]


def change(id_: str = "c1", old: Sender = ANN, new: Sender = NEW_ANN) -> Batch:
    return Batch(changes=(IdentityChange(id_, old, new, NOW),))


async def test_a_new_number_keeps_the_conversation(inbox: Inbox, database: Database) -> None:
    await inbox.receive(batch(message("1", ANN)))
    await inbox.receive(change())
    await inbox.receive(batch(message("2", NEW_ANN)))
    # The old number is given to somebody else one day.
    await inbox.receive(batch(message("3", Sender(None, ANN.wa_id))))
    assert await owners(database) == ["a", "a", "b"]


async def test_what_waits_goes_to_the_new_number(inbox: Inbox, database: Database) -> None:
    await inbox.receive(batch(message("1", ANN)))
    await inbox.receive(change())
    (row,) = await database.rows("select sender from wa_inbox where kind = 'text'")
    assert "31600000002" in str(row)
    assert "31600000001" not in str(row)


async def test_a_change_that_comes_after_the_first_message_joins_the_two(
    inbox: Inbox, database: Database
) -> None:
    await inbox.receive(batch(message("1", ANN)))
    await inbox.receive(batch(message("2", NEW_ANN)))
    await inbox.receive(change())
    rows = await database.rows("select conversation from wa_inbox where kind = 'text'")
    assert len(set(rows)) == 1
    assert await database.rows("select count(*) from wa_conversation") == [(1,)]
    assert await database.rows("select count(*) from pending_deletion") == [(1,)]


async def test_a_copy_of_a_change_does_not_undo_the_next(inbox: Inbox, database: Database) -> None:
    third = Sender("NL.333", "31600000003")
    await inbox.receive(batch(message("1", ANN)))
    await inbox.receive(change())
    await inbox.receive(change("c2", NEW_ANN, third))
    await inbox.receive(change())
    (row,) = await database.rows("select sender from wa_inbox where kind = 'text'")
    assert "31600000003" in str(row)


async def test_a_change_of_somebody_unknown_does_nothing(inbox: Inbox, database: Database) -> None:
    await inbox.receive(change())
    assert await database.rows("select count(*) from wa_alias") == [(0,)]


@given(st.text(min_size=1), st.text(min_size=1))
def test_hashes_tell_people_apart_and_need_the_key(one: str, two: str) -> None:
    mine, other = Identity(SECRET), Identity("een ander geheim")
    assert (mine.message(one) == mine.message(two)) == (one == two)
    assert mine.message(one) != other.message(one)
    by_id, by_number = mine.names(Sender(one, one))
    assert by_id.hash != by_number.hash


async def test_what_is_sent_to_another_number_of_the_operator_is_left_alone(
    database_url: str, database: Database
) -> None:
    engine = open_engine(database_url, durable=True)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    inbox = Inbox(sessions, Identity(SECRET), number="ours")
    await inbox.receive(batch(message("1", phone_number_id="another")))
    assert inbox.is_misdirected
    assert await texts(database) == []
    await inbox.receive(batch(message("2", phone_number_id="ours"), message("3")))
    assert not inbox.is_misdirected
    assert len(await texts(database)) == 2
    await engine.dispose()
