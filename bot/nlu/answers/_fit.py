"""Fitting an answer to a parent's situation: what holds for them, and what to ask first.

A few answers turn on the kind of school, on who governs it, or on a date. Lines for some parents
only are kept back until that is known; the rest is said at once, so that nobody has to answer a
question to get an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.content import Answer, Line, Texts, compose
from bot.nlu.answers._situation import UNKNOWN, Situation
from bot.nlu.days import in_words

_SOON = timedelta(days=7)
_TEMPORARY_PLACE = 10
"""Weeks from the application; they run on, whatever the school waits for (WVO 8.13)."""


@dataclass(frozen=True)
class Fitted:
    """An answer, or the rest of one, for a parent."""

    text: str
    asks: str = ""
    """The fact it turns on that is asked now: sector, school, besluit or aanmelding."""
    assumes: str = ""
    """The sector that was taken for granted because of the website; this must be said."""


def fit(answer: Answer, situation: Situation, texts: Texts, today: date, ask: bool) -> Fitted:
    """The whole answer as it holds in `situation`.

    When `ask`, lines that turn on something unknown wait for that; otherwise they are given with
    for whom they are.
    """
    shown = [
        [
            line
            for line in lines
            if _holds(line, situation) and not (ask and _waits(line, situation))
        ]
        for lines in (answer.steps, answer.deadlines, answer.differs)
    ]
    steps, deadlines, differs = (_said(lines, situation) for lines in shown)
    days = _last_days(answer, situation, texts, today)
    text = compose([answer.call, answer.answer], steps, [*deadlines, *days], differs)
    return Fitted(text, next_question(answer, situation) if ask else "")


def fit_news(
    answer: Answer, before: Situation, after: Situation, texts: Texts, today: date
) -> Fitted:
    """What an answer given in `before` adds now that the parent told more."""
    news = [
        line
        for line in answer.lines
        if _holds(line, after) and _waits(line, before) and not _waits(line, after)
    ]
    days = [] if _same_days(before, after) else _last_days(answer, after, texts, today)
    asks = next_question(answer, after)
    lines = [*_said(news, after), *days]
    if not lines:
        return Fitted("" if asks else texts("parts.nothing"), asks)
    prefixed = any(line.whom and not _is_known(line, after) for line in news)
    heading = texts("parts.rest" if prefixed else "parts.known")
    return Fitted("\n".join([heading, *(f"- {line}" for line in lines)]), asks)


def fit_part(
    answer: Answer, part: str, situation: Situation, texts: Texts, today: date
) -> Fitted | None:
    """Only the `steps`, the `deadlines` or the `sources`; None when there are no such."""
    about = texts("parts.about", question=answer.question)
    if part == "sources":
        names = [f"- {source.title}" for source in answer.sources]
        return Fitted("\n".join([about, "", "Bronnen:", *names]))
    lines = [line for line in getattr(answer, part) if _holds(line, situation)]
    days = _last_days(answer, situation, texts, today) if part == "deadlines" else []
    said = [*_said(lines, situation), *days]
    if not said:
        return None
    steps, deadlines = (said, []) if part == "steps" else ([], said)
    return Fitted(compose([about], steps, deadlines, []))


def next_question(answer: Answer, situation: Situation) -> str:
    """The fact to ask about first; empty when all that `answer` turns on is known."""
    open_lines = [line for line in answer.lines if _holds(line, situation)]
    for fact in ("sector", "school"):
        if situation.open_about(fact) and any(getattr(line, fact) for line in open_lines):
            return fact
    for line in open_lines:
        if line.ask and situation.open_about(line.after) and _is_known(line, situation):
            return line.after
    return ""


def _holds(line: Line, situation: Situation) -> bool:
    return all(
        not wanted or known in ("", UNKNOWN, wanted)
        for wanted, known in ((line.sector, situation.sector), (line.school, situation.school))
    )


def _waits(line: Line, situation: Situation) -> bool:
    return bool(
        (line.sector and not situation.sector) or (line.school and not situation.school)
    ) and _holds(line, situation)


def _is_known(line: Line, situation: Situation) -> bool:
    return (not line.sector or line.sector == situation.sector) and (
        not line.school or line.school == situation.school
    )


def _said(lines: Sequence[Line], situation: Situation) -> list[str]:
    return [line.text if _is_known(line, situation) else line.addressed() for line in lines]


def _last(line: Line, situation: Situation) -> date | None:
    day = situation.day(line.after) if line.after and _is_known(line, situation) else None
    return day + timedelta(weeks=line.weeks) if day else None


def _last_days(answer: Answer, situation: Situation, texts: Texts, today: date) -> list[str]:
    """The last day of each deadline whose start is known.

    The day itself is never moved to after a weekend or a holiday: too early does no harm.
    """
    said: dict[tuple[str, date], str] = {}
    for line in answer.deadlines:
        last = _last(line, situation)
        start = situation.day(line.after) if line.after else None
        if last is None or start is None:
            continue
        name = "plaatsing" if line.weeks == _TEMPORARY_PLACE else line.after
        if last < today:
            name += "_past"
        elif last - today <= _SOON and line.after == "besluit":
            name += "_soon"
        said[line.after, last] = texts(
            f"last_day.{name}", date=in_words(start), last=in_words(last)
        )
    return list(said.values())


def _same_days(before: Situation, after: Situation) -> bool:
    return (before.besluit, before.aanmelding) == (after.besluit, after.aanmelding)
