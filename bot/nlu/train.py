"""`python -m bot.nlu.train`: train the brain's model, unless the data it came from is unchanged."""

from __future__ import annotations

import argparse
import hashlib
import logging
import os
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

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
    "data/swv/pc4.csv",
    "data/swv/aliases.csv",
    "data/swv/former_gemeenten.csv",
    "bot/places.py",
    "bot/nlu/**/*.py",
    "requirements/brain.txt",
)
# The answers are not in the training data but in data/responses (bot.nlu.nlg).
_EXPECTED_WARNINGS = (
    ".*You either need to add a response phrase.*",
    ".*does not include a response selector.*",
    ".*is used in stories/rules.*utter_.*",
    ".*has no response.*",
)


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
    print("Model: trainen op de voorbeelden (ongeveer een minuut) ...", flush=True)
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
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    for message in _EXPECTED_WARNINGS:
        warnings.filterwarnings("ignore", message=message)
    logging.getLogger("rasa").setLevel(logging.ERROR)
    from rasa.model_training import train  # imports TensorFlow: only when there is work to do
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)
    os.chdir(ROOT)
    result = train(
        domain="domain.yml",
        config="config.yml",
        training_files=["data/nlu", "data/rules"],
        output=str(MODELS),
        fixed_model_name="brain",
        force_training=True,
    )
    return result.code == 0 and MODEL.exists()


if __name__ == "__main__":
    sys.exit(main())
