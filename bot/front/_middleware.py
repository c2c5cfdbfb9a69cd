"""Around every request: an id, one log line, and a problem document for every failure."""

from __future__ import annotations

import time
import uuid

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.front import _problems
from bot.front._brain import BrainUnavailable
from bot.front._chat import NoSession, UnknownButton
from bot.front._feedback import UnknownMessage
from bot.front._keys import REQUEST_ID
from bot.front._rows import AskedElsewhere
from bot.store import StoreUnavailable

_log = structlog.get_logger()


_PROBES = frozenset({"/healthz", "/readyz"})


@web.middleware
async def observe(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give the request an id and log how it ended: never its address, body or token."""
    request_id = request[REQUEST_ID] = uuid.uuid4().hex
    started = time.perf_counter()
    status: int | None = None
    with structlog.contextvars.bound_contextvars(request_id=request_id):
        try:
            response = await handler(request)
            status = response.status
        finally:
            route = _route(request)
            # Probes come every second or so; they would bury the rest.
            log = _log.debug if route in _PROBES else _log.info
            log(
                "request",
                method=request.method if request.method in _METHODS else "other",
                route=route,
                status=status,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )
    return response


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every failure into a problem document."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        response = _problems.from_http(error.status).response(request[REQUEST_ID])
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response
    except _problems.Problem as error:
        problem = error
    except NoSession:
        problem = _problems.no_session()
    except UnknownMessage:
        problem = _problems.unknown_message()
    except UnknownButton:
        problem = _problems.unknown_button()
    except BrainUnavailable as error:
        _log.error("brain_unavailable", reason=str(error))
        problem = _problems.unavailable()
    except AskedElsewhere:
        problem = _problems.unavailable(retry_after=2)
    except StoreUnavailable as error:
        _log.error("database_unavailable", reason=str(error))
        problem = _problems.unavailable()
    except Exception:
        _log.exception("unexpected_error")
        problem = _problems.unexpected()
    return problem.response(request[REQUEST_ID])


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _route(request: web.Request) -> str:
    """The route's pattern: a path as typed may hold anything."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unknown"
