"""What a helpdesk reads: the same words by mail and in every ticket system."""

from __future__ import annotations

import csv
import html
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.content import load_catalogue
from bot.dutch import AMSTERDAM
from bot.helpdesk._ticket import Outgoing
from bot.settings import ROOT
from bot.store import dutch_date

_SECTORS = {
    "po": "po (basisschool)",
    "vo": "vo (middelbare school)",
    "so": "so of vso (speciaal onderwijs)",
}
_CHANNELS = {"web": "website", "whatsapp": "WhatsApp"}
_INTRO = "Een ouder heeft via Ouderwijzer een vraag voor u achtergelaten."
_OUTRO = (
    "De ouder heeft de vraag en de gegevens hierboven gelezen, en gezegd dat wij ze aan u mogen "
    "geven. Noem bij vragen over dit bericht het kenmerk."
)

Part = tuple[str, tuple[str, ...]]
"""A heading and its lines."""


@dataclass(frozen=True)
class Letters:
    """Writes letters; `topics` and `swvs` have the words for labels and codes."""

    topics: Mapping[str, str]
    swvs: Mapping[str, str]

    @classmethod
    def load(cls, data: Path = ROOT / "data") -> Letters:
        """With the names of `data`.

        Raises:
            OSError, KeyError: they cannot be read.
        """
        catalogue = load_catalogue(data / "topics.csv")
        with (data / "swv/swv.csv").open(encoding="utf-8-sig", newline="") as lines:
            swvs = {row["code"]: row["name"] for row in csv.DictReader(lines)}
        return cls({name: label.description for name, label in catalogue.items()}, swvs)

    def subject(self, ticket: Outgoing) -> str:
        """Neutral: a subject is read in lists, notifications and logs."""
        return f"Vraag van een ouder [{ticket.reference}]"

    def text(self, ticket: Outgoing) -> str:
        """As plain text, with `\\n` at line ends."""
        parts = [_INTRO]
        for heading, lines in self._parts(ticket):
            parts.append("\n".join([heading.upper(), *lines]))
        return "\n\n".join([*parts, _OUTRO]) + "\n"

    def html(self, ticket: Outgoing) -> str:
        """As HTML with `<b>` and `<br>` only; what the parent wrote is escaped."""
        parts = [html.escape(_INTRO)]
        for heading, lines in self._parts(ticket):
            shown = [html.escape(line) for text in lines for line in text.split("\n")]
            parts.append("<br>".join([f"<b>{html.escape(heading)}</b>", *shown]))
        return "<br><br>".join([*parts, html.escape(_OUTRO)])

    def facts(self, ticket: Outgoing) -> dict[str, str | None]:
        """What the ticket is about, in words."""
        code = ticket.swv
        return {
            "Onderwerp": self.topics.get(ticket.topic, ticket.topic) if ticket.topic else None,
            "Onderwijs": _SECTORS.get(ticket.sector, ticket.sector) if ticket.sector else None,
            "Gemeente": ticket.gemeente,
            "Samenwerkingsverband": f"{code} {self.swvs.get(code, '')}".strip() if code else None,
            "Binnengekomen via": (
                f"{_CHANNELS.get(ticket.channel, ticket.channel)} ({ticket.site})"
            ),
            "Wanneer": _moment(ticket.at),
        }

    def _parts(self, ticket: Outgoing) -> list[Part]:
        contact = ticket.contact
        reach = {"Naam": contact.name, "E-mail": contact.email, "Telefoon": contact.phone}
        parts: list[Part] = [
            ("Kenmerk", (ticket.reference,)),
            ("De ouder", _known(reach) or ("Geen naam of adres gegeven.",)),
            ("De vraag", (_clean(ticket.question),)),
            ("Waar het over gaat", _known(self.facts(ticket))),
        ]
        if ticket.summary:
            parts.append(("Wat er eerder is gezegd", (_clean(ticket.summary),)))
        return parts


def _known(values: Mapping[str, str | None]) -> tuple[str, ...]:
    return tuple(f"{name}: {_line(value)}" for name, value in values.items() if value)


def _clean(text: str) -> str:
    """`\\n` at line ends, and no control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(one for one in lines if one in "\n\t" or one.isprintable())


def _line(text: str) -> str:
    """On one line: nobody can fake a field of ours."""
    return " ".join(_clean(text).split())


def _moment(at: datetime) -> str:
    local = at.astimezone(AMSTERDAM)
    return f"{dutch_date(f'{local:%Y-%m-%d}')}, {local:%H.%M} uur"
