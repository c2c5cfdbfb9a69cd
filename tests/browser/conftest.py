"""A browser, pages that are watched, and the servers that they talk to."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.settings import ROOT
from tests._ports import free_port
from tests.front._fake_brain import FakeBrain, watched_brain
from tests.front.conftest import sqlite_template

from ._browser import chromium, launched
from ._chat import Chat
from ._servers import Front, School, prepare
from ._watch import Watch

__all__ = ["sqlite_template"]

ARTEFACTS = ROOT / "var/test-artefacts/browser"
_HERE = Path(__file__).parent
_NO_BROWSER = "geen Chromium op deze machine; `make test-all` installeert die, of zet CHROMIUM"
expect.set_options(timeout=15_000)  # ms; the machine may be busy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All async tests here use the browser: one for all, so one event loop."""
    for item in items:
        if not isinstance(item, pytest.Function) or _HERE not in item.path.parents:
            continue
        if inspect.iscoroutinefunction(item.function):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason=_NO_BROWSER))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say it also when pytest does not list reasons."""
    if chromium() is None:
        terminalreporter.write_line(f"tests/browser overgeslagen: {_NO_BROWSER}.")


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with launched() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def large_text_browser() -> AsyncIterator[Browser]:
    """A browser of a reader who set its text to twice the size."""
    async with launched("--blink-settings=defaultFontSize=32") as running:
        yield running


@dataclass
class Visit:
    """Somebody at a page: one tab of a browser of their own."""

    context: BrowserContext
    page: Page
    watch: Watch
    chat: Chat

    async def another_tab(self) -> Visit:
        """The same page in a second tab that begins with a copy of this tab's storage."""
        async with self.context.expect_page() as opening:
            await self.page.evaluate("void open(location.href)")
        page = await opening.value
        await page.wait_for_load_state()
        return Visit(self.context, page, self.watch, Chat(page))


Arrive = Callable[..., Awaitable[Visit]]


@pytest_asyncio.fixture(loop_scope="session")
async def upkeep() -> AsyncIterator[AsyncExitStack]:
    """Where servers leave how they are stopped.

    That happens after the pages are closed, whatever a test asks for first: a page whose
    server is gone complains of it.
    """
    async with AsyncExitStack() as stops:
        yield stops


@pytest_asyncio.fixture(loop_scope="session")
async def arrive(browser: Browser, upkeep: AsyncExitStack) -> AsyncIterator[Arrive]:
    """Go to a page. Whatever goes wrong there unseen fails the test when it ends."""
    visits: list[Visit] = []

    async def go(
        url: str,
        *,
        width: int = 390,
        height: int = 844,
        browser: Browser = browser,
        colours: Literal["active"] | None = None,
        **options: Any,
    ) -> Visit:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            locale="nl-NL",
            forced_colors=colours,
            **options,
        )
        watch = Watch()
        await watch.over(context)
        page = await context.new_page()
        visits.append(Visit(context, page, watch, Chat(page)))
        await page.goto(url)
        return visits[-1]

    yield go
    for visit in visits:
        await visit.context.close()
    assert [mistake for visit in visits for mistake in visit.watch.mistakes] == []


@pytest_asyncio.fixture(loop_scope="session")
async def brain(upkeep: AsyncExitStack) -> FakeBrain:
    return await upkeep.enter_async_context(watched_brain())


@dataclass
class Servers:
    """A front, and the school that it works for."""

    front: Front
    school: School


@pytest_asyncio.fixture(loop_scope="session")
async def servers(
    tmp_path: Path, sqlite_template: Path, brain: FakeBrain, upkeep: AsyncExitStack
) -> Servers:
    front = Front(tmp_path, brain, free_port())
    school = School(free_port(), front.url)
    prepare(tmp_path, sqlite_template, [school.url])
    upkeep.push_async_callback(school.stop)
    upkeep.push_async_callback(front.stop)
    await school.start()
    await front.start()
    return Servers(front, school)


@pytest.fixture
def front(servers: Servers) -> Front:
    return servers.front


@pytest.fixture
def school(servers: Servers) -> School:
    """A page with the widget, on another origin than the front."""
    return servers.school
