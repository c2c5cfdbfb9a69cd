from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.measures._models import MeasureEvent, MeasureMissed
from tests.front.test_tables import differences

TABLES = {table.__tablename__ for table in (MeasureEvent, MeasureMissed)}


async def test_the_migration_makes_the_tables_that_the_code_expects(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await connection.run_sync(differences, TABLES) == []
