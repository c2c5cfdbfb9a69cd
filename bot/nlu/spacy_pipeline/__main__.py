"""`python -m bot.nlu.spacy_pipeline`: train, evaluate or check the Dutch spaCy pipeline."""

from __future__ import annotations

import argparse
import csv
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.nlu._spacy_model import OWN_PIPELINE, SpacyModelError, check, load
from bot.nlu.spacy_pipeline import Recipe, milliseconds, read_treebanks, score, split, train
from bot.nlu.spacy_pipeline._compare import candidates

if TYPE_CHECKING:
    from spacy.language import Language

    from bot.nlu.spacy_pipeline import Split

_ROOT = Path(__file__).resolve().parents[3]
_META = {
    "name": OWN_PIPELINE.removeprefix("nl_"),
    "version": "0.1.0",
    "description": "Small Dutch pipeline for parents' chat messages: part of speech, morphology "
    "and lemmas, mostly learned in lower case.",
    "author": "Ouderwijzer",
    "license": "CC BY-SA 4.0",
    "sources": [
        {
            "name": name,
            "url": f"https://universaldependencies.org/treebanks/{page}/",
            "license": "CC BY-SA 4.0",
            "author": "Gosse Bouma and Gertjan van Noord",
        }
        for name, page in (
            ("UD_Dutch-Alpino (dev and test parts)", "nl_alpino"),
            ("UD_Dutch-LassySmall (dev and test parts)", "nl_lassysmall"),
        )
    ],
}


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when all is well."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.nlu.spacy_pipeline",
        description="Maak, meet of controleer het Nederlandse spaCy-taalmodel.",
    )
    parser.add_argument("--data", type=Path, default=_ROOT / "data/ud", help="map met boombanken")
    commands = parser.add_subparsers(dest="command", required=True)
    training = commands.add_parser("train", help=f"maak {OWN_PIPELINE} (enkele minuten)")
    training.add_argument("--epochs", type=int, default=Recipe.epochs)
    training.add_argument("--output", type=Path, default=_ROOT / "models" / OWN_PIPELINE)
    measuring = commands.add_parser("evaluate", help="meet op zinnen waar niet van is geleerd")
    measuring.add_argument("--model", help="map of pakket; anders SPACY_MODEL of het eigen model")
    commands.add_parser("check", help="controleer of het gekozen taalmodel bruikbaar is")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "check":
            print(check())
        elif chosen.command == "train":
            _train(chosen.data, chosen.output, replace(Recipe(), epochs=chosen.epochs))
        else:
            _evaluate(load(chosen.model), split(read_treebanks(chosen.data)))
    except SpacyModelError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _train(data: Path, output: Path, recipe: Recipe) -> None:
    parts = split(read_treebanks(data))
    with (_ROOT / "data/lemmas.csv").open(encoding="utf-8", newline="") as lines:
        lemmas = {row["form"]: row["lemma"] for row in csv.DictReader(lines)}
    nlp = train(parts, recipe, lambda line: print(line, flush=True), lemmas)
    scores = score(nlp, [sentence.lowered() for sentence in parts.test])
    nlp.meta.update(_META)
    nlp.meta["performance"] = {
        "pos_acc": round(scores.pos, 4),
        "morph_acc": round(scores.morph, 4),
        "lemma_acc": round(scores.lemma, 4),
        "content_lemma_acc": round(scores.content_lemma, 4),
        "test_words": sum(len(sentence.words) for sentence in parts.test),
    }
    nlp.to_disk(output)
    print(f"-> {output}")
    _evaluate(nlp, parts)


def _evaluate(own: Language, parts: Split) -> None:
    """Print one table: every candidate on the test part, as written and as Rasa passes it on."""
    written = list(parts.test)
    lowered = [sentence.lowered() for sentence in written]
    words = sum(len(sentence.words) for sentence in written)
    print(f"\n{words} woorden waar niet van is geleerd; inhoud = zelfst.nw., werkw., bijv.nw.")
    print(f"{'':30}{'woordsoort':>11}{'kenmerken':>11}{'lemma':>8}{'inhoud':>8}{'ms':>7}")
    for candidate in candidates(own):
        time = milliseconds(candidate.run)
        tags = "morphologizer" in candidate.nlp.pipe_names
        for shown, sentences in (("kleine letters", lowered), ("als geschreven", written)):
            scores = score(candidate.nlp, sentences, candidate.lemmatize)
            pos, morph = (f"{x:.1%}" if tags else "-" for x in (scores.pos, scores.morph))
            print(
                f"{candidate.name + ', ' + shown:38.38}{pos:>9}{morph:>9}"
                f"{scores.lemma:>8.1%}{scores.content_lemma:>8.1%}{time:>7.2f}"
            )


if __name__ == "__main__":
    sys.exit(main())
