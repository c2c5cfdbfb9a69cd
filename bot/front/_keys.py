"""What the application carries from its start to its handlers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.front._chat import Chat
from bot.front._health import Readiness
from bot.front._limits import RateLimiter
from bot.front._tokens import Tokens
from bot.sites import Sites


@dataclass(frozen=True)
class Services:
    """Everything that handlers use; made at start-up, closed at shutdown."""

    chat: Chat
    tokens: Tokens
    readiness: Readiness
    message_limit: RateLimiter
    session_limit: RateLimiter
    clock: Callable[[], datetime]
    """Now, with a time zone."""


SERVICES = web.AppKey("services", Services)
SITES = web.AppKey("sites", Sites)
"""The websites that have the chat."""
REQUEST_ID = web.RequestKey("request_id", str)
"""Key in a request under which its id is kept."""
