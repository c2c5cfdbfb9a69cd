"""The plots: what each shows, the same as a table, and its main point in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from reportlab.graphics.shapes import Drawing

from bot.beheer import _words as words
from bot.beheer._drawing import Bar, columns, lying
from bot.beheer._names import Names
from bot.measures import Figures, Overview, TopicFigures

SIZES: Mapping[str, tuple[float, float]] = {
    "heel": (820.0, 190.0),
    "half": (400.0, 190.0),
    "blad": (590.0, 180.0),
    "smal": (260.0, 170.0),
}
"""Width and height in points for a whole and a half desk, a report and a phone: a little less than
they get there, so that the text is not small."""
TOP = 10
_WEEKS_FROM, _MONTHS_FROM = 63, 400


@dataclass(frozen=True, slots=True)
class Chart:
    """One plot."""

    name: str
    """In its address."""
    title: str
    alt: str
    """The main point, for who cannot see it."""
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The same figures as text."""
    draw: Callable[[float, float], Drawing] = field(repr=False)
    """The drawing for a width in points; the height counts for standing bars only."""
    keys: tuple[str, ...] = ()
    """What each row is about, where that has a page of its own."""


def charts(
    overview: Overview,
    names: Names,
    *,
    exact: bool,
    before: Overview | None = None,
) -> Mapping[str, Chart]:
    """All plots of an overview, by name. `before` is a month earlier, to compare topics with."""
    made = [
        _days(overview, exact),
        _hours(overview, exact),
        _outcomes(overview.total, exact),
        topics(overview, names, exact=exact, before=before),
        _groups("kanalen", "Gesprekken per kanaal", overview.channels, names.channel, exact),
        _groups("regios", "Gesprekken per regio", overview.regions, names.swv, exact),
        _groups("sites", "Gesprekken per website", overview.sites, names.site, exact),
    ]
    return {chart.name: chart for chart in made}


OUTCOMES: tuple[tuple[str, str], ...] = (
    ("at_once", "Meteen beantwoord"),
    ("after_one", "Beantwoord na één vraag terug"),
    ("later", "Later beantwoord"),
    ("not_understood", "Niet begrepen"),
    ("abandoned", "Afgebroken door de ouder"),
)
"""Each conversation with a question ends in one of these."""


def _days(overview: Overview, exact: bool) -> Chart:
    length = len(overview.days)
    unit = "dag"
    groups: dict[date, list[Figures]] = {}
    for day, figures in sorted(overview.days.items()):
        first = day
        if length > _MONTHS_FROM:
            first, unit = day.replace(day=1), "maand"
        elif length > _WEEKS_FROM:
            first, unit = day - timedelta(days=day.weekday()), "week"
        groups.setdefault(first, []).append(figures)
    unit_of = _short_month if unit == "maand" else words.short_day
    counts = {first: sum(each.conversations for each in group) for first, group in groups.items()}
    bars = [Bar(unit_of(first), value, _hidden(value, exact)) for first, value in counts.items()]
    name = partial(_period, unit)
    rows = tuple(
        (
            name(first),
            words.count(counts[first], exact=exact),
            words.count(sum(each.asked for each in group), exact=exact),
            words.count(sum(answered(each) for each in group), exact=exact),
            words.count(sum(each.not_understood for each in group), exact=exact),
        )
        for first, group in groups.items()
    )
    title = f"Gesprekken per {unit}"
    alt = _alt(title, {name(first): value for first, value in counts.items()}, exact)
    header = (unit.capitalize(), "Gesprekken", "Met een vraag", "Beantwoord", "Niet begrepen")
    return Chart(
        "dagen", title, alt, header, rows, lambda width, height: columns(bars, width, height)
    )


def _hours(overview: Overview, exact: bool) -> Chart:
    counts = {hour: overview.hours.get(hour, 0) for hour in range(24)}
    bars = [Bar(str(hour), value, _hidden(value, exact)) for hour, value in counts.items()]
    named = {f"{hour}.00 tot {hour + 1}.00 uur": value for hour, value in counts.items()}
    rows = tuple((name, words.count(value, exact=exact)) for name, value in named.items())
    title = "Vragen per uur van de dag"
    header = ("Uur", "Vragen")
    alt = _alt(title, named, exact)
    return Chart(
        "uren", title, alt, header, rows, lambda width, height: columns(bars, width, height)
    )


def _outcomes(total: Figures, exact: bool) -> Chart:
    counts = {title: int(getattr(total, name)) for name, title in OUTCOMES}
    title = "Hoe vragen aflopen"
    rows = tuple(
        (name, words.count(value, exact=exact), words.part(value, total.asked, exact=exact))
        for name, value in counts.items()
    )
    bars = [
        Bar(name, counts[name], _hidden(counts[name], exact), note=_note(share))
        for name, _, share in rows
    ]
    header = ("Afloop", "Gesprekken", "Deel")
    alt = _alt(title, counts, exact)
    return Chart("afloop", title, alt, header, rows, lambda width, _: lying(bars, width))


def topics(
    overview: Overview, names: Names, *, exact: bool, before: Overview | None = None
) -> Chart:
    """What parents asked most."""
    found = shown_topics(overview, exact=exact)[:TOP]
    bars = []
    for label, figures in found:
        earlier, note = None, ""
        if before is not None:
            earlier = _answers(before, label)
            note = _note(words.change(figures.answers, earlier, exact=exact))
            if _hidden(earlier, exact):
                earlier = None
        bars.append(Bar(names.topic(label), figures.answers, before=earlier, note=note))
    rows = tuple(
        (names.topic(label), words.number(figures.answers))
        + (
            (words.change(figures.answers, _answers(before, label), exact=exact),)
            if before is not None
            else ()
        )
        for label, figures in found
    )
    title = "Meest gestelde vragen"
    header: tuple[str, ...] = ("Onderwerp", "Antwoorden")
    now = words.days(overview.selection.start, overview.selection.end)
    then = ""
    if before is not None:
        then = words.days(before.selection.start, before.selection.end)
        header = (*header, f"Tegenover {then}")
    counts = {names.topic(label): figures.answers for label, figures in found}
    alt = _alt(title, counts, exact)
    return Chart(
        "onderwerpen",
        title,
        alt,
        header,
        rows,
        lambda width, _: lying(bars, width, now=now, before=then),
        tuple(label for label, _ in found),
    )


def shown_topics(overview: Overview, *, exact: bool) -> list[tuple[str, TopicFigures]]:
    """The topics that may be named: that somebody asked one may be too much already."""
    return [one for one in overview.topics.items() if not _hidden(one[1].answers, exact)]


def _groups(
    name: str,
    title: str,
    groups: Mapping[str, Figures],
    named: Callable[[str], str],
    exact: bool,
) -> Chart:
    shown = [item for item in groups.items() if not _hidden(item[1].conversations, exact)]
    found = sorted(shown, key=lambda item: -item[1].conversations)
    rows = tuple(
        (
            named(code),
            words.number(figures.conversations),
            words.count(figures.asked, exact=exact),
            words.part(figures.deflected, figures.asked, exact=exact),
        )
        for code, figures in found
    )
    bars = [Bar(named(code), figures.conversations) for code, figures in found[:TOP]]
    header = ("Naam", "Gesprekken", "Met een vraag", "Geholpen zonder mens")
    alt = _alt(title, {named(code): figures.conversations for code, figures in found}, exact)
    return Chart(name, title, alt, header, rows, lambda width, _: lying(bars, width))


def answered(figures: Figures) -> int:
    """Conversations with an answer, at once or later."""
    return figures.at_once + figures.after_one + figures.later


def _answers(overview: Overview, label: str) -> int:
    found = overview.topics.get(label)
    return found.answers if found else 0


def _note(text: str) -> str:
    return "" if text == words.UNKNOWN else text


def _hidden(value: int, exact: bool) -> bool:
    return not exact and words.is_small(value)


def _alt(title: str, counts: Mapping[str, int], exact: bool) -> str:
    """The title, and where it was most."""
    highest = max(counts.values(), default=0)
    if _hidden(highest, exact):
        return f"{title}: overal {words.FEW}."
    if not highest:
        return f"{title}: nog geen gegevens."
    most: Sequence[str] = [name for name, value in counts.items() if value == highest]
    where = words.listed(list(most)) if len(most) <= 3 else f"{len(most)} keer even veel"
    return f"{title}. De meeste: {where} ({words.number(highest)})."


def _period(unit: str, first: date) -> str:
    if unit == "maand":
        return words.month(first)
    return words.day(first, weekday=True) if unit == "dag" else f"week van {words.day(first)}"


def _short_month(first: date) -> str:
    return words.month(first)[:3] + f" {first:%y}"
