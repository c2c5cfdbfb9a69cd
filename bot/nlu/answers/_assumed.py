"""The kind of school that a website is about: taken for granted, aloud, until the parent tells."""

from __future__ import annotations

from dataclasses import replace

from rasa.shared.core.events import UserUttered

from bot.content import Answer
from bot.nlu.answers._fit import next_question
from bot.nlu.answers._situation import Situation

SITE_SECTOR = "sector"
"""Key of a message's metadata under which the channel puts what the front says of the site."""


def assumed_sector(answer: Answer, situation: Situation, site: str) -> str:
    """`site` (the sector of the website) when `answer` turns on it and nothing was told of it."""
    return site if site and next_question(answer, situation) == "sector" else ""


def with_sector(situation: Situation, sector: str) -> Situation:
    """The situation with `sector`, unless the parent has said something of it."""
    return situation if situation.sector else replace(situation, sector=sector)


def site_sector(message: UserUttered | None) -> str:
    """The sector of the website where `message` was written; empty if it has none."""
    return str(((message.metadata if message else None) or {}).get(SITE_SECTOR) or "")
