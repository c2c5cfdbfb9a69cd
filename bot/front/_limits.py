"""Limits on how often: a sliding window per key, in memory."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """How often something may happen in a minute."""

    messages_per_session: int
    sessions_per_address: int
    """A school, or everybody behind a proxy, shares one address, so this is generous."""


class RateLimiter:
    """At most `limit` events per key in any `window` seconds.

    Each process counts for itself: with several fronts the limit is per front.
    """

    def __init__(
        self, limit: int, window: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = limit
        self._window = window
        self._clock = clock
        self._events: dict[str, deque[float]] = {}
        self._swept = clock()

    def wait(self, key: str) -> float:
        """Count one event. 0 if it is allowed, else the seconds until one is; then not counted."""
        now = self._clock()
        self._sweep(now)
        events = self._events.setdefault(key, deque())
        while events and events[0] <= now - self._window:
            events.popleft()
        if len(events) >= self._limit:
            return events[0] + self._window - now
        events.append(now)
        return 0.0

    def _sweep(self, now: float) -> None:
        """Forget the keys that went silent, once per window, so that memory stays bounded."""
        if now - self._swept < self._window:
            return
        self._swept = now
        old = now - self._window
        self._events = {key: events for key, events in self._events.items() if events[-1] > old}
