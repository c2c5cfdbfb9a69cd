"""Putting the dashboard into the front."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

from aiohttp import web
from sqlalchemy.ext.asyncio import async_sessionmaker

from bot.beheer._accounts import Accounts
from bot.beheer._guard import Guard, Limits
from bot.beheer._log_in import LogIn
from bot.beheer._names import Names, load_names
from bot.beheer._page import (
    DASHBOARD,
    LOG_IN,
    PAGES,
    PATH,
    Dashboard,
    StaffHandler,
    Templates,
    for_staff,
    with_words,
)
from bot.beheer._pages import Pages, not_found
from bot.beheer._report_pages import ReportFiles, ReportPages
from bot.beheer._roles import Part, Visitor
from bot.beheer._sessions import StaffSessions
from bot.beheer._sources import DeliveryHealth, FigureSource, Remembered, WhatsappHealth
from bot.settings import ROOT, Settings
from bot.sites import load_sites
from bot.store import open_engine
from bot.web import MemoryFile, session_secret

MEASURES = web.AppKey("beheer_measures", FigureSource)
"""The measures, for `add_beheer` without them: to be there when the application has started."""
DELIVERY = web.AppKey("beheer_delivery", DeliveryHealth)
WHATSAPP = web.AppKey("beheer_whatsapp", WhatsappHealth)
"""These two may be missing; the page then says that nothing is connected."""


def _now() -> datetime:
    return datetime.now(UTC)


def add_beheer(
    app: web.Application,
    settings: Settings,
    *,
    measures: FigureSource | None = None,
    health: DeliveryHealth | None = None,
    whatsapp: WhatsappHealth | None = None,
    clock: Callable[[], datetime] = _now,
    limits: Limits | None = None,
    names: Names | None = None,
) -> None:
    """Add the dashboard under `/beheer`. Connections are made when the application starts.

    Sources that are not given are looked up at start-up in `app`, under `MEASURES`, `DELIVERY` and
    `WHATSAPP`: put them there in a `cleanup_ctx` that comes before this call. `names` are those of
    the project unless given.

    Raises:
        SitesError: the file with the sites must be repaired first.
        OSError, ContentError: a page or a name cannot be read.
    """
    names = names or load_names(load_sites(settings.sites_file), ROOT / "data")
    templates = Templates()
    _add_routes(app, templates)

    async def dashboard(app: web.Application) -> AsyncIterator[None]:
        engine = open_engine(settings.async_database_url)
        try:
            sessions = async_sessionmaker(engine, expire_on_commit=False)
            secret = await asyncio.to_thread(session_secret, settings)
            app[DASHBOARD] = Dashboard(
                Accounts(sessions),
                StaffSessions(sessions),
                Guard(sessions, secret, limits or Limits()),
                names,
                Remembered(measures or app[MEASURES], clock),
                health or app.get(DELIVERY),
                whatsapp or app.get(WHATSAPP),
                clock,
            )
            yield
        finally:
            await engine.dispose()

    app.cleanup_ctx.append(dashboard)


def _add_routes(app: web.Application, templates: Templates) -> None:
    pages, log_in = Pages(templates), LogIn(templates)
    reports = ReportPages(templates, ReportFiles(templates))
    add = app.router.add_get
    for name in ("beheer.css", "rapport.css"):
        file = MemoryFile((PAGES / name).read_bytes(), "text/css")
        add(f"/static/{name}", file.send)
    add(LOG_IN, with_words(templates, log_in.show))
    app.router.add_post(LOG_IN, with_words(templates, log_in.log_in))
    app.router.add_post(f"{PATH}/afmelden", for_staff(templates, None, log_in.log_out))
    for part, address, handler in _routes(pages, reports):
        add(f"{PATH}{address}", for_staff(templates, part, handler))


def _routes(pages: Pages, reports: ReportPages) -> list[tuple[Part | None, str, StaffHandler]]:
    return [
        (None, "", pages.overview),
        (Part.OVERVIEW, "/plot/{name}.svg", pages.plot),
        (Part.TOPICS, "/onderwerpen", pages.topics),
        (Part.TOPICS, "/onderwerpen/{topic}", pages.topic),
        (Part.MISSED, "/niet-begrepen", pages.missed),
        (Part.MISSED, "/niet-begrepen.csv", pages.sheet),
        (Part.CONTENT, "/inhoud", pages.content),
        (Part.DELIVERY, "/bezorging", pages.delivery),
        (Part.REPORTS, "/rapporten", reports.choose),
        (Part.REPORTS, "/rapport", reports.show),
        (Part.REPORTS, "/rapport.html", reports.as_html),
        (Part.REPORTS, "/rapport.pdf", reports.as_pdf),
        (Part.REPORTS, "/rapport/plot/{name}.svg", reports.plot),
        (None, "/{rest:.*}", _nowhere),
    ]


async def _nowhere(request: web.Request, visitor: Visitor) -> web.StreamResponse:
    raise not_found()
