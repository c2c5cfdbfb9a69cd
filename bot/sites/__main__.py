"""`python -m bot.sites check`: what is wrong with the sites, if anything."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pydantic import ValidationError

from bot.settings import Settings, wrong_settings
from bot.sites._load import SitesError, load_sites


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when all is well, 1 when something must be repaired."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.sites", description="De websites waarop Ouderwijzer staat."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser(
        "check", help="controleer adressen, kleuren, mensen en onderwerpen van elke website"
    )
    check.add_argument(
        "file", type=Path, nargs="?", help="ander bestand dan dat van de instelling SITES_FILE"
    )
    chosen = parser.parse_args(arguments)
    try:
        load_sites(chosen.file or Settings().sites_file)
    except SitesError as error:
        print(error)
        print(f"Aantal fouten: {len(error.problems)}.", file=sys.stderr)
        return 1
    except ValidationError as error:
        print(f"De instelling {wrong_settings(error)} klopt niet.", file=sys.stderr)
        return 1
    print("Alles in orde.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
