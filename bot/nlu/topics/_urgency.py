"""Signs that time presses, so that a person to call stands at the top of any answer."""

from __future__ import annotations

import re

_DAYS_LEFT = r"nog (?:maar )?(?:\d|een|één|twee|drie|paar) dag(?:en)?"
_SOON = (
    rf"(?:vandaag|vanavond|morgen|overmorgen|deze week|vrijdag|{_DAYS_LEFT}|laatste dag|"
    r"bijna (?:om|voorbij))"
)
_LIMIT = (
    r"(?:termijn|bezwaar|deadline|reager|antwoorden|inlever|tekenen|getekend|verloopt|afloopt|"
    r"loopt af|sluit|uiterlijk|zes weken|6 weken)"
)
_MANY = r"(?:\d{1,2}|een|één|twee|drie|vier|vijf|zes|paar|aantal|hele|enkele)"
_LONG = rf"(?:{_MANY} (?:we+k\w*|maand\w*)|al (?:weken|maanden|tijden))"
_SIGNS = {
    "deadline": (
        rf"\b{_SOON}\b.{{0,70}}\b{_LIMIT}",
        rf"\b{_LIMIT}\w*.{{0,70}}\b{_SOON}\b",
    ),
    "removed": (
        r"\bgeschorst|\bschorsing|\bverwijderd\b|\bweggestuurd",
        r"\bvan school (?:gestuurd|gezet|getrapt|gegooid|verwijderd)",
        r"\bmag (?:morgen |nu |vandaag )?niet meer (?:op|naar) school|\bniet meer welkom",
    ),
    "home": (
        rf"\b{_LONG}\b.{{0,30}}\bthuis\b",
        rf"\bthuis\b.{{0,25}}\b{_LONG}\b",
        r"\bthuiszitter\b",
    ),
}
_PATTERNS = {
    name: re.compile("|".join(signs), re.IGNORECASE | re.DOTALL) for name, signs in _SIGNS.items()
}


def urgency(text: str) -> str:
    """`deadline`, `removed` or `home` when `text` says so (the first that does), else nothing."""
    return next((name for name, pattern in _PATTERNS.items() if pattern.search(text)), "")
