"""Measures in memory: conversations made up from a seed, counted as the real ones are."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from functools import cache

from bot.measures import (
    Figures,
    Missed,
    MissedGroup,
    Overview,
    Selection,
    TopicFigures,
)

OUTCOMES = ("at_once", "after_one", "later", "not_understood", "abandoned")
TOPICS = (
    *("school_weigert", "opp_wat", "thuiszitter", "te_weinig_hulp", "tlv_wat", "schorsing"),
    *("zorgplicht_termijn", "dyslexie", "opp_instemming", "schoolangst", "wie_helpt", "school_vol"),
)
SITES = ("demo", "linde")
REGIONS = ("PO2601", "VO2601", "PO3002", "")


OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)


@dataclass(frozen=True)
class Talk:
    """One conversation."""

    day: date
    hour: int
    site: str
    swv: str
    channel: str
    outcome: str | None = "at_once"
    """None is: nothing was asked."""
    topic: str = "opp_wat"
    up: int = 0
    down: int = 0
    offered: int = 0
    wanted: int = 0
    completed: int = 0
    delivered: int = 0
    repeated: int = 0

    def fits(self, chosen: Selection) -> bool:
        return (
            chosen.start <= self.day < chosen.end
            and chosen.site in (None, self.site)
            and chosen.swv in (None, self.swv)
            and chosen.channel in (None, self.channel)
        )


@dataclass
class MemoryMeasures:
    """Counts `talks`; `asked` are the selections that somebody asked for."""

    talks: list[Talk] = field(default_factory=list)
    questions: list[tuple[str, Missed]] = field(default_factory=list)
    """With the site."""
    asked: list[Selection] = field(default_factory=list)

    async def overview(self, selection: Selection) -> Overview:
        self.asked.append(selection)
        found = [talk for talk in self.talks if talk.fits(selection)]
        length = (selection.end - selection.start).days
        days = [selection.start + timedelta(days=number) for number in range(length)]
        topics = Counter(talk.topic for talk in found if talk.outcome in OUTCOMES[:3])
        return Overview(
            selection,
            figures(found),
            {day: figures([talk for talk in found if talk.day == day]) for day in days},
            Counter(talk.hour for talk in found if talk.outcome),
            {topic: _topic(found, topic) for topic, _ in topics.most_common()},
            _grouped(found, lambda talk: talk.channel),
            _grouped(found, lambda talk: talk.site),
            _grouped(found, lambda talk: talk.swv),
        )

    async def missed(self, selection: Selection, limit: int = 500) -> list[MissedGroup]:
        self.asked.append(selection)
        groups: dict[tuple[str, ...], list[Missed]] = {}
        for site, question in self.questions:
            fits = selection.start <= question.asked_on < selection.end
            if fits and selection.site in (None, site):
                groups.setdefault(question.offered, []).append(question)
        ordered = sorted(groups.values(), key=len, reverse=True)
        return [MissedGroup(tuple(group)) for group in ordered]

    async def labelling_sheet(self, selection: Selection) -> str:
        lines = ["id,text,label"]
        for group in await self.missed(selection):
            lines += [f'{one.id},"{one.text}",' for one in group.questions]
        return "\r\n".join(lines) + "\r\n"


def figures(talks: Sequence[Talk]) -> Figures:
    counts = Counter(talk.outcome for talk in talks)
    sums = {
        name: sum(getattr(talk, name) for talk in talks)
        for name in "up down offered wanted completed delivered repeated".split()
    }
    helped = sum(
        talk.outcome in OUTCOMES[:3] and not (talk.wanted or talk.down or talk.repeated)
        for talk in talks
    )
    asked = sum(talk.outcome is not None for talk in talks)
    ends = {name: counts[name] for name in OUTCOMES}
    return Figures(len(talks), asked, deflected=helped, **ends, **sums)


def month(first: date, talks: int, seed: int, sites: Sequence[str] = SITES) -> list[Talk]:
    """A plausible month: evenings, fewer in the weekend, few topics that are asked often."""
    chance = random.Random(seed)
    length = ((first.replace(day=28) + timedelta(days=4)).replace(day=1) - first).days
    days = [first + timedelta(days=number) for number in range(length)]
    weights = [0.5 if day.weekday() >= 5 else 1.0 for day in days]
    hours = [1, *[0.3] * 5, 1, 3, 4, 5, 5, 5, 6, 5, 5, 6, 6, 6, 7, 11, 14, 12, 8, 3]
    made = []
    for _ in range(talks):
        outcome = chance.choices([*OUTCOMES, None], [50, 18, 8, 7, 9, 8])[0]
        wanted = int(outcome is not None and chance.random() < 0.1)
        left = int(wanted and chance.random() < 0.7)
        made.append(
            Talk(
                chance.choices(days, weights)[0],
                chance.choices(range(24), hours)[0],
                chance.choices(sites, range(len(sites) * 3, 0, -3))[0],
                chance.choices(REGIONS, [6, 4, 2, 3])[0],
                chance.choices(["web", "whatsapp"], [3, 1])[0],
                outcome,
                chance.choices(TOPICS, [20, 17, 13, 11, 8, 7, 6, 5, 4, 3, 2, 1])[0],
                up=int(chance.random() < 0.14),
                down=int(chance.random() < 0.04),
                offered=int(chance.random() < 0.25) | wanted,
                wanted=wanted,
                completed=left,
                delivered=int(left and chance.random() < 0.95),
                repeated=int(chance.random() < 0.03),
            )
        )
    return made


def talks() -> list[Talk]:
    return list(_talks())


@cache
def _talks() -> tuple[Talk, ...]:
    return (*month(OCTOBER, 940, 1), *month(SEPTEMBER, 760, 2))


def question(
    number: int, text: str, day: date, offered: Sequence[str] = (), site: str = "demo"
) -> tuple[str, Missed]:
    return site, Missed(number, text, day, "web", tuple(offered))


def numbers(total: Figures) -> dict[str, int]:
    """Every field of the figures."""
    return {each.name: getattr(total, each.name) for each in fields(Figures)}


def _topic(talks: Sequence[Talk], topic: str) -> TopicFigures:
    found = [talk for talk in talks if talk.topic == topic and talk.outcome in OUTCOMES[:3]]
    return TopicFigures(
        len(found),
        sum(talk.up for talk in found),
        sum(talk.down for talk in found),
        sum(talk.completed for talk in found),
        sum(talk.repeated for talk in found),
    )


def _grouped(talks: Sequence[Talk], key: Callable[[Talk], str]) -> dict[str, Figures]:
    groups: dict[str, list[Talk]] = {}
    for talk in talks:
        groups.setdefault(key(talk), []).append(talk)
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    return {name: figures(group) for name, group in ordered}
