"""An answer file made into what one parent reads, given what they have told."""

from bot.nlu.answers._fit import Fitted, deadline_is_near, fit, fit_news, fit_part
from bot.nlu.answers._situation import CONTEXT, UNKNOWN, Situation, context_of, situation_of
from bot.nlu.answers._texts import Texts, in_words

__all__ = [
    "CONTEXT",
    "UNKNOWN",
    "Fitted",
    "Situation",
    "Texts",
    "context_of",
    "deadline_is_near",
    "fit",
    "fit_news",
    "fit_part",
    "in_words",
    "situation_of",
]
