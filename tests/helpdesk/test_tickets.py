"""Accepted is kept; the same yes is the same ticket; what is withdrawn is gone."""

from __future__ import annotations

import asyncio
import re

import pytest
from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from bot.helpdesk import Tickets, TicketState, Vault
from bot.helpdesk._models import HelpdeskTicket, VaultEntry
from bot.helpdesk._tickets import new_reference
from bot.store import StoreUnavailable, open_engine
from tests.front.test_tables import differences

from .conftest import EMAIL, NAME, PHONE, Database, new_ticket


async def test_the_migration_makes_the_tables_that_the_code_expects(engine: AsyncEngine) -> None:
    tables = {HelpdeskTicket.__tablename__, VaultEntry.__tablename__}
    async with engine.connect() as connection:
        assert await connection.run_sync(differences, tables) == []
        assert tables <= set(await connection.run_sync(lambda db: inspect(db).get_table_names()))


async def test_what_is_accepted_waits_with_nothing_personal_in_plain_sight(
    tickets: Tickets, database: Database
) -> None:
    reference = await tickets.accept(new_ticket())
    assert await tickets.state(reference) is TicketState.WAITING
    (row,) = await database.rows("select * from helpdesk_ticket")
    for secret in (EMAIL, PHONE, NAME, "dochter"):
        assert secret not in str(row)


async def test_the_same_yes_gives_the_same_reference(tickets: Tickets, database: Database) -> None:
    ticket = new_ticket()
    first = await tickets.accept(ticket)
    assert await asyncio.gather(*[tickets.accept(ticket) for _ in range(5)]) == [first] * 5
    assert await database.rows("select count(*) from vault_entry") == [(1,)]


async def test_the_same_yes_at_the_same_moment_is_one_ticket(
    tickets: Tickets, database: Database
) -> None:
    ticket = new_ticket()
    references = await asyncio.gather(*[tickets.accept(ticket) for _ in range(8)])
    assert len(set(references)) == 1
    assert await database.rows("select count(*) from helpdesk_ticket") == [(1,)]
    assert await database.rows("select count(*) from vault_entry") == [(1,)]


async def test_the_key_of_another_conversation_is_another_ticket(tickets: Tickets) -> None:
    one, other = new_ticket(key="1"), new_ticket(key="1")
    assert await tickets.accept(one) != await tickets.accept(other)


def test_a_reference_is_easy_to_read_out() -> None:
    references = {new_reference() for _ in range(2000)}
    assert len(references) == 2000
    for reference in references:
        assert re.fullmatch(r"OW-[2-9B-DF-HJKMNP-TV-XZ]{4}-[2-9B-DF-HJKMNP-TV-XZ]{4}", reference)


async def test_an_unknown_reference_has_no_state(tickets: Tickets) -> None:
    assert await tickets.state("OW-0000-0000") is None


async def test_what_is_withdrawn_before_delivery_is_erased(
    tickets: Tickets, database: Database
) -> None:
    ticket = new_ticket()
    other = await tickets.accept(new_ticket())
    references = [
        await tickets.accept(ticket),
        await tickets.accept(new_ticket(conversation=ticket.conversation)),
    ]
    assert await tickets.withdraw(ticket.conversation) == 2
    assert await tickets.withdraw(ticket.conversation) == 0
    assert [await tickets.state(one) for one in references] == [None, None]
    assert await tickets.state(other) is TicketState.WAITING
    assert await database.rows("select count(*) from vault_entry") == [(1,)]


async def test_what_was_delivered_loses_what_is_personal_when_withdrawn(
    tickets: Tickets, database: Database
) -> None:
    ticket = new_ticket()
    reference = await tickets.accept(ticket)
    await database.execute("update helpdesk_ticket set state = 'delivered'")
    assert await tickets.withdraw(ticket.conversation) == 0
    assert await tickets.state(reference) is TicketState.DELIVERED
    assert await database.rows("select count(*) from vault_entry") == [(0,)]
    (row,) = await database.rows("select * from helpdesk_ticket")
    assert ticket.conversation not in str(row)


async def test_a_database_that_is_away_is_told(vault: Vault) -> None:
    engine = open_engine("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    tickets = Tickets(async_sessionmaker(engine), vault, 60)
    with pytest.raises(StoreUnavailable) as caught:
        await tickets.accept(new_ticket())
    assert EMAIL not in str(caught.value)
    await engine.dispose()


def test_nothing_personal_is_in_what_a_log_could_show() -> None:
    ticket = new_ticket(summary="eerder gezegd")
    for secret in (EMAIL, PHONE, NAME, "dochter", "eerder gezegd"):
        assert secret not in repr(ticket)
