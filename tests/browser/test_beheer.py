"""The dashboard in a real browser: for everybody, at every size, without scripts."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect

from bot.settings import Settings
from tests.beheer._app import PASSWORD, Clock, dashboard_app, hire, questions, talks
from tests.beheer._figures import MemoryMeasures

from ._access import axe_violations
from .conftest import ARTEFACTS, Arrive

_PAGES = {
    "overzicht": "/beheer?periode=eigen&van=2026-10-01&tot=2026-10-31",
    "onderwerpen": "/beheer/onderwerpen",
    "onderwerp": "/beheer/onderwerpen/school_weigert",
    "niet-begrepen": "/beheer/niet-begrepen",
    "inhoud": "/beheer/inhoud",
    "bezorging": "/beheer/bezorging",
    "rapporten": "/beheer/rapporten",
    "rapport": "/beheer/rapport?maand=2026-10&site=demo",
    "fout": "/beheer/nergens",
}
_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
_PICTURES = "[...document.images].filter(i => !i.complete || !i.naturalWidth).map(i => i.src)"
_SMALL = """[...document.querySelectorAll("a, button, input, select, summary")].filter(one => {
  const { width, height } = one.getBoundingClientRect();
  const inLine = one.localName === "a" && getComputedStyle(one).display === "inline";
  const unseen = one.type === "hidden" || one.matches(".skip");
  return one.checkVisibility() && !inLine && !unseen && (width < 24 || height < 24);
}).map(one => one.outerHTML)"""


@dataclass
class Desk:
    """A running dashboard."""

    url: str
    clock: Clock


@pytest_asyncio.fixture(loop_scope="session")
async def desk(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Desk]:
    shutil.copy(sqlite_template, tmp_path / "beheer.db")
    url = f"sqlite+aiosqlite:///{tmp_path}/beheer.db"
    await hire(url)
    settings: Any = Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=url,
        session_secret="een geheim voor de tests",
    )
    clock = Clock()
    server = TestServer(dashboard_app(settings, clock, MemoryMeasures(talks(), questions())))
    await server.start_server(shutdown_timeout=0.1)
    yield Desk(f"http://127.0.0.1:{server.port}", clock)
    await server.close()


async def log_in(page: Page, name: str = "anna") -> None:
    await page.get_by_label("Naam").fill(name)
    await page.get_by_label("Wachtwoord").fill(PASSWORD)
    await page.get_by_role("button", name="Aanmelden").click()
    await expect(page.get_by_role("button", name="Afmelden")).to_be_visible()


async def photograph(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=ARTEFACTS / f"beheer-{name}.png", full_page=True)


async def faults(page: Page) -> list[Any]:
    """All that a browser can find wrong with a page."""
    sideways = ["it scrolls sideways"] if await page.evaluate(_SIDEWAYS) else []
    found = await axe_violations(page)
    return [*found, *sideways, *await page.evaluate(_PICTURES), *await page.evaluate(_SMALL)]


@pytest.mark.parametrize("width", [320, 1280])
async def test_every_page_is_for_everybody(arrive: Arrive, desk: Desk, width: int) -> None:
    visit = await arrive(f"{desk.url}/beheer", width=width, height=900)
    assert await faults(visit.page) == []
    await photograph(visit.page, f"aanmelden-{width}")
    await log_in(visit.page)
    visit.watch.expect("404")  # the page that is not there
    for name, address in _PAGES.items():
        await visit.page.goto(f"{desk.url}{address}")
        assert (name, await faults(visit.page)) == (name, [])
        await photograph(visit.page, f"{name}-{width}")
        for summary in await visit.page.locator("summary").all():
            await summary.click()
        assert (name, await faults(visit.page)) == (name, [])
    assert all(request.split()[1].startswith(desk.url) for request in visit.watch.requests)
