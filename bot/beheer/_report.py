"""The "signaleringsrapport": what is in it, before it becomes HTML or PDF.

It may be passed on, so numbers below five are hidden and no text of a parent is in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.beheer import _words as words
from bot.beheer._calendar import month_before, next_month, today
from bot.beheer._cards import DEFINITIONS
from bot.beheer._charts import Chart, charts, shown_topics
from bot.beheer._names import Names
from bot.beheer._sources import FigureSource
from bot.measures import Figures, MissedGroup, Overview, Selection

TITLE = "Signaleringsrapport"
_MOST_ROWS = 12
"""Of a table of websites or regions."""
_UNKNOWN_THEME = "onderwerp niet herkend"
_CLOSED = (*range(9), *range(17, 24))
"""Hours at which most schools cannot be called."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about: one website, one samenwerkingsverband, or everything."""

    site: str | None = None
    swv: str | None = None

    @property
    def key(self) -> str:
        """In file names and in the table of reports that were made: "site-demo", "swv-PO2601"."""
        parts = [f"site-{self.site}" if self.site else "", f"swv-{self.swv}" if self.swv else ""]
        return "-".join(filter(None, parts)) or "alles"

    def name(self, names: Names) -> str:
        """As shown."""
        parts = [
            f"Website {names.site(self.site)}" if self.site else "",
            f"Samenwerkingsverband {names.swv(self.swv)}" if self.swv else "",
        ]
        return ", ".join(filter(None, parts)) or "Alle websites en regio's samen"

    def selection(self, month: date) -> Selection:
        """Its conversations of a month, given by its first day."""
        return Selection(month, next_month(month), self.site, self.swv)


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure and the sentence that it begins."""

    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report; whatever is empty is left out."""

    title: str
    text: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report for people."""

    month: date
    scope: Scope
    subject: str
    made_on: date
    key_figures: tuple[KeyFigure, ...]
    sections: tuple[Section, ...]
    definitions: tuple[tuple[str, str], ...]
    method: tuple[str, ...]

    @property
    def period(self) -> str:
        """The month in words."""
        return words.month(self.month)

    @property
    def made(self) -> str:
        """The day it was made, in words."""
        return words.day(self.made_on)

    @property
    def file_name(self) -> str:
        """Without what comes after the dot."""
        return f"signaleringsrapport-{self.month:%Y-%m}-{self.scope.key}"

    def chart(self, name: str) -> Chart | None:
        """One of its plots."""
        found = (chart for section in self.sections for chart in section.charts)
        return next((chart for chart in found if chart.name == name), None)


async def make_report(
    source: FigureSource, scope: Scope, month: date, names: Names, now: datetime
) -> Report:
    """Count and write the report of a month, given by its first day.

    Raises:
        StoreUnavailable: the database does not answer.
    """
    overview = await source.overview(scope.selection(month))
    before = await source.overview(scope.selection(month_before(month)))
    missed = await source.missed(scope.selection(month))
    return written(overview, before, missed, scope, names, now)


def written(
    overview: Overview,
    before: Overview,
    missed: Iterable[MissedGroup],
    scope: Scope,
    names: Names,
    now: datetime,
) -> Report:
    """The report that these figures make."""
    drawn = charts(overview, names, exact=False, before=before)
    sections = [
        Section(
            "Wat ouders het meest vroegen",
            _asked(overview, before, names),
            (drawn["onderwerpen"],),
        ),
        Section("Wanneer ouders vragen stellen", _when(overview), (drawn["dagen"], drawn["uren"])),
        Section("Hoe gesprekken aflopen", (), (drawn["afloop"],)),
        _not_understood(overview.total, missed, names),
        _hand_off(overview.total),
    ]
    if scope.site is None and len(overview.sites) > 1:
        sections.append(_per("Per website", drawn["sites"]))
    if scope.swv is None and len(overview.regions) > 1:
        sections.append(_per("Per regio", drawn["regios"]))
    return Report(
        overview.selection.start,
        scope,
        scope.name(names),
        today(now),
        _key_figures(overview, before),
        tuple(sections),
        tuple(DEFINITIONS.values()),
        _method(overview.selection),
    )


def _count(value: int) -> str:
    return words.count(value, exact=False)


def _part(value: int, whole: int) -> str:
    return words.part(value, whole, exact=False)


def _key_figures(overview: Overview, before: Overview) -> tuple[KeyFigure, ...]:
    total, month = overview.total, overview.selection.start
    earlier = words.month(before.selection.start)
    change = words.change(total.conversations, before.total.conversations, exact=False)
    compared = {
        words.UNKNOWN: f"Met {earlier} is dat niet te vergelijken.",
        "gelijk": f"Dat is evenveel als in {earlier}.",
    }.get(change, f"Dat is {change} dan in {earlier}.")
    return (
        KeyFigure(
            _count(total.conversations),
            f"gesprekken begonnen in {words.month(month)}. {compared}",
        ),
        KeyFigure(
            _count(total.asked),
            "gesprekken hadden een vraag. De percentages hieronder gaan daarover.",
        ),
        _share(total.at_once, total, "kreeg meteen antwoord"),
        _share(total.deflected, total, "is geholpen zonder mens"),
        _share(total.not_understood, total, "werd niet begrepen"),
        KeyFigure(
            _count(total.completed),
            "gesprekken liepen uit op een bericht aan de helpdesk. Bezorgd: "
            f"{_count(total.delivered)}.",
        ),
        KeyFigure(
            _count(total.up),
            f"keer gaf een ouder een duim omhoog. Duim omlaag: {_count(total.down)}.",
        ),
    )


def _share(value: int, total: Figures, what: str) -> KeyFigure:
    return KeyFigure(_part(value, total.asked), f"{what} ({_count(value)} gesprekken).")


def _asked(overview: Overview, before: Overview, names: Names) -> tuple[str, ...]:
    named = shown_topics(overview, exact=False)
    if not named:
        return (f"Geen onderwerp kwam {words.SMALL} keer of vaker voor.",)
    text = []
    label, most = named[0]
    text.append(f"Het vaakst: {_quoted(names.topic(label))} ({_count(most.answers)} keer).")
    answers = {label: found.answers for label, found in before.topics.items()}
    grown = {
        label: found.answers - answers.get(label, 0)
        for label, found in named
        if not words.is_small(answers.get(label, 0))
    }
    if before.topics and grown:
        up = max(grown, key=lambda label: grown[label])
        if grown[up] >= words.SMALL:
            text.append(
                f"Het sterkst gegroeid: {_quoted(names.topic(up))} "
                f"({words.number(grown[up])} meer dan de maand ervoor)."
            )
    return (" ".join(text),)


def _when(overview: Overview) -> tuple[str, ...]:
    questions = sum(overview.hours.values())
    text = []
    closed = sum(overview.hours.get(hour, 0) for hour in _CLOSED)
    if (share := _part(closed, questions)) != words.UNKNOWN:
        text.append(
            f"Van alle vragen kwam {share} tussen 17.00 en 9.00 uur, als de meeste scholen dicht "
            "zijn."
        )
    weekend = sum(found.conversations for day, found in overview.days.items() if day.weekday() >= 5)
    if (share := _part(weekend, overview.total.conversations)) != words.UNKNOWN:
        text.append(f"In het weekend begon {share} van de gesprekken.")
    return (" ".join(text),) if text else ()


def _not_understood(total: Figures, missed: Iterable[MissedGroup], names: Names) -> Section:
    themes: Counter[str] = Counter()
    for group in missed:
        for question in group.questions:
            found = {names.theme(label) for label in question.offered}
            themes.update(found or {_UNKNOWN_THEME})
    text = f"{_count(total.not_understood)} gesprekken eindigden zonder antwoord."
    share = _part(total.not_understood, total.asked)
    if share != words.UNKNOWN:
        text = f"{text[:-1]}: {share} van de gesprekken met een vraag."
    rows = [
        (theme, _count(found))
        for theme, found in themes.most_common(8)
        if not words.is_small(found)
    ]
    if not rows:
        return Section("Wat niet werd begrepen", (text,))
    return Section(
        "Wat niet werd begrepen",
        (
            text,
            "De tabel telt de vragen die niet werden begrepen, naar het onderwerp waar ze op "
            "leken. Een vraag kan op meer onderwerpen lijken. Gewiste vragen tellen niet mee.",
        ),
        header=("Leek te gaan over", "Vragen"),
        rows=tuple(rows),
    )


def _hand_off(total: Figures) -> Section:
    names = ("offered", "wanted", "completed", "delivered")
    rows = tuple((DEFINITIONS[name][0], _count(int(getattr(total, name)))) for name in names)
    text = f"In {_count(total.wanted)} gesprekken vroeg een ouder om een mens"
    share = _part(total.wanted, total.asked)
    ending = "." if share == words.UNKNOWN else f" ({share} van de gesprekken met een vraag)."
    return Section("Doorverwezen naar een mens", (text + ending,), (), ("Stap", "Gesprekken"), rows)


def _per(title: str, chart: Chart) -> Section:
    left_out = len(chart.rows) - _MOST_ROWS
    text = (f"De {_MOST_ROWS} grootste; {left_out} andere staan er niet bij.",)
    return Section(title, text if left_out > 0 else (), (), chart.header, chart.rows[:_MOST_ROWS])


def _method(selection: Selection) -> tuple[str, ...]:
    first, last = selection.start, selection.end - timedelta(days=1)
    return (
        f"Dit rapport telt de gesprekken die begonnen van {words.day(first)} tot en met "
        f"{words.day(last)}, naar de klok van Nederland.",
        "Een regio is het samenwerkingsverband dat een ouder opzocht, of dat van de website.",
        "Of een ouder binnen 7 dagen terugkwam, is van de laatste 7 dagen van de maand misschien "
        "nog niet bekend. Die cijfers kunnen dus iets veranderen.",
        f"Wat {words.FEW} keer voorkwam, staat er zo, ook in de grafieken. Onderwerpen en regio's "
        f"die {words.FEW} keer voorkwamen, staan er niet bij. Zo is niemand te herkennen. In dit "
        "rapport staan geen teksten of namen van ouders.",
    )


def _quoted(text: str) -> str:
    return f"‘{text}’"
