"""Reading and checking `data/swv` as a whole: nothing is loaded that does not fit together."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from bot.places import place_key
from bot.store._csv import Problem, Row, read_table
from bot.store._rows import CODE, COLUMNS, FILES, Values, dataset

_INTERNAL = re.compile(r"weggelaten|eigen kennis|LET OP|redactie|correctie|annex", re.IGNORECASE)
"""Words of editors that must not be in a text for parents."""


@dataclass
class Data:
    """All rows of all files, and the problems found. Load only when there are none."""

    rows: dict[str, list[tuple[Row, Values]]] = field(default_factory=dict)
    datasets: list[Values] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def values(self, file: str, column: str) -> set[str]:
        """What a column of a file holds."""
        return {values[column] for _, values in self.rows[file]}


def read_data(folder: Path) -> Data:
    """Read and check every file; the problems come sorted by file and line. Does not raise."""
    data = Data()
    digests: dict[str, str] = {}
    described: list[tuple[Row, Values]] = []
    for file, columns in COLUMNS.items():
        table = read_table(folder / file, columns, data.problems)
        digests[file] = table.sha256
        if file == "datasets.csv":
            described = [(row, dataset(row)) for row in table.rows]
            _check_unique(described, ("file",))
        else:
            _, parse, unique = FILES[file]
            data.rows[file] = [(row, parse(row)) for row in table.rows]
            _check_unique(data.rows[file], unique)
    data.datasets = [
        {**values, "sha256": digests.get(values["file"], "")} for _, values in described
    ]
    # datasets.csv is a dataset too, for a change in it must be loaded as well.
    data.datasets.append(
        {
            "file": "datasets.csv",
            "title": "De gegevensbestanden",
            "as_of": max((values["as_of"] for _, values in described), default=""),
            "source": "redactie",
            "licence": "vrij",
            "note": None,
            "sha256": digests["datasets.csv"],
        }
    )
    for file in sorted(set(FILES) - {values["file"] for _, values in described}):
        data.problems.append(Problem("datasets.csv", 1, f"{file} ontbreekt in de lijst"))
    _check_swvs(data)
    _check_pc4s(data)
    _check_names(data)
    _check_organisations(data)
    _check_texts(data)
    data.problems.sort()
    return data


def _check_unique(rows: list[tuple[Row, Values]], columns: tuple[str, ...]) -> None:
    first: dict[tuple[str, ...], int] = {}
    for row, values in rows:
        key = tuple(values[column] for column in columns)
        if key in first:
            name = " / ".join(key)
            row.problem(f"{' en '.join(columns)} '{name}' staat ook al op regel {first[key]}")
        first.setdefault(key, row.line)


def _check_swvs(data: Data) -> None:
    merged = {
        values["code"]: values["merged_into"]
        for _, values in data.rows["swv.csv"]
        if values["merged_into"]
    }
    codes = data.values("swv.csv", "code")
    for row, values in data.rows["swv.csv"]:
        target = values["merged_into"]
        if target is None:
            continue
        _check_code(row, "merged_into", target, values["sector"], codes)
        if target in merged:
            row.problem(f"merged_into {target} is zelf samengegaan met {merged[target]}")
        if not values["doubt"]:
            row.problem("doubt is leeg: zeg de ouder dat dit verband is samengegaan")


def _check_pc4s(data: Data) -> None:
    codes = data.values("swv.csv", "code")
    gemeenten = data.values("gemeenten.csv", "name")
    for row, values in data.rows["pc4.csv"]:
        if values["gemeente"] and values["gemeente"] not in gemeenten:
            row.problem(f"gemeente '{values['gemeente']}' staat niet in gemeenten.csv")
        for sector in ("po", "vo"):
            if values[sector]:
                _check_code(row, sector, values[sector], sector, codes)
            elif not values["doubt"]:
                row.problem(f"{sector} is leeg, dus doubt moet zeggen wat de ouder kan doen")
        for code in (values["neighbours"] or "").split("; "):
            if code:
                _check_code(row, "neighbours", code, code[:2].lower(), codes)
    used = data.values("pc4.csv", "gemeente")
    for row, values in data.rows["gemeenten.csv"]:
        if values["name"] not in used:
            row.problem(f"gemeente '{values['name']}' heeft geen postcode in pc4.csv")


def _check_code(row: Row, column: str, code: str, sector: str, codes: Collection[str]) -> None:
    if not re.fullmatch(CODE, code) or code not in codes:
        row.problem(f"{column} '{code}' staat niet in swv.csv")
    elif code[:2].lower() != sector:
        row.problem(f"{column} '{code}' hoort niet bij sector {sector}")


def _check_names(data: Data) -> None:
    gemeenten = data.values("gemeenten.csv", "name")
    places = {place for _, values in data.rows["pc4.csv"] for place in values["places"]}
    former = data.values("former_gemeenten.csv", "name")
    lies_in = {values["pc4"]: values["gemeente"] for _, values in data.rows["pc4.csv"]}
    for row, values in data.rows["former_gemeenten.csv"]:
        if values["name"] in gemeenten:
            row.problem(f"'{values['name']}' is nu nog een gemeente")
        if values["gemeente"] and values["gemeente"] not in gemeenten:
            row.problem(f"gemeente '{values['gemeente']}' staat niet in gemeenten.csv")
        for pc4 in (values["pc4s"] or "").split("; "):
            if pc4 and lies_in.get(pc4) != values["gemeente"]:
                row.problem(f"postcode {pc4} ligt niet in {values['gemeente']}")
    for row, values in data.rows["aliases.csv"]:
        if values["name"] and values["name"] not in gemeenten | places | former:
            row.problem(f"'{values['name']}' is geen bekende plaats of gemeente")
        if values["gemeente"] and values["gemeente"] not in gemeenten:
            row.problem(f"gemeente '{values['gemeente']}' staat niet in gemeenten.csv")
        if values["alias"] and values["key"] == place_key(values["name"]):
            row.problem(f"'{values['alias']}' wordt al gevonden als '{values['name']}'")


def _check_organisations(data: Data) -> None:
    national = {values["id"]: row.line for row, values in data.rows["landelijk.csv"]}
    for row, values in data.rows["hulp.csv"]:
        if values["id"] in national:
            line = national[values["id"]]
            row.problem(f"id '{values['id']}' staat ook al in landelijk.csv op regel {line}")


def _check_texts(data: Data) -> None:
    for rows in data.rows.values():
        for row, values in rows:
            for column in ("name", "what_for", "hours", "support_hours", "doubt"):
                if found := _INTERNAL.search(values.get(column) or ""):
                    row.problem(f"{column} is voor ouders, maar bevat '{found.group()}'")
