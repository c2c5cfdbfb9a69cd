"""Loading: all or nothing, once, and by the command as an operator uses it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, delete, func, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.settings import ROOT
from bot.store import Base, Registry, RegistryEmpty, migrate, open_engine
from bot.store.__main__ import main
from bot.store._loader import TABLES, DataInvalid, load
from bot.store._migrate import head
from bot.store._models import Pc4Row, PlaceRow

from ._tiny import tiny, write

REGISTRY = {model.__tablename__ for model in TABLES}


def quiet(line: str) -> None:
    """Drop the progress."""


async def test_migrating_twice_changes_nothing(engine: AsyncEngine) -> None:
    assert await migrate(engine) == (head(), head())


async def test_migrations_make_the_tables_of_the_models(engine: AsyncEngine) -> None:
    def differences(connection: Connection) -> list[object]:
        # Tables that other parts of the project made are theirs to compare.
        options = {"include_name": lambda name, kind, _: kind != "table" or name in REGISTRY}
        context = MigrationContext.configure(connection, opts=options)
        ours = MetaData(naming_convention=Base.metadata.naming_convention)
        for name in REGISTRY:
            Base.metadata.tables[name].to_metadata(ours)
        return list(compare_metadata(context, ours))

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_migration_that_fails_leaves_no_tables(url: str) -> None:
    engine = open_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE organisation (id INTEGER)"))
    with pytest.raises(DBAPIError, match="organisation"):
        await migrate(engine)
    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    await engine.dispose()
    assert tables == ["organisation"]


async def test_two_processes_may_migrate_at_once(url: str) -> None:
    engines = open_engine(url), open_engine(url)
    after = await asyncio.gather(*map(migrate, engines))
    for engine in engines:
        await engine.dispose()
    assert {revision for _, revision in after} == {head()}


async def test_the_same_data_is_loaded_once(engine: AsyncEngine, data: Path) -> None:
    assert await load(engine, data, quiet)
    said: list[str] = []
    assert not await load(engine, data, said.append)
    assert said == []


async def test_changed_data_replaces_everything(engine: AsyncEngine, data: Path) -> None:
    await load(engine, data, quiet)
    rows = tiny()
    rows["swv.csv"][0]["name"] = "Nieuwe naam"
    rows["aliases.csv"] = []
    write(data, rows)
    assert await load(engine, data, quiet)
    registry = await Registry.load(engine)
    found = registry.by_postcode("3512")
    assert found
    assert found.po
    assert found.po.name == "Nieuwe naam"
    assert registry.find_place("Utereg") == ()


async def test_a_new_date_alone_is_loaded_too(engine: AsyncEngine, data: Path) -> None:
    await load(engine, data, quiet)
    rows = tiny()
    for row in rows["datasets.csv"]:
        row["as_of"] = "2025-10-01"
    write(data, rows)
    assert await load(engine, data, quiet)
    assert (await Registry.load(engine)).dataset_date.isoformat() == "2025-10-01"


async def test_data_with_a_problem_leaves_the_old_data(engine: AsyncEngine, data: Path) -> None:
    await load(engine, data, quiet)
    rows = tiny()
    rows["swv.csv"][0]["name"] = "Nieuwe naam"
    rows["pc4.csv"][0]["po"] = "PO9999"
    write(data, rows)
    with pytest.raises(DataInvalid) as caught:
        await load(engine, data, quiet)
    assert list(map(str, caught.value.problems)) == ["pc4.csv:2: po 'PO9999' staat niet in swv.csv"]
    swv = (await Registry.load(engine)).swv("PO2601")
    assert swv
    assert swv.name == "Utrecht PO"


async def test_an_error_halfway_leaves_the_old_data(engine: AsyncEngine, data: Path) -> None:
    await load(engine, data, quiet)
    rows = tiny()
    rows["swv.csv"][0]["name"] = "Nieuwe naam"
    write(data, rows)

    def stop_after_deleting(line: str) -> None:
        if "pc4" in line:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await load(engine, data, stop_after_deleting)
    async with engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(Pc4Row)) == 2
    swv = (await Registry.load(engine)).swv("PO2601")
    assert swv
    assert swv.name == "Utrecht PO"


async def test_two_processes_may_load_at_once(engine: AsyncEngine, url: str, data: Path) -> None:
    other = open_engine(url)
    await asyncio.gather(load(engine, data, quiet), load(other, data, quiet))
    await other.dispose()
    assert len(await Registry.load(engine)) == 2


async def test_who_reads_during_a_load_sees_the_old_data(
    engine: AsyncEngine, url: str, data: Path
) -> None:
    await load(engine, data, quiet)
    reader = open_engine(url)
    async with engine.begin() as connection:
        await connection.execute(delete(PlaceRow))
        async with asyncio.timeout(5):
            registry = await Registry.load(reader)
    await reader.dispose()
    assert registry.find_place("Tuindorp")


async def test_a_registry_without_data_says_what_to_do(url: str) -> None:
    engine = open_engine(url)
    with pytest.raises(RegistryEmpty, match="store migrate"):
        await Registry.load(engine)
    await migrate(engine)
    with pytest.raises(RegistryEmpty, match="store load"):
        await Registry.load(engine)
    await engine.dispose()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_command_migrates_loads_and_shows(
    url: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = ("--database", url)
    assert run(capsys, *database, "migrate")[:2] == (
        0,
        f"Tabellen bijgewerkt van leeg: versie {head()}.\n",
    )
    code, printed, _ = run(capsys, *database, "load", "--data", str(data))
    assert code == 0
    assert "pc4: 2 rijen" in printed
    assert printed.endswith("Register geladen.\n")
    assert run(capsys, *database, "load", "--data", str(data))[:2] == (
        0,
        "Register is al actueel.\n",
    )
    code, printed, _ = run(capsys, *database, "show", "3512JE")
    assert code == 0
    assert "PO2601 Utrecht PO" in printed
    assert "VO2601 Utrecht VO" in printed
    assert "geraden.nl" not in printed
    assert printed.endswith("Gegevens van 1 oktober 2024.\n")
    assert run(capsys, *database, "show", "9999")[0] == 1
    assert "Vleuten (voormalige gemeente" in run(capsys, *database, "show", "Vleuten")[1]


def test_the_command_prints_problems_and_loads_nothing(
    url: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--database", url, "migrate"])
    (data / "hulp.csv").unlink()
    capsys.readouterr()
    code, printed, error = run(capsys, "--database", url, "load", "--data", str(data))
    assert code == 1
    assert printed.splitlines()[-1] == "hulp.csv:1: bestand ontbreekt"
    assert error == "1 probleem; er is niets geladen.\n"
    assert run(capsys, "--database", url, "show", "3512")[0] == 2


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+asyncpg://iemand:geheim@127.0.0.1:1/ouderwijzer",
        "sqlite+aiosqlite:////dev/null/ouderwijzer.db",
        "onzin",
    ],
)
@pytest.mark.parametrize("command", [["migrate"], ["load"], ["show", "3512"]])
def test_a_database_out_of_reach_is_one_clear_sentence(
    address: str, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed, error = run(capsys, "--database", address, *command)
    assert (code, printed) == (2, "")
    assert error.startswith("De database ")
    assert error.count("\n") == 1
    assert "geheim" not in error


def test_checking_needs_no_database(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "onzin")
    code, printed, _ = run(capsys, "load", "--check", "--data", str(ROOT / "data" / "swv"))
    assert code == 0
    assert "pc4.csv: 4073 rijen" in printed
    assert printed.endswith("Alles in orde.\n")
