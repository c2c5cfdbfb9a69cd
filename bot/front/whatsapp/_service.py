"""WhatsApp put together: from the webhook's batch to the answer at Meta."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.front._brain import http_client
from bot.front.whatsapp._graph import Graph
from bot.front.whatsapp._identity import Identity
from bot.front.whatsapp._inbox import Inbox
from bot.front.whatsapp._keeper import Keeper, is_stuck
from bot.front.whatsapp._private import Private
from bot.front.whatsapp._question import Answerer
from bot.front.whatsapp._queue import Queue
from bot.front.whatsapp._steps import Timing
from bot.front.whatsapp._webhook import INBOX
from bot.front.whatsapp._worker import Worker
from bot.leased import Step, go_on
from bot.settings import Settings
from bot.store import StoreUnavailable, open_engine

_READY_TIMEOUT = 2.0


@dataclass(frozen=True)
class WhatsappLine:
    """What others need of it."""

    keeper: Keeper
    graph: Graph
    inbox: Inbox
    sessions: async_sessionmaker[AsyncSession]

    async def is_ready(self) -> bool:
        """Whether messages can go out: false when they wait for the operator."""
        if self.graph.alarm is not None or self.inbox.is_misdirected:
            return False
        try:
            async with asyncio.timeout(_READY_TIMEOUT):
                return not await is_stuck(self.sessions)
        except (StoreUnavailable, TimeoutError):
            return False


@asynccontextmanager
async def whatsapp_line(
    app: web.Application,
    settings: Settings,
    answerer: Answerer,
    secret: str,
    *,
    private: Private | None = None,
    timing: Timing | None = None,
    after: Step = go_on,
) -> AsyncIterator[WhatsappLine]:
    """Work as long as the context is open. Sets `app[INBOX]`.

    Has connections of its own to the database, so that the web chat cannot keep Meta waiting for
    its acknowledgement, nor a burst on WhatsApp the web chat.
    """
    timing = timing or Timing(lease=max(Timing.lease, 3 * settings.brain_timeout + 20))
    engine = open_engine(settings.async_database_url, durable=True)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    identity = Identity(secret)
    token = settings.whatsapp_access_token
    try:
        async with http_client() as http:
            graph = Graph(
                http,
                settings.whatsapp_graph_url,
                settings.whatsapp_phone_number_id,
                token.get_secret_value() if token else None,
            )
            queue = Queue(sessions, timing, answerer.is_farewell, private)
            worker = Worker(queue, graph, answerer, identity, timing, after)
            number = settings.whatsapp_phone_number_id
            app[INBOX] = inbox = Inbox(
                sessions, identity, worker.wake, number=number, private=private
            )
            running = asyncio.create_task(worker.run())
            try:
                yield WhatsappLine(Keeper(sessions), graph, inbox, sessions)
            finally:
                await inbox.close()
                worker.stop()
                await running
    finally:
        await engine.dispose()
