"""A parent who talks to the whole line over the web chat API."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests._line import Line

Message = dict[str, Any]


class Parent:
    """A parent in one session of the web chat API."""

    def __init__(self, http: aiohttp.ClientSession, token: str) -> None:
        self.http = http
        self.headers = {"Authorization": f"Bearer {token}"}

    async def post(self, **content: str) -> aiohttp.ClientResponse:
        """Send one message; the raw response."""
        body = {"id": str(uuid.uuid4()), **content}
        return await self.http.post("/api/v1/messages", json=body, headers=self.headers)

    async def say(self, **content: str) -> list[Message]:
        """Send one message (`text` or `payload`); the answers."""
        async with await self.post(**content) as response:
            assert response.status == 200, await response.text()
            messages: list[Message] = (await response.json())["messages"]
            return messages


async def arrive(line: Line) -> AsyncIterator[Parent]:
    """A parent with a fresh session on the demonstration site of `line`."""
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(line.url, timeout=timeout) as http:
        async with http.post("/api/v1/sessions", json={"site": "demo"}) as response:
            assert response.status == 201, await response.text()
            token = (await response.json())["token"]
        yield Parent(http, token)


@pytest.fixture
async def parent(line: Line) -> AsyncIterator[Parent]:
    """A parent with a fresh session."""
    async for found in arrive(line):
        yield found
