"""The webhook as Meta calls it: a real server, and an inbox that is watched."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from bot.front import create_app
from bot.front._middleware import observe, problems
from bot.front.whatsapp import INBOX, add_webhook
from bot.front.whatsapp._updates import Batch
from bot.front.whatsapp._webhook import KEEP_TIMEOUT, MAX_BODY
from bot.settings import Settings
from bot.store import StoreUnavailable
from tests.front.conftest import problem

from . import _calls
from ._calls import APP_SECRET, PATH, UPDATES, VERIFY_TOKEN, Person
from .test_parse import ANY_JSON, mangled


@dataclass
class WatchedInbox:
    """Remembers what it was given; fails or waits when told to."""

    batches: list[Batch] = field(default_factory=list)
    fails: bool = False
    waits: bool = False

    async def receive(self, batch: Batch) -> None:
        if self.waits:
            await asyncio.Event().wait()
        if self.fails:
            raise StoreUnavailable("OperationalError")
        self.batches.append(batch)


def chosen(**changes: Any) -> Settings:
    secrets = {"whatsapp_app_secret": APP_SECRET, "whatsapp_verify_token": VERIFY_TOKEN}
    return Settings(_env_file=None, **(secrets | changes))  # type: ignore[call-arg]


@dataclass
class Hook:
    """A running webhook."""

    client: TestClient[Any, Any]
    inbox: WatchedInbox

    async def post(self, body: bytes, headers: dict[str, str] | None = None) -> int:
        sent = _calls.signed(body) if headers is None else headers
        async with self.client.post(PATH, data=io.BytesIO(body), headers=sent) as response:
            await response.read()
            return response.status

    async def deliver(self, content: Any) -> int:
        return await self.post(_calls.encode(content))

    async def verify(self, **query: str) -> tuple[int, str, str]:
        asked = {f"hub.{name}": value for name, value in query.items()}
        async with self.client.get(PATH, params=asked) as response:
            return response.status, await response.text(), response.content_type


@contextlib.asynccontextmanager
async def running(keep_timeout: float = KEEP_TIMEOUT) -> AsyncIterator[Hook]:
    inbox = WatchedInbox()
    app = web.Application(middlewares=[observe, problems])
    assert add_webhook(app, chosen(), keep_timeout=keep_timeout)
    app[INBOX] = inbox
    async with TestClient(TestServer(app)) as client:
        yield Hook(client, inbox)


@pytest.fixture
async def webhook() -> AsyncIterator[Hook]:
    async with running() as found:
        yield found


HELLO = _calls.encode(_calls.load("text"))


async def test_the_address_is_confirmed_to_who_knows_the_word(webhook: Hook) -> None:
    found = await webhook.verify(
        mode="subscribe", verify_token=VERIFY_TOKEN, challenge="1158201444"
    )
    assert found == (200, "1158201444", "text/plain")


@pytest.mark.parametrize(
    "query",
    [
        {"mode": "subscribe", "verify_token": "geraden", "challenge": "1"},
        {"mode": "subscribe", "verify_token": "gerädén ☹", "challenge": "1"},
        {"mode": "subscribe", "challenge": "1"},
        {"mode": "unsubscribe", "verify_token": VERIFY_TOKEN, "challenge": "1"},
        {"mode": "subscribe", "verify_token": VERIFY_TOKEN},
        {},
    ],
)
async def test_nobody_else_gets_the_challenge_back(webhook: Hook, query: dict[str, str]) -> None:
    status, _, content_type = await webhook.verify(**query)
    assert (status, content_type) == (403, "application/problem+json")


async def test_a_signed_call_is_written_down_and_acknowledged(webhook: Hook) -> None:
    assert await webhook.post(HELLO) == 200
    (batch,) = webhook.inbox.batches
    assert (
        batch.received[0].text == "Mag de school mijn kind weigeren? 😟 Het zit op één kilometer."
    )


async def test_the_signature_is_of_the_bytes_not_of_the_json(webhook: Hook) -> None:
    rewritten = json.dumps(json.loads(HELLO), ensure_ascii=False).encode()
    assert rewritten != HELLO
    assert await webhook.post(rewritten, _calls.signed(HELLO)) == 403
    assert await webhook.post(rewritten, _calls.signed(rewritten)) == 200


GOOD = _calls.signature(HELLO)
OLD = GOOD.replace("sha256=", "sha1=")


@pytest.mark.parametrize(
    ("signature", "status"),
    [
        (None, 401),
        ("", 401),
        ("sha256=", 403),
        (GOOD[:-1], 403),
        (GOOD.removeprefix("sha256="), 403),
        (OLD, 403),
        (_calls.signature(HELLO, "een ander geheim"), 403),
        (_calls.signature(HELLO, ""), 403),
        ("sha256=é", 403),
    ],
)
async def test_without_the_right_signature_nothing_is_kept(
    webhook: Hook, signature: str | None, status: int
) -> None:
    headers = {} if signature is None else {"X-Hub-Signature-256": signature}
    assert await webhook.post(HELLO, headers) == status
    assert webhook.inbox.batches == []


async def test_a_sha1_signature_is_no_signature(webhook: Hook) -> None:
    assert await webhook.post(HELLO, {"X-Hub-Signature": GOOD}) == 401


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"NaN!", b"[" * 100_000, b"1" * 5_000, '{"a": "é"}'.encode("latin-1")],
)
async def test_what_is_signed_but_no_json_is_refused(webhook: Hook, body: bytes) -> None:
    assert await webhook.post(body) == 400


async def test_a_body_may_be_as_large_as_meta_says_and_no_larger(webhook: Hook) -> None:
    person = Person.new()
    room = MAX_BODY - len(_calls.encode(_calls.said(person, person.text(""))))
    content = _calls.encode(_calls.said(person, person.text("a" * room)))
    assert len(content) == MAX_BODY
    assert await webhook.post(content) == 200
    assert await webhook.post(content + b" ") == 413

    async def unannounced() -> AsyncIterator[bytes]:
        for _ in range(MAX_BODY // 65536 + 1):
            yield b" " * 65536

    headers = {"X-Hub-Signature-256": GOOD}
    async with webhook.client.post(PATH, data=unannounced(), headers=headers) as response:
        assert response.status == 413
    assert len(webhook.inbox.batches) == 1


@pytest.mark.parametrize("content", [[], {}, None, 5, "text", {"entry": [{"changes": [{}]}]}])
async def test_json_without_anything_for_us_is_acknowledged(webhook: Hook, content: Any) -> None:
    assert await webhook.deliver(content) == 200
    assert webhook.inbox.batches == []


async def test_what_could_not_be_written_down_is_not_acknowledged(webhook: Hook) -> None:
    webhook.inbox.fails = True
    assert await webhook.post(HELLO) == 503


async def test_meta_is_not_kept_waiting_for_a_slow_database() -> None:
    async with running(keep_timeout=0.05) as webhook:
        webhook.inbox.waits = True
        assert await webhook.post(HELLO) == 503


async def test_nothing_of_a_parent_and_no_secret_is_logged(
    webhook: Hook, logs: io.StringIO
) -> None:
    for file in sorted(UPDATES.iterdir()):
        assert await webhook.deliver(_calls.load(file.stem)) == 200
    await webhook.post(HELLO, {"X-Hub-Signature-256": "sha256=fout"})
    await webhook.verify(mode="subscribe", verify_token=VERIFY_TOKEN, challenge="1")
    written = logs.getvalue()
    assert "whatsapp_not_understood" in written
    assert "whatsapp_wrong_signature" in written
    for secret in ("316000", "NL.9", "weigeren", "wamid", APP_SECRET, VERIFY_TOKEN):
        assert secret not in written


@trying(max_examples=60, deadline=None)
@given(contents=st.lists(ANY_JSON | mangled(), min_size=1, max_size=10))
def test_no_json_under_a_valid_signature_gives_an_error(contents: list[Any]) -> None:
    async def deliver() -> list[int]:
        async with running() as webhook:
            return [await webhook.deliver(content) for content in contents]

    assert set(asyncio.run(deliver())) == {200}


StartFront = Callable[..., Awaitable[TestClient[Any, Any]]]


@pytest.fixture
async def whole_front(tmp_path: Path) -> AsyncIterator[StartFront]:
    async with contextlib.AsyncExitStack() as stack:

        async def start(**changes: Any) -> TestClient[Any, Any]:
            url = f"sqlite+aiosqlite:///{tmp_path}/chat.db"
            settings = chosen(database_url=url, session_secret="geheim", **changes)
            return await stack.enter_async_context(TestClient(TestServer(create_app(settings))))

        yield start


@pytest.mark.parametrize("missing", ["whatsapp_app_secret", "whatsapp_verify_token"])
@pytest.mark.parametrize("empty", [None, ""])
async def test_without_both_secrets_there_is_no_such_page(
    whole_front: StartFront, missing: str, empty: str | None
) -> None:
    client = await whole_front(**{missing: empty})
    signature = _calls.signature(HELLO, "")  # what a forger would make, hoping for an empty key
    for secret in (signature, GOOD):
        headers = {"X-Hub-Signature-256": secret}
        await problem(await client.post(PATH, data=HELLO, headers=headers), 404, "not-found")
    await problem(await client.get(PATH), 404, "not-found")


async def test_the_front_has_the_webhook_once_both_secrets_are_there(
    whole_front: StartFront,
) -> None:
    client = await whole_front()
    query = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "42"}
    response = await client.get(PATH, params=query)
    assert (response.status, await response.text()) == (200, "42")
    await problem(await client.post(PATH, data=HELLO), 401, "no-signature")
