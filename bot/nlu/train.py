"""`python -m bot.nlu.train`: train the brain's model, unless the data it came from is unchanged."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import logging
import os
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import yaml

from bot.content import HELD_OUT, INTENT_PREFIX, load_catalogue, load_tests
from bot.nlu._spacy_model import SpacyModelError, fingerprint

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "var" / "models"
MODEL = MODELS / "brain.tar.gz"
_STAMP = MODELS / "brain.sha256"

_INPUTS = (
    "config.yml",
    "domain.yml",
    "data/topics.csv",
    "data/nlu/*/*.yml",
    "data/rules/*.yml",
    "tests/nlu/*/*.yml",
    "data/swv/pc4.csv",
    "data/swv/aliases.csv",
    "data/swv/former_gemeenten.csv",
    "bot/dutch.py",
    "bot/places.py",
    "bot/nlu/_spacy*.py",
    "bot/nlu/spacy_pipeline/*.py",
    "bot/nlu/entities/*.py",
    "bot/nlu/topics/*.py",
    "bot/nlu/entity_extractor.py",
    "bot/nlu/topic_classifier.py",
    "requirements/brain.txt",
)
_TICK = 5.0


def main(arguments: list[str] | None = None) -> int:
    """Train when needed; 0 when a model is ready, 2 when it cannot be made."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.nlu.train", description="Train het model, als de data veranderd is."
    )
    parser.add_argument("--force", action="store_true", help="train ook als er niets veranderd is")
    chosen = parser.parse_args(arguments)
    try:
        stamp = data_stamp(ROOT)
    except SpacyModelError as error:
        print(error, file=sys.stderr)
        return 2
    if MODEL.exists() and _STAMP.exists() and _STAMP.read_text() == stamp and not chosen.force:
        print("Model: de data is niet veranderd, het bestaande model wordt gebruikt.")
        return 0
    print("Model: trainen op de voorbeelden (een tot twee minuten) ...", flush=True)
    started = time.monotonic()
    if not _train():
        return 2
    _STAMP.write_text(stamp)
    print(f"Model: klaar in {time.monotonic() - started:.0f} seconden.")
    return 0


def data_stamp(root: Path) -> str:
    """A hash of everything a model is made from.

    Raises:
        SpacyModelError: the spaCy pipeline cannot be used.
    """
    total = hashlib.sha256(fingerprint().encode())
    for path in _inputs(root):
        total.update(f"{path.relative_to(root)}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _inputs(root: Path) -> Iterator[Path]:
    for pattern in _INPUTS:
        yield from sorted(root.glob(pattern))


def _train() -> bool:
    """Train with Rasa; its own output is shown only when that fails."""
    quiet()
    os.chdir(ROOT)
    output = io.StringIO()
    done = threading.Event()
    threading.Thread(target=_tick, args=(done, sys.stdout), daemon=True).start()
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            from rasa.model_training import train  # imports TensorFlow: only when needed
            from rasa.utils.log_utils import configure_structlog

            configure_structlog(logging.ERROR)
            result = train(
                domain="domain.yml",
                config="config.yml",
                training_files=["data/nlu", "data/rules", str(_held_out_file())],
                output=str(MODELS),
                fixed_model_name="brain",
                force_training=True,
            )
        trained = result.code == 0 and MODEL.exists()
    except Exception as error:  # whatever Rasa raises, an editor gets its message
        output.write(f"{type(error).__name__}: {error}")
        trained = False
    finally:
        done.set()
    if not trained:
        print("Model: trainen mislukt.\n" + output.getvalue()[-3000:], file=sys.stderr)
    return trained


def _held_out_file() -> Path:
    """Write the test sentences as Rasa examples that are marked as held out.

    The classifier does not train on them: on them its scores become probabilities and its
    thresholds are chosen. Going through Rasa, they pass the same pipeline as the examples.
    """
    catalogue = load_catalogue(ROOT / "data/topics.csv")
    blocks = []
    for test in load_tests(ROOT / "tests/nlu"):
        examples = [
            {"text": case.text, "metadata": {HELD_OUT: [test.label, *case.accept]}}
            for case in test.cases
            if case.text.strip()
        ]
        intent = f"{INTENT_PREFIX}{test.label}" if catalogue[test.label].is_topic else test.label
        blocks.append({"intent": intent, "examples": examples})
    MODELS.mkdir(parents=True, exist_ok=True)
    target = MODELS / "held_out.yml"
    content = {"version": "3.1", "nlu": blocks}
    target.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    return target


def quiet() -> None:
    """Keep third parties from printing: deprecations of 2023's packages help nobody here."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    warnings.showwarning = _ignore
    logging.getLogger("rasa").setLevel(logging.ERROR)


def _ignore(*_: object, **__: object) -> None:
    """Show no warning."""


def _tick(done: threading.Event, out: TextIO) -> None:
    seconds = _TICK
    while not done.wait(_TICK):
        print(f"  nog bezig ({seconds:.0f} s)", file=out, flush=True)
        seconds += _TICK


if __name__ == "__main__":
    sys.exit(main())
