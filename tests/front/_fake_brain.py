"""A brain that keeps to the contract and expects the front to do so too."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests._ports import free_port

_CONVERSATION = re.compile(r"[0-9a-f]{40}")


@dataclass
class FakeBrain:
    """Answers `Antwoord op: <text>`, or as told; remembers what it was asked.

    `violations` holds what the front did against the contract; the fixture fails on any.
    """

    questions: list[dict[str, str]] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    fails_with: int | None = None
    """Status that every call gets."""
    raw: bytes | None = None
    """Body that every question gets instead of an answer."""
    replies: list[dict[str, Any]] | None = None
    labels: dict[str, str] = field(default_factory=dict)
    """What texts are understood as when it is only asked to look; others are not understood."""
    looked: list[str] = field(default_factory=list)
    recalls: dict[str, Any] = field(
        default_factory=lambda: {"said": [], "topic": None, "swv": [], "sector": None}
    )
    """What every conversation was about."""
    delay: float = 0.0
    hangs: bool = False
    """Never answers a question."""
    healthy: bool = True
    port: int = 0
    server: TestServer | None = None
    _busy: Counter[str] = field(default_factory=Counter)
    _release: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        assert self.server is not None
        return str(self.server.make_url("")).rstrip("/")

    async def start(self) -> None:
        """Listen, on the same port as before if there was one."""
        app = web.Application()
        app.router.add_post("/webhooks/ouderwijzer/messages", self._answer)
        app.router.add_post("/webhooks/ouderwijzer/look", self._look)
        app.router.add_get("/webhooks/ouderwijzer/conversations/{id}", self._recall)
        app.router.add_delete("/webhooks/ouderwijzer/conversations/{id}", self._forget)
        app.router.add_get("/webhooks/ouderwijzer/health", self._health)
        app.router.add_get("/health", self._health)  # so that it can be the actions as well
        self.port = self.port or free_port()
        self.server = TestServer(app, port=self.port)
        await self.server.start_server()

    async def stop(self) -> None:
        self._release.set()
        if self.server is not None:
            await self.server.close()

    async def _answer(self, request: web.Request) -> web.Response:
        question = await request.json()
        self._check(question)
        conversation = question["conversation"]
        self.questions.append(question)
        self._busy[conversation] += 1
        try:
            if self._busy[conversation] > 1:
                self.violations.append("two messages of one conversation at once")
            if self.hangs:
                await self._release.wait()
            await asyncio.sleep(self.delay)
            if self.fails_with is not None:
                return web.json_response({"error": "stuk"}, status=self.fails_with)
            if self.raw is not None:
                return web.Response(body=self.raw, content_type="application/json")
            said = question.get("text", question.get("payload"))
            messages = self.replies or [{"text": f"Antwoord op: {said}", "buttons": []}]
            return web.json_response({"messages": messages})
        finally:
            self._busy[conversation] -= 1

    def _check(self, question: Any) -> None:
        keys = set(question) - {"sector"}
        if keys not in (
            {"conversation", "channel", "text"},
            {"conversation", "channel", "payload"},
        ):
            self.violations.append(f"keys {sorted(keys)}")
        if question.get("sector", "po") not in ("po", "vo", "so"):
            self.violations.append("sector is unknown")
        if question.get("channel") != "web":
            self.violations.append("channel is not web")
        if not _CONVERSATION.fullmatch(question.get("conversation", "")):
            self.violations.append("conversation id is not a keyed hash")
        if "text" in question and question["text"].lstrip().startswith("/"):
            self.violations.append("a text begins with a slash")

    async def _look(self, request: web.Request) -> web.Response:
        (text,) = (await request.json()).values()
        self.looked.append(text)
        label = self.labels.get(text)
        kind = "answer" if label else "fallback"
        return web.json_response({"label": label or "oos", "kind": kind, "sector": None})

    async def _recall(self, request: web.Request) -> web.Response:
        if not _CONVERSATION.fullmatch(request.match_info["id"]):
            self.violations.append("conversation id is not a keyed hash")
        return web.json_response(self.recalls)

    async def _forget(self, request: web.Request) -> web.Response:
        if self.fails_with is not None:
            return web.json_response({"error": "stuk"}, status=self.fails_with)
        self.forgotten.append(request.match_info["id"])
        return web.Response(status=204)

    async def _health(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"}, status=200 if self.healthy else 503)


@asynccontextmanager
async def watched_brain() -> AsyncIterator[FakeBrain]:
    """A running brain; the front must have kept to the contract when it ends."""
    fake = FakeBrain()
    await fake.start()
    yield fake
    await fake.stop()
    assert fake.violations == []
