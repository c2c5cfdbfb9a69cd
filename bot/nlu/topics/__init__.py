"""Which topic or dialogue label a message is about, and how sure we are.

Pure scikit-learn, without Rasa; `bot.nlu.topic_classifier` makes a graph component of it.
"""

from bot.nlu.topics._danger import mentions_danger, tells_of_danger
from bot.nlu.topics._decision import (
    ALWAYS_ANSWERED,
    LOOK_UP,
    OOS,
    Decision,
    Signs,
    Thresholds,
    beside_person,
    decide,
    second_question,
)
from bot.nlu.topics._model import HeldOut, TopicModel
from bot.nlu.topics._text import (
    Utterance,
    asks,
    lemma_table,
    shorten,
    split_clauses,
    split_sentences,
    within,
)
from bot.nlu.topics._urgency import urgency

__all__ = [
    "ALWAYS_ANSWERED",
    "LOOK_UP",
    "OOS",
    "Decision",
    "HeldOut",
    "Signs",
    "Thresholds",
    "TopicModel",
    "Utterance",
    "asks",
    "beside_person",
    "decide",
    "lemma_table",
    "mentions_danger",
    "second_question",
    "shorten",
    "split_clauses",
    "split_sentences",
    "tells_of_danger",
    "urgency",
    "within",
]
