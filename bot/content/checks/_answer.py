"""What must hold of an answer file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.content._answers import Answer
from bot.content._catalogue import Label
from bot.content.checks._claims import outdated, unknown_phones
from bot.content.checks._language import Jargon, check_language
from bot.content.checks._problem import Places, Problem

MAX_TEXT = 1900
"""Characters; with its sources it stays one WhatsApp message of at most 4,096."""
MAX_ANSWER = 520
"""Characters; with the call at the top it fits WhatsApp's 1,024 beside buttons."""
MAX_BODY = 1024
MAX_QUESTION = 72
"""Characters: the description of a row in a WhatsApp list."""
MAX_SHORT = 20
"""Characters: the title of a WhatsApp button."""
MAX_MESSAGE = 4096
MAX_STEPS = 6
MIN_FOLLOW_UPS, MAX_FOLLOW_UPS = 2, 3

_INTERNAL = {"swv_zoeken", "handoff", "privacy"}
"""Dialogue labels a follow-up button may lead to."""
_RUNS_ON = re.compile(r"\b(?:zes|6) weken (?:voor bezwaar )?lopen (?:gewoon )?door")
_OBJECTION = re.compile(
    r"bezwaar[^.]{0,60}\b(?:6|zes) weken|\b(?:6|zes) weken[^.]{0,60}bezwaar", re.I
)


@dataclass(frozen=True)
class Library:
    """What answers are checked against."""

    catalogue: dict[str, Label]
    topics: Collection[str]
    """Labels that have an answer."""
    phones: set[str]
    jargon: tuple[Jargon, ...]


def check_answer(answer: Answer, places: Places, library: Library) -> Iterator[Problem]:
    """Sources, lengths, readability, follow-ups and forbidden claims of one answer."""
    label = library.catalogue.get(answer.topic)
    if label is None:
        return
    if label.is_topic:
        yield from _check_topic(answer, places)
    if label.is_topic or answer.topic in _INTERNAL:
        yield from _check_titles(answer, places)
    yield from _check_links(answer, places, library)
    yield from _check_lengths(answer, places)
    for field, number, text in _texts(answer):
        where = places.of(field, number)
        for why in outdated(answer.topic, text):
            yield Problem(where, why)
        for phone in unknown_phones(text, library.phones):
            yield Problem(where, f"telefoonnummer {phone} staat niet met bron in data/swv")
    for why in check_language(answer.text(), library.jargon):
        yield Problem(places.of("answer"), why)


def _check_topic(answer: Answer, places: Places) -> Iterator[Problem]:
    if not answer.sources:
        yield Problem(places.of("sources"), "een antwoord heeft minstens een bron")
    if not answer.steps:
        yield Problem(places.of("steps"), "geef minstens een stap die de ouder kan zetten")
    if not MIN_FOLLOW_UPS <= len(answer.follow_ups) <= MAX_FOLLOW_UPS:
        yield Problem(places.of("follow_ups"), "geef 2 of 3 vervolgvragen")
    text = answer.text()
    if _OBJECTION.search(text) and not _RUNS_ON.search(text):
        yield Problem(
            places.of("deadlines"),
            "noem bij bezwaar dat de zes weken lopen: 'De zes weken lopen door, ook als u nog "
            "praat of in de vakantie.'",
        )


def _check_titles(answer: Answer, places: Places) -> Iterator[Problem]:
    if not answer.question or len(answer.question) > MAX_QUESTION:
        yield Problem(
            places.of("question"), f"'question' is nodig, hoogstens {MAX_QUESTION} tekens"
        )
    if not answer.short or len(answer.short) > MAX_SHORT:
        yield Problem(places.of("short"), f"'short' is nodig, hoogstens {MAX_SHORT} tekens")


def _check_links(answer: Answer, places: Places, library: Library) -> Iterator[Problem]:
    for number, source in enumerate(answer.sources):
        if not re.fullmatch(r"https?://[^\s<>\"]+\.[^\s<>\"]+", source.url):
            yield Problem(places.of("sources", number), f"'{source.url}' is geen webadres")
    for target in answer.follow_ups:
        where = places.of("follow_ups")
        known = target in library.topics or target in _INTERNAL
        if target == answer.topic or not known:
            yield Problem(where, f"vervolgvraag '{target}' heeft geen antwoord")
        elif not library.catalogue[target].is_topic and target not in _INTERNAL:
            yield Problem(where, f"vervolgvraag '{target}' is geen onderwerp")


def _check_lengths(answer: Answer, places: Places) -> Iterator[Problem]:
    text = answer.text()
    sources = sum(len(source.title) + len(source.url) + 2 for source in answer.sources)
    lengths = (
        ("answer", len(answer.answer), MAX_ANSWER, "'answer'"),
        ("call", len(answer.call) + 2 + len(answer.answer), MAX_BODY, "'call' met 'answer'"),
        ("answer", len(text), MAX_TEXT, "de hele tekst"),
        ("sources", len(text) + sources, MAX_MESSAGE, "de tekst met bronnen"),
    )
    for field, length, limit, what in lengths:
        if length > limit:
            yield Problem(
                places.of(field), f"{what} heeft {length} tekens; hoogstens {limit}: kort in"
            )
    if len(answer.steps) > MAX_STEPS:
        yield Problem(places.of("steps"), f"hoogstens {MAX_STEPS} stappen")


def _texts(answer: Answer) -> Iterator[tuple[str, int, str]]:
    yield "call", -1, answer.call
    yield "answer", -1, answer.answer
    yield "question", -1, answer.question
    for field in ("steps", "deadlines", "differs"):
        for number, line in enumerate(getattr(answer, field)):
            yield field, number, line.text
