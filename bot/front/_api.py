"""Web chat, version 1, and the health addresses: HTTP in, HTTP out."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from bot.front import _problems
from bot.front._feedback import parse_feedback
from bot.front._health import OPTIONAL
from bot.front._input import parse_message, parse_site, read_object
from bot.front._keys import SERVICES, SITES
from bot.front._origins import check_origin
from bot.front._people import contact
from bot.web import address_key, foreign_origin

routes = web.RouteTableDef()


@routes.get("/api/v1/sites/{site}")
async def show_site(request: web.Request) -> web.Response:
    """What the chat needs to know of a site before it opens."""
    services = request.app[SERVICES]
    site = request.app[SITES].get(request.match_info["site"])
    if site is None:
        raise _problems.unknown_site()
    check_origin(request, site)
    helpdesk = None
    if site.helpdesk:
        hours = site.helpdesk.opening
        is_open = hours.is_open(services.clock()) if hours else None
        helpdesk = {**contact(site.helpdesk).model_dump(), "open": is_open}
    return _json(
        {
            "id": site.id,
            "title": site.title,
            "available": await services.readiness.is_available(),
            "tokens": site.tokens,
            "helpdesk": helpdesk,
        }
    )


@routes.post("/api/v1/sessions")
async def start_session(request: web.Request) -> web.Response:
    """Begin a chat: a token and the greeting."""
    services = request.app[SERVICES]
    wait = services.session_limit.wait(address_key(request.remote))
    if wait:
        raise _problems.too_many(wait)
    site = parse_site(await read_object(request, empty_is_fine=True), request.app[SITES])
    check_origin(request, site)
    token, messages = await services.chat.start(site)
    return _json({"token": token, "messages": messages}, status=201)


@routes.post("/api/v1/messages")
async def answer_message(request: web.Request) -> web.Response:
    """Answer one message of a parent; the same id gets the same answer."""
    session_id = await _session(request, counted=True)
    message = parse_message(await read_object(request))
    return _json({"messages": await request.app[SERVICES].chat.ask(session_id, message)})


@routes.get("/api/v1/messages")
async def show_history(request: web.Request) -> web.Response:
    """Everything that was said in this chat."""
    session_id = await _session(request)
    messages = await request.app[SERVICES].chat.history(session_id)
    return _json({"messages": messages})


@routes.delete("/api/v1/session")
async def delete_session(request: web.Request) -> web.Response:
    """Delete everything of this chat."""
    session_id = await _session(request)
    await request.app[SERVICES].chat.delete(session_id)
    return web.Response(status=204)


@routes.post("/api/v1/feedback")
async def rate_message(request: web.Request) -> web.Response:
    """Keep whether a message helped; the latest word on a message counts."""
    session_id = await _session(request, counted=True)
    feedback = parse_feedback(await read_object(request))
    await request.app[SERVICES].chat.rate(session_id, feedback)
    return web.Response(status=204)


@routes.get("/healthz")
async def is_up(request: web.Request) -> web.Response:
    """The process is up."""
    return _json({"status": "ok"})


@routes.get("/readyz")
async def is_ready(request: web.Request) -> web.Response:
    """Everything that a message on the web needs is up; and which parts are not."""
    parts = await request.app[SERVICES].readiness.check()
    missing = [name for name, ready in parts.items() if not ready]
    vital = set(missing) - OPTIONAL
    return _json(
        {"status": "not ready" if vital else "ready", "parts": parts, "not_ready": missing},
        status=503 if vital else 200,
    )


async def _session(request: web.Request, *, counted: bool = False) -> str:
    """The session that the token is of, if the page that asks may use it.

    `counted`: the request counts for the limit of one session.
    """
    services = request.app[SERVICES]
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    session_id = services.tokens.session_id(token.strip())
    if scheme.lower() != "bearer" or session_id is None:
        raise _problems.no_session()
    wait = services.message_limit.wait(session_id) if counted else 0.0
    if wait:
        raise _problems.too_many(wait)
    if foreign_origin(request) is not None:  # else there is nothing to look up
        check_origin(request, await services.chat.site_of(session_id))
    return session_id


def _json(content: dict[str, Any], status: int = 200) -> web.Response:
    # Not web.json_response: parents' letters go out as UTF-8, not as escapes.
    body = json.dumps(content, ensure_ascii=False).encode()
    return web.Response(status=status, body=body, content_type="application/json", charset="utf-8")
