"""The widget's files, the demonstration pages, and the chat as a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import hdrs, web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.front._files import CHECK_AGAIN, FOR_EVER, MemoryFile
from bot.front._headers import STRICT, framed_by
from bot.front._keys import SITES
from bot.front._problems import unknown_site
from bot.sites import Site, Sites
from bot.widget import Release, load_releases, newest

PAGES = Path(__file__).with_name("pages")
DEMO = "demo"
"""The site of the demonstration pages; a `sites.yml` without it has no such pages."""

_KINDS = {".css": "text/css", ".svg": "image/svg+xml"}
_WIDGET = {
    # Pages of schools load it, so every origin may; it holds nothing of anybody.
    hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_DEMO_PAGES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "/": ("school.html", {}),
    "/demo/ondersteuning": ("ondersteuning.html", {}),
    "/demo/streng": ("streng.html", STRICT),
}


def add_pages(app: web.Application, sites: Sites) -> None:
    """Add the routes of files and pages. Everything is read here, once.

    Raises:
        ReleaseError: a released file of the widget is not what it was.
        OSError: a file cannot be read.
    """
    releases = load_releases()
    for release in releases.values():
        cache = FOR_EVER if release.released else CHECK_AGAIN
        script = MemoryFile(release.body, "text/javascript", cache, _WIDGET)
        app.router.add_get(release.path, script.send)
    for path in sorted(PAGES.iterdir()):
        if path.suffix in _KINDS:
            file = MemoryFile(path.read_bytes(), _KINDS[path.suffix])
            app.router.add_get(f"/static/{path.name}", file.send)
    pages = _Pages(newest(releases))
    app.router.add_get("/chat/{site}", pages.show_chat)
    if DEMO in sites:
        for address in _DEMO_PAGES:
            app.router.add_get(address, pages.show_demo)


class _Pages:
    """Pages that name the newest version of the widget."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._templates = Environment(
            loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined
        )

    async def show_demo(self, request: web.Request) -> web.Response:
        """A page of a school that does not exist, with the chat as a school would have it."""
        name, headers = _DEMO_PAGES[request.path]
        return self._page(name, request, request.app[SITES][DEMO], headers)

    async def show_chat(self, request: web.Request) -> web.Response:
        """Only the chat, for sites that can show a frame but no script."""
        site = request.app[SITES].get(request.match_info["site"])
        if site is None:
            raise unknown_site()
        return self._page("chat.html", request, site, framed_by(site.origins))

    def _page(
        self, name: str, request: web.Request, site: Site, headers: Mapping[str, str]
    ) -> web.Response:
        words: dict[str, Any] = {
            "site": site,
            "helpdesk": site.helpdesk,
            "script": self._release.path,
            "sri": self._release.sri,
            "host": str(request.url.origin()),
            "here": request.path,
        }
        html = self._templates.get_template(name).render(words)
        return web.Response(
            text=html,
            content_type="text/html",
            headers={hdrs.CACHE_CONTROL: CHECK_AGAIN, **headers},
        )
