"""Files of ours, read once at the start and served from memory, compressed where that helps.

Each has a route of its own, so nothing in a request ever becomes a path on the disk.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from aiohttp import hdrs, web

CHECK_AGAIN = "no-cache"
"""May be kept, but is asked for again each time; a 304 is short."""
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class MemoryFile:
    """A file that does not change while the front runs."""

    body: bytes
    content_type: str
    cache: str = CHECK_AGAIN
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def etag(self) -> str:
        """The same for the same content, on every front."""
        return hashlib.sha256(self.body).hexdigest()[:32]

    @cached_property
    def compressed(self) -> bytes:
        """The body as gzip; made for the first who takes it."""
        return gzip.compress(self.body, 9, mtime=0)

    async def send(self, request: web.Request) -> web.Response:
        """Handler: the file, or 304 when the browser has it already."""
        headers = {
            hdrs.CACHE_CONTROL: self.cache,
            hdrs.VARY: hdrs.ACCEPT_ENCODING,
            hdrs.ETAG: f'W/"{self.etag}"',  # weak: the same for both encodings
            **self.headers,
        }
        known = request.if_none_match or ()
        if any(tag.value in (self.etag, "*") for tag in known):
            return web.Response(status=304, headers=headers)
        body = self.body
        if _takes_gzip(request.headers.get(hdrs.ACCEPT_ENCODING, "")):
            headers[hdrs.CONTENT_ENCODING] = "gzip"
            body = self.compressed
        return web.Response(
            body=body, content_type=self.content_type, charset="utf-8", headers=headers
        )


def _takes_gzip(accepted: str) -> bool:
    """Whether the header Accept-Encoding names gzip, and not to refuse it ("gzip;q=0")."""
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == "gzip":
            return not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight)
    return False
