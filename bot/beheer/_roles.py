"""Who may see what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Role(str, Enum):
    """What somebody does here; the values stand in the database and on the command line."""

    OPERATOR = "operator"
    EDITOR = "editor"
    HELPDESK = "helpdesk"

    @property
    def dutch(self) -> str:
        """As shown."""
        return {"operator": "beheerder", "editor": "redacteur", "helpdesk": "helpdesk"}[self.value]


class Part(Enum):
    """A part of the dashboard that a role has or has not."""

    OVERVIEW = "overview"
    TOPICS = "topics"
    MISSED = "missed"
    CONTENT = "content"
    DELIVERY = "delivery"
    REPORTS = "reports"


_PARTS: Mapping[Role, frozenset[Part]] = {
    Role.OPERATOR: frozenset(Part),
    Role.EDITOR: frozenset({Part.TOPICS, Part.MISSED, Part.CONTENT}),
    Role.HELPDESK: frozenset({Part.OVERVIEW, Part.TOPICS, Part.DELIVERY, Part.REPORTS}),
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is logged in, for one request."""

    id: int
    name: str
    role: Role
    site: str | None
    """The only site of which they see anything; None is all of them."""
    token: str = field(repr=False)
    """Of this browser's session."""

    def may(self, part: Part) -> bool:
        """Whether this part is theirs. A helpdesk without a site has nothing."""
        if self.role is Role.HELPDESK and self.site is None:
            return False
        return part in _PARTS[self.role]

    @property
    def exact(self) -> bool:
        """Whether they see numbers below five as they are.

        Who may read the questions themselves learns nothing from a small number; who may only see
        figures might learn who asked.
        """
        return self.role is not Role.HELPDESK


def needs_site(role: Role) -> bool | None:
    """Whether an account of this role must have a site (True), cannot have one (False), or may."""
    return {Role.OPERATOR: False, Role.EDITOR: None, Role.HELPDESK: True}[role]
