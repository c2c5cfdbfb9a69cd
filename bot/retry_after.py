"""How long another server asks us to wait."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST_WAIT = 3600.0


def seconds(retry_after: str | None) -> float | None:
    """The header `Retry-After`, a number of seconds or a date, as seconds from now.

    At most an hour.
    """
    if not retry_after:
        return None
    try:
        wait = float(retry_after)
    except ValueError:
        try:
            moment = parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        wait = (moment - datetime.now(UTC)).total_seconds()
    return min(max(wait, 0.0), _LONGEST_WAIT) if wait == wait else None  # NaN is not itself
