"""Types of columns that SQLite and PostgreSQL each need in their own way."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Integer, TypeDecorator

from bot.store._transaction import utc

Number = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column of exactly this type."""


class Moment(TypeDecorator[datetime]):
    """A time in UTC; SQLite gives times back without their zone, and keeps none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:
        """The time as UTC."""
        return None if value is None else utc(value).astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:
        """The time with its zone."""
        return None if value is None else utc(value)
