"""The widget's files, the demonstration pages, and the chat as a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import hdrs, web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.front._headers import STRICT, framed_by
from bot.front._keys import SITES
from bot.sites import OWN_COMPUTER, Site, Sites
from bot.web import CHECK_AGAIN, FOR_EVER, MemoryFile
from bot.widget import FOLDER, Release, fallback, load_releases, newest, snippet

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
    "/": ("home.html", {}),
    "/demo/ondersteuning": ("ondersteuning.html", {}),
    "/demo/streng": ("streng.html", STRICT),
}


def add_pages(app: web.Application, sites: Sites, widget: Path = FOLDER) -> None:
    """Add the routes of files and pages; `widget` has its versions. Everything is read here, once.

    Raises:
        ReleaseError: a released file of the widget is not what it was.
        OSError: a file cannot be read.
    """
    releases = load_releases(widget)
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
        environment = Environment(
            loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined
        )
        names = environment.list_templates(extensions=["html"])
        self._templates = {name: environment.get_template(name) for name in names}

    async def show_demo(self, request: web.Request) -> web.Response:
        """A page of a school that does not exist, with the chat as a school would have it."""
        name, headers = _DEMO_PAGES[request.path]
        site = request.app[SITES][DEMO]
        return self._page(
            name,
            headers,
            site=site,
            here=request.path,
            chat=Markup(snippet(self._release, site)),
            pasted=snippet(self._release, site, _address(request)),
        )

    async def show_chat(self, request: web.Request) -> web.Response:
        """Only the chat, for sites that can show a frame but no script."""
        site: Site | None = request.app[SITES].get(request.match_info["site"])
        if site is None:
            headers: dict[str, str] = {hdrs.CACHE_CONTROL: "no-store"}
            others = Markup(fallback(None))
            return self._page("geen_chat.html", headers, status=404, others=others)
        return self._page(
            "chat.html",
            framed_by(site.origins),
            site=site,
            release=self._release,
            others=Markup(fallback(site.helpdesk)),
        )

    def _page(
        self, name: str, headers: Mapping[str, str], status: int = 200, **words: Any
    ) -> web.Response:
        return web.Response(
            text=self._templates[name].render(words),
            status=status,
            content_type="text/html",
            headers={hdrs.CACHE_CONTROL: CHECK_AGAIN, **headers},
        )


def _address(request: web.Request) -> str:
    """Where this front is for a webmaster. Behind a proxy we are asked over http, yet it is https.

    The name is the client's word, so it is only ever shown to that client.
    """
    own_computer = request.host.partition(":")[0] in OWN_COMPUTER
    return f"{'http' if own_computer else 'https'}://{request.host}"
