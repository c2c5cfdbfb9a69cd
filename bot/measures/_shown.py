"""Small numbers: what a report about a site or a region may show."""

from __future__ import annotations

FEW = 5
"""Fewer than this and a number may point at somebody."""


def shown(count: int) -> str:
    """A number for a report about a site or a region: "minder dan 5" when it is small.

    Zero is small too: "nobody" also tells something about the few who were there.
    """
    return str(count) if count >= FEW else f"minder dan {FEW}"


def shown_share(part: int, whole: int) -> str:
    """A part as a percentage: "63 %".

    It is "te weinig gesprekken" when the part or the rest is small, as either could be worked out.
    """
    if part < FEW or whole - part < FEW:
        return "te weinig gesprekken"
    return f"{100 * part / whole:.0f} %"
