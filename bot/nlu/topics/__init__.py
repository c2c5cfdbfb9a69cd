"""Which topic or dialogue label a message is about, and how sure we are.

Pure scikit-learn, without Rasa; `bot.nlu.topic_classifier` makes a graph component of it.
"""

from bot.nlu.topics._danger import mentions_danger
from bot.nlu.topics._decision import (
    ALWAYS_ANSWERED,
    Decision,
    Signs,
    Thresholds,
    decide,
    second_question,
)
from bot.nlu.topics._model import TopicModel
from bot.nlu.topics._text import Utterance, split_questions, split_sentences
from bot.nlu.topics._urgency import urgency

__all__ = [
    "ALWAYS_ANSWERED",
    "Decision",
    "Signs",
    "Thresholds",
    "TopicModel",
    "Utterance",
    "decide",
    "mentions_danger",
    "second_question",
    "split_questions",
    "split_sentences",
    "urgency",
]
