"""Alembic's way in. `python -m bot.store` hands over its connection; the alembic command,
for writing a new migration, opens one from the settings.
"""

from __future__ import annotations

import asyncio

from alembic import context
from sqlalchemy import Connection

from bot.settings import Settings
from bot.store import Base, open_engine


def _run(connection: Connection) -> None:
    # render_as_batch: SQLite can change a column only by copying the table.
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def _open_and_run() -> None:
    engine = open_engine(Settings().async_database_url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_run)
    finally:
        await engine.dispose()


if context.is_offline_mode():
    raise SystemExit("Offline mode is not supported: the migrations need a database.")
if given := context.config.attributes.get("connection"):
    _run(given)
else:
    asyncio.run(_open_and_run())
