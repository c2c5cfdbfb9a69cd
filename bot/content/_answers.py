"""Answer files: what a parent reads for one topic, with its sources and review date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.content._lines import Line, read_line

_LISTS = ("steps", "deadlines", "differs")
_TEXTS = ("topic", "question", "short", "answer", "call")
_KNOWN = {*_LISTS, *_TEXTS, "follow_ups", "reviewed", "sources"}


class ContentError(ValueError):
    """An editorial file does not have the agreed form; the message names file and remedy."""


@dataclass(frozen=True)
class Source:
    """Where an answer comes from, as shown to the parent."""

    title: str
    url: str


@dataclass(frozen=True)
class Answer:
    """One answer file. Everything in it is Dutch text for parents."""

    topic: str
    question: str
    """The topic as a parent would ask it: button title and choice when we ask back."""
    short: str
    """The same in at most 20 characters, for channels with short buttons."""
    answer: str
    reviewed: date
    call: str = ""
    """For urgent situations: who to call or write first. Shown at the top."""
    steps: tuple[Line, ...] = ()
    deadlines: tuple[Line, ...] = ()
    differs: tuple[Line, ...] = ()
    sources: tuple[Source, ...] = ()
    follow_ups: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every step, deadline and caution."""
        return (*self.steps, *self.deadlines, *self.differs)

    def text(self) -> str:
        """The whole answer as plain text, with for whom each line is."""
        return compose(
            [self.call, self.answer],
            *([line.addressed() for line in lines] for lines in (
                self.steps, self.deadlines, self.differs,
            )),
        )  # fmt: skip


def compose(opening: list[str], steps: list[str], deadlines: list[str], differs: list[str]) -> str:
    """An answer in the order a worried parent needs it; what is empty leaves no trace."""
    blocks = list(opening)
    if steps:
        numbered = (f"{number}. {step}" for number, step in enumerate(steps, 1))
        blocks.append("\n".join(["Wat kunt u doen?", *numbered]))
    if deadlines:
        blocks.append("\n".join(["Termijnen:", *(f"- {line}" for line in deadlines)]))
    if differs:
        blocks.append("\n".join(["Let op:", *(f"- {line}" for line in differs)]))
    return "\n\n".join(block.strip() for block in blocks if block.strip())


def load_answer(path: Path) -> Answer:
    """Read one answer file.

    Raises:
        ContentError: the file is not of the agreed form.
        OSError: the file cannot be read.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ContentError(f"{path}: geen geldige YAML ({error})") from error
    if not isinstance(raw, Mapping):
        raise ContentError(f"{path}: verwacht velden zoals 'topic:' en 'answer:'")
    unknown = sorted(set(raw) - _KNOWN)
    if unknown:
        raise ContentError(f"{path}: onbekend veld {', '.join(map(str, unknown))}; haal het weg")
    for field in ("topic", "answer", "reviewed"):
        if not raw.get(field):
            raise ContentError(f"{path}: veld '{field}' ontbreekt; vul het in")
    for field in _TEXTS:
        if not isinstance(raw.get(field, ""), str):
            raise ContentError(f"{path}: veld '{field}' moet tekst zijn; zet er quotes om")
    if not isinstance(raw["reviewed"], date):
        raise ContentError(f"{path}: 'reviewed' moet een datum zijn, bijvoorbeeld 2026-11-25")
    lists = {field: _lines(path, field, raw.get(field)) for field in _LISTS}
    return Answer(
        topic=raw["topic"],
        question=raw.get("question", ""),
        short=raw.get("short", ""),
        answer=raw["answer"].strip(),
        reviewed=raw["reviewed"],
        call=raw.get("call", "").strip(),
        sources=tuple(_source(path, entry) for entry in raw.get("sources") or ()),
        follow_ups=_names(path, raw.get("follow_ups")),
        **lists,
    )


def load_answers(folder: Path) -> dict[str, Answer]:
    """Read every answer under `data/responses`, by label.

    Raises:
        ContentError: a file is malformed, or its name differs from its `topic`.
    """
    answers: dict[str, Answer] = {}
    for path in sorted(folder.glob("*/*.yml")):
        answer = load_answer(path)
        if answer.topic != path.stem:
            raise ContentError(
                f"{path}: 'topic: {answer.topic}' moet gelijk zijn aan de bestandsnaam {path.stem}"
            )
        answers[answer.topic] = answer
    return answers


def _lines(path: Path, field: str, value: Any) -> tuple[Line, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ContentError(f"{path}: '{field}' moet een lijst van teksten zijn")
    try:
        return tuple(read_line(entry) for entry in value)
    except ValueError as error:
        raise ContentError(f"{path}: '{field}' {error}") from error


def _names(path: Path, value: Any) -> tuple[str, ...]:
    if not isinstance(value or [], list) or not all(isinstance(name, str) for name in value or []):
        raise ContentError(f"{path}: 'follow_ups' moet een lijst van labels zijn")
    return tuple(value or ())


def _source(path: Path, entry: Any) -> Source:
    if not isinstance(entry, Mapping) or set(entry) != {"title", "url"}:
        raise ContentError(f"{path}: een bron heeft precies 'title' en 'url'")
    return Source(str(entry["title"]), str(entry["url"]))
