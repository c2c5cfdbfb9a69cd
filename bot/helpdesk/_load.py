"""Reading `helpdesks.yml`: every mistake at once, in Dutch, with the helpdesk and the field."""

from __future__ import annotations

import csv
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.helpdesk._desk import Desk
from bot.settings import ROOT
from bot.yaml_file import YamlFileError, read_yaml, said

_KINDS = "email, zammad, topdesk, request_tracker of webhook"
_MESSAGES = {
    "string_pattern_mismatch": (
        "de naam van een helpdesk mag alleen kleine letters, cijfers en streepjes hebben, en "
        "hoogstens 40 tekens"
    ),
    "union_tag_invalid": f"'kind' kent deze soort niet; kies {_KINDS}",
    "union_tag_not_found": f"'kind' ontbreekt; kies {_KINDS}",
    "model_attributes_type": "schrijf hier regels met een veld en een waarde",
}
_DESK: TypeAdapter[Desk] = TypeAdapter(Annotated[Desk, Field(discriminator="kind")])


class DesksError(ValueError):
    """The helpdesks cannot be read; `problems` are Dutch sentences, one per mistake."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Desks(Mapping[str, Desk]):
    """All helpdesks by name, in the order of the file."""

    def __init__(self, desks: Iterable[Desk] = ()) -> None:
        self._desks = {desk.name: desk for desk in desks}
        self._of_site = {site: desk for desk in self._desks.values() for site in desk.sites}
        self._of_swv = {code: desk for desk in self._desks.values() for code in desk.swv}

    def for_(self, site: str, swvs: Iterable[str] = ()) -> Desk | None:
        """Where a parent on this website, of these samenwerkingsverbanden, can leave a message.

        A samenwerkingsverband's desk goes before the website's. `None`: nowhere.
        """
        of_swv = (self._of_swv[code] for code in swvs if code in self._of_swv)
        return next(of_swv, self._of_site.get(site))

    def __getitem__(self, name: str) -> Desk:
        return self._desks[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._desks)

    def __len__(self) -> int:
        return len(self._desks)


def load_desks(
    path: Path, *, sites: Container[str] | None = None, data: Path = ROOT / "data"
) -> Desks:
    """Read and check the file. An empty one is fine: then no message can be left.

    `sites` are the websites that exist, to check against; `data` has the samenwerkingsverbanden.

    Raises:
        DesksError: something in it must be repaired, or it cannot be read.
        OSError, KeyError: `data` cannot be read.
    """
    try:
        content = read_yaml(path)
    except YamlFileError as error:
        raise DesksError([str(error)]) from error
    if content is None:
        return Desks()
    if not isinstance(content, dict):
        raise DesksError([f"{path}: begin elke helpdesk met een naam en een dubbele punt"])
    codes = _codes(data)
    desks: list[Desk] = []
    problems: list[str] = []
    for name, fields in content.items():
        if isinstance(fields, dict):
            fields = {**fields, "name": name}
        try:
            desks.append(_DESK.validate_python(fields, context=codes))
        except ValidationError as error:
            problems += (f"helpdesk {name}: {_said(found)}" for found in error.errors())
    problems += _unknown_sites(desks, sites)
    problems += _twice(desks)
    if problems:
        raise DesksError(problems)
    return Desks(desks)


def _said(error: ErrorDetails) -> str:
    kinds = ("email", "zammad", "topdesk", "request_tracker", "webhook")
    if error["loc"] and error["loc"][0] in kinds:  # pydantic puts the kind before the field
        error["loc"] = error["loc"][1:]
    return said(error, _MESSAGES)


def _unknown_sites(desks: Iterable[Desk], sites: Container[str] | None) -> Iterator[str]:
    for desk in desks:
        for site in desk.sites:
            if sites is not None and site not in sites:
                yield f"helpdesk {desk.name}: sites: {site} staat niet in sites.yml"


def _twice(desks: Iterable[Desk]) -> Iterator[str]:
    first: dict[str, str] = {}
    for desk in desks:
        for what in (*desk.sites, *desk.swv):
            if what in first:
                yield (
                    f"helpdesk {desk.name}: {what} staat ook bij {first[what]}; een website of "
                    "samenwerkingsverband kan maar bij een helpdesk horen"
                )
            first[what] = desk.name


def _codes(data: Path) -> frozenset[str]:
    with (data / "swv/swv.csv").open(encoding="utf-8-sig", newline="") as lines:
        return frozenset(
            row["code"] for row in csv.DictReader(lines) if not row["merged_into"].strip()
        )
