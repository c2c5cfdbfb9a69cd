"""The demonstration page and its files."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from aiohttp import web

STATIC = Path(__file__).with_name("static")


def add_pages(app: web.Application) -> None:
    """Serve the page at `/` and its files under `/static/`.

    Each file has a route of its own, so that no path can lead to anything else.
    """
    app.router.add_get("/", partial(_send, STATIC / "index.html"))
    for file in sorted(STATIC.iterdir()):
        app.router.add_get(f"/static/{file.name}", partial(_send, file))


async def _send(file: Path, request: web.Request) -> web.FileResponse:
    return web.FileResponse(file)
