"""Counting visits. Each rule stands in docs/meten.md, in words and with an example."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from bot.measures._calendar import days_between, local
from bot.measures._figures import Figures, Overview, Selection, TopicFigures
from bot.measures._visits import ANSWERS, BACK, QUESTIONS, Event, Visit

_WANTED = frozenset({"asked", "begun", "completed", "delivered"})
_LEFT = frozenset({"completed", "delivered"})
_ENDS = ("begun", "cancelled", "completed", "delivered")
"""Stages that say how a hand-off stands, in the order in which they follow each other."""


def category(visit: Visit) -> str | None:
    """In which of the five parts of `asked` a visit is; None when nothing was asked."""
    asked = [event.result for event in visit.turns() if event.result in QUESTIONS]
    stages = visit.stages()
    if not asked and not any(stage.result in _WANTED for stage in stages):
        return None
    # Asking for a person is no question of which the answer can be missing.
    questions = [result for result in asked if result != "person"]
    first = next((at for at, result in enumerate(questions) if result in ANSWERS), None)
    if first is not None:
        if first == 0:
            return "at_once"
        return "after_one" if first == 1 and questions[0] in BACK else "later"
    if (asked and asked[-1] in BACK) or _is_unfinished(stages):
        return "abandoned"
    return "not_understood" if questions else "at_once"


def figures(visit: Visit) -> Counter[str]:
    """What one visit adds to `Figures`, by field."""
    found = Counter({"conversations": 1})
    thumbs = visit.ratings()
    found.update(str(thumb.result) for thumb in thumbs)
    part = category(visit)
    if part is None:
        return found
    stages = {stage.result for stage in visit.stages()}
    asked_for = any(event.result == "person" for event in visit.turns())
    flags = {
        "asked": True,
        part: True,
        "offered": "offered" in stages,
        "wanted": asked_for or bool(stages & _WANTED),
        "completed": bool(stages & _LEFT),
        "delivered": "delivered" in stages,
        "repeated": bool(visit.again),
    }
    flags["deflected"] = (
        part in ("at_once", "after_one", "later")
        and not flags["wanted"]
        and not _ends_in_thumb_down(thumbs)
        and not visit.came_back
    )
    found.update(name for name, is_so in flags.items() if is_so)
    return found


class Tally:
    """Adds visits up to an `Overview`."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._total: Counter[str] = Counter()
        self._days: dict[date, Counter[str]] = {
            day: Counter() for day in days_between(selection.start, selection.end)
        }
        self._channels: dict[str, Counter[str]] = defaultdict(Counter)
        self._sites: dict[str, Counter[str]] = defaultdict(Counter)
        self._regions: dict[str, Counter[str]] = defaultdict(Counter)
        self._topics: dict[str, Counter[str]] = defaultdict(Counter)
        self._hours: Counter[int] = Counter()

    def add(self, visit: Visit) -> None:
        """Count a visit, if it is one of the selection."""
        day = local(visit.first.at).date()
        chosen, region = self._selection, visit.swv
        if (
            day not in self._days
            or (chosen.swv is not None and chosen.swv != region)
            or (chosen.site is not None and chosen.site != visit.first.site)
            or (chosen.channel is not None and chosen.channel != visit.first.channel)
        ):
            return
        found = figures(visit)
        for group in (
            self._total,
            self._days[day],
            self._channels[visit.first.channel],
            self._sites[visit.first.site],
            self._regions[region],
        ):
            group.update(found)
        for turn in visit.turns():
            if turn.result in QUESTIONS:
                self._hours[local(turn.at).hour] += 1
        self._add_topics(visit)

    def _add_topics(self, visit: Visit) -> None:
        last: str | None = None
        left = False
        for event in visit.events:
            if event.answer is not None:
                last = event.answer
                self._topics[last]["answers"] += 1
            elif event.kind == "rated" and event.topic is not None:
                self._topics[event.topic][str(event.result)] += 1
            elif _leaves_message(event) and not left:
                left = True
                if last is not None:
                    self._topics[last]["led_to_person"] += 1
        for topic in visit.again:
            self._topics[topic]["repeated"] += 1

    def overview(self) -> Overview:
        """What was counted."""
        topics = sorted(self._topics.items(), key=lambda one: (-one[1]["answers"], one[0]))
        return Overview(
            self._selection,
            Figures(**self._total),
            {day: Figures(**found) for day, found in self._days.items()},
            {hour: self._hours[hour] for hour in range(24)},
            {topic: TopicFigures(**found) for topic, found in topics},
            _sorted(self._channels),
            _sorted(self._sites),
            _sorted(self._regions),
        )


def _sorted(groups: Mapping[str, Counter[str]]) -> dict[str, Figures]:
    return {name: Figures(**found) for name, found in sorted(groups.items())}


def _leaves_message(event: Event) -> bool:
    return event.kind == "person" and event.result in _LEFT


def _is_unfinished(stages: list[Event]) -> bool:
    """A message to a person was begun, and neither left nor stopped."""
    known = [stage for stage in stages if stage.result in _ENDS]
    if not known:
        return False
    last = max(known, key=lambda stage: (stage.at, _ENDS.index(stage.result or "")))
    return last.result == "begun"


def _ends_in_thumb_down(thumbs: list[Event]) -> bool:
    last = max((thumb.at for thumb in thumbs), default=None)
    return any(thumb.result == "down" for thumb in thumbs if thumb.at == last)
