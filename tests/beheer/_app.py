"""A front with nothing but the dashboard, on a real port."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from aiohttp import web
from argon2 import PasswordHasher
from sqlalchemy.ext.asyncio import async_sessionmaker

from bot.beheer import DeskHealth, Limits, MessageHealth, Names, add_beheer
from bot.beheer._accounts import Accounts
from bot.beheer._passwords import Passwords
from bot.beheer._roles import Role
from bot.front._headers import add_headers
from bot.front._middleware import observe, problems
from bot.front._pages import add_pages
from bot.settings import Settings
from bot.sites import load_sites
from bot.store import open_engine

from ._figures import OCTOBER, MemoryMeasures, question

PASSWORD = "vier rode fietsen in de gang"
NOON = datetime(2026, 10, 28, 11, tzinfo=UTC)
STAFF = {
    "anna": (Role.OPERATOR, None),
    "erik": (Role.EDITOR, None),
    "kees": (Role.HELPDESK, "demo"),
}
QUICK = Limits(least=0)
CHEAP = partial(PasswordHasher, time_cost=1, memory_cost=64, parallelism=1)
"""Hashes that take no time, as most tests are not about them."""


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def later(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


@dataclass
class Desks:
    """Helpdesks that fare as told."""

    found: list[DeskHealth] = field(default_factory=list)
    asked: list[str | None] = field(default_factory=list)

    async def desks(self, site: str | None) -> Sequence[DeskHealth]:
        self.asked.append(site)
        return self.found


class Messages:
    """WhatsApp that is in trouble."""

    async def messages(self) -> MessageHealth:
        return MessageHealth(waiting=3, gave_up=1, outside_window=2, failing=0)


def desks() -> list[DeskHealth]:
    return [
        DeskHealth("Intern begeleider van De Kastanje", "demo", 0, 31, 0),
        DeskHealth("Loket De Linde", "linde", 4, 12, 2, timedelta(hours=7), "smtp-550"),
    ]


def questions() -> list[tuple[str, Any]]:
    sick = ["kan [naam] ziek zijn op school met medicijnen", "wie geeft de medicijnen op school"]
    asked = [
        (sick[0], ["ziek_kind"]),
        (sick[1], ["ziek_kind"]),
        ("mag de juf een prik geven bij diabetes", ["ziek_kind"]),
        ("mijn dochter wil naar een school met paarden, kan dat?", ["zorgplicht_wat", "so_wat"]),
        ("hoe laat begint de ouderavond", []),
    ]
    return [
        question(number, text, OCTOBER + timedelta(days=number * 3), offered)
        for number, (text, offered) in enumerate(asked, 1)
    ]


def dashboard_app(
    settings: Settings,
    clock: Clock,
    measures: MemoryMeasures,
    limits: Limits = QUICK,
    names: Names | None = None,
) -> web.Application:
    """The dashboard as it stands in the front."""
    app = web.Application(client_max_size=64 * 1024, middlewares=[observe, problems])
    app.on_response_prepare.append(add_headers)
    add_pages(app, load_sites(settings.sites_file))
    add_beheer(
        app,
        settings,
        measures=measures,
        health=Desks(desks()),
        whatsapp=Messages(),
        clock=clock,
        limits=limits,
        names=names,
    )
    return app


async def hire(database_url: str, now: datetime = NOON) -> None:
    """Make an account for everybody in `STAFF`; with cheap hashes."""
    engine = open_engine(database_url)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    accounts = Accounts(sessions, Passwords(CHEAP()))
    for name, (role, site) in STAFF.items():
        await accounts.add(name, role, site, PASSWORD, now)
    await engine.dispose()
