"""What the fake Graph API remembers of a message, and what may go wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Sent:
    """A message that was accepted: the parent gets it."""

    id: str
    to: str
    """The number or id that it went to."""
    content: dict[str, Any]
    """`text` or `interactive`, as it was sent."""
    callback: str | None
    reply_to: str | None
    at: datetime

    @property
    def text(self) -> str:
        """What the parent reads first."""
        found: str = self.content.get("body") or self.content["body"]["text"]
        return found if isinstance(found, str) else found["text"]


@dataclass
class Trouble:
    """Something that goes wrong with the next calls.

    With `accepts` the message is accepted first, so that the caller cannot know. `status` 0 closes
    the connection without an answer; `code` is that of Meta's error; `hang` waits for `release`.
    """

    status: int = 0
    code: int | None = None
    retry_after: str | None = None
    times: int = 1
    accepts: bool = False
    hang: bool = False
    to: str | None = None
    """Only messages to this number or id."""
