"""Reading what a visitor chose, and keeping them to their own site whatever the address says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from bot.beheer._calendar import first_of, month_before, next_month, read_month
from bot.beheer._names import CHANNELS
from bot.beheer._roles import Visitor
from bot.measures import Selection

PERIODS: Mapping[str, str] = {
    "deze-maand": "deze maand",
    "vorige-maand": "vorige maand",
    "90-dagen": "de laatste 90 dagen",
    "eigen": "eigen datums",
}
LONGEST = timedelta(days=800)
SITE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
SWV = re.compile(r"(?:PO|VO)\d{4}")


class WrongChoice(ValueError):
    """An address or form that asks for something that is not there; the message is Dutch."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen above a page."""

    period: str
    selection: Selection

    @property
    def last(self) -> date:
        """The last day that counts."""
        return self.selection.end - timedelta(days=1)

    @property
    def query(self) -> str:
        """The same choice as an address that means the same days tomorrow."""
        chosen = self.selection
        found = {
            "periode": "eigen",
            "van": chosen.start.isoformat(),
            "tot": self.last.isoformat(),
            "site": chosen.site,
            "swv": chosen.swv,
            "kanaal": chosen.channel,
        }
        return urlencode({name: value for name, value in found.items() if value})


def read_choice(query: Mapping[str, str], visitor: Visitor, today: date) -> Choice:
    """The choice in an address.

    Raises:
        WrongChoice: a value is not one of those that the form offers.
    """
    period = query.get("periode", "deze-maand")
    start, end = _days(period, query, today)
    channel = query.get("kanaal") or None
    if channel is not None and channel not in CHANNELS:
        raise WrongChoice("Dit kanaal bestaat niet.")
    site, swv = _where(query)
    return Choice(period, bound(Selection(start, end, site, swv, channel), visitor))


def read_report(query: Mapping[str, str], visitor: Visitor, today: date) -> Selection:
    """The month, and the website or region, of a report.

    Raises:
        WrongChoice: it is no month, it has not begun yet, or there is no such website or region.
    """
    try:
        text = query.get("maand")
        month = read_month(text) if text else month_before(first_of(today))
    except ValueError:
        raise WrongChoice("Schrijf de maand als 2026-10.") from None
    if not date(2020, 1, 1) <= month <= today:
        raise WrongChoice("Over deze maand is er geen rapport.")
    site, swv = _where(query)
    return bound(Selection(month, next_month(month), site, swv), visitor)


def bound(selection: Selection, visitor: Visitor) -> Selection:
    """The selection, kept to the visitor's own site."""
    return replace(selection, site=visitor.site) if visitor.site is not None else selection


def _where(query: Mapping[str, str]) -> tuple[str | None, str | None]:
    site, swv = query.get("site") or None, query.get("swv") or None
    if site is not None and not SITE.fullmatch(site):
        raise WrongChoice("Deze website bestaat niet.")
    if swv is not None and not SWV.fullmatch(swv):
        raise WrongChoice("Schrijf een samenwerkingsverband als PO2601.")
    return site, swv


def _days(period: str, query: Mapping[str, str], today: date) -> tuple[date, date]:
    first = first_of(today)
    if period == "deze-maand":
        return first, next_month(first)
    if period == "vorige-maand":
        return month_before(first), first
    if period == "90-dagen":
        return today - timedelta(days=89), today + timedelta(days=1)
    if period != "eigen":
        raise WrongChoice("Deze periode bestaat niet.")
    try:
        start, last = (_date(query.get(name, "")) for name in ("van", "tot"))
    except ValueError:
        raise WrongChoice(
            "Vul bij eigen datums twee dagen in, bijvoorbeeld 2026-10-01 en 2026-10-31."
        ) from None
    if last < start:
        raise WrongChoice("De laatste dag ligt voor de eerste. Draai ze om.")
    if last - start > LONGEST:
        raise WrongChoice(f"Kies hoogstens {LONGEST.days} dagen.")
    return start, last + timedelta(days=1)


def _date(text: str) -> date:
    found = date.fromisoformat(text)
    if not 2020 <= found.year <= 2100:
        raise ValueError(text)
    return found
