"""What is too old goes; what could not be delivered goes last, and not in silence."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from bot.helpdesk import Tickets, Vault
from bot.helpdesk._keeper import Keeper, is_stuck
from bot.privacy import enforce_retention

from .conftest import Database, new_ticket

DAYS = 30


@pytest.fixture
def keeper(engine: AsyncEngine, vault: Vault) -> Keeper:
    return Keeper(async_sessionmaker(engine, expire_on_commit=False), vault)


async def after(days: float, keeper: Keeper, vault: Vault) -> int:
    """What retention does so many days from now."""
    now = datetime.now(UTC) + timedelta(days=days)
    vault._clock = lambda: now
    return await enforce_retention([keeper], DAYS, now)


async def test_a_delivered_ticket_goes_after_retention(
    tickets: Tickets, vault: Vault, keeper: Keeper, database: Database
) -> None:
    await tickets.accept(new_ticket(at=datetime.now(UTC)))
    moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f+00:00")
    if database.engine.dialect.name == "sqlite":
        moment = moment.removesuffix("+00:00")
    await database.execute(
        f"update helpdesk_ticket set state = 'delivered', delivered_at = '{moment}'"
    )
    assert await after(DAYS - 1, keeper, vault) == 0
    assert await after(DAYS + 1, keeper, vault) == 1
    assert await database.rows("select count(*) from helpdesk_ticket") == [(0,)]
    assert await database.rows("select count(*) from vault_entry") == [(0,)]


@pytest.mark.parametrize("state", ["new", "sending", "gave_up"])
async def test_what_was_not_delivered_is_kept_twice_as_long_with_an_alarm_before(
    tickets: Tickets,
    vault: Vault,
    keeper: Keeper,
    database: Database,
    logs: io.StringIO,
    state: str,
) -> None:
    await tickets.accept(new_ticket(at=datetime.now(UTC)))
    await database.execute(f"update helpdesk_ticket set state = '{state}'")
    assert await after(DAYS - 1, keeper, vault) == 0
    assert logs.getvalue() == ""
    assert await after(DAYS + 1, keeper, vault) == 0
    assert "helpdesk_will_be_dropped" in logs.getvalue()
    assert await database.rows("select count(*) from vault_entry") == [(1,)]
    assert await after(2 * DAYS + 1, keeper, vault) == 1
    assert "helpdesk_dropped_after_retention" in logs.getvalue()
    assert await database.rows("select count(*) from helpdesk_ticket") == [(0,)]


async def test_what_waits_for_the_operator_is_known(
    engine: AsyncEngine, tickets: Tickets, database: Database
) -> None:
    sessions = async_sessionmaker(engine)
    await tickets.accept(new_ticket())
    assert not await is_stuck(sessions)
    await database.execute("update helpdesk_ticket set alarm = true")
    assert await is_stuck(sessions)
    await database.execute("update helpdesk_ticket set alarm = false, state = 'gave_up'")
    assert await is_stuck(sessions)
