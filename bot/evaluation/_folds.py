"""Cross-validation: how well each label is told from the others on examples left out.

The examples were written to differ from each other, so this is harder than what parents ask; it
shows which labels need more examples.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from bot.content import load_catalogue, load_tests, load_training
from bot.nlu._spacy_model import chosen_name, load
from bot.nlu.entities import Gazetteer
from bot.nlu.entity_extractor import find_mentions
from bot.nlu.topics import HeldOut, TopicModel, Utterance, lemma_table

_SEED = 20261125


def cross_validate(root: Path, folds: int, say: Callable[[str], None]) -> dict[str, float]:
    """The F1 of every label, over `folds` folds of all training examples."""
    kinds = {name: label.kind for name, label in load_catalogue(root / "data/topics.csv").items()}
    training = list(load_training(root / "data/nlu"))
    tests = [case for file in load_tests(root / "tests/nlu") for case in file.cases]
    say(f"{len(training)} examples, {folds} folds; a minute or so per fold ...")
    read = _reader(root)
    messages = [[each] for each in read([sentence.text for sentence in training])]
    held_out = [
        HeldOut([each], frozenset({case.label, *case.accept}))
        for case, each in zip(tests, read([case.text for case in tests]), strict=True)
    ]
    truth = np.asarray([sentence.label for sentence in training])
    guesses = np.empty(len(truth), dtype=object)
    splits = StratifiedKFold(folds, shuffle=True, random_state=_SEED)
    for number, (trained, left_out) in enumerate(splits.split(np.zeros(len(truth)), truth), 1):
        model = TopicModel().fit(
            [messages[at] for at in trained], list(truth[trained]), kinds, held_out
        )
        rankings = model.rank_all([messages[at][0] for at in left_out])
        guesses[left_out] = [ranking[0][0] for ranking in rankings]
        say(f"  fold {number} of {folds}")
    labels = sorted(set(truth))
    every = f1_score(truth, guesses, average=None, labels=labels)
    return dict(zip(labels, map(float, every), strict=True))


def _reader(root: Path) -> Callable[[list[str]], list[Utterance]]:
    """Texts as the classifier sees them in the trained pipeline."""
    pipeline = load(chosen_name(None))
    gazetteer = Gazetteer.from_registry(root / "data/swv")

    def read(texts: list[str]) -> list[Utterance]:
        return [
            Utterance.of(text, find_mentions(text, gazetteer), lemma_table(doc))
            for text, doc in zip(texts, pipeline.pipe(texts), strict=True)
        ]

    return read
