"""A front with a watched brain, and a school's website on another origin."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.front import create_app
from bot.settings import ROOT, Settings
from tests._ports import free_port
from tests.front._fake_brain import FakeBrain

BUNDLE = ROOT / "bot/widget/v1.1/ouderwijzer.js"
FALLBACK = "Mail ons: ib@deproef.example"
SITE = "proef"
ELEMENT = f'<ouderwijzer-chat id="chat" site="{SITE}"><p>{FALLBACK}</p></ouderwijzer-chat>'


def strict_policy(front: str) -> str:
    """The strictest policy under which the widget of `front` must work."""
    return (
        f"default-src 'none'; script-src {front}; connect-src {front}; style-src 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


@dataclass
class Front:
    """A front that can be stopped and started again at the same address."""

    folder: Path
    brain: FakeBrain
    port: int
    _server: TestServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self, **changes: Any) -> None:
        """Start it; `changes` are settings."""
        chosen: dict[str, Any] = {
            "database_url": f"sqlite+aiosqlite:///{self.folder}/chat.db",
            "brain_url": self.brain.url,
            "actions_url": self.brain.url,
            "sites_file": self.folder / "sites.yml",
            "session_secret": "een geheim voor de tests",
        }
        settings = Settings(_env_file=None, **(chosen | changes))  # type: ignore[call-arg]
        self._server = TestServer(create_app(settings), port=self.port)
        await self._server.start_server(shutdown_timeout=0.1)

    async def stop(self) -> None:
        """Stop it; what it was busy with is not answered."""
        if self._server is not None:
            await self._server.close()
            self._server = None


@dataclass
class School:
    """A school's website that has the widget of `front` in its pages."""

    port: int
    front: str
    policy: str | None = None
    """Content-Security-Policy of every page."""
    head: str = ""
    content: str = "<p>Welkom op onze school.</p>"
    element: str = ELEMENT
    pages: dict[str, str] = field(default_factory=dict)
    """Other pages in full, by path."""
    _server: TestServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def script(self) -> str:
        """The tag that a webmaster pastes."""
        digest = base64.b64encode(hashlib.sha384(BUNDLE.read_bytes()).digest()).decode()
        return (
            f'<script type="module" src="{self.front}/widget/v1.1/ouderwijzer.js" '
            f'integrity="sha384-{digest}" crossorigin></script>'
        )

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/favicon.ico", self._icon)
        app.router.add_get("/{path:.*}", self._page)
        self._server = TestServer(app, port=self.port)
        await self._server.start_server()

    async def stop(self) -> None:
        if self._server is not None:
            await self._server.close()

    async def _icon(self, request: web.Request) -> web.Response:
        return web.Response(status=204)

    async def _page(self, request: web.Request) -> web.Response:
        text = self.pages.get(request.path) or (
            '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>Basisschool De Proef</title>{self.head}</head><body>"
            f'<main><h1>De Proef</h1>{self.content}<p><a href="/nieuws">Nieuws</a></p>'
            f"</main>{self.script}{self.element}</body></html>"
        )
        headers = {"Content-Security-Policy": self.policy} if self.policy else {}
        return web.Response(text=text, content_type="text/html", headers=headers)


class Wire:
    """A way to a front that can be cut, while the front works on."""

    def __init__(self, front: Front) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._front = front
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()

    async def mend(self) -> None:
        """Let browsers through."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)

    def cut(self) -> None:
        """Break what goes over it, and let nobody through."""
        if self._server is not None:
            self._server.close()
        for end in self._ends:
            end.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, thither = await asyncio.open_connection("127.0.0.1", self._front.port)
        ends = {writer, thither}
        self._ends |= ends
        with suppress(OSError):
            await asyncio.gather(_pour(reader, thither), _pour(there, writer))
        self._ends -= ends


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while chunk := await source.read(65_536):
            target.write(chunk)
            await target.drain()
    finally:
        target.close()


def write_sites(path: Path, origins: list[str], **fields: Any) -> None:
    """A sites file with the real demo site, and SITE for `origins`."""
    sites: dict[str, Mapping[str, Any]] = yaml.safe_load((ROOT / "sites.yml").read_text("utf-8"))
    own = {
        "title": "Basisschool De Proef",
        "origins": origins,
        "helpdesk": {
            "name": "Intern begeleider van De Proef",
            "email": "ib@deproef.example",
            "hours": {"maandag": ["09:00-11:00"]},
        },
    }
    path.write_text(yaml.safe_dump({**sites, SITE: own | fields}, allow_unicode=True), "utf-8")


def prepare(folder: Path, template: Path, origins: list[str]) -> None:
    """Put an empty, migrated database and a sites file in `folder`."""
    shutil.copy(template, folder / "chat.db")
    write_sites(folder / "sites.yml", origins)
