"""`python -m bot.widget`: the lines that a webmaster pastes, and releasing a version.

Exit codes: 1 a version is not as it must be, 2 wrong use.
"""

from __future__ import annotations

import argparse
import sys

from bot.settings import Settings
from bot.sites import SitesError, load_sites
from bot.widget._releases import FOLDER, Release, ReleaseError, load_releases, newest, release

FALLBACK = '<p>Mail ons: <a href="mailto:{email}">{email}</a></p>'


def main(arguments: list[str] | None = None) -> int:
    """Do one task; what goes wrong is one Dutch sentence."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.widget", description="De chat voor op een website."
    )
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TAAK")
    snippet = tasks.add_parser("snippet", help="de regels voor een website")
    snippet.add_argument("site", metavar="SITE", help="naam van de site in sites.yml")
    snippet.add_argument(
        "--host", required=True, help="adres van Ouderwijzer, zoals https://chat.example.nl"
    )
    sri = tasks.add_parser("sri", help="de controlewaarde (integrity) van een versie")
    sri.add_argument("version", metavar="VERSIE", nargs="?", help="standaard de nieuwste")
    tasks.add_parser("check", help="zijn de uitgebrachte versies nog wat ze waren?")
    out = tasks.add_parser("release", help="een versie uitbrengen; daarna verandert die niet meer")
    out.add_argument("version", metavar="VERSIE", help="bijvoorbeeld v1")
    chosen = parser.parse_args(arguments)
    try:
        print(_do(chosen))
    except (ReleaseError, SitesError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _do(chosen: argparse.Namespace) -> str:
    if chosen.task == "release":
        made = release(chosen.version)
        return f"{made.version} is uitgebracht: {made.sri}"
    releases = load_releases(FOLDER)
    if chosen.task == "check":
        lines = [f"{each.version}: {_state(each)} {each.sri}" for each in releases.values()]
        return "\n".join([*lines, "Alles in orde."])
    if chosen.task == "sri":
        found = releases.get(chosen.version) if chosen.version else newest(releases)
        if found is None:
            raise ReleaseError(f"Versie {chosen.version} bestaat niet.")
        return found.sri
    sites = load_sites(Settings().sites_file)
    if chosen.site not in sites:
        raise ReleaseError(
            f"De site '{chosen.site}' staat niet in sites.yml; kies uit {', '.join(sites)}."
        )
    helpdesk = sites[chosen.site].helpdesk
    email = (helpdesk.email if helpdesk else None) or "uw-adres@uw-school.example"
    return newest(releases).snippet(
        chosen.host.rstrip("/"), chosen.site, FALLBACK.format(email=email)
    )


def _state(found: Release) -> str:
    return "uitgebracht" if found.released else "in ontwikkeling"


if __name__ == "__main__":
    sys.exit(main())
