"""Lemmatizers to compare with, as far as they are installed; none is needed to run the bot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.nlu.spacy_pipeline._score import Lemmatize, token_lemmas

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@dataclass(frozen=True)
class Candidate:
    """One way to get lemmas."""

    name: str
    nlp: Language
    lemmatize: Lemmatize = token_lemmas

    @property
    def run(self) -> Callable[[str], object]:
        """From text to lemmas, to time."""
        return lambda text: self.lemmatize(self.nlp(text))


def candidates(own: Language) -> Iterator[Candidate]:
    """Our pipeline between the simplest thing and the dictionaries."""
    import spacy

    blank = spacy.blank("nl")
    yield Candidate("woord zelf", blank, lambda doc: [token.lower_ for token in doc])
    yield Candidate(f"{own.lang}_{own.meta['name']}", own)
    if find_spec("simplemma"):
        yield Candidate("simplemma", blank, _simplemma)
    if find_spec("spacy_lookups_data"):
        lookup = spacy.blank("nl")
        lookup.add_pipe("lemmatizer", config={"mode": "lookup"})
        lookup.initialize()
        yield Candidate("spacy-lookups-data", lookup)
        rules = spacy.blank("nl", vocab=own.vocab)
        # Rules choose by part of speech, so they need our network in front.
        rules.add_pipe("tok2vec", source=own)
        rules.add_pipe("morphologizer", source=own)
        lemmatizer = rules.add_pipe("lemmatizer", config={"mode": "rule"})
        lemmatizer.initialize(list, nlp=rules)
        yield Candidate("idem, regels", rules)


def _simplemma(doc: Doc) -> list[str]:
    import simplemma

    return [simplemma.lemmatize(token.text, lang="nl").lower() for token in doc]
