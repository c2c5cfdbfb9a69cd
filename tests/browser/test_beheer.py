"""The dashboard in a real browser: for everybody, at every size, without scripts."""

from __future__ import annotations

import re
import shutil
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect
from pydantic import SecretStr

from bot.settings import Settings
from tests.beheer._app import PASSWORD, Clock, dashboard_app, hire, questions
from tests.beheer._figures import MemoryMeasures, talks

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
async def desk(tmp_path: Path, sqlite_template: Path, upkeep: AsyncExitStack) -> Desk:
    shutil.copy(sqlite_template, tmp_path / "beheer.db")
    url = f"sqlite+aiosqlite:///{tmp_path}/beheer.db"
    await hire(url)
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=url,
        session_secret=SecretStr("een geheim voor de tests"),
    )
    clock = Clock()
    server = TestServer(dashboard_app(settings, clock, MemoryMeasures(talks(), questions())))
    upkeep.push_async_callback(server.close)
    await server.start_server(shutdown_timeout=0.1)
    return Desk(f"http://127.0.0.1:{server.port}", clock)


async def log_in(page: Page, name: str = "anna") -> None:
    await page.get_by_label("Naam").fill(name)
    await page.get_by_label("Wachtwoord").fill(PASSWORD)
    await page.get_by_role("button", name="Aanmelden").click()
    await expect(page).not_to_have_url(re.compile("aanmelden"))


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


async def test_only_the_keyboard_and_no_script(arrive: Arrive, desk: Desk) -> None:
    visit = await arrive(
        f"{desk.url}/beheer?periode=vorige-maand", width=1280, java_script_enabled=False
    )
    page, keys = visit.page, visit.page.keyboard
    await keys.press("Tab")
    await expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    await keys.press("Tab")
    await keys.type("kees")
    await keys.press("Tab")
    await keys.type(PASSWORD)
    await keys.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Overzicht")
    await expect(page).to_have_url(f"{desk.url}/beheer?periode=vorige-maand")
    await page.get_by_label("Kanaal", exact=True).focus()
    await keys.type("What")
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(page.locator(".lead")).to_contain_text("September 2026: Ouderwijzer (demo)")
    await expect(page.locator(".lead")).to_contain_text("WhatsApp")
    summary = page.locator("summary").first
    await summary.focus()
    await keys.press("Enter")
    await expect(page.locator(".card details p").first).to_be_visible()
    await page.get_by_role("button", name="Afmelden").focus()
    await keys.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Aanmelden")


async def test_a_wrong_password_is_told_where_it_is_read(arrive: Arrive, desk: Desk) -> None:
    visit = await arrive(f"{desk.url}/beheer/bezorging", width=320)
    visit.watch.expect("401")
    page = visit.page
    await page.get_by_label("Naam").fill("anna")
    await page.get_by_label("Wachtwoord").fill("niet het goede wachtwoord")
    await page.get_by_role("button", name="Aanmelden").click()
    await expect(page.get_by_role("alert")).to_contain_text("horen niet bij elkaar")
    await expect(page.get_by_label("Naam")).to_have_value("anna")
    await expect(page.get_by_label("Wachtwoord")).to_have_value("")
    assert await faults(page) == []
    await photograph(page, "aanmelden-mis-320")
    await log_in(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Bezorging")


async def test_the_downloaded_report_stands_by_itself(
    arrive: Arrive, desk: Desk, tmp_path: Path
) -> None:
    visit = await arrive(f"{desk.url}/beheer/rapport?maand=2026-10", width=1280)
    await log_in(visit.page)
    async with visit.page.expect_download() as downloading:
        await visit.page.get_by_role("link", name="Download webpagina").click()
    file = tmp_path / "rapport.html"
    await (await downloading.value).save_as(file)
    visit.watch.expect("third party: file:")
    await visit.page.goto(file.as_uri())
    await expect(visit.page.get_by_role("heading", level=1)).to_have_text("Signaleringsrapport")
    assert await faults(visit.page) == []
    await photograph(visit.page, "rapport-bestand")
    await visit.page.emulate_media(media="print")
    await expect(visit.page.locator("details").first).to_be_hidden()
    await visit.page.emulate_media(media="screen")
    await visit.page.goto(f"{desk.url}/beheer/rapport?maand=2026-10")
    async with visit.page.expect_download() as downloading:
        await visit.page.get_by_role("link", name="Download PDF").click()
    pdf = await downloading.value
    assert pdf.suggested_filename == "signaleringsrapport-2026-10-alles.pdf"


async def test_on_paper_there_are_figures_and_no_buttons(arrive: Arrive, desk: Desk) -> None:
    visit = await arrive(f"{desk.url}/beheer", width=1280)
    await log_in(visit.page)
    await visit.page.emulate_media(media="print")
    await expect(visit.page.get_by_role("button")).to_have_count(0)
    await expect(visit.page.locator("nav")).to_be_hidden()
    await expect(visit.page.locator(".card").first).to_be_visible()
    await photograph(visit.page, "overzicht-papier")


async def test_twice_the_text_size_still_fits(
    arrive: Arrive, desk: Desk, large_text_browser: Browser
) -> None:
    visit = await arrive(f"{desk.url}/beheer", width=640, browser=large_text_browser)
    await log_in(visit.page)
    for address in _PAGES.values():
        visit.watch.expect("404")
        await visit.page.goto(f"{desk.url}{address}")
        assert not await visit.page.evaluate(_SIDEWAYS), address
