"""Putting the front together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from sqlalchemy.ext.asyncio import async_sessionmaker

from bot.front._api import routes
from bot.front._brain import Brain, http_client
from bot.front._chat import Chat
from bot.front._counting import Counting
from bot.front._feedback import FeedbackRows
from bot.front._greeting import load_questions
from bot.front._headers import add_headers
from bot.front._health import Readiness
from bot.front._input import MAX_BODY
from bot.front._keys import SERVICES, SITES, Services
from bot.front._limits import Limits, RateLimiter
from bot.front._middleware import observe, problems
from bot.front._origins import cors
from bot.front._pages import add_pages
from bot.front._rows import ChatRows
from bot.front._tasks import upkeep
from bot.front._tokens import Tokens, session_secret
from bot.front.handoff import Gemeenten, Handoffs, HandoffWords, PrivateWords, StateRows
from bot.front.whatsapp import (
    BrainAnswerer,
    WhatsappLine,
    WhatsappWords,
    add_webhook,
    whatsapp_line,
)
from bot.helpdesk import helpdesk_line, load_desks
from bot.measures import MeasureKeeper, Measures
from bot.privacy import Expiring
from bot.settings import ROOT, Settings
from bot.sites import load_sites
from bot.store import open_engine


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
        engine = open_engine(settings.async_database_url)
        try:
            async with AsyncExitStack() as stack:
                http = await stack.enter_async_context(http_client())
                sessions = async_sessionmaker(engine, expire_on_commit=False)
                rows, feedback = ChatRows(sessions), FeedbackRows(sessions)
                token = settings.brain_token.get_secret_value() if settings.brain_token else None
                brain = Brain(http, settings.brain_url, settings.brain_timeout, token)
                secret = session_secret(settings)
                tokens = Tokens(secret)
                questions = load_questions(answers)
                measures = Measures(sessions, secret)
                stack.push_async_callback(measures.close)
                counting = Counting(measures, clock)
                helpdesk = await stack.enter_async_context(
                    helpdesk_line(settings, http, counting.delivered, desks=desks)
                )
                handoffs = Handoffs(
                    StateRows(sessions),
                    helpdesk.vault,
                    helpdesk.tickets,
                    desks,
                    brain,
                    HandoffWords.load(settings.helpdesk_keep_days),
                    Gemeenten(engine),
                    counting,
                    clock,
                )
                chat = Chat(
                    rows, feedback, brain, tokens, settings, sites, questions, handoffs, counting
                )
                whatsapp: WhatsappLine | None = None
                if has_whatsapp:
                    words = WhatsappWords.load(settings.retention_days, answers=answers)
                    site = sites.get(settings.whatsapp_site or "")
                    answerer = BrainAnswerer(brain, words, handoffs, counting, site)
                    private = PrivateWords(helpdesk.vault)
                    whatsapp = await stack.enter_async_context(
                        whatsapp_line(app, settings, answerer, secret, private=private)
                    )
                app[SERVICES] = Services(
                    chat,
                    tokens,
                    Readiness(
                        http,
                        brain,
                        rows,
                        settings.actions_url,
                        whatsapp.is_ready if whatsapp else None,
                    ),
                    RateLimiter(limits.messages_per_session),
                    RateLimiter(limits.sessions_per_address),
                    clock,
                )
                also: list[Expiring] = [
                    helpdesk.keeper,
                    handoffs,
                    MeasureKeeper(sessions, settings.measures_days),
                ]
                also += [whatsapp.keeper] if whatsapp else []
                async with upkeep(chat, settings.retention_days, also):
                    yield
                await chat.close()
        finally:
            await engine.dispose()

    app = web.Application(client_max_size=MAX_BODY, middlewares=[observe, cors, problems])
    app[SITES] = sites
    app.on_response_prepare.append(add_headers)
    app.add_routes(routes)
    add_pages(app, sites)
    has_whatsapp = add_webhook(app, settings)
    app.cleanup_ctx.append(services)
    return app
