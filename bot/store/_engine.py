"""Opening the database: one place that knows what SQLite and PostgreSQL each need."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

CONNECT_SECONDS = 10
"""How long a connection attempt, or waiting for another writer of an SQLite file, may take."""


def open_engine(url: str, *, durable: bool = False) -> AsyncEngine:
    """The engine for `url` (an async address, see `Settings.async_database_url`).

    Nothing is connected yet, but the folder of an SQLite file is made. SQLite gets foreign keys,
    write-ahead logging, and real transactions: the driver's own rules would let a migration or a
    load be half done. Its transactions take the write lock at once, so two writers wait for each
    other instead of failing; give a connection the execution option `readonly=True` to skip that.

    `durable` is for what was promised to somebody else: what is committed survives a power cut too.
    PostgreSQL sees to that by itself. On SQLite it also means one connection: transactions then get
    their turn in the order in which they came, and not when SQLite happens to look again.

    Raises `sqlalchemy.exc.ArgumentError` when the address cannot be read.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_async_engine(
            address, pool_pre_ping=True, connect_args={"timeout": CONNECT_SECONDS}
        )
    if address.database and address.database != ":memory:":
        Path(address.database).expanduser().parent.mkdir(parents=True, exist_ok=True)
    connect = {"timeout": CONNECT_SECONDS}
    if durable:
        engine = create_async_engine(address, connect_args=connect, pool_size=1, max_overflow=0)
    else:
        engine = create_async_engine(address, connect_args=connect)
    event.listen(engine.sync_engine, "connect", _on_sqlite_connect)
    if durable:
        event.listen(engine.sync_engine, "connect", _sync_fully)
    event.listen(engine.sync_engine, "begin", _on_sqlite_begin)
    return engine


def _on_sqlite_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    try:
        cursor.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        # Of two processes that open a new file at once, SQLite refuses one without waiting. The
        # other is setting the same mode, which stays with the file; what follows does wait.
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
    cursor.close()


def _sync_fully(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _on_sqlite_begin(connection: Connection) -> None:
    readonly = connection.get_execution_options().get("readonly", False)
    connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")
