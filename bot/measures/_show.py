"""The figures of a selection, for a terminal or a program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from bot.measures._figures import Figures, Overview
from bot.measures._shown import shown

_WORDS = {
    "conversations": "gesprekken",
    "asked": "met een vraag",
    "at_once": "  meteen een antwoord",
    "after_one": "  na één wedervraag",
    "later": "  later",
    "not_understood": "  niet begrepen",
    "abandoned": "  afgebroken",
    "offered": "mens aangeboden",
    "wanted": "mens gevraagd",
    "completed": "bericht achtergelaten",
    "delivered": "bericht afgeleverd",
    "repeated": "herhaalde vraag",
    "up": "duim omhoog",
    "down": "duim omlaag",
    "deflected": "geholpen zonder mens",
}
_TOPICS = 15
"""Lines of topics; JSON has them all."""


def as_json(overview: Overview) -> str:
    """All figures, exact, also the small ones."""

    def plain(found: Figures) -> dict[str, Any]:
        return asdict(found) | {"deflection": found.deflection}

    def group(groups: Mapping[Any, Figures]) -> dict[str, Any]:
        return {str(name): plain(found) for name, found in groups.items()}

    content = {
        "selection": asdict(overview.selection),
        "total": plain(overview.total),
        "days": group(overview.days),
        "hours": overview.hours,
        "topics": {name: asdict(found) for name, found in overview.topics.items()},
        "channels": group(overview.channels),
        "sites": group(overview.sites),
        "regions": group(overview.regions),
    }
    return json.dumps(content, default=str, ensure_ascii=False, indent=1)


def as_text(overview: Overview) -> str:
    """The figures in Dutch; of one site or region without the small numbers."""
    chosen, total = overview.selection, overview.total
    is_small = chosen.site is not None or chosen.swv is not None
    number = shown if is_small else str
    lines = [f"{chosen.start:%d-%m-%Y} tot {chosen.end:%d-%m-%Y}"]
    lines += [
        f"  {_WORDS[field.name]:26}{number(getattr(total, field.name)):>14}"
        for field in fields(Figures)
    ]
    if total.deflection is not None and not is_small:
        lines.append(f"  {'deel van de vragen':26}{100 * total.deflection:>12.1f} %")
    for title, groups in (
        ("kanaal", overview.channels),
        ("website", overview.sites),
        ("samenwerkingsverband", overview.regions),
    ):
        lines += ["", f"{title:26}{'gesprekken':>16}{'met een vraag':>16}"]
        lines += [
            f"  {name or 'onbekend':24}{shown(one.conversations):>16}{shown(one.asked):>16}"
            for name, one in groups.items()
        ]
    lines += ["", f"{'onderwerp':26}{'antwoorden':>16}"]
    lines += [
        f"  {name:24}{number(found.answers):>16}"
        for name, found in list(overview.topics.items())[:_TOPICS]
    ]
    return "\n".join(lines)
