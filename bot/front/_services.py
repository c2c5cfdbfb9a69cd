"""Everything behind the handlers: made when the front starts, closed when it stops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

import aiohttp
from aiohttp import web
from sqlalchemy.ext.asyncio import async_sessionmaker

from bot.beheer import DELIVERY, MEASURES, WHATSAPP, load_names, monthly_reports
from bot.front._brain import Brain, http_client
from bot.front._chat import Chat
from bot.front._counting import Counting
from bot.front._feedback import FeedbackRows
from bot.front._greeting import load_questions
from bot.front._health import Readiness
from bot.front._keys import SERVICES, Services
from bot.front._limits import Limits, RateLimiter
from bot.front._rows import ChatRows
from bot.front._staff import Desks as DesksForStaff
from bot.front._staff import WhatsappMessages
from bot.front._tasks import background, upkeep
from bot.front._tokens import Tokens
from bot.front.handoff import PrivateWords, handoffs_of
from bot.front.whatsapp import BrainAnswerer, WhatsappLine, WhatsappWords, whatsapp_line
from bot.helpdesk import Desks, helpdesk_line
from bot.measures import MeasureKeeper, MeasureRows, Measures
from bot.privacy import Expiring
from bot.settings import ROOT, Settings
from bot.sites import Sites
from bot.store import open_engine
from bot.web import session_secret


@asynccontextmanager
async def serve(
    app: web.Application,
    settings: Settings,
    sites: Sites,
    desks: Desks,
    limits: Limits,
    answers: Path,
    clock: Callable[[], datetime],
    *,
    has_whatsapp: bool,
) -> AsyncIterator[None]:
    """Put the services into `app`, and do the background work as long as the context is open."""
    secret = await asyncio.to_thread(session_secret, settings)
    tokens = Tokens(secret)
    async with AsyncExitStack() as stack:
        engine = open_engine(settings.async_database_url)
        stack.push_async_callback(engine.dispose)
        http = await stack.enter_async_context(http_client())
        sessions = async_sessionmaker(engine, expire_on_commit=False)
        brain = _brain(settings, http)
        measures = Measures(sessions, secret)
        stack.push_async_callback(measures.close)
        counting = Counting(measures, clock)
        helpdesk = await stack.enter_async_context(
            helpdesk_line(settings, http, counting.delivered, desks=desks)
        )
        handoffs = handoffs_of(settings, engine, helpdesk, brain, counting, clock)
        whatsapp: WhatsappLine | None = None
        if has_whatsapp:
            words = WhatsappWords.load(settings.retention_days, answers=answers)
            site = sites.get(settings.whatsapp_site or "")
            answerer = BrainAnswerer(brain, words, handoffs, counting, site)
            private = PrivateWords(helpdesk.vault)
            whatsapp = await stack.enter_async_context(
                whatsapp_line(app, settings, answerer, secret, private=private)
            )
        rows = ChatRows(sessions)
        chat = Chat(
            rows,
            FeedbackRows(sessions),
            brain,
            tokens,
            settings,
            sites,
            load_questions(answers),
            handoffs,
            counting,
        )
        stack.push_async_callback(chat.close)
        parts = {"helpdesk": helpdesk.is_ready} if desks else {}
        if whatsapp is not None:
            parts["whatsapp"] = whatsapp.is_ready
        app[SERVICES] = Services(
            chat,
            tokens,
            Readiness(http, brain, rows, settings.actions_url, parts),
            RateLimiter(limits.messages_per_session),
            RateLimiter(limits.sessions_per_address),
            clock,
        )
        figures = MeasureRows(sessions)
        app[MEASURES] = figures
        app[DELIVERY] = DesksForStaff(helpdesk.tickets, desks)
        if whatsapp is not None:
            app[WHATSAPP] = WhatsappMessages(sessions)
        keepers: list[Expiring] = [
            helpdesk.keeper,
            handoffs,
            MeasureKeeper(sessions, settings.measures_days),
            *([whatsapp.keeper] if whatsapp else []),
        ]
        await stack.enter_async_context(upkeep(chat, settings.retention_days, keepers))
        if settings.reports_dir is not None:
            names = load_names(sites, ROOT / "data")
            reports = monthly_reports(sessions, figures, names, settings.reports_dir, clock=clock)
            await stack.enter_async_context(background(reports))
        yield


def _brain(settings: Settings, http: aiohttp.ClientSession) -> Brain:
    token = settings.brain_token.get_secret_value() if settings.brain_token else None
    return Brain(http, settings.brain_url, settings.brain_timeout, token)
