"""The brain's only door: one HTTP channel for the front, on a private network.

Rasa's own REST channel answers 200 with an empty list when something breaks and logs the
parent's text then. This one says that it failed and logs no text.
"""

from __future__ import annotations

import hmac
import logging
import os
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from json import loads
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from bot.content import SECTORS
from bot.nlu._once import Messages, Turn, Turns
from bot.nlu._recall import recall
from bot.nlu.answers import SITE_SECTOR
from bot.nlu.payload import harmless
from bot.nlu.tracker_store import conversation_store

_CONVERSATION = re.compile(r"[\w-]{8,128}")
_MESSAGE_ID = re.compile(r"[\w-]{8,64}")
_CHANNELS = frozenset({"web", "whatsapp"})
_MAX_TEXT = 8000

logger = logging.getLogger(__name__)


class _Collector(OutputChannel):
    """Keeps each message whole: text, buttons and our own fields together."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.messages: list[dict[str, Any]] = []

    def name(self) -> str:  # type: ignore[override]
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append(
            {
                "text": message.get("text") or "",
                "buttons": message.get("buttons") or [],
                "custom": message.get("custom") or {},
            }
        )


@dataclass(frozen=True)
class _Asked:
    """A message as the front sends it."""

    text: str
    conversation: str
    channel: str
    id: str | None
    sector: str | None


class FrontChannel(InputChannel):
    """Takes a message or a button's payload of a conversation, gives the answers.

    A message may have an `id`: asked again with the same id, it gets the same answer.

    With `BRAIN_TOKEN` in the environment (or `token` in credentials.yml), calls without that
    bearer token are refused; the front sends it.
    """

    def __init__(self, token: str | None = None) -> None:
        self._token = token
        self._turns = Turns()

    @classmethod
    def name(cls) -> str:
        """Part of the address: `/webhooks/ouderwijzer/`."""
        return "ouderwijzer"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> FrontChannel:
        """Make the channel from its block in credentials.yml."""
        return cls((credentials or {}).get("token") or os.environ.get("BRAIN_TOKEN") or None)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of the channel."""
        routes = Blueprint("ouderwijzer_channel")

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            ready = request.app.ctx.agent is not None and request.app.ctx.agent.is_ready()
            return json({"status": "ok" if ready else "loading"}, status=200 if ready else 503)

        @routes.post("/messages")
        async def messages(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return json({"error": "unauthorised"}, status=401)
            try:
                asked = _read(request.body)
            except ValueError as error:
                return json({"error": str(error)}, status=400)
            try:
                answer = await self._answer(request, asked, on_new_message)
            except Exception as error:  # the front must get an answer whatever breaks here
                logger.error("message failed: %s", type(error).__name__)
                return json({"error": "failed"}, status=500)
            if not answer:
                logger.error("message got no answer")
                return json({"error": "no_answer"}, status=502)
            return json({"messages": answer})

        @routes.post("/look")
        async def look(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return json({"error": "unauthorised"}, status=401)
            try:
                text = _text(_object(request.body).get("text"))
            except ValueError as error:
                return json({"error": str(error)}, status=400)
            try:
                parsed = await request.app.ctx.agent.parse_message(harmless(text))
                decision = parsed["decision"]
            except Exception as error:
                logger.error("look failed: %s", type(error).__name__)
                return json({"error": "failed"}, status=500)
            named = [each["value"] for each in parsed["entities"] if each["entity"] == "sector"]
            sector = named[0] if named and named[0] in SECTORS else None
            return json({"label": decision["label"], "kind": decision["kind"], "sector": sector})

        @routes.get("/conversations/<conversation>")
        async def remembered(request: Request, conversation: str) -> HTTPResponse:
            if not self._allowed(request):
                return json({"error": "unauthorised"}, status=401)
            store = conversation_store(request.app.ctx.agent.tracker_store)
            return json(recall(await store.retrieve(conversation)).as_json())

        @routes.delete("/conversations/<conversation>")
        async def forget(request: Request, conversation: str) -> HTTPResponse:
            if not self._allowed(request):
                return json({"error": "unauthorised"}, status=401)
            await conversation_store(request.app.ctx.agent.tracker_store).forget(conversation)
            return empty()

        return routes

    async def _answer(
        self,
        request: Request,
        asked: _Asked,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
    ) -> Messages:
        """The answer to a message; with an id that was the last one, the answer it got then."""
        collector = _Collector(asked.channel)
        message = UserMessage(
            asked.text,
            collector,
            asked.conversation,
            input_channel=asked.channel,
            metadata={SITE_SECTOR: asked.sector} if asked.sector else None,
        )
        if asked.id is None:
            await on_new_message(message)
            return collector.messages
        async with self._turns.hold(Turn(asked.conversation, asked.id, collector.messages)):
            store = conversation_store(request.app.ctx.agent.tracker_store)
            known = await store.answer_to(asked.conversation, asked.id)
            if known is None:
                await on_new_message(message)
        return collector.messages if known is None else known

    def _allowed(self, request: Request) -> bool:
        if not self._token:
            return True
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode())


def _object(content: bytes) -> dict[str, Any]:
    try:
        body = loads(content)
    except (ValueError, RecursionError):
        raise ValueError("body must be JSON") from None
    if not isinstance(body, dict):
        raise ValueError("body must be an object")
    return body


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        raise ValueError("text or payload is missing or too long")
    return value


def _read(content: bytes) -> _Asked:
    body = _object(content)
    conversation, channel = body.get("conversation"), body.get("channel")
    if not isinstance(conversation, str) or not _CONVERSATION.fullmatch(conversation):
        raise ValueError("conversation is malformed")
    if not isinstance(channel, str) or channel not in _CHANNELS:
        raise ValueError("channel is unknown")
    text = _text(body.get("payload", body.get("text")))
    id_, sector = body.get("id"), body.get("sector")
    if id_ is not None and not (isinstance(id_, str) and _MESSAGE_ID.fullmatch(id_)):
        raise ValueError("id is malformed")
    if sector is not None and (not isinstance(sector, str) or sector not in SECTORS):
        raise ValueError("sector is unknown")
    return _Asked(harmless(text), conversation, channel, id_, sector)
