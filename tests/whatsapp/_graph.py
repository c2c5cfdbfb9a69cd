"""A Graph API that is stricter than Meta's, and everything else of Meta that matters to us.

It delivers what parents send to the webhook (`deliver`), takes what we send, refuses all that Meta
would refuse, sends the statuses back, and fails in every way it is told to. Nothing is thrown
away: `sent` holds what was accepted, `refused` what was not and why, `violations` what is not
forbidden by Meta but not as we agreed.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import random
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from . import _calls
from ._calls import Person
from ._checks import check_message, read_address, read_mark, read_request
from ._errors import TITLES, GraphRefusal
from ._troubles import Sent, Trouble

__all__ = ["FakeGraph", "Sent", "Trouble"]

WINDOW = timedelta(hours=24)


@dataclass
class FakeGraph:
    """See the module. `webhook` is the address of ours; without it no statuses are sent."""

    webhook: str | None = None
    statuses: Sequence[str] = ()
    """States that are reported of every message at once, by themselves."""
    refuses_outside_window: bool = True
    """False: it is accepted and reported as failed, as Meta does as well."""
    clock: timedelta = timedelta()
    """How far Meta's clock is ahead of ours; tests let a day go by with it."""
    wrong_token: bool = False
    """The access token has expired."""
    sent: list[Sent] = field(default_factory=list)
    refused: list[GraphRefusal] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    typing: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    calls: int = 0
    holding: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while a call hangs."""
    _troubles: deque[Trouble] = field(default_factory=deque)
    _released: asyncio.Event = field(default_factory=asyncio.Event)
    _windows: dict[str, datetime] = field(default_factory=dict)
    _aliases: dict[str, Person] = field(default_factory=dict)
    _said: set[str] = field(default_factory=set)
    _busy: Counter[str] = field(default_factory=Counter)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _server: TestServer | None = None
    _http: aiohttp.ClientSession | None = None

    @property
    def url(self) -> str:
        """For the setting WHATSAPP_GRAPH_URL."""
        assert self._server is not None
        return str(self._server.make_url("/v25.0"))

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.clock

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post(r"/{version:v\d+\.\d+}/{number}/messages", self._receive)
        self._server = TestServer(app)
        await self._server.start_server()
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20))

    async def stop(self) -> None:
        self.release()
        await self.settled()
        if self._http is not None:
            await self._http.close()
        if self._server is not None:
            await self._server.close()

    # What parents do.

    async def deliver(self, content: dict[str, Any]) -> int:
        """Call the webhook, signed. The status; messages in it open their windows."""
        for message in _calls.parts_of(content, "messages"):
            self._hear(message)
        return await self.post(_calls.encode(content))

    async def say(self, person: Person, *messages: dict[str, Any]) -> int:
        """Messages of one person in one call."""
        return await self.deliver(_calls.said(person, *messages))

    async def post(self, body: bytes) -> int:
        """Call the webhook with any bytes, signed."""
        assert self.webhook is not None
        assert self._http is not None
        headers = _calls.signed(body)
        async with self._http.post(
            self.webhook, data=io.BytesIO(body), headers=headers
        ) as response:
            await response.read()
            return response.status

    def to(self, person: Person) -> list[Sent]:
        """What one person received, in order."""
        return [sent for sent in self.sent if sent.to in (person.user_id, person.wa_id)]

    def doubled(self) -> list[str]:
        """Callback data of every copy after the first: the parent reads it again."""
        counted = Counter(sent.callback for sent in self.sent if sent.callback)
        return list((counted - Counter(set(counted))).elements())

    # What goes wrong.

    def fail(self, trouble: Trouble) -> None:
        """Let the next calls fail; troubles are used in order."""
        self._troubles.append(trouble)

    def release(self) -> None:
        """Let the calls that hang go on."""
        self.holding.clear()
        self._released.set()

    # What became of our messages.

    def status(self, sent: Sent, state: str, code: int | None = None) -> dict[str, Any]:
        """A status of a message, in Meta's form."""
        found: dict[str, Any] = {
            "id": sent.id,
            "status": state,
            "timestamp": str(int(self.now.timestamp())),
        }
        person = self._aliases.get(sent.to, Person(None, sent.to))
        if person.wa_id:
            found["recipient_id"] = person.wa_id
        if person.user_id:
            found["recipient_user_id"] = person.user_id
        if sent.callback is not None:
            found["biz_opaque_callback_data"] = sent.callback
        if code is not None:
            details = {"details": "Door de test."}
            title = TITLES.get(code, "Unknown")
            found["errors"] = [
                {"code": code, "title": title, "message": title, "error_data": details}
            ]
        return found

    async def report(
        self,
        *states: str,
        of: Sequence[Sent] | None = None,
        code: int | None = None,
        shuffled: bool = False,
        times: int = 1,
    ) -> int:
        """Send statuses of messages (all, if not said which) in one call; its status.

        `shuffled` mixes their order, `times` sends each of them more often.
        """
        chosen = self.sent if of is None else of
        found = [self.status(sent, state, code) for sent in chosen for state in states] * times
        if shuffled:
            random.Random(len(found)).shuffle(found)
        return await self.post(_calls.encode(_calls.update(_calls.value(statuses=found))))

    async def settled(self) -> None:
        """Wait until all statuses that go by themselves have been sent."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    # The API itself.

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        self.calls += 1
        try:
            content = await self._checked(request)
            if "status" in content:
                return self._mark_read(content)
            to = read_address(content)
            check_message(content)
            if "biz_opaque_callback_data" not in content:
                self.violations.append("a message without callback data")
            return await self._accept(request, content, to)
        except GraphRefusal as refusal:
            self.refused.append(refusal)
            return refusal.response()

    async def _checked(self, request: web.Request) -> dict[str, Any]:
        token = request.headers.get("Authorization")
        if self.wrong_token or token != f"Bearer {_calls.ACCESS_TOKEN}":
            raise GraphRefusal(190, "Error validating access token")
        if request.match_info["number"] != _calls.PHONE_NUMBER_ID:
            raise GraphRefusal(100, "Object does not exist", subcode=33)
        return read_request(request.content_type, await request.read())

    def _mark_read(self, content: dict[str, Any]) -> web.Response:
        id_ = read_mark(content)
        if id_ not in self._said:
            raise GraphRefusal(131009, "message_id is not that of a message to this number")
        self.read.append(id_)
        if "typing_indicator" in content:
            self.typing.append(id_)
        return web.json_response({"success": True})

    async def _accept(
        self, request: web.Request, content: dict[str, Any], to: str
    ) -> web.StreamResponse:
        person = self._aliases.get(to, Person(None, to))
        key = person.user_id or to
        self._busy[key] += 1
        try:
            if self._busy[key] > 1:
                self.violations.append("two messages to one person at once: their order is lost")
            trouble = self._trouble(to)
            if trouble is None or trouble.accepts:
                answer = self._take(content, to)
            if trouble is None:
                return answer
            if trouble.hang:
                await self._hang()
            if not trouble.status:
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            raise GraphRefusal(
                trouble.code or 131000, status=trouble.status, retry_after=trouble.retry_after
            )
        finally:
            self._busy[key] -= 1

    def _take(self, content: dict[str, Any], to: str) -> web.Response:
        opened = self._windows.get(to)
        outside = opened is None or self.now - opened > WINDOW
        if outside and self.refuses_outside_window:
            raise GraphRefusal(131047)
        sent = Sent(
            _calls.wamid(),
            to,
            content[content["type"]],
            content.get("biz_opaque_callback_data"),
            content.get("context", {}).get("message_id"),
            self.now,
        )
        if not outside:
            self.sent.append(sent)
        if self.webhook is not None:
            if outside:
                self._later(self.report("failed", of=[sent], code=131047))
            elif self.statuses:
                self._later(self.report(*self.statuses, of=[sent]))
        contact = {"input": to, "wa_id": to} if to.isdigit() else {"input": to, "user_id": to}
        return web.json_response(
            {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": sent.id}]}
        )

    def _hear(self, message: dict[str, Any]) -> None:
        """A message of a parent: it opens the window, and may be marked as read."""
        person = Person(message.get("from_user_id"), message.get("from"))
        self._said.add(message["id"])
        at = datetime.fromtimestamp(int(message["timestamp"]), UTC)
        for address in (person.user_id, person.wa_id):
            if address is not None:
                self._windows[address] = max(at, self._windows.get(address, at))
                self._aliases[address] = person

    def _trouble(self, to: str) -> Trouble | None:
        for trouble in self._troubles:
            if trouble.to in (None, to):
                trouble.times -= 1
                if not trouble.times:
                    self._troubles.remove(trouble)
                return trouble
        return None

    async def _hang(self) -> None:
        self._released.clear()
        self.holding.set()
        await self._released.wait()

    def _later(self, work: Any) -> None:
        async def quietly() -> None:
            with contextlib.suppress(aiohttp.ClientError):  # our front is just being killed
                await work

        task = asyncio.create_task(quietly())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
