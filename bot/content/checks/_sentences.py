"""What must hold of training examples and test sentences."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.content._catalogue import Label
from bot.content._examples import Sentence, TestFile, normalise
from bot.content.checks._problem import Problem

MIN_EXAMPLES, MIN_TOPIC_EXAMPLES = 40, 100
MIN_TESTS = 6


def check_training(training: list[Sentence], catalogue: dict[str, Label]) -> Iterator[Problem]:
    """Enough examples, none twice, none under two labels, no stray Rasa markup."""
    counts: Counter[str] = Counter()
    first: dict[str, Sentence] = {}
    for sentence in training:
        counts[sentence.label] += 1
        where = f"{sentence.file}:{sentence.line}"
        if sentence.label not in catalogue:
            yield Problem(where, f"onbekend label '{sentence.label}'")
        if re.search(r"[\[\]{}]", sentence.text):
            yield Problem(where, "gebruik geen [ ] of { }: Rasa leest die als opmaak")
        key = normalise(sentence.text) or sentence.text
        if key in first:
            other = first[key]
            yield Problem(where, f"staat al in {other.file}:{other.line}; haal een van beide weg")
        else:
            first[key] = sentence
    for label, number in counts.items():
        known = catalogue.get(label)
        wanted = MIN_TOPIC_EXAMPLES if known is not None and known.is_topic else MIN_EXAMPLES
        if number < wanted:
            yield Problem(
                f"data/nlu/{label}", f"{number} voorbeelden; schrijf er minstens {wanted}"
            )


def check_tests(
    tests: Iterable[TestFile], catalogue: dict[str, Label], training: Iterable[Sentence]
) -> Iterator[Problem]:
    """Enough test sentences, known labels, and none of them trained on."""
    trained = {normalise(sentence.text): sentence for sentence in training}
    for test in tests:
        yield from _check_test(test, catalogue, trained)


def _check_test(
    test: TestFile, catalogue: dict[str, Label], trained: Mapping[str, Sentence]
) -> Iterator[Problem]:
    where = f"tests/nlu/{test.label}"
    if test.label not in catalogue:
        yield Problem(where, f"onbekend label '{test.label}'")
    if len(test.cases) < MIN_TESTS:
        yield Problem(where, f"{len(test.cases)} testzinnen; schrijf er minstens {MIN_TESTS}")
    if not test.says:
        yield Problem(where, "'says:' ontbreekt: wat leest de ouder in elk geval?")
    for case in test.cases:
        for other in case.accept:
            if other not in catalogue:
                yield Problem(where, f"onbekend label '{other}' in accept")
        twin = trained.get(normalise(case.text))
        if twin is not None and normalise(case.text):
            yield Problem(where, f"'{case.text[:40]}' is ook trainingsvoorbeeld ({twin.file.name})")


@dataclass(frozen=True)
class HeldOut:
    """Fingerprints of questions kept apart to measure with.

    The questions themselves are not in the project. Each is known here by hashes of its
    overlapping word triples, enough to see that a training example is a copy or a light
    rewording, and not enough to read it.
    """

    questions: tuple[frozenset[str], ...]

    @classmethod
    def of_project(cls, root: Path) -> HeldOut:
        """The project's own evaluation questions, and fingerprints of others."""
        found: list[frozenset[str]] = []
        prints, own = root / "tests/nlu/_held_out.json", root / "data/evaluation/questions.csv"
        if prints.exists():
            found += cls.load(prints).questions
        if own.exists():
            with own.open(encoding="utf-8", newline="") as lines:
                found += [fingerprint(row["text"]) for row in csv.DictReader(lines)]
        return cls(tuple(found))

    @classmethod
    def load(cls, path: Path) -> HeldOut:
        """Read the file that `python -m bot.content fingerprint` wrote."""
        return cls(tuple(frozenset(q) for q in json.loads(path.read_text(encoding="utf-8"))))

    def resembles(self, text: str) -> bool:
        """Whether `text` shares most of its word triples with a held-out question."""
        mine = fingerprint(text)
        # Only those with which it has a triple in common: there are thousands of examples.
        near = {number for triple in mine for number in self._having.get(triple, ())}
        return any(
            len(mine & theirs) / min(len(mine), len(theirs)) >= 0.6
            and min(len(mine), len(theirs)) / max(len(mine), len(theirs)) >= 0.5
            for theirs in (self.questions[number] for number in near)
        )

    @cached_property
    def _having(self) -> dict[str, list[int]]:
        """For each triple, the questions that have it."""
        found: dict[str, list[int]] = {}
        for number, triples in enumerate(self.questions):
            for triple in triples:
                found.setdefault(triple, []).append(number)
        return found


def fingerprint(text: str) -> frozenset[str]:
    """Hashes of the word triples of `text`; empty for texts of fewer than four words.

    Very short questions ("wat is een opp") are common property and not compared.
    """
    words = normalise(text).split()
    if len(words) < 4:
        return frozenset()
    triples = (" ".join(words[at : at + 3]) for at in range(len(words) - 2))
    return frozenset(hashlib.sha256(t.encode()).hexdigest()[:12] for t in triples)


def check_held_out(training: Iterable[Sentence], held_out: HeldOut) -> Iterator[Problem]:
    """No training example may be a held-out question, in any light rewording."""
    for sentence in training:
        if held_out.resembles(sentence.text):
            yield Problem(
                f"{sentence.file}:{sentence.line}",
                "lijkt te veel op een vraag waarmee we meten; schrijf iets anders",
            )
