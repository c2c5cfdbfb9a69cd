"""The editorial content: catalogue of labels, answers, training examples and their checks.

Shared by the brain (Python 3.10) and the front (3.11+), so it needs nothing but PyYAML.
"""

from bot.content._answers import Answer, ContentError, Source, compose, load_answer, load_answers
from bot.content._catalogue import Label, load_catalogue
from bot.content._examples import HELD_OUT, INTENT_PREFIX, load_tests, load_training
from bot.content._lines import SECTORS, Line
from bot.content._review import REVIEW_MONTHS, is_due
from bot.content._texts import Texts

__all__ = [
    "HELD_OUT",
    "INTENT_PREFIX",
    "REVIEW_MONTHS",
    "SECTORS",
    "Answer",
    "ContentError",
    "Label",
    "Line",
    "Source",
    "Texts",
    "compose",
    "is_due",
    "load_answer",
    "load_answers",
    "load_catalogue",
    "load_tests",
    "load_training",
]
