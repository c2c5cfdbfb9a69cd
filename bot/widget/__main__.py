"""`python -m bot.widget`: the lines that a webmaster pastes, and releasing a version.

Exit codes: 1 a version or `sites.yml` is not as it must be, 2 wrong use.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from bot.settings import Settings, wrong_settings
from bot.sites import HOST, OWN_COMPUTER, SitesError, load_sites
from bot.widget._releases import FOLDER, Release, ReleaseError, load_releases, newest, release
from bot.widget._snippet import snippet


def main(arguments: list[str] | None = None, folder: Path = FOLDER) -> int:
    """Do one task; what goes wrong is one Dutch sentence. `folder` has the versions."""
    chosen = _parser().parse_args(arguments)
    try:
        print(_do(chosen, folder))
    except (ReleaseError, SitesError) as error:
        print(error, file=sys.stderr)
        return 1
    except ValidationError as error:
        print(f"De instelling {wrong_settings(error)} klopt niet.", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot.widget",
        description="De chat voor op een website.",
        epilog="Uitleg voor webmasters staat in docs/inbouwen.md.",
    )
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TAAK")
    lines = tasks.add_parser("snippet", help="de regels voor een website")
    lines.add_argument("site", metavar="SITE", help="naam van de site in sites.yml")
    lines.add_argument(
        "--host",
        metavar="ADRES",
        required=True,
        type=_host,
        help="adres van Ouderwijzer, zoals https://chat.example.nl",
    )
    sri = tasks.add_parser("sri", help="de controlewaarde (integrity) van een versie")
    sri.add_argument("version", metavar="VERSIE", nargs="?", help="standaard de nieuwste")
    tasks.add_parser("check", help="zijn de uitgebrachte versies nog wat ze waren?")
    out = tasks.add_parser("release", help="een versie uitbrengen; daarna verandert die niet meer")
    out.add_argument("version", metavar="VERSIE", help="bijvoorbeeld v1")
    return parser


def _host(value: str) -> str:
    """The origin in `value`; browsers run the script of a school's https page only from https."""
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port
        fits = HOST.fullmatch(host) and parts.username is None and port != 0
    except ValueError:
        fits = None
    if not fits or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(
            f"'{value}' is niet alleen een adres; schrijf bijvoorbeeld https://chat.example.nl"
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and host in OWN_COMPUTER):
        raise argparse.ArgumentTypeError(
            f"'{value}' begint niet met https://; een beveiligde pagina laadt dat niet"
        )
    return f"{parts.scheme}://{host}:{port}" if port else f"{parts.scheme}://{host}"


def _do(chosen: argparse.Namespace, folder: Path) -> str:
    if chosen.task == "release":
        made = release(chosen.version, folder)
        return f"{made.version} is uitgebracht: {made.sri}"
    releases = load_releases(folder)
    if chosen.task == "check":
        lines = [f"{each.version}: {_state(each)} {each.sri}" for each in releases.values()]
        return "\n".join([*lines, "Alles in orde."])
    if chosen.task == "sri":
        found = releases.get(chosen.version) if chosen.version else newest(releases)
        if found is None:
            raise ReleaseError(f"Versie {chosen.version} bestaat niet.")
        return found.sri
    sites_file = Settings().sites_file
    sites = load_sites(sites_file)
    if chosen.site not in sites:
        known = ", ".join(sites)
        raise ReleaseError(f"De site '{chosen.site}' staat niet in {sites_file}; kies uit {known}.")
    found = newest(releases)
    if not found.released:
        print(
            f"Let op: {found.version} is nog niet uitgebracht. Verandert het bestand, dan weigert "
            f"de browser het. Breng het uit met: python -m bot.widget release {found.version}",
            file=sys.stderr,
        )
    return snippet(found, sites[chosen.site], chosen.host)


def _state(found: Release) -> str:
    return "uitgebracht" if found.released else "in ontwikkeling"


if __name__ == "__main__":
    sys.exit(main())
