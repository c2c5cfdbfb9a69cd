"""An answer file made into what one parent reads, given what they have told."""

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
    "UNKNOWN",
    "Fitted",
    "Situation",
    "context_of",
    "fit",
    "fit_news",
    "fit_part",
    "situation_of",
]
