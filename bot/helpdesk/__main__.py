"""`python -m bot.helpdesk`: check the helpdesks, see what is stuck, have it tried again."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import async_sessionmaker

from bot.command import UNREACHABLE, say_unreachable, say_wrong_settings
from bot.helpdesk._deliverer import Deliverer
from bot.helpdesk._errors import Doubt, NotDelivered
from bot.helpdesk._load import DesksError, load_desks
from bot.helpdesk._seal import new_key, seal_of
from bot.helpdesk._service import deliverers
from bot.helpdesk._ticket import TicketState
from bot.helpdesk._tickets import Tickets
from bot.helpdesk._vault import Vault
from bot.settings import Settings
from bot.sites import SitesError, load_sites
from bot.store import open_engine

NOTHING_DONE, UNAVAILABLE = 1, 2

_STATES = {
    TicketState.WAITING: "wacht",
    TicketState.DELIVERED: "bezorgd",
    TicketState.GAVE_UP: "opgegeven",
}
_EPILOG = """\
Vragen, namen en adressen worden niet getoond. docs/helpdesk.md zegt wat de redenen betekenen.
Afsluitcodes: 0 gelukt, 1 niets gedaan of een fout gevonden, 2 instellingen of database kapot.

Voorbeelden:
  python -m bot.helpdesk check
  python -m bot.helpdesk list
  python -m bot.helpdesk replay OW-2B4C-6D8F
  python -m bot.helpdesk replay --all
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    chosen = _parser().parse_args(arguments)
    if chosen.command == "key":
        print(new_key())
        return 0
    try:
        settings = Settings()
    except ValidationError as error:
        say_wrong_settings(error)
        return UNAVAILABLE
    try:
        if chosen.command == "check":
            return asyncio.run(_check(settings))
        return asyncio.run(_with_tickets(chosen, settings))
    except UNREACHABLE as error:
        say_unreachable(error)
    except ValueError as error:  # of the key; it quotes nothing
        print(error, file=sys.stderr)
    return UNAVAILABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot.helpdesk",
        description="De helpdesks, en de vragen die ouders er achterlieten.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="opdracht")
    commands.add_parser("check", help="controleer helpdesks.yml en probeer elke helpdesk")
    commands.add_parser("counts", help="per helpdesk: wat wacht, is bezorgd of opgegeven")
    commands.add_parser("list", help="vragen die vastzitten")
    replay = commands.add_parser("replay", help="probeer vragen opnieuw")
    replay.add_argument("references", nargs="*", metavar="KENMERK", help="kenmerken uit de lijst")
    replay.add_argument("--all", action="store_true", help="alles wat vastzit")
    replay.add_argument(
        "--delivered", action="store_true", help="ook wat al bezorgd was (de helpdesk is het kwijt)"
    )
    drop = commands.add_parser("drop", help="wis opgegeven vragen die u zelf heeft afgehandeld")
    drop.add_argument("references", nargs="+", metavar="KENMERK", help="kenmerken uit de lijst")
    commands.add_parser("key", help="maak een sleutel voor VAULT_KEY")
    commands.add_parser("rekey", help="versleutel alles opnieuw met de eerste sleutel")
    return parser


async def _check(settings: Settings) -> int:
    try:
        sites = load_sites(settings.sites_file)
        desks = load_desks(settings.helpdesks_file, sites=sites)
    except (SitesError, DesksError) as error:
        print(error)
        print(f"Aantal fouten: {len(error.problems)}.", file=sys.stderr)
        return NOTHING_DONE
    if not desks:
        print("Er is geen helpdesk: ouders kunnen geen vraag achterlaten.")
        return 0
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        ways = deliverers(desks, settings, http)
        problems = [await _problem(way) for way in ways.values()]
    for name, problem in zip(ways, problems, strict=True):
        print(f"{name} ({desks[name].kind}): {problem or 'in orde'}")
    return NOTHING_DONE if any(problems) else 0


async def _problem(way: Deliverer) -> str | None:
    try:
        await way.check()
    except (NotDelivered, Doubt) as error:
        return f"doet het niet ({error.code})"
    return None


async def _with_tickets(chosen: argparse.Namespace, settings: Settings) -> int:
    engine = open_engine(settings.async_database_url, durable=True)
    try:
        sessions = async_sessionmaker(engine, expire_on_commit=False)
        vault = Vault(sessions, seal_of(settings))
        if chosen.command == "rekey":
            sealed, unreadable = await vault.seal_anew()
            print(f"opnieuw versleuteld: {sealed}, met geen enkele sleutel te lezen: {unreadable}")
            return NOTHING_DONE if unreadable else 0
        tickets = Tickets(sessions, vault, settings.retention_days)
        if chosen.command == "counts":
            return await _counts(tickets)
        if chosen.command == "list":
            return await _list(tickets)
        if chosen.command == "drop":
            return await _each(chosen.references, tickets.drop, "gewist")
        return await _replay(tickets, chosen)
    finally:
        await engine.dispose()


async def _counts(tickets: Tickets) -> int:
    found = await tickets.health()
    for desk in found:
        print(
            f"{desk.name}: wacht: {desk.waiting}, bezorgd in 30 dagen: {desk.delivered}, "
            f"opgegeven: {desk.gave_up}, nogmaals verstuurd in twijfel: {desk.doubtful}"
            + (f", laatste reden: {desk.last_error}" if desk.last_error else "")
            + (", WACHT OP U" if desk.alarm or desk.gave_up else "")
        )
    if not found:
        print("Leeg.")
    return 0


async def _list(tickets: Tickets) -> int:
    found = await tickets.stuck()
    if not found:
        print("Er zit niets vast.")
        return 0
    print(f"{'KENMERK':12}  {'SINDS (UTC)':16}  {'TOESTAND':9}  {'KEER':>4}  HELPDESK, REDEN")
    for one in found:
        state = "wacht op u" if one.alarm else _STATES[one.state]
        print(
            f"{one.reference:12}  {one.at:%Y-%m-%d %H:%M}  {state:9}  {one.attempts:>4}  "
            f"{one.desk}, {one.error or '-'}"
        )
    return 0


async def _replay(tickets: Tickets, chosen: argparse.Namespace) -> int:
    if bool(chosen.references) == chosen.all or (chosen.all and chosen.delivered):
        print("Geef kenmerken uit de lijst, of alleen --all.", file=sys.stderr)
        return NOTHING_DONE
    references = chosen.references
    if chosen.all:
        references = [one.reference for one in await tickets.stuck()]

    async def replay(reference: str) -> bool:
        return await tickets.replay(reference, delivered=chosen.delivered)

    return await _each(references, replay, "opnieuw geprobeerd")


async def _each(references: Sequence[str], do: Callable[[str], Awaitable[bool]], done: str) -> int:
    number = sum([await do(reference.upper()) for reference in references])
    print(f"{number} van {len(references)}: {done}.")
    return 0 if number else NOTHING_DONE


if __name__ == "__main__":
    sys.exit(main())
