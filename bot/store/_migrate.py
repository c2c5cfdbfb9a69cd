"""Bringing the tables up to date with alembic, from code: no ini file to find, no shell needed."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

_LOCK = 0x6F7564657277  # any number will do, as long as all our processes use the same


def alembic_config() -> Config:
    """The configuration that `alembic` needs to find the migrations."""
    config = Config()
    folder = Path(__file__).with_name("migrations")
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


async def migrate(engine: AsyncEngine) -> tuple[str | None, str | None]:
    """Run the migrations that are missing, all or none; the revisions before and after.

    Safe to run in several processes at once: they wait for each other. Raises SQLAlchemy's and
    the driver's errors when the database cannot be reached or refuses.
    """
    async with engine.begin() as connection:
        return await connection.run_sync(_upgrade)


def head() -> str | None:
    """The newest revision that this code knows."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def _upgrade(connection: Connection) -> tuple[str | None, str | None]:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    before = MigrationContext.configure(connection).get_current_revision()
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return before, MigrationContext.configure(connection).get_current_revision()
