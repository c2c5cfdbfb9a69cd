"""Making and measuring `nl_ouderwijzer_sm`, our own small Dutch spaCy pipeline.

`python -m bot.nlu.spacy_pipeline train` writes it to `models/`; `bot.nlu._spacy_model` loads it.
"""

from bot.nlu.spacy_pipeline._score import Scores, milliseconds, score
from bot.nlu.spacy_pipeline._train import Recipe, train
from bot.nlu.spacy_pipeline._treebank import Sentence, Split, Word, read_treebanks, split

__all__ = [
    "Recipe",
    "Scores",
    "Sentence",
    "Split",
    "Word",
    "milliseconds",
    "read_treebanks",
    "score",
    "split",
    "train",
]
