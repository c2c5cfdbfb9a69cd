"""The line to the brain (Rasa): ask, forget, and whether it is there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import quote

import aiohttp
from pydantic import BaseModel, ValidationError

from bot.front._messages import Look, Recall, Replies, Reply

_Model = TypeVar("_Model", bound=BaseModel)

_READY_TIMEOUT = aiohttp.ClientTimeout(total=2)
_KEEP_ALIVE = 2.0
"""Seconds an idle connection is kept. Rasa's Sanic closes after 5; a question sent on a
connection that is just being closed would be lost, and it must not be asked twice."""


class BrainUnavailable(Exception):
    """The brain did not answer in time, or not as agreed. The message says how, not what."""


class Brain:
    """Asks the brain over HTTP. Every call has a timeout, in seconds."""

    def __init__(
        self, http: aiohttp.ClientSession, url: str, timeout: float, token: str | None = None
    ) -> None:
        self._http = http
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._base = f"{url.rstrip('/')}/webhooks/ouderwijzer"
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    async def ask(
        self,
        conversation: str,
        *,
        text: str | None = None,
        payload: str | None = None,
        sector: str | None = None,
        channel: str = "web",
        message_id: str | None = None,
    ) -> list[Reply]:
        """The brain's answer to a text or to a button's payload.

        `sector` (po, vo or so) is what it may take for granted until the parent tells. A
        `message_id` that equals the one before it in the conversation gets the same answer, and
        the conversation does not go on twice.

        Raises:
            BrainUnavailable: no answer within the timeout, or not an answer.
        """
        question = {"conversation": conversation, "channel": channel}
        if message_id is not None:
            question["id"] = message_id
        if payload is not None:
            question["payload"] = payload
        else:
            question["text"] = without_command(text or "")
        if sector is not None:
            question["sector"] = sector
        body = await self._call("POST", f"{self._base}/messages", {HTTPStatus.OK}, question)
        return _read(Replies, body).messages

    async def look(self, text: str) -> Look:
        """How a text would be understood, outside any conversation; nothing is kept of it.

        Raises:
            BrainUnavailable: no answer within the timeout, or not an answer.
        """
        content = {"text": without_command(text)}
        body = await self._call("POST", f"{self._base}/look", {HTTPStatus.OK}, content)
        return _read(Look, body)

    async def recall(self, conversation: str) -> Recall:
        """What a conversation was about; empty when the brain does not know it.

        Raises:
            BrainUnavailable: no answer within the timeout, or not an answer.
        """
        return _read(Recall, await self._call("GET", self._address(conversation), {HTTPStatus.OK}))

    async def forget(self, conversation: str) -> None:
        """Delete all that the brain knows of a conversation; unknown is fine too.

        Raises:
            BrainUnavailable: it may still be there.
        """
        gone = {HTTPStatus.OK, HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND}
        await self._call("DELETE", self._address(conversation), gone)

    async def is_ready(self) -> bool:
        """Whether the brain says that it can answer."""
        return await answers(self._http, f"{self._base}/health")

    def _address(self, conversation: str) -> str:
        return f"{self._base}/conversations/{quote(conversation, safe='')}"

    async def _call(
        self, method: str, url: str, expected: set[HTTPStatus], content: Any = None
    ) -> bytes:
        try:
            async with self._http.request(
                method,
                url,
                json=content,
                headers=self._headers,
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                body = await response.read()
        except asyncio.TimeoutError:
            raise BrainUnavailable("too slow") from None
        except (aiohttp.ClientError, OSError) as error:
            raise BrainUnavailable(type(error).__name__) from None
        if response.status not in expected:
            raise BrainUnavailable(f"status {response.status}")
        return body


def _read(model: type[_Model], body: bytes) -> _Model:
    try:
        return model.model_validate(json.loads(body))
    except (ValueError, RecursionError, ValidationError) as error:
        # The error quotes the answer, which must not reach a log: break the chain.
        raise BrainUnavailable(f"not as agreed: {type(error).__name__}") from None


@asynccontextmanager
async def http_client() -> AsyncIterator[aiohttp.ClientSession]:
    """A client session for calls on the private network: no cookies, no proxy."""
    connector = aiohttp.TCPConnector(limit=200, keepalive_timeout=_KEEP_ALIVE)
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar()
    ) as session:
        yield session


async def answers(http: aiohttp.ClientSession, url: str) -> bool:
    """Whether `url` answers 200 within two seconds."""
    try:
        async with http.get(url, timeout=_READY_TIMEOUT, allow_redirects=False) as response:
            return response.status == HTTPStatus.OK
    except (asyncio.TimeoutError, aiohttp.ClientError, OSError):
        return False


def without_command(text: str) -> str:
    """`text` without leading slashes: Rasa takes "/restart" for a command."""
    stripped = text.lstrip()
    while stripped.startswith("/"):
        stripped = stripped.lstrip("/").lstrip()
    return stripped
