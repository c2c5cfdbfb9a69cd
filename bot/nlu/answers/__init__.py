"""An answer file made into what one parent reads, given what they have told."""

from bot.nlu.answers._assumed import SITE_SECTOR, assumed_sector, site_sector, with_sector
from bot.nlu.answers._fit import Fitted, fit, fit_news, fit_part
from bot.nlu.answers._situation import (
    CONTEXT,
    FACTS,
    UNKNOWN,
    Situation,
    context_of,
    situation_of,
)

__all__ = [
    "CONTEXT",
    "FACTS",
    "SITE_SECTOR",
    "UNKNOWN",
    "Fitted",
    "Situation",
    "assumed_sector",
    "context_of",
    "fit",
    "fit_news",
    "fit_part",
    "site_sector",
    "situation_of",
    "with_sector",
]
