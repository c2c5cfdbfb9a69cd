"""What goes wrong in a page without anybody seeing it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, ConsoleMessage, Request

_LOCAL = ("about:", "blob:", "data:")
_TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile }) =>
  window.tellViolation(`${effectiveDirective} ${blockedURI} in ${sourceFile}`));
"""


@dataclass
class Watch:
    """Errors in the console, exceptions, CSP violations and requests to another machine.

    `expected` holds patterns of what a test means to cause.
    """

    expected: list[re.Pattern[str]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    async def over(self, context: BrowserContext) -> None:
        """Watch all tabs of `context`, from before they go anywhere."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.seen.append(f"exception: {error.error}"))
        context.on("request", self._request)
        await context.expose_function("tellViolation", self._violation)
        await context.add_init_script(_TELL_VIOLATIONS)

    def expect(self, *patterns: str) -> None:
        """These are no mistakes."""
        self.expected += map(re.compile, patterns)

    @property
    def mistakes(self) -> list[str]:
        """What nobody expected."""
        return [
            what for what in self.seen if not any(pattern.search(what) for pattern in self.expected)
        ]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            where = message.location.get("url", "")
            self.seen.append(f"console: {message.text} ({where})")

    def _violation(self, what: str) -> None:
        self.seen.append(f"violation: {what}")

    def _request(self, request: Request) -> None:
        if request.url.startswith(_LOCAL):
            return
        self.requests.append(f"{request.method} {request.url}")
        if urlsplit(request.url).hostname != "127.0.0.1":
            self.seen.append(f"third party: {request.url}")
