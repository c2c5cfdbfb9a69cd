"""Names of days and months, and the clock of the Netherlands: one list for both environments."""

from __future__ import annotations

from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
"""As `date.weekday()` counts them."""
MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()
