"""What the watched ticket systems share: trouble on demand, and a real server."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass
class Trouble:
    """What the next call that makes something meets instead of its answer."""

    status: int = 0
    """0: no answer at all, the line is cut."""
    after: bool = False
    """Only after the ticket was made."""
    headers: dict[str, str] = field(default_factory=dict)


class System:
    """A ticket system that takes only what its documentation allows."""

    def __init__(self) -> None:
        self.made: list[dict[str, Any]] = []
        self.looks = 0
        self.troubles: list[Trouble] = []
        self.allowed = True
        app = web.Application()
        self.routes(app)
        self._server = TestServer(app)

    def routes(self, app: web.Application) -> None:
        raise NotImplementedError

    async def start(self) -> None:
        await self._server.start_server()

    async def stop(self) -> None:
        await self._server.close()

    @property
    def url(self) -> str:
        return str(self._server.make_url("/")).rstrip("/")

    def keep(self, made: dict[str, Any]) -> None:
        """The ticket is made, unless there is trouble first."""
        trouble = self.troubles[0] if self.troubles else None
        if trouble is not None and not trouble.after:
            raise _Troubled(self.troubles.pop(0))
        self.made.append(made)
        if trouble is not None:
            raise _Troubled(self.troubles.pop(0))


class _Troubled(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self.trouble = trouble


@web.middleware
async def troubled(request: web.Request, handler: Any) -> web.StreamResponse:
    """Carries the trouble out."""
    try:
        response: web.StreamResponse = await handler(request)
    except _Troubled as error:
        if error.trouble.status == 0:
            assert request.transport is not None
            request.transport.abort()
            await asyncio.sleep(0)
            return web.Response()
        return web.Response(status=error.trouble.status, headers=error.trouble.headers)
    return response


def only(content: Any, allowed: set[str], required: set[str]) -> str | None:
    """What is wrong with the fields of an object, if anything."""
    if not isinstance(content, dict):
        return "not an object"
    if unknown := set(content) - allowed:
        return f"unknown: {sorted(unknown)}"
    if missing := required - set(content):
        return f"missing: {sorted(missing)}"
    return None


async def json_of(request: web.Request) -> Any:
    """The body, which must say that it is JSON."""
    if request.content_type != "application/json":
        return None
    try:
        return json.loads(await request.read())
    except ValueError:
        return None
