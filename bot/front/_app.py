"""Putting the front together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from bot.beheer import add_beheer
from bot.front._api import routes
from bot.front._headers import add_headers
from bot.front._input import MAX_BODY
from bot.front._keys import SITES
from bot.front._limits import Limits
from bot.front._middleware import observe, problems
from bot.front._origins import cors
from bot.front._pages import add_pages
from bot.front._services import serve
from bot.front.whatsapp import add_webhook
from bot.helpdesk import load_desks
from bot.settings import ROOT, Settings
from bot.sites import load_sites


def _now() -> datetime:
    return datetime.now(UTC)


def create_app(
    settings: Settings,
    *,
    limits: Limits | None = None,
    answers: Path = ROOT / "data" / "responses",
    clock: Callable[[], datetime] = _now,
) -> web.Application:
    """The front as an aiohttp application.

    Connections are made when it starts. The tables must be there already. The brain, the actions
    and the database may be down: parents then read what to do, and `/readyz` says which.

    Raises:
        SitesError, DesksError: the file with the sites, or the helpdesks, must be repaired first.
    """
    sites = load_sites(settings.sites_file)
    desks = load_desks(settings.helpdesks_file, sites=sites)
    limits = limits or Limits(settings.messages_per_minute, settings.sessions_per_minute)

    async def services(app: web.Application) -> AsyncIterator[None]:
        async with serve(
            app, settings, sites, desks, limits, answers, clock, has_whatsapp=has_whatsapp
        ):
            yield

    app = web.Application(client_max_size=MAX_BODY, middlewares=[observe, cors, problems])
    app[SITES] = sites
    app.on_response_prepare.append(add_headers)
    app.add_routes(routes)
    add_pages(app, sites)
    has_whatsapp = add_webhook(app, settings)
    app.cleanup_ctx.append(services)
    add_beheer(app, settings, clock=clock)  # after the services, which put its sources there
    return app
