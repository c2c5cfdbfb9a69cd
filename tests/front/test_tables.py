from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from bot.front import _models as chat
from bot.front.handoff import _models as handoff
from bot.front.whatsapp import _models as whatsapp
from bot.helpdesk import _models as helpdesk
from bot.measures import _models as measures
from bot.store import Base, open_engine

ROOMS = (chat, handoff, whatsapp, helpdesk, measures)
TABLES = {
    table.__tablename__
    for room in ROOMS
    for table in vars(room).values()
    if isinstance(table, type) and issubclass(table, Base) and table is not Base
}


def differences(connection: Connection, tables: set[str]) -> list[Any]:
    """What a migration would still have to change in `tables`."""

    def ours(_thing: object, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or name in tables

    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "include_object": ours}
    )
    return list(compare_metadata(context, Base.metadata))


async def test_the_migrations_make_the_tables_that_the_code_expects(database_url: str) -> None:
    engine = open_engine(database_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences, TABLES) == []
    await engine.dispose()
