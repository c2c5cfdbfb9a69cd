"""Training and test sentences: reading them, and comparing them with each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.content._answers import ContentError

INTENT_PREFIX = "faq/"
"""Rasa's name of a topic is `faq/<topic>`: all topics share one retrieval intent."""

HELD_OUT = "held_out"
"""Key of an example's metadata in Rasa: it is not trained on, and these labels are right."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of a parent, where it stands and what it means."""

    text: str
    label: str
    file: Path
    line: int


@dataclass(frozen=True)
class TestCase:
    """One expectation of `tests/nlu/<folder>/<label>.yml`."""

    __test__ = False  # not a pytest class

    text: str
    label: str
    accept: tuple[str, ...]
    entities: Mapping[str, Any]
    file: Path


@dataclass(frozen=True)
class TestFile:
    """The test file of one label: sentences, and fragments of the answer a parent sees."""

    __test__ = False

    label: str
    cases: tuple[TestCase, ...]
    says: tuple[str, ...]


def normalise(text: str) -> str:
    """Lower case, without accents, punctuation and doubled spaces: to compare sentences."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def load_training(folder: Path) -> Iterator[Sentence]:
    """Every training example under `data/nlu`, with file and line.

    Raises:
        ContentError: a file is not a Rasa NLU file with one intent and examples.
    """
    for path in sorted(folder.glob("*/*.yml")):
        source = path.read_text(encoding="utf-8")
        try:
            raw = yaml.safe_load(source)
            (block,) = raw["nlu"]
            intent, examples = block["intent"], block["examples"]
        except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
            raise ContentError(
                f"{path}: verwacht 'nlu:' met een 'intent:' en 'examples: |' ({error})"
            ) from error
        label = intent.removeprefix(INTENT_PREFIX)
        first = next((n for n, line in enumerate(source.splitlines(), 1) if "examples:" in line), 0)
        for offset, line in enumerate(examples.splitlines(), 1):
            if not line.strip():
                continue
            if not line.startswith("- "):
                raise ContentError(f"{path}:{first + offset}: een voorbeeld begint met '- '")
            yield Sentence(line[2:].strip(), label, path, first + offset)


def load_tests(folder: Path) -> Iterator[TestFile]:
    """Every NLU test file under `tests/nlu`.

    Raises:
        ContentError: a test file is malformed.
    """
    for path in sorted(folder.glob("*/*.yml")):
        try:
            raw = yaml.safe_load(path.read_text(encoding="utf-8"))
            label = raw["label"]
            cases = tuple(
                TestCase(
                    case["text"],
                    label,
                    tuple(case.get("accept", ())),
                    case.get("entities", {}),
                    path,
                )
                for case in raw["tests"]
            )
            says = tuple(raw.get("says", ()))
        except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise ContentError(
                f"{path}: verwacht 'label:', 'tests:' en 'says:' ({error})"
            ) from error
        yield TestFile(label, cases, says)
