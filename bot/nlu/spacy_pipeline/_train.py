"""Training `nl_ouderwijzer_sm`: one small network for part of speech, morphology and lemma."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.nlu.spacy_pipeline._first_person import first_person
from bot.nlu.spacy_pipeline._score import score
from bot.nlu.spacy_pipeline._treebank import Sentence, Split

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Recipe:
    """What decides the outcome of a training: the same recipe gives the same pipeline."""

    epochs: int = 30
    seed: int = 7
    width: int = 96
    depth: int = 3
    rows: int = 2000
    """Rows of the hash table for whole words; prefix, suffix and shape have half of it."""
    dropout: float = 0.2
    batch_words: int = 600
    lowered_share: float = 0.75
    """Part of the sentences shown in lower case; the rest keeps its capitals."""
    unpunctuated_share: float = 0.25


def blank_pipeline(recipe: Recipe) -> Language:
    """The untrained pipeline."""
    import spacy

    nlp = spacy.blank("nl")
    # Rule based: sentence boundaries without a parser, which would cost most of the time.
    nlp.add_pipe("sentencizer")
    nlp.add_pipe(
        "tok2vec",
        config={
            "model": {
                "@architectures": "spacy.Tok2Vec.v2",
                "embed": {
                    "@architectures": "spacy.MultiHashEmbed.v2",
                    "width": recipe.width,
                    "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
                    "rows": [recipe.rows, recipe.rows // 2, recipe.rows // 2, recipe.rows // 2],
                    "include_static_vectors": False,
                },
                "encode": {
                    "@architectures": "spacy.MaxoutWindowEncoder.v2",
                    "width": recipe.width,
                    "depth": recipe.depth,
                    "window_size": 1,
                    "maxout_pieces": 3,
                },
            }
        },
    )
    head = {
        "@architectures": "spacy.Tagger.v2",
        "tok2vec": {
            "@architectures": "spacy.Tok2VecListener.v1",
            "width": recipe.width,
            "upstream": "tok2vec",
        },
    }
    nlp.add_pipe("morphologizer", config={"model": head})
    # top_k=1: trying the next best edit tree
    # gains 0.1 % and costs 0.7 ms, as all trees would have to be sorted for every word.
    nlp.add_pipe(
        "trainable_lemmatizer",
        config={"model": head, "min_tree_freq": 2, "top_k": 1, "backoff": "lower"},
    )
    return nlp


def train(
    split: Split,
    recipe: Recipe,
    report: Callable[[str], None],
    lemmas: Mapping[str, str] | None = None,
) -> Language:
    """Train on `split.train`; keep the epoch that does best on `split.dev`.

    `report` is given one line per epoch. `lemmas` maps lower-case forms to fixed lemmas.
    """
    from thinc.util import fix_random_seed

    fix_random_seed(recipe.seed)
    choose = random.Random(recipe.seed)
    nlp = blank_pipeline(recipe)
    variants = [_variants(nlp, sentence) for sentence in (*split.train, *first_person(split.train))]
    optimizer = nlp.initialize(lambda: [example for options in variants for example in options])
    if lemmas:
        # The lemmatizer leaves the lemmas alone that are there already.
        ruler: Any = nlp.add_pipe("attribute_ruler", before="trainable_lemmatizer")
        for form, lemma in lemmas.items():
            ruler.add([[{"LOWER": form}]], {"LEMMA": lemma})
    dev = [sentence.lowered() for sentence in split.dev]
    best, best_weights = -1.0, b""
    started = time.monotonic()
    for epoch in range(1, recipe.epochs + 1):
        examples = [_choose(options, recipe, choose) for options in variants]
        choose.shuffle(examples)
        losses: dict[str, float] = {}
        for batch in _batches(examples, recipe.batch_words):
            nlp.update(batch, drop=recipe.dropout, sgd=optimizer, losses=losses)
        with nlp.use_params(optimizer.averages):
            scores = score(nlp, dev)
            if scores.mean > best:
                best, best_weights = scores.mean, nlp.to_bytes()
        report(
            f"epoch {epoch:2}/{recipe.epochs}  {time.monotonic() - started:4.0f} s  "
            f"loss {sum(losses.values()):9.0f}  dev: POS {scores.pos:.1%}  "
            f"morph {scores.morph:.1%}  lemma {scores.lemma:.1%}"
            + ("  *" if scores.mean == best else "")
        )
    return nlp.from_bytes(best_weights)


def _variants(nlp: Language, sentence: Sentence) -> tuple[Example, Example, Example]:
    """The sentence as written, in lower case, and without its closing punctuation too."""
    from spacy.training import Example  # type: ignore[attr-defined]

    lowered = sentence.lowered()
    options = (sentence, lowered, lowered.unpunctuated())
    # The words to predict come from our tokenizer, not the treebank's: as it will be in use.
    written, low, bare = (
        Example(nlp.make_doc(option.text), option.gold(nlp.vocab)) for option in options
    )
    return written, low, bare


def _choose(
    options: tuple[Example, Example, Example], recipe: Recipe, choose: random.Random
) -> Example:
    written, lowered, bare = options
    if choose.random() >= recipe.lowered_share:
        return written
    return bare if choose.random() < recipe.unpunctuated_share else lowered


def _batches(examples: Sequence[Example], words: int) -> list[list[Example]]:
    batches: list[list[Example]] = []
    size = words
    for example in examples:
        if size >= words:
            batches.append([])
            size = 0
        batches[-1].append(example)
        size += len(example.predicted)
    return batches
