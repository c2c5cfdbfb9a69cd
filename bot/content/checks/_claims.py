"""Claims no answer may make: what is outdated, and phone numbers without a source."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

_OUTDATED: tuple[tuple[str, str], ...] = (
    (
        r"zoek\w*[^.]{0,40}\b(?:8|acht) weken|\b(?:8|acht) weken[^.]{0,40}zoek",
        "de 8-wekenregel is vervallen (alleen nog cluster 1 en 2)",
    ),
    (r"\b0800-?5010\b", "oud nummer van Ouders & Onderwijs"),
    (r"\b(?:15[0-9]|7[5-7]) (?:po-|vo-)?samenwerkingsverbanden", "noem geen aantal swv's"),
    (r"\b(?:citotoets|eindtoets)\b", "heet nu doorstroomtoets"),
    (r"\brugzakje\b", "het rugzakje bestaat niet meer sinds 2014"),
    (r"\bschoolondersteuningsprofiel|\bSOP\b", "vervallen; het staat nu in de schoolgids"),
    (r"\btijdelijke geschillencommissie", "heet nu Geschillencommissie passend onderwijs"),
    (r"\bEED\b", "heet sinds 2022 ernstige dyslexie (ED)"),
    (r"\bonderwijsovereenkomst", "bestaat in het mbo niet meer sinds 1 augustus 2023"),
    (r"\bRMC\b", "heet nu Doorstroompunt"),
    (r"\bleerplichtig(?:e)? vanaf 5 jaar", "vanaf de maand na de vijfde verjaardag"),
)

_MAY_CORRECT = {
    "rugzakje": r"rugzakje",
    "ondersteuningsaanbod_school": r"schoolondersteuningsprofiel|\bSOP\b",
    "verwijdering": r"8 weken|acht weken",
    "cluster_1_2": r"8 weken|acht weken",
    "schooladvies": r"eindtoets|citotoets",
    "toets_aanpassing": r"eindtoets",
    "dyslexie": r"\bEED\b",
    "mbo": r"onderwijsovereenkomst",
}
"""Topics whose answer names an outdated idea to correct it kindly."""

_PHONE = re.compile(r"(?<![\d/-])0\d{1,3}[- ]?\d[\d -]{4,9}\d(?![\d/-])")


def outdated(topic: str, text: str) -> Iterator[str]:
    """Why `text` is outdated, for each thing that is."""
    allowed = _MAY_CORRECT.get(topic, "(?!)")
    for pattern, why in _OUTDATED:
        for found in re.findall(pattern, text, re.IGNORECASE):
            if not re.search(allowed, found, re.IGNORECASE):
                yield f"verouderd ('{found}'): {why}"


def unknown_phones(text: str, known: set[str]) -> Iterator[str]:
    """Phone numbers in `text` that are not among `known` (digits only)."""
    for number in _PHONE.findall(text):
        if re.sub(r"\D", "", number) not in known:
            yield number.strip()


def known_phones(root: Path) -> set[str]:
    """Digits of every phone number for which the registry names a source."""
    found: set[str] = set()
    for name in ("hulp.csv", "landelijk.csv"):
        path = root / "data/swv" / name
        if not path.exists():
            continue
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row.get("phone") and row.get("source"):
                    found.add(re.sub(r"\D", "", row["phone"]))
    return found
