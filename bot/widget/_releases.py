"""The versions of the widget, and the value by which a page can tell that a file is unchanged."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent
FILE_NAME = "ouderwijzer.js"
RELEASES = "releases.yml"

_VERSION = re.compile(r"v\d+(?:\.\d+)*")
_HEADER = """\
# Released versions of the widget and their SRI value, written by `python -m bot.widget release`.
# Pages of schools name these files with this value: they never change. A change gets a new folder.
"""


class ReleaseError(Exception):
    """A version cannot be released, or is not what it was; the message is Dutch."""


@dataclass(frozen=True)
class Release:
    """One version of the widget."""

    version: str
    body: bytes
    released: bool
    """It is in `releases.yml`, so browsers may keep it for ever."""

    @property
    def path(self) -> str:
        """Where the front serves it."""
        return f"/widget/{self.version}/{FILE_NAME}"

    @property
    def sri(self) -> str:
        """The value of the attribute `integrity`."""
        return "sha384-" + base64.b64encode(hashlib.sha384(self.body).digest()).decode()


def load_releases(folder: Path = FOLDER) -> Mapping[str, Release]:
    """Every version in `folder`, oldest first.

    Raises:
        ReleaseError: a released file is gone or has been changed, or `releases.yml` is wrong.
        OSError: a file cannot be read.
    """
    listed = _listed(folder)
    found = {
        path.name: Release(path.name, (path / FILE_NAME).read_bytes(), path.name in listed)
        for path in sorted(folder.iterdir(), key=lambda path: _order(path.name))
        if _VERSION.fullmatch(path.name) and (path / FILE_NAME).is_file()
    }
    for version, sri in listed.items():
        if version not in found or found[version].sri != sri:
            raise ReleaseError(
                f"{version}/{FILE_NAME} is uitgebracht en mag niet veranderen of verdwijnen: "
                "websites laden precies dat bestand. Zet het terug en geef de wijziging een "
                "nieuwe map."
            )
    return found


def newest(releases: Mapping[str, Release]) -> Release:
    """The latest version, released or not.

    Raises:
        ReleaseError: there is none.
    """
    if not releases:
        raise ReleaseError("Er is geen versie; maak die met 'make widget'.")
    return releases[max(releases, key=_order)]


def release(version: str, folder: Path = FOLDER) -> Release:
    """Note that `version` is released; it then never changes.

    Raises:
        ReleaseError: there is no such version, or it was released before.
        OSError: the note cannot be written.
    """
    found = load_releases(folder).get(version)
    if found is None:
        raise ReleaseError(f"Versie {version} bestaat niet; maak die met 'make widget'.")
    if found.released:
        raise ReleaseError(f"Versie {version} is al uitgebracht.")
    listed = {**_listed(folder), version: found.sri}
    text = _HEADER + yaml.safe_dump(listed, sort_keys=False)
    (folder / RELEASES).write_text(text, encoding="utf-8")
    return load_releases(folder)[version]


def _listed(folder: Path) -> dict[str, str]:
    path = folder / RELEASES
    if not path.exists():
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (UnicodeDecodeError, yaml.YAMLError):
        content = None
    if not isinstance(content, dict) or not all(
        isinstance(part, str) for pair in content.items() for part in pair
    ):
        raise ReleaseError(f"{RELEASES} klopt niet; er horen regels als 'v1: sha384-...' in.")
    return content


def _order(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]
