"""Days on which a helpdesk is closed although its week says otherwise: holidays of the Netherlands.

The days are those of the library `holidays`: public holidays, and the school holidays that the
government sets per region (Noord, Midden, Zuid), known up to 2030.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Literal

import holidays

Region = Literal["noord", "midden", "zuid"]


def public_holiday(day: date) -> str | None:
    """The name of the public holiday, for instance "Eerste kerstdag"; None on other days."""
    return _public(day.year).get(day)


def school_holiday(day: date, region: Region) -> str | None:
    """The name of the school holiday in a region, for instance "Kerstvakantie"."""
    return _school(day.year, region).get(day)


@lru_cache(maxsize=8)
def _public(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("NL", years=year, language="nl"))


@lru_cache(maxsize=24)
def _school(year: int, region: Region) -> dict[date, str]:
    return dict(
        holidays.country_holidays(
            "NL",
            subdiv=region.capitalize(),
            years=year,
            language="nl",
            categories=("school",),
        )
    )
