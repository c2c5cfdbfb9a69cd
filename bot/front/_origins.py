"""On which websites the chat may be used: CORS for browsers, and the check on the server.

The check is what keeps others out. Browsers are allowed to read every answer of the API, also a
refusal, so that the chat can show its words; the API knows no cookies, so a page of others gets
nothing by that.
"""

from __future__ import annotations

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.front import _problems
from bot.sites import Site
from bot.web import foreign_origin

_API = "/api/v1/"
_DAY = "86400"  # seconds; browsers keep it shorter
_PREFLIGHT = {
    hdrs.ACCESS_CONTROL_ALLOW_METHODS: "GET, POST, DELETE",
    hdrs.ACCESS_CONTROL_ALLOW_HEADERS: "Authorization, Content-Type",
    hdrs.ACCESS_CONTROL_MAX_AGE: _DAY,
}


@web.middleware
async def cors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer preflights of the API, and let pages of other origins read its responses."""
    if not request.path.startswith(_API):
        return await handler(request)
    origin = request.headers.get(hdrs.ORIGIN)
    asks_first = hdrs.ACCESS_CONTROL_REQUEST_METHOD in request.headers
    response: web.StreamResponse
    if request.method == hdrs.METH_OPTIONS and origin and asks_first:
        response = web.Response(status=204, headers=_PREFLIGHT)
    else:
        response = await handler(request)
    response.headers[hdrs.VARY] = hdrs.ORIGIN
    if origin:
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = origin
        response.headers[hdrs.ACCESS_CONTROL_EXPOSE_HEADERS] = "Retry-After, X-Request-ID"
    return response


def check_origin(request: web.Request, site: Site | None) -> None:
    """Let the pages of `site` pass, and ours; None is a site that is not there any more.

    Raises:
        Problem: 403, the page that asks may not use the chat of this site.
    """
    origin = foreign_origin(request)
    if origin is not None and (site is None or origin not in site.origins):
        raise _problems.origin()
