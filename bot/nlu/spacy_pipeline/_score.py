"""Scoring a pipeline on treebank sentences, and timing it on messages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from bot.nlu.spacy_pipeline._treebank import Sentence

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Lemmatize = Callable[["Doc"], Sequence[str]]
"""Gives a lemma for every token of a document."""

_CONTENT = {"NOUN", "VERB", "ADJ", "AUX"}

MESSAGES = (
    "mijn zoon van 8 is aangemeld bij een andere school maar zij weigerden hem",
    "kan ik bezwaar maken als de kinderen al weken thuis zitten zonder onderwijs?",
    "hoi, wij kregen gisteren te horen dat het opp zonder ons is vastgesteld, mag dat?",
    "de juf zegt dat er niet genoeg begeleiding is voor leerlingen met autisme in groep 5",
)
"""Messages of about 15 words, to time with."""


@dataclass(frozen=True)
class Scores:
    """Parts (0 to 1) of the gold words that got the right value.

    A word that the tokenizer cut differently than the treebank counts as wrong.
    """

    pos: float
    morph: float
    lemma: float
    content_lemma: float
    """`lemma` of nouns, verbs, auxiliaries and adjectives only."""

    @property
    def mean(self) -> float:
        """One number to compare epochs by."""
        return (self.pos + self.morph + self.lemma) / 3


def token_lemmas(doc: Doc) -> list[str]:
    """The lemmas that the pipeline itself gave."""
    return [token.lemma_.lower() for token in doc]


def score(
    nlp: Language, sentences: Iterable[Sentence], lemmatize: Lemmatize = token_lemmas
) -> Scores:
    """Run `nlp` on the raw text of `sentences` and compare with their annotation."""
    sentences = list(sentences)
    words = content = pos = morph = lemmas = content_lemmas = 0
    docs = nlp.pipe(sentence.text for sentence in sentences)
    for sentence, doc in zip(sentences, docs, strict=True):
        found = {
            (token.idx, len(token)): (token.pos_, str(token.morph), lemma)
            for token, lemma in zip(doc, lemmatize(doc), strict=True)
        }
        start = 0
        for word in sentence.words:
            tag, features, lemma = found.get((start, len(word.form)), ("", "?", ""))
            right = lemma == word.lemma
            words += 1
            pos += tag == word.pos
            morph += features == word.morph.replace("_", "")
            lemmas += right
            if word.pos in _CONTENT:
                content += 1
                content_lemmas += right
            start += len(word.form) + word.space
    return Scores(pos / words, morph / words, lemmas / words, content_lemmas / content)


def milliseconds(run: Callable[[str], object], rounds: int = 50) -> float:
    """Median time of `run` for one of `MESSAGES`, in milliseconds."""
    for text in MESSAGES:
        run(text)
    taken = []
    for _ in range(rounds):
        for text in MESSAGES:
            started = time.perf_counter()
            run(text)
            taken.append(time.perf_counter() - started)
    return median(taken) * 1000
