"""`python -m bot.store`: migrate the database, load the registry, look something up."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
from pydantic import ValidationError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.command import say_wrong_settings
from bot.settings import ROOT, Settings
from bot.store import (
    PlaceMatch,
    PostcodeEntry,
    Registry,
    RegistryEmpty,
    Swv,
    dutch_date,
    migrate,
    open_engine,
)
from bot.store._checks import read_data
from bot.store._csv import Problem
from bot.store._loader import DataInvalid, load

WRONG, UNAVAILABLE = 1, 2

_UNREACHABLE = (
    *(OSError, SQLAlchemyError, ImportError),
    *(asyncpg.PostgresError, asyncpg.InterfaceError),
)
_EPILOG = """\
De database staat in de instelling DATABASE_URL (standaard een SQLite-bestand in var/).
Afsluitcodes: 0 gelukt, 1 iets klopt niet in de gegevens of is niet gevonden,
2 de database is niet bereikbaar of nog leeg.

Voorbeelden:
  python -m bot.store migrate && python -m bot.store load
  python -m bot.store load --check
  python -m bot.store show 3512JE
  python -m bot.store show "Bergen (NH)"
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    chosen = _parser().parse_args(arguments)
    if chosen.command == "load" and chosen.check:
        return _check(chosen.data)
    try:
        url = chosen.database or Settings().async_database_url
    except ValidationError as error:
        say_wrong_settings(error)
        return UNAVAILABLE
    try:
        return asyncio.run(_run(chosen, url))
    except DataInvalid as error:
        return _report(error.problems)
    except RegistryEmpty as error:
        print(error, file=sys.stderr)
    except _UNREACHABLE as error:
        print(f"De database {_shown(url)} doet het niet: {_reason(error)}", file=sys.stderr)
    return UNAVAILABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot.store",
        description="Beheer de database: tabellen, register van samenwerkingsverbanden, opzoeken.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--database", metavar="ADRES", help="ander adres dan DATABASE_URL (met async driver)"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="opdracht")
    commands.add_parser("migrate", help="maak de tabellen, of werk ze bij")
    loading = commands.add_parser("load", help="controleer data/swv en laad alles, of niets")
    loading.add_argument(
        "--data",
        type=Path,
        default=ROOT / "data" / "swv",
        metavar="MAP",
        help="map met de csv-bestanden (standaard data/swv)",
    )
    loading.add_argument("--check", action="store_true", help="alleen controleren, zonder database")
    show = commands.add_parser("show", help="toon de samenwerkingsverbanden van een plek")
    show.add_argument("place", nargs="+", metavar="PLEK", help="postcode of plaatsnaam")
    return parser


async def _run(chosen: argparse.Namespace, url: str) -> int:
    engine = open_engine(url)
    try:
        if chosen.command == "migrate":
            before, after = await migrate(engine)
            done = "al bijgewerkt" if before == after else f"bijgewerkt van {before or 'leeg'}"
            print(f"Tabellen {done}: versie {after}.")
            return 0
        if chosen.command == "load":
            changed = await load(engine, chosen.data, lambda line: print(line, flush=True))
            print("Register geladen." if changed else "Register is al actueel.")
            return 0
        return await _show(engine, " ".join(chosen.place))
    finally:
        await engine.dispose()


def _check(folder: Path) -> int:
    data = read_data(folder)
    if data.problems:
        return _report(data.problems)
    for file, rows in data.rows.items():
        print(f"  {file}: {len(rows)} rijen")
    print("Alles in orde.")
    return 0


def _report(problems: Sequence[Problem]) -> int:
    for problem in problems:
        print(problem)
    many = "1 probleem" if len(problems) == 1 else f"{len(problems)} problemen"
    print(f"{many}; er is niets geladen.", file=sys.stderr)
    return WRONG


async def _show(engine: AsyncEngine, place: str) -> int:
    registry = await Registry.load(engine)
    if place[:1].isdigit():
        found = registry.by_postcode(place)
        entries: Sequence[PostcodeEntry | PlaceMatch] = (found,) if found else ()
    else:
        entries = registry.find_place(place)
    if not entries:
        print(f"'{place}' is niet gevonden.", file=sys.stderr)
        return WRONG
    for entry in entries:
        print("\n".join(_lines(entry)), end="\n\n")
    print(f"Gegevens van {dutch_date(registry.dataset_date)}.")
    return 0


def _lines(entry: PostcodeEntry | PlaceMatch) -> list[str]:
    if isinstance(entry, PostcodeEntry):
        lines = [", ".join([entry.pc4, *entry.places, f"gemeente {entry.gemeente}"])]
        swvs = {
            "basisonderwijs": [entry.po] if entry.po else [],
            "voortgezet onderwijs": [entry.vo] if entry.vo else [],
        }
        if entry.neighbours:
            swvs["in de buurt"] = list(entry.neighbours)
    else:
        where = f"{entry.kind}, {' / '.join(entry.gemeenten)}, {' / '.join(entry.provinces)}"
        lines = [f"{entry.name} ({where}; {len(entry.pc4s)} postcodes)"]
        swvs = {"basisonderwijs": list(entry.po), "voortgezet onderwijs": list(entry.vo)}
        lines += [entry.note] if entry.note else []
    lines += [f"Let op: {entry.doubt}"] if entry.doubt else []
    for title, found in swvs.items():
        lines.append(f"  {title}:" if found else f"  {title}: onbekend")
        lines += [line for swv in found for line in _contact(swv)]
    return lines


def _contact(swv: Swv) -> list[str]:
    details = {
        "website": swv.website,
        "telefoon": swv.phone,
        "e-mail": swv.email,
        "adres": swv.address,
        "steunpunt": swv.steunpunt_website,
        "steunpunt telefoon": swv.steunpunt_phone,
        "steunpunt e-mail": swv.steunpunt_email,
        "steunpunt open": swv.steunpunt_hours,
        "let op": swv.doubt,
        "bron": f"{swv.source} ({dutch_date(swv.as_of)})",
    }
    filled = [f"      {title}: {value}" for title, value in details.items() if value]
    return [f"    {swv.code} {swv.name}", *filled]


def _shown(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "uit DATABASE_URL"


def _reason(error: BaseException) -> str:
    text = str(getattr(error, "orig", None) or error) or type(error).__name__
    return text.strip().splitlines()[0]


if __name__ == "__main__":
    sys.exit(main())
