"""How well parents are understood, measured on questions that were never trained on."""

from bot.evaluation._measures import Report, Row, measure
from bot.evaluation._questions import Question, QuestionsError, load_questions
from bot.evaluation._table import render

__all__ = ["Question", "QuestionsError", "Report", "Row", "load_questions", "measure", "render"]
