"""The hand-off put together: from the parent's yes to the helpdesk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.helpdesk._deliverer import Deliverer
from bot.helpdesk._desk import Desk, EmailDesk, RequestTrackerDesk, TopdeskDesk, ZammadDesk
from bot.helpdesk._email import EmailDeliverer, MailServer
from bot.helpdesk._keeper import Keeper, is_stuck
from bot.helpdesk._letter import Letters
from bot.helpdesk._load import Desks, load_desks
from bot.helpdesk._queue import Queue
from bot.helpdesk._request_tracker import RequestTrackerDeliverer
from bot.helpdesk._seal import seal_of
from bot.helpdesk._steps import Timing
from bot.helpdesk._tickets import Tickets
from bot.helpdesk._topdesk import TopdeskDeliverer
from bot.helpdesk._vault import Vault
from bot.helpdesk._webhook import WebhookDeliverer
from bot.helpdesk._worker import OnDelivered, Worker
from bot.helpdesk._zammad import ZammadDeliverer
from bot.leased import Step, go_on
from bot.settings import Settings
from bot.store import StoreUnavailable, open_engine

_READY_TIMEOUT = 2.0
_UNDELIVERED_KEPT = 2
"""Times RETENTION_DAYS."""


@dataclass(frozen=True)
class HelpdeskLine:
    """What others need of it."""

    tickets: Tickets
    vault: Vault
    desks: Desks
    keeper: Keeper
    sessions: async_sessionmaker[AsyncSession]

    async def is_ready(self) -> bool:
        """Whether all goes out by itself: false when tickets wait for the operator."""
        try:
            async with asyncio.timeout(_READY_TIMEOUT):
                return not await is_stuck(self.sessions)
        except (StoreUnavailable, TimeoutError):
            return False


@asynccontextmanager
async def helpdesk_line(
    settings: Settings,
    http: aiohttp.ClientSession,
    on_delivered: OnDelivered,
    *,
    desks: Desks | None = None,
    timing: Timing | None = None,
    after: Step = go_on,
) -> AsyncIterator[HelpdeskLine]:
    """Keep and deliver tickets as long as the context is open.

    `on_delivered` is called after each delivery; it must be safe to call twice. Has a connection
    of its own to the database: what was promised to a parent survives a power cut.

    Raises:
        DesksError: `HELPDESKS_FILE` must be repaired first.
        ValueError: `VAULT_KEY` is not a key.
        OSError: the vault's key cannot be kept.
    """
    desks = load_desks(settings.helpdesks_file) if desks is None else desks
    timing = timing or Timing()
    seal = seal_of(settings)
    engine = open_engine(settings.async_database_url, durable=True)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    vault = Vault(sessions, seal)
    try:
        queue = Queue(sessions, vault, timing, settings.helpdesk_keep_days)
        worker = Worker(queue, deliverers(desks, settings, http), on_delivered, timing, after)
        kept = _UNDELIVERED_KEPT * settings.retention_days
        tickets = Tickets(sessions, vault, kept, worker.wake)
        running = asyncio.create_task(worker.run())
        try:
            yield HelpdeskLine(tickets, vault, desks, Keeper(sessions, vault), sessions)
        finally:
            worker.stop()
            await running
    finally:
        await engine.dispose()


def deliverers(
    desks: Desks, settings: Settings, http: aiohttp.ClientSession
) -> Mapping[str, Deliverer]:
    """The way to each helpdesk, by its name."""
    letters = Letters.load()
    server = MailServer.of(settings)

    def of(desk: Desk) -> Deliverer:
        if isinstance(desk, EmailDesk):
            return EmailDeliverer(desk, server, letters)
        found = settings.helpdesk_secrets.get(desk.name)
        secret = found.get_secret_value() if found else None
        if isinstance(desk, ZammadDesk):
            return ZammadDeliverer(desk, secret, http, letters)
        if isinstance(desk, TopdeskDesk):
            return TopdeskDeliverer(desk, secret, http, letters)
        if isinstance(desk, RequestTrackerDesk):
            return RequestTrackerDeliverer(desk, secret, http, letters)
        return WebhookDeliverer(desk, secret, http, letters)

    return {desk.name: of(desk) for desk in desks.values()}
