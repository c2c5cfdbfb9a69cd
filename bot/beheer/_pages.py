"""The pages with figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aiohttp import hdrs, web

from bot.beheer import _words as words
from bot.beheer._calendar import today as day_in_amsterdam
from bot.beheer._cards import cards, topic_cards
from bot.beheer._charts import SIZES, Chart, charts, shown_topics
from bot.beheer._delivery import desk_view, whatsapp_view
from bot.beheer._drawing import svg
from bot.beheer._log_in import first_page
from bot.beheer._names import CHANNELS, Names
from bot.beheer._page import DASHBOARD, HEADERS, PATH, Dashboard, Refused, Templates, redirect
from bot.beheer._roles import Part, Visitor
from bot.beheer._select import PERIODS, Choice, bound, read_choice
from bot.content import REVIEW_MONTHS, is_due
from bot.measures import MissedGroup, Overview, Selection, TopicFigures
from bot.web import CSP

SVG_HEADERS = {
    **HEADERS,
    # reportlab colours by style attributes; the file is only ever a picture.
    CSP: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
}
_LEADING = ("asked", "deflected", "not_understood", "completed")
_GROUPS = (
    ("Antwoorden", ("conversations", "at_once", "after_one", "later", "abandoned", "repeated")),
    ("Een mens erbij", ("offered", "wanted", "delivered")),
    ("Oordeel van ouders", ("up", "down")),
)


class Pages:
    """The handlers. Each is called for a visitor who may see that part."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    async def overview(self, request: web.Request, visitor: Visitor) -> web.Response:
        """All figures of a period; to their own beginning for who has no figures."""
        if not visitor.may(Part.OVERVIEW):
            return redirect(first_page(visitor))
        choice, found = await _figures(request, visitor)
        names = request.app[DASHBOARD].names
        all_cards = cards(found.total, exact=visitor.exact)
        leading = [all_cards[name] for name in _LEADING]
        groups = [(title, [all_cards[name] for name in chosen]) for title, chosen in _GROUPS]
        drawn = charts(found, names, exact=visitor.exact)
        shown = [drawn[name] for name in ("dagen", "afloop", "onderwerpen", "uren", "kanalen")]
        if choice.selection.swv is None:
            shown.append(drawn["regios"])
        if choice.selection.site is None:
            shown.append(drawn["sites"])
        return self._chosen(
            "overzicht.html",
            request,
            visitor,
            choice,
            leading=leading,
            groups=groups,
            charts=shown,
            empty=not found.total.conversations,
        )

    async def plot(self, request: web.Request, visitor: Visitor) -> web.Response:
        """One plot of the overview as SVG."""
        _, found = await _figures(request, visitor)
        drawn = charts(found, request.app[DASHBOARD].names, exact=visitor.exact)
        return plot_response(request, drawn.get(request.match_info["name"]))

    async def topics(self, request: web.Request, visitor: Visitor) -> web.Response:
        """Every topic with its figures."""
        choice, found = await _figures(request, visitor)
        names = request.app[DASHBOARD].names
        topics = shown_topics(found, exact=visitor.exact)
        rows = [_topic_row(names, label, each, visitor) for label, each in topics]
        never = [
            names.topic(label)
            for label in names.reviewed
            if visitor.exact and label not in found.topics and names.themes.get(label)
        ]
        return self._chosen(
            "onderwerpen.html", request, visitor, choice, rows=rows, never=sorted(never)
        )

    async def topic(self, request: web.Request, visitor: Visitor) -> web.Response:
        """The figures of one topic."""
        names, label = request.app[DASHBOARD].names, request.match_info["topic"]
        if label not in names.topics:
            raise not_found()
        choice, found = await _figures(request, visitor)
        reviewed = names.reviewed.get(label)
        figures = found.topics.get(label, TopicFigures())
        return self._chosen(
            "onderwerp.html",
            request,
            visitor,
            choice,
            title=names.topic(label),
            label=label,
            theme=names.theme(label),
            cards=topic_cards(figures, exact=visitor.exact),
            reviewed=words.day(reviewed) if reviewed else None,
        )

    async def missed(self, request: web.Request, visitor: Visitor) -> web.Response:
        """Questions that were not understood."""
        choice = _choice(request, visitor)
        dashboard = request.app[DASHBOARD]
        groups = await dashboard.measures.missed(choice.selection)
        shown = [_group(dashboard.names, group) for group in groups]
        return self._chosen(
            "niet_begrepen.html",
            request,
            visitor,
            choice,
            groups=shown,
            questions=sum(len(group.questions) for group in groups),
        )

    async def sheet(self, request: web.Request, visitor: Visitor) -> web.Response:
        """The same as CSV, to be labelled."""
        choice = _choice(request, visitor)
        text = await request.app[DASHBOARD].measures.labelling_sheet(choice.selection)
        chosen = choice.selection
        name = f"te-labelen-{chosen.start}-tot-en-met-{choice.last}.csv"
        # Excel takes a file for UTF-8 only when it begins with this mark.
        return download(text.encode("utf-8-sig"), "text/csv", name)

    async def content(self, request: web.Request, visitor: Visitor) -> web.Response:
        """Answers whose review is due, those that parents get most first."""
        dashboard = request.app[DASHBOARD]
        today = day_in_amsterdam(dashboard.clock())
        selection = Selection(today - timedelta(days=89), today + timedelta(days=1))
        found = await dashboard.measures.overview(bound(selection, visitor))
        due = _due(dashboard.names, found, today, visitor)
        return self._templates.response(
            "inhoud.html",
            request,
            visitor,
            due=due,
            months=REVIEW_MONTHS,
            total=len(dashboard.names.reviewed),
        )

    async def delivery(self, request: web.Request, visitor: Visitor) -> web.Response:
        """How messages to helpdesks fare, and WhatsApp for who sees everything."""
        dashboard = request.app[DASHBOARD]
        desks = None
        if dashboard.health is not None:
            found = await dashboard.health.desks(visitor.site)
            own = [desk for desk in found if visitor.site is None or desk.site == visitor.site]
            desks = [desk_view(desk) for desk in own]
        whatsapp = None
        if dashboard.whatsapp is not None and visitor.site is None:
            whatsapp = whatsapp_view(await dashboard.whatsapp.messages())
        return self._templates.response(
            "bezorging.html", request, visitor, desks=desks, whatsapp=whatsapp
        )

    def _chosen(
        self, name: str, request: web.Request, visitor: Visitor, choice: Choice, **content: Any
    ) -> web.Response:
        """A page with the form to choose a period."""
        dashboard = request.app[DASHBOARD]
        selection = choice.selection
        return self._templates.response(
            name,
            request,
            visitor,
            choice=choice,
            periods=PERIODS,
            channels=CHANNELS,
            days=words.days(selection.start, selection.end),
            about=_about(dashboard, selection),
            **where_options(dashboard, visitor),
            **content,
        )


def where_options(dashboard: Dashboard, visitor: Visitor) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen: websites (none for who has one), and samenwerkingsverbanden by name."""
    names = dashboard.names
    sites = [] if visitor.site else [(id_, names.site(id_)) for id_ in names.sites]
    swvs = sorted(((code, names.swv(code)) for code in names.swvs), key=lambda one: one[1].lower())
    return {"sites": sites, "swvs": swvs}


def plot_response(request: web.Request, chart: Chart | None) -> web.Response:
    """The plot as an SVG file, in the size that is asked."""
    size = SIZES.get(request.query.get("maat", "heel"))
    if chart is None or size is None:
        raise not_found()
    text = svg(chart.draw(*size), chart.alt)
    return web.Response(text=text, content_type="image/svg+xml", headers=SVG_HEADERS)


def download(body: bytes, kind: str, name: str) -> web.Response:
    """A file that the browser keeps and does not show."""
    return web.Response(
        body=body,
        content_type=kind,
        charset="utf-8" if kind.startswith("text/") else None,
        headers={**HEADERS, hdrs.CONTENT_DISPOSITION: f'attachment; filename="{name}"'},
    )


def not_found() -> Refused:
    """No such page."""
    return Refused(404, "Deze pagina bestaat niet", "Kies een pagina uit het menu.")


def _choice(request: web.Request, visitor: Visitor) -> Choice:
    today = day_in_amsterdam(request.app[DASHBOARD].clock())
    return read_choice(request.query, visitor, today)


async def _figures(request: web.Request, visitor: Visitor) -> tuple[Choice, Overview]:
    choice = _choice(request, visitor)
    return choice, await request.app[DASHBOARD].measures.overview(choice.selection)


def _about(dashboard: Dashboard, selection: Selection) -> str:
    """Of which conversations the figures are."""
    names = dashboard.names
    parts = [
        names.site(selection.site) if selection.site else "alle websites",
        names.swv(selection.swv) if selection.swv else "alle regio's",
        names.channel(selection.channel) if selection.channel else "alle kanalen",
    ]
    return ", ".join(parts)


def _topic_row(names: Names, label: str, figures: TopicFigures, visitor: Visitor) -> dict[str, str]:
    row = {"label": label, "title": names.topic(label), "theme": names.theme(label)}
    for name in ("answers", "up", "down", "led_to_person", "repeated"):
        row[name] = words.count(int(getattr(figures, name)), exact=visitor.exact)
    return row


def _group(names: Names, group: MissedGroup) -> dict[str, Any]:
    first, *others = group.questions
    offered = list(dict.fromkeys(label for one in group.questions for label in one.offered))
    return {
        "size": len(group.questions),
        "first": first,
        "others": others,
        "offered": [names.topic(label) for label in offered[:3]],
    }


@dataclass(frozen=True, slots=True)
class _Due:
    label: str
    title: str
    reviewed: str
    answers: str


def _due(names: Names, found: Overview, today: date, visitor: Visitor) -> list[_Due]:
    late = [(label, day) for label, day in names.reviewed.items() if is_due(day, today)]

    def given(label: str) -> int:
        return found.topics[label].answers if label in found.topics else 0

    late.sort(key=lambda one: (-given(one[0]), one[1], one[0]))
    return [
        _Due(
            label,
            names.topic(label),
            words.day(day),
            words.count(given(label), exact=visitor.exact),
        )
        for label, day in late
    ]


__all__ = ["PATH", "Pages", "download", "not_found", "plot_response", "where_options"]
