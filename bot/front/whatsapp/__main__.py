"""`python -m bot.front.whatsapp`: look at what is stuck, and have it tried again."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import async_sessionmaker

from bot.command import UNREACHABLE, say_unreachable, say_wrong_settings
from bot.front.whatsapp._models import WhatsappInbox, WhatsappOutbox
from bot.front.whatsapp._operator import Operator, Stuck, Table
from bot.settings import Settings
from bot.store import open_engine

NOTHING_DONE, UNAVAILABLE = 1, 2

_TABLES: dict[str, Table] = {"inbox": WhatsappInbox, "outbox": WhatsappOutbox}
_STATES = {
    "new": "wacht",
    "done": "beantwoord",
    "sending": "wordt verstuurd",
    "sent": "verstuurd",
    "gave_up": "opgegeven",
    "outside_window": "buiten 24 uur",
}
_EPILOG = """\
Teksten en telefoonnummers worden niet getoond. De codes onder REDEN zijn die van Meta;
docs/whatsapp.md zegt wat ze betekenen.
Afsluitcodes: 0 gelukt, 1 niets gevonden om opnieuw te proberen, 2 de database is niet bereikbaar.

Voorbeelden:
  python -m bot.front.whatsapp inbox
  python -m bot.front.whatsapp outbox
  python -m bot.front.whatsapp replay outbox 12 13
  python -m bot.front.whatsapp replay inbox --all
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    chosen = _parser().parse_args(arguments)
    try:
        url = Settings().async_database_url
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
        prog="python -m bot.front.whatsapp",
        description="Bekijk berichten van WhatsApp die vastzitten, en probeer ze opnieuw.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="opdracht")
    commands.add_parser("inbox", help="berichten van ouders: hoeveel, en welke vastzitten")
    commands.add_parser("outbox", help="antwoorden aan ouders: hoeveel, en welke vastzitten")
    replay = commands.add_parser("replay", help="probeer berichten opnieuw die vastzitten")
    replay.add_argument("table", choices=sorted(_TABLES), metavar="inbox|outbox")
    replay.add_argument(
        "numbers", nargs="*", type=int, metavar="NUMMER", help="nummers uit de lijst"
    )
    replay.add_argument("--all", action="store_true", help="alles wat vastzit")
    return parser


async def _run(chosen: argparse.Namespace, url: str) -> int:
    engine = open_engine(url, durable=True)
    try:
        operator = Operator(async_sessionmaker(engine, expire_on_commit=False))
        if chosen.command == "replay":
            return await _replay(operator, chosen)
        return await _show(operator, chosen.command)
    finally:
        await engine.dispose()


async def _show(operator: Operator, name: str) -> int:
    table = _TABLES[name]
    counts = await operator.counts(table)
    print(", ".join(f"{_STATES[state]}: {number}" for state, number in counts.items()) or "Leeg.")
    if name == "outbox":
        again = await operator.doubtful()
        print(f"nogmaals verstuurd zonder te weten of Meta het al had: {again}")
    stuck = await operator.stuck(table)
    if stuck:
        print(f"\n{'NUMMER':>8}  {'SINDS (UTC)':16}  {'TOESTAND':15}  {'KEER':>4}  SOORT, REDEN")
    for one in stuck:
        print(_line(one))
    return 0


def _line(one: Stuck) -> str:
    state = _STATES[one.state]
    return (
        f"{one.seq:>8}  {one.at:%Y-%m-%d %H:%M}  {state:15}  {one.attempts:>4}  "
        f"{one.kind}, {one.error or '-'}"
    )


async def _replay(operator: Operator, chosen: argparse.Namespace) -> int:
    if bool(chosen.numbers) == chosen.all:
        print("Geef nummers uit de lijst, of --all.", file=sys.stderr)
        return NOTHING_DONE
    seqs = None if chosen.all else chosen.numbers
    number = await operator.replay(_TABLES[chosen.table], seqs)
    what = "1 bericht wordt" if number == 1 else f"{number} berichten worden"
    print(f"{what} opnieuw geprobeerd." if number else "Niets gevonden om opnieuw te proberen.")
    return 0 if number else NOTHING_DONE


if __name__ == "__main__":
    sys.exit(main())
