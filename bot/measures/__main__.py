"""`python -m bot.measures`: show a month, or make one up to try things on."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import date

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.command import UNREACHABLE, say_unreachable, say_wrong_settings
from bot.measures import MeasureRows, Selection
from bot.measures._calendar import month
from bot.measures._show import as_json, as_text
from bot.measures._synthetic import BatchMeasures, SyntheticMonth
from bot.settings import Settings
from bot.store import open_engine

REFUSED, UNAVAILABLE = 1, 2

_EPILOG = """\
docs/meten.md zegt wat elk cijfer betekent. Een verzonnen maand is er om mee te proberen: zet die
nooit bij echte cijfers.
Afsluitcodes: 0 gelukt, 1 geweigerd omdat er al cijfers zijn, 2 de database is niet bereikbaar.

Voorbeelden:
  python -m bot.measures show --month 2026-10
  python -m bot.measures show --month 2026-10 --site demo --json
  python -m bot.measures synthetic --month 2026-10 --conversations 3000 --seed 1
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    chosen = _parser().parse_args(arguments)
    try:
        url = chosen.database or Settings().async_database_url
    except ValidationError as error:
        say_wrong_settings(error)
        return UNAVAILABLE
    try:
        return asyncio.run(_run(chosen, url))
    except UNREACHABLE as error:
        say_unreachable(error)
    return UNAVAILABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot.measures",
        description="Toon wat Ouderwijzer in een maand voor ouders deed.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--database", metavar="ADRES", help="ander adres dan DATABASE_URL (met async driver)"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="opdracht")
    show = commands.add_parser("show", help="toon de cijfers van een maand")
    show.add_argument("--site", help="alleen deze website")
    show.add_argument("--swv", help="alleen dit samenwerkingsverband, met zijn code")
    show.add_argument("--channel", choices=("web", "whatsapp"), help="alleen dit kanaal")
    show.add_argument("--json", action="store_true", help="alles, als JSON, ook kleine aantallen")
    made_up = commands.add_parser("synthetic", help="schrijf een verzonnen maand")
    made_up.add_argument("--conversations", type=int, default=3000, metavar="AANTAL")
    made_up.add_argument("--seed", type=int, default=1, metavar="GETAL")
    made_up.add_argument("--force", action="store_true", help="ook als er al cijfers zijn")
    for command in (show, made_up):
        command.add_argument("--month", type=_month, required=True, metavar="JJJJ-MM")
    return parser


def _month(text: str) -> tuple[date, date]:
    try:
        return month(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is geen maand, zoals 2026-10") from None


async def _run(chosen: argparse.Namespace, url: str) -> int:
    engine = open_engine(url)
    try:
        sessions = async_sessionmaker(engine, expire_on_commit=False)
        if chosen.command == "synthetic":
            return await _synthetic(chosen, sessions)
        start, end = chosen.month
        selection = Selection(start, end, chosen.site, chosen.swv, chosen.channel)
        overview = await MeasureRows(sessions).overview(selection)
        print(as_json(overview) if chosen.json else as_text(overview))
        return 0
    finally:
        await engine.dispose()


async def _synthetic(chosen: argparse.Namespace, sessions: async_sessionmaker[AsyncSession]) -> int:
    measures = BatchMeasures(sessions, "synthetic")
    if await measures.has_events() and not chosen.force:
        print("Er zijn al cijfers; met --force komt de maand erbij.", file=sys.stderr)
        return REFUSED
    start, end = chosen.month
    await SyntheticMonth(measures, start, end, chosen.seed).record(chosen.conversations)
    await measures.flush()
    print(f"{chosen.conversations} verzonnen gesprekken geschreven.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
