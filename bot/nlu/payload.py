"""What a button sends: `topic:opp_wat`, `choose:school_vol`, `sector:po`, `know:vo`, `do:cancel`.

Payloads are read like text, by the NLU pipeline, so that `rasa shell` understands them too.
They can do no more than a typed message can.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_PAYLOAD = re.compile(r"^(?P<verb>topic|choose|sector|know|do):(?P<value>[a-z0-9_]{1,40})$")
_LEADING = re.compile(r"^[\s/]+")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
SECTORS = ("po", "vo", "both")
KNOWN = {
    "po": "sector",
    "vo": "sector",
    "so": "sector",
    "openbaar": "school",
    "bijzonder": "school",
    "unknown": "",
}
"""What `know:` may tell about the parent's situation, and of which fact it is a value."""


@dataclass(frozen=True)
class Payload:
    """A button's payload: the label it stands for, and what else it names."""

    label: str
    sector: str = ""
    known: str = ""
    """A key of `KNOWN`."""


def harmless(text: str) -> str:
    """`text` as it may be given to Rasa.

    Rasa takes what starts with a slash for a command, such as /restart, and spaCy fails on half
    a character.
    """
    return _LEADING.sub("", _LONE_SURROGATE.sub("\ufffd", text)).rstrip()


def has_form_of_payload(text: str) -> bool:
    """Whether `text` looks like a button's payload, known or not."""
    return bool(_PAYLOAD.match(text.strip()))


def read_payload(text: str, labels: Collection[str]) -> Payload | None:
    """The payload `text` is, or None when it is a parent's own text or names nothing known."""
    match = _PAYLOAD.match(text.strip())
    if match is None:
        return None
    verb, value = match["verb"], match["value"]
    if verb == "sector":
        return Payload("swv_zoeken", value) if value in SECTORS else None
    if verb == "know":
        return Payload("affirm", known=value) if value in KNOWN else None
    return Payload(value) if value in labels else None
