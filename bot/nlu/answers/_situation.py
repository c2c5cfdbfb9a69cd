"""What a parent has told in the conversation, as far as answers turn on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from rasa.shared.core.events import Event, UserUttered

CONTEXT = "context"
"""Key of the parse result under which `ContextReader` writes what a message adds."""

UNKNOWN = "unknown"
"""The parent does not know, or will not say: it is not asked again."""


@dataclass(frozen=True)
class Situation:
    """Empty: not known yet; `UNKNOWN`: asked, and not known."""

    sector: str = ""
    """`po`, `vo` or `so`."""
    school: str = ""
    """`openbaar` or `bijzonder`."""
    besluit: str = ""
    """The date of the letter with the decision (ISO)."""
    aanmelding: str = ""
    """The date of the application (ISO)."""

    def with_told(self, told: Mapping[str, str]) -> Situation:
        """The situation after a message that told `told`."""
        known = {name: value for name, value in told.items() if name in FACTS and value}
        return replace(self, **known)

    def day(self, moment: str) -> date | None:
        """The date of `moment`, when it is known."""
        value = getattr(self, moment)
        return date.fromisoformat(value) if value and value != UNKNOWN else None

    def open_about(self, moment: str) -> bool:
        """Whether a fact is neither known nor given up."""
        return not getattr(self, moment)


FACTS = tuple(field.name for field in fields(Situation))
"""What an answer may turn on."""


def situation_of(events: Iterable[Event]) -> Situation:
    """What the messages of a conversation tell, the latest word counting."""
    situation = Situation()
    for event in events:
        if isinstance(event, UserUttered):
            situation = situation.with_told(context_of(event).get("told") or {})
    return situation


def context_of(message: UserUttered | None) -> Mapping[str, Any]:
    """What `ContextReader` wrote about a message; empty when it wrote nothing."""
    return (message.parse_data.get(CONTEXT) if message is not None else None) or {}
