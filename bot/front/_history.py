"""A session's turns as the web chat shows them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.front._rows import Turn

_UNKNOWN_BUTTON = "(knop gekozen)"


def render_history(turns: Iterable[Turn], feedback: Mapping[str, str]) -> list[dict[str, Any]]:
    """Both sides, oldest first; a button that was chosen is shown by its title.

    `feedback` is what the parent thought of a message, by its id.
    """
    titles: dict[str, str] = {}
    shown: list[dict[str, Any]] = []
    for turn in turns:
        said = turn.text
        if turn.payload is not None:
            said = titles.get(turn.payload, _UNKNOWN_BUTTON)
        if said is not None:
            shown.append({"id": str(turn.client_id), "from": "parent", "text": said})
        for message in turn.answer or []:
            # Messages that were kept before `contacts` existed lack it.
            shown.append(
                {"from": "bot", "contacts": [], **message, "feedback": feedback.get(message["id"])}
            )
            titles |= {button["payload"]: button["title"] for button in message["buttons"]}
    return shown
