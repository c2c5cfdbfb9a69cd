"""A registry of a few rows, as files that a test can break."""

from __future__ import annotations

import csv
from pathlib import Path

from bot.store._rows import COLUMNS

Rows = dict[str, list[dict[str, str]]]

PROVENANCE = {"source": "test", "as_of": "2024", "confidence": "high"}


def tiny() -> Rows:
    """The rows by file; the first is on line 2."""
    rows: Rows = {
        "swv.csv": [
            {
                "code": "PO2601",
                "sector": "po",
                "name": "Utrecht PO",
                "short_name": "Utrecht",
                "street": "Straat 1",
                "postcode": "3512 JE",
                "city": "Utrecht",
                "phone": "030-2300000",
                "email": "info@swv.nl",
                "website": "https://swv.nl",
                "website_confirmed": "ja",
                "source": "https://bron.nl/pagina; redactie",
            },
            {
                "code": "VO2601",
                "sector": "vo",
                "name": "Utrecht VO",
                "short_name": "Utrecht",
                "website": "https://geraden.nl",
                "website_confirmed": "nee",
            },
            {
                "code": "VO2504",
                "sector": "vo",
                "name": "Oud VO",
                "short_name": "Oud",
                "merged_into": "VO2601",
                "doubt": "Oud VO is samengegaan met Utrecht VO.",
            },
        ],
        "gemeenten.csv": [
            {"name": "Utrecht", "province": "Utrecht"},
            {"name": "Zeist", "province": "Utrecht"},
        ],
        "pc4.csv": [
            {
                "pc4": "3512",
                "gemeente": "Utrecht",
                "places": "Utrecht; Tuindorp",
                "po": "PO2601",
                "vo": "VO2601",
            },
            {
                "pc4": "3701",
                "gemeente": "Zeist",
                "places": "Zeist",
                "po": "PO2601",
                "neighbours": "VO2504; VO2601",
                "doubt": "Vraag het uw school.",
            },
        ],
        "former_gemeenten.csv": [
            {
                "name": "Vleuten",
                "gemeente": "Utrecht",
                "date": "2015-01-01",
                "kind": "samenvoeging",
                "pc4": "3512",
            },
        ],
        "aliases.csv": [{"alias": "Utereg", "name": "Utrecht"}],
        "landelijk.csv": [
            {
                "id": "berseba",
                "kind": "reformatorisch",
                "sector": "po",
                "name": "Berséba",
                "what_for": "reformatorische scholen",
            },
        ],
        "hulp.csv": [
            {"id": "balans", "kind": "hulp", "name": "Balans", "what_for": "ouders"},
        ],
    }
    described = [
        {"file": file, "title": file, "as_of": "2024-10-01", "source": "test", "licence": "vrij"}
        for file in rows
    ]
    return {
        "datasets.csv": described,
        **{file: [{**PROVENANCE, **row} for row in found] for file, found in rows.items()},
    }


def write(folder: Path, rows: Rows) -> None:
    """Write the files."""
    folder.mkdir(exist_ok=True)
    for file, found in rows.items():
        with (folder / file).open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, COLUMNS[file], restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
