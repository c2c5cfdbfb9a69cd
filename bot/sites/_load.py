"""Reading `sites.yml`: every mistake at once, in Dutch, with the site and the field."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.content import load_catalogue
from bot.settings import ROOT
from bot.sites._site import Known, Site
from bot.yaml_file import YamlFileError, read_yaml, said

_MESSAGES = {
    "literal_error": "kies {expected} (of laat het weg)",
    "string_pattern_mismatch": (
        "de naam van een site mag alleen kleine letters, cijfers en streepjes hebben, en hoogstens "
        "40 tekens"
    ),
    "too_long": "hier mogen er hoogstens {max_length} staan; haal er weg",
}


class SitesError(ValueError):
    """The sites cannot be read; `problems` are Dutch sentences, one per mistake."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Sites(Mapping[str, Site]):
    """All sites by id, in the order of the file."""

    def __init__(self, sites: Mapping[str, Site]) -> None:
        self._sites = dict(sites)

    def __getitem__(self, id: str) -> Site:
        return self._sites[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sites)

    def __len__(self) -> int:
        return len(self._sites)


def load_sites(path: Path, data: Path = ROOT / "data") -> Sites:
    """Read and check the file; `data` has the topics and samenwerkingsverbanden.

    Raises:
        SitesError: something in it must be repaired, or it cannot be read.
        OSError, KeyError: `data` cannot be read.
    """
    try:
        content = read_yaml(path)
    except YamlFileError as error:
        raise SitesError([str(error)]) from error
    if not isinstance(content, dict) or not content:
        raise SitesError([f"{path}: hier staat geen site; begin met een naam en een dubbele punt"])
    known = _known(data)
    sites: dict[str, Site] = {}
    problems: list[str] = []
    for id_, fields in content.items():
        try:
            sites[id_] = _site(id_, fields, known)
        except ValidationError as error:
            problems += (f"site {id_}: {said(found, _MESSAGES)}" for found in error.errors())
    if problems:
        raise SitesError(problems)
    return Sites(sites)


def _site(id_: Any, fields: Any, known: Known) -> Site:
    if isinstance(fields, dict):
        fields = {**fields, "id": id_}
    return Site.model_validate(fields, context=known)


def _known(data: Path) -> Known:
    with (data / "swv/swv.csv").open(encoding="utf-8-sig", newline="") as lines:
        merged = {row["code"]: row["merged_into"].strip() for row in csv.DictReader(lines)}
    topics = frozenset(
        label.name
        for label in load_catalogue(data / "topics.csv").values()
        if label.is_topic and (data / "responses" / label.folder / f"{label.name}.yml").exists()
    )
    return Known(
        swv=frozenset(code for code, into in merged.items() if not into),
        merged={code: into for code, into in merged.items() if into},
        topics=topics,
    )
