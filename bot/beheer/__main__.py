"""`python -m bot.beheer`: accounts of the dashboard, and reports by hand."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import async_sessionmaker

from bot.beheer._accounts import AccountError, Accounts
from bot.beheer._calendar import read_month
from bot.beheer._monthly import scopes, write_report
from bot.beheer._names import load_names
from bot.beheer._page import Templates
from bot.beheer._passwords import WrongPassword, made_up
from bot.beheer._report import Scope, make_report
from bot.beheer._report_pages import ReportFiles
from bot.beheer._roles import Role
from bot.beheer._select import SWV
from bot.beheer._sources import FigureSource
from bot.command import say_unreachable
from bot.measures import MeasureRows
from bot.settings import ROOT, Settings, wrong_settings
from bot.sites import Sites, SitesError, load_sites
from bot.store import StoreUnavailable, open_engine

WRONG, UNAVAILABLE = 1, 2

_EPILOG = """\
Afsluitcodes: 0 gelukt, 1 de opdracht kan niet, 2 een instelling klopt niet of de database is niet
bereikbaar.

Voorbeelden:
  python -m bot.beheer user add anna --role operator
  python -m bot.beheer user add kees --role helpdesk --site demo
  python -m bot.beheer user disable kees
  python -m bot.beheer report --month 2026-10 --site demo --out rapporten/
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    chosen = _parser().parse_args(arguments)
    try:
        settings = Settings()
        sites = load_sites(settings.sites_file)
        return asyncio.run(_run(chosen, settings, sites))
    except ValidationError as error:
        print(f"De instelling {wrong_settings(error)} klopt niet.", file=sys.stderr)
    except SitesError as error:
        print(f"{error}", file=sys.stderr)
    except (AccountError, WrongPassword) as error:
        print(error, file=sys.stderr)
        return WRONG
    except (StoreUnavailable, ArgumentError) as error:
        say_unreachable(error)
    except OSError as error:
        print(f"Het bestand kan niet worden geschreven: {error.strerror}.", file=sys.stderr)
    return UNAVAILABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot.beheer",
        description="Accounts voor /beheer, en signaleringsrapporten.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="opdracht")
    user = commands.add_parser("user", help="accounts maken, bekijken, sluiten")
    actions = user.add_subparsers(dest="action", required=True, metavar="add|list|disable|...")
    add = actions.add_parser("add", help="maak een account")
    add.add_argument("name", metavar="NAAM")
    add.add_argument("--role", required=True, choices=[role.value for role in Role])
    add.add_argument("--site", help="de enige website waarvan dit account iets ziet")
    actions.add_parser("list", help="alle accounts")
    for name, text in (
        ("disable", "sluit een account; wie is aangemeld, ligt er meteen uit"),
        ("enable", "open een gesloten account weer"),
        ("password", "geef een ander wachtwoord"),
    ):
        actions.add_parser(name, help=text).add_argument("name", metavar="NAAM")
    for one in (add, actions.choices["password"]):
        one.add_argument(
            "--generate", action="store_true", help="bedenk een wachtwoord en toon het één keer"
        )
    report = commands.add_parser("report", help="maak signaleringsrapporten (HTML en PDF)")
    report.add_argument("--month", required=True, type=_month, help="bijvoorbeeld 2026-10")
    about = report.add_mutually_exclusive_group(required=True)
    about.add_argument("--site", help="van een website")
    about.add_argument("--swv", help="van een samenwerkingsverband, bijvoorbeeld PO2601")
    about.add_argument(
        "--all",
        action="store_true",
        help="van alles samen, en van elke website en regio met gesprekken",
    )
    report.add_argument("--out", required=True, type=Path, metavar="MAP")
    return parser


def _month(text: str) -> date:
    try:
        return read_month(text)
    except ValueError:
        raise argparse.ArgumentTypeError("schrijf de maand als 2026-10") from None


async def _run(chosen: argparse.Namespace, settings: Settings, sites: Sites) -> int:
    engine = open_engine(settings.async_database_url)
    try:
        sessions = async_sessionmaker(engine, expire_on_commit=False)
        if chosen.command == "report":
            return await _report(chosen, sites, MeasureRows(sessions))
        return await _user(chosen, sites, Accounts(sessions))
    finally:
        await engine.dispose()


async def _user(chosen: argparse.Namespace, sites: Sites, accounts: Accounts) -> int:
    if chosen.action == "list":
        found = await accounts.all()
        for one in found:
            state = "gesloten" if one.disabled else ""
            print(f"{one.name:24}  {one.role.value:9}  {one.site or '-':24}  {state}".rstrip())
        if not found:
            print("Er is nog geen account.")
    elif chosen.action in ("disable", "enable"):
        await accounts.enable(chosen.name, disabled=chosen.action == "disable")
        print("Gesloten." if chosen.action == "disable" else "Weer open.")
    else:
        if chosen.action == "add" and chosen.site is not None and chosen.site not in sites:
            raise AccountError(f"De website {chosen.site} staat niet in sites.yml.")
        password, is_made_up = _password(chosen)
        if chosen.action == "add":
            now = datetime.now(UTC)
            await accounts.add(chosen.name, Role(chosen.role), chosen.site, password, now)
        else:
            await accounts.set_password(chosen.name, password)
        if is_made_up:
            print(f"Wachtwoord (wordt niet nog eens getoond): {password}")
        print("Klaar. Aanmelden kan op /beheer.")
    return 0


def _password(chosen: argparse.Namespace) -> tuple[str, bool]:
    """A password, and whether we made it up: asked on a terminal, else made."""
    if chosen.generate or not sys.stdin.isatty():
        return made_up(), True
    first = getpass.getpass("Wachtwoord (minstens 12 tekens): ")
    if getpass.getpass("Nog een keer: ") != first:
        raise WrongPassword("De twee wachtwoorden zijn niet gelijk.")
    return first, False


async def _report(chosen: argparse.Namespace, sites: Sites, measures: FigureSource) -> int:
    if chosen.swv is not None and not SWV.fullmatch(chosen.swv):
        raise AccountError("Schrijf een samenwerkingsverband als PO2601.")
    if chosen.site is not None and chosen.site not in sites:
        raise AccountError(f"De website {chosen.site} staat niet in sites.yml.")
    names, files = load_names(sites, ROOT / "data"), ReportFiles(Templates())
    about = [Scope(chosen.site, chosen.swv)]
    if chosen.all:
        about += await scopes(measures, chosen.month)
    for scope in about:
        report = await make_report(measures, scope, chosen.month, names, datetime.now(UTC))
        for path in await write_report(report, files, chosen.out):
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
