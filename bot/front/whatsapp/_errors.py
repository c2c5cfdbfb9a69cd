"""What Meta's error codes mean for a message that did not go out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What to do about a message that Meta did not take, or did not deliver."""

    RETRY = "retry"
    GIVE_UP = "give_up"
    """It will never be taken: an operator must look."""
    OUTSIDE_WINDOW = "outside_window"
    """The parent was silent for 24 hours; only a new message of the parent helps."""
    ALARM = "alarm"
    """No message goes out before the operator has done something."""


@dataclass(frozen=True)
class NotSent(Exception):
    """Meta did not take a message. Holds codes only, never a text or a number."""

    verdict: Verdict
    reason: str
    """Meta's code, or our word for what went wrong."""
    retry_after: float | None = None
    """Seconds that Meta asks us to wait."""


class Doubt(Exception):
    """Whether Meta took a message is not known. The message says how the call ended."""


_OUTSIDE_WINDOW = frozenset({131047})
_ALARM = frozenset(
    {
        0,  # who asks could not be established
        3,  # the app may not do this
        10,  # permission was not given, or withdrawn
        190,  # the access token is expired or withdrawn
        200,  # permission is missing, as all codes up to 299
        368,  # blocked for breaking rules
        131005,  # access denied
        131031,  # the account is locked
        131042,  # something with payment
        131045,  # the number is not registered with its certificate
        133010,  # the number is not registered
    }
)
_RETRY = frozenset(
    {
        1,  # unknown, perhaps passing
        2,  # Meta's service is down
        4,  # too many calls of the app
        80007,  # too many calls of the account
        130429,  # too many messages a second
        131000,  # something went wrong at Meta
        131016,  # Meta's service is overloaded
        131048,  # too many, for now, for the quality of the number
        131056,  # too many messages to this one person
        131057,  # the account is in maintenance
        133004,  # Meta's server is not there
    }
)


def judge(code: int) -> Verdict:
    """What to do about an error of Meta; a code that we do not know will not pass by itself."""
    if code in _OUTSIDE_WINDOW:
        return Verdict.OUTSIDE_WINDOW
    if code in _ALARM or 200 <= code < 300:
        return Verdict.ALARM
    return Verdict.RETRY if code in _RETRY else Verdict.GIVE_UP
