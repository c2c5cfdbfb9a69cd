"""What must hold of the editorial files before anything is trained or tested."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content._answers import Answer, ContentError, load_answer, load_answers
from bot.content._catalogue import Label, load_catalogue
from bot.content._examples import (
    Sentence,
    TestFile,
    load_tests,
    load_training,
    normalise,
)

MIN_EXAMPLES = 40
MIN_TESTS = 6
MAX_TEXT = 1900
MAX_ANSWER = 520
MAX_QUESTION = 72
MAX_SHORT = 20
MAX_STEPS = 6
MAX_SENTENCE_WORDS = 25
MAX_MEAN_WORDS = 14.0
MIN_FOLLOW_UPS, MAX_FOLLOW_UPS = 2, 3

_OUTDATED: tuple[tuple[str, str], ...] = (
    (r"8 weken|acht weken", "de 8-wekenregel is vervallen (alleen nog cluster 1 en 2)"),
    (r"\b0800-?5010\b", "oud nummer van Ouders & Onderwijs"),
    (r"\b15[0-9] samenwerkingsverbanden", "noem geen aantal samenwerkingsverbanden"),
    (r"\beindtoets\b", "heet nu doorstroomtoets"),
    (r"\brugzakje\b", "het rugzakje bestaat niet meer sinds 2014"),
)
_MAY_QUOTE_OUTDATED = {"rugzakje", "ondersteuningsaanbod_school", "verwijdering", "cluster_1_2"}
_PHONE = re.compile(r"(?<![\d/-])0\d{1,3}[- ]?\d[\d -]{4,9}\d(?![\d/-])")
_INTERNAL = {"swv_zoeken", "handoff", "privacy"}
"""Dialogue labels a follow-up button may lead to."""


@dataclass(frozen=True)
class Problem:
    """One thing to repair, in words an editor understands."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def check_project(root: Path) -> list[Problem]:
    """Check all content of the project in `root`; an empty list means that all is well."""
    try:
        catalogue = load_catalogue(root / "data/topics.csv")
        training = list(load_training(root / "data/nlu"))
        answers = load_answers(root / "data/responses")
        tests = list(load_tests(root / "tests/nlu"))
    except ContentError as error:
        where, _, message = str(error).partition(": ")
        return [Problem(where, message)]
    phones = known_phones(root)
    problems = list(check_stems(root, catalogue))
    problems += check_training(training, catalogue)
    for label, answer in answers.items():
        problems += check_answer(answer, f"data/responses/{label}", catalogue, answers, phones)
    for test in tests:
        problems += check_test(test, catalogue, training)
    fingerprints = root / "tests/nlu/_held_out.json"
    if fingerprints.exists():
        problems += check_held_out(training, HeldOut.load(fingerprints))
    return problems


def check_file(root: Path, label: str) -> list[Problem]:
    """Check only the three files of one label, for an editor who works on it."""
    everything = check_project(root)
    return [problem for problem in everything if re.search(rf"\b{label}\b", str(problem))]


def known_phones(root: Path) -> set[str]:
    """Digits of every phone number for which the registry names a source."""
    found: set[str] = set()
    for name in ("hulp.csv", "landelijk.csv"):
        path = root / "data/swv" / name
        if not path.exists():
            continue
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row.get("phone") and row.get("source"):
                    found.add(re.sub(r"\D", "", row["phone"]))
    return found


def check_stems(root: Path, catalogue: dict[str, Label]) -> Iterator[Problem]:
    """Every label that has one of its three files has all three, in the right folder."""
    rooms = ("data/nlu", "data/responses", "tests/nlu")
    seen: dict[str, set[str]] = {}
    for room in rooms:
        for path in sorted((root / room).glob("*/*.yml")):
            label = catalogue.get(path.stem)
            where = str(path.relative_to(root))
            if path.stem.startswith("_"):
                continue
            if label is None:
                yield Problem(where, f"'{path.stem}' staat niet in data/topics.csv")
            elif path.parent.name != label.folder:
                yield Problem(where, f"hoort in de map {room}/{label.folder}")
            seen.setdefault(path.stem, set()).add(room)
    for stem, present in sorted(seen.items()):
        for room in rooms:
            if room not in present:
                yield Problem(stem, f"{room}/.../{stem}.yml ontbreekt")


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
        if number < MIN_EXAMPLES:
            yield Problem(
                f"data/nlu/{label}", f"{number} voorbeelden; schrijf er minstens {MIN_EXAMPLES}"
            )


def check_answer(
    answer: Answer,
    where: str,
    catalogue: dict[str, Label],
    answers: dict[str, Answer],
    phones: set[str],
) -> Iterator[Problem]:
    """Sources, length, readability, follow-ups and forbidden claims of one answer."""
    label = catalogue.get(answer.topic)
    if label is None:
        return
    text = answer.text()
    if label.is_topic:
        if not answer.sources:
            yield Problem(where, "een antwoord heeft minstens een bron")
        if not answer.steps:
            yield Problem(where, "geef minstens een stap die de ouder kan zetten")
        if not MIN_FOLLOW_UPS <= len(answer.follow_ups) <= MAX_FOLLOW_UPS:
            yield Problem(where, "geef 2 of 3 vervolgvragen")
    if label.is_topic or answer.topic in _INTERNAL:
        if not answer.question or len(answer.question) > MAX_QUESTION:
            yield Problem(where, f"'question' is nodig, hoogstens {MAX_QUESTION} tekens")
        if not answer.short or len(answer.short) > MAX_SHORT:
            yield Problem(where, f"'short' is nodig, hoogstens {MAX_SHORT} tekens")
    for source in answer.sources:
        if not re.fullmatch(r"https?://[^\s<>\"]+\.[^\s<>\"]+", source.url):
            yield Problem(where, f"'{source.url}' is geen webadres")
    for target in answer.follow_ups:
        if target == answer.topic or (target not in answers and target not in _INTERNAL):
            yield Problem(where, f"vervolgvraag '{target}' heeft geen antwoord")
        elif not catalogue[target].is_topic and target not in _INTERNAL:
            yield Problem(where, f"vervolgvraag '{target}' is geen onderwerp")
    if len(answer.answer) > MAX_ANSWER:
        yield Problem(where, f"'answer' heeft {len(answer.answer)} tekens; hoogstens {MAX_ANSWER}")
    if len(text) > MAX_TEXT:
        yield Problem(where, f"de hele tekst heeft {len(text)} tekens; hoogstens {MAX_TEXT}")
    if len(answer.steps) > MAX_STEPS:
        yield Problem(where, f"hoogstens {MAX_STEPS} stappen")
    if answer.topic not in _MAY_QUOTE_OUTDATED:
        for pattern, why in _OUTDATED:
            if re.search(pattern, text, re.IGNORECASE):
                yield Problem(where, f"verouderd: {why}")
    for number in _PHONE.findall(text):
        if re.sub(r"\D", "", number) not in phones:
            yield Problem(where, f"telefoonnummer {number.strip()} staat niet met bron in data/swv")
    yield from _check_readability(text, where)
    if re.search(r"\b(jij|jou|jouw|je|jullie)\b", text, re.IGNORECASE):
        yield Problem(where, "schrijf in de u-vorm")


def _check_readability(text: str, where: str) -> Iterator[Problem]:
    lengths = []
    for sentence in sentences(text):
        words = sentence.split()
        lengths.append(len(words))
        if len(words) > MAX_SENTENCE_WORDS:
            yield Problem(where, f"zin van {len(words)} woorden: '{' '.join(words[:8])} ...'")
    if lengths and sum(lengths) / len(lengths) > MAX_MEAN_WORDS:
        mean = sum(lengths) / len(lengths)
        yield Problem(
            where, f"gemiddeld {mean:.1f} woorden per zin; hoogstens {MAX_MEAN_WORDS:.0f}"
        )


def sentences(text: str) -> list[str]:
    """Split a text for parents into its sentences (line ends and final punctuation)."""
    parts = re.split(r"(?<=[.!?:])\s+(?=[A-Z0-9'‘\"(-])|\n+", text)
    cleaned = (re.sub(r"^(\d+\.|-)\s*", "", part.strip()) for part in parts)
    return [part for part in cleaned if part]


def check_test(
    test: TestFile, catalogue: dict[str, Label], training: Iterable[Sentence]
) -> Iterator[Problem]:
    """Enough test sentences, known labels, and none of them trained on."""
    where = f"tests/nlu/{test.label}"
    if test.label not in catalogue:
        yield Problem(where, f"onbekend label '{test.label}'")
    if len(test.cases) < MIN_TESTS:
        yield Problem(where, f"{len(test.cases)} testzinnen; schrijf er minstens {MIN_TESTS}")
    if not test.says:
        yield Problem(where, "'says:' ontbreekt: wat leest de ouder in elk geval?")
    trained = {normalise(sentence.text): sentence for sentence in training}
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
    def load(cls, path: Path) -> HeldOut:
        """Read the file that `python -m bot.content fingerprint` wrote."""
        return cls(tuple(frozenset(q) for q in json.loads(path.read_text(encoding="utf-8"))))

    def resembles(self, text: str) -> bool:
        """Whether `text` shares most of its word triples with a held-out question."""
        mine = fingerprint(text)
        return any(
            len(mine & theirs) / min(len(mine), len(theirs)) >= 0.6
            and min(len(mine), len(theirs)) / max(len(mine), len(theirs)) >= 0.5
            for theirs in self.questions
            if theirs and mine
        )


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


__all__ = ["Problem", "check_file", "check_project", "load_answer"]
