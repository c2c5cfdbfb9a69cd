"""Security headers on every response."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aiohttp import hdrs, web

from bot.front._keys import REQUEST_ID
from bot.web import CSP

_FRAMES = "X-Frame-Options"
_NOBODY = "frame-ancestors 'none'"

_ALWAYS = {
    CSP: f"default-src 'self'; base-uri 'none'; form-action 'self'; {_NOBODY}; object-src 'none'",
    "Cache-Control": "no-store",  # what a parent wrote may not be kept at all
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    _FRAMES: "DENY",
}

STRICT = {
    CSP: "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            _NOBODY,
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )
}
"""As strict as a page with a style sheet, a picture and the chat can be."""


def framed_by(origins: Iterable[str]) -> Mapping[str, str]:
    """The strict headers for a page that only `origins` may show in a frame."""
    ancestors = " ".join(["'self'", *origins])
    return {CSP: STRICT[CSP].replace(_NOBODY, f"frame-ancestors {ancestors}")}


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler for `on_response_prepare`: fills in what the handler has not set itself."""
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    if _NOBODY not in response.headers[CSP]:
        del response.headers[_FRAMES]  # it knows no list; browsers that read CSP do not need it
    response.headers[hdrs.SERVER] = "ouderwijzer"  # aiohttp would tell its version
    if REQUEST_ID in request:
        response.headers["X-Request-ID"] = request[REQUEST_ID]
