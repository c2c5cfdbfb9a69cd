"""The same figures once more, counted as simply as can be from the rows as they are.

It shares no code with bot.measures, on purpose: not the calendar, not the visits, not the rules.
Written from docs/meten.md; it looks at everything again for each thing it wants to know.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

DAY = timedelta(days=1)
WEEK = 7 * DAY
FIGURES = (
    *("conversations", "asked", "at_once", "after_one", "later", "not_understood", "abandoned"),
    *("offered", "wanted", "completed", "delivered", "repeated", "up", "down", "deflected"),
)

Row = dict[str, Any]


def last_sunday(year: int, month: int) -> datetime:
    """When the clock changes in that month: 01:00 UTC."""
    day = datetime(year, month, 31, 1)
    while day.isoweekday() != 7:
        day -= DAY
    return day


def on_the_clock(utc: datetime) -> datetime:
    """What clocks in the Netherlands show; both times without a zone."""
    is_summer = last_sunday(utc.year, 3) <= utc < last_sunday(utc.year, 10)
    return utc + timedelta(hours=2 if is_summer else 1)


def parent_is_there(row: Row) -> bool:
    if row["kind"] in ("begun", "turn"):
        return True
    return row["kind"] == "person" and row["result"] in ("offered", "asked", "begun", "completed")


def conversations(rows: list[Row]) -> list[list[Row]]:
    """Cut the rows of one key where the parent was silent for a day."""
    there = [row["at"] for row in rows if parent_is_there(row)]
    starts = sorted({at for at in there if not any(at - DAY < other < at for other in there)})
    found = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else datetime.max
        found.append([row for row in rows if start <= row["at"] < end])
    return found


def is_answer(row: Row) -> bool:
    return row["kind"] == "turn" and row["result"] in ("answered", "look_up", "crisis")


def question_results(rows: list[Row]) -> list[str]:
    turns = [row["result"] for row in rows if row["kind"] == "turn"]
    return [result for result in turns if result not in ("small_talk", "other")]


def part_of_asked(rows: list[Row]) -> str:
    results = question_results(rows)
    letters = "".join(
        "A" if one in ("answered", "look_up", "crisis") else "?" if one in ("clarify", "asks") else
        "P" if one == "person" else "x"
        for one in results
    )  # fmt: skip
    without_person = letters.replace("P", "")
    if without_person.startswith("A"):
        return "at_once"
    if without_person.startswith("?A"):
        return "after_one"
    if "A" in without_person:
        return "later"
    steps = [row["result"] for row in rows if row["kind"] == "person"]
    begun = len(steps) - steps[::-1].index("begun") if "begun" in steps else 0
    ended = {"completed", "delivered", "cancelled"} & set(steps[begun:])
    if letters.endswith("?") or (begun and not ended):
        return "abandoned"
    return "not_understood" if without_person else "at_once"


def same_topic_other_day(rows: list[Row], all_rows: list[Row], direction: int) -> set[str]:
    """Topics answered here, and also 1 to 7 days before (-1) or after (1) by the same parent."""
    found = set()
    for mine in rows:
        for other in all_rows:
            if is_answer(mine) and is_answer(other) and mine["topic"] == other["topic"]:
                days = (on_the_clock(other["at"]).date() - on_the_clock(mine["at"]).date()).days
                if mine["topic"] and 1 <= days * direction <= 7:
                    found.add(mine["topic"])
    return found


def count_one(rows: list[Row], all_rows: list[Row]) -> dict[str, int]:
    figures = dict.fromkeys(FIGURES, 0)
    figures["conversations"] = 1
    thumbs = [row["result"] for row in rows if row["kind"] == "rated"]
    figures["up"], figures["down"] = thumbs.count("up"), thumbs.count("down")
    steps = {row["result"] for row in rows if row["kind"] == "person"}
    to_person = bool(steps & {"asked", "begun", "completed", "delivered"})
    results = question_results(rows)
    if not results and not to_person:
        return figures
    part = part_of_asked(rows)
    figures["asked"] = figures[part] = 1
    figures["offered"] = int("offered" in steps)
    figures["wanted"] = int(to_person or "person" in results)
    figures["completed"] = int("completed" in steps or "delivered" in steps)
    figures["delivered"] = int("delivered" in steps)
    figures["repeated"] = int(bool(same_topic_other_day(rows, all_rows, -1)))
    figures["deflected"] = int(
        part not in ("not_understood", "abandoned")
        and figures["wanted"] == 0
        and thumbs[-1:] != ["down"]
        and not same_topic_other_day(rows, all_rows, 1)
    )
    return figures


def region(rows: list[Row]) -> str:
    known = [row["swv"] for row in rows if row["swv"]]
    return str(known[-1]) if known else ""


def topic_figures(rows: list[Row], all_rows: list[Row]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}

    def add(topic: str, name: str) -> None:
        empty = dict.fromkeys(("answers", "up", "down", "led_to_person", "repeated"), 0)
        found.setdefault(topic, empty)[name] += 1

    for row in rows:
        if row["topic"] and is_answer(row):
            add(row["topic"], "answers")
        if row["topic"] and row["kind"] == "rated":
            add(row["topic"], row["result"])
    left = [row for row in rows if row["result"] in ("completed", "delivered")]
    if left:
        before = [row for row in rows if is_answer(row) and row["at"] <= left[0]["at"]]
        topics = [row["topic"] for row in before if row["topic"]]
        if topics:
            add(topics[-1], "led_to_person")
    for topic in same_topic_other_day(rows, all_rows, -1):
        add(topic, "repeated")
    return found


def is_named(name_of: Callable[[list[Row]], Any], name: Any, rows: list[Row]) -> bool:
    return bool(name_of(rows) == name)


def recount(
    raw: list[Row], start: date, end: date, keep: Callable[[list[Row]], bool] = lambda rows: True
) -> dict[str, Any]:
    """Everything in an `Overview`, as plain dicts. Moments of `raw` are UTC without a zone."""
    by_key: dict[str, list[Row]] = {}
    for row in sorted(raw, key=lambda row: row["at"]):
        if start - WEEK <= on_the_clock(row["at"]).date() < end + WEEK:
            by_key.setdefault(row["conversation"], []).append(row)
    chosen = [
        (rows, mine)
        for mine in by_key.values()
        for rows in conversations(mine)
        if start <= on_the_clock(rows[0]["at"]).date() < end and keep(rows)
    ]
    counted = [(rows, count_one(rows, mine)) for rows, mine in chosen]

    def together(wanted: Callable[[list[Row]], bool]) -> dict[str, int]:
        found = [figures for rows, figures in counted if wanted(rows)]
        return {name: sum(one[name] for one in found) for name in FIGURES}

    def grouped(name_of: Callable[[list[Row]], Any]) -> dict[Any, dict[str, int]]:
        names = {name_of(rows) for rows, _ in counted}
        return {name: together(partial(is_named, name_of, name)) for name in names}

    days = [start + number * DAY for number in range((end - start).days)]
    topics: dict[str, dict[str, int]] = {}
    for rows, mine in chosen:
        for topic, more in topic_figures(rows, mine).items():
            before = topics.setdefault(topic, dict.fromkeys(more, 0))
            topics[topic] = {name: before[name] + more[name] for name in more}
    hours = dict.fromkeys(range(24), 0)
    for rows, _ in counted:
        for row in rows:
            if row["kind"] == "turn" and row["result"] not in ("small_talk", "other"):
                hours[on_the_clock(row["at"]).hour] += 1

    def day_of(rows: list[Row]) -> date:
        return on_the_clock(rows[0]["at"]).date()

    by_day = grouped(day_of)
    return {
        "total": together(lambda rows: True),
        "days": {day: by_day.get(day, dict.fromkeys(FIGURES, 0)) for day in days},
        "hours": hours,
        "topics": topics,
        "channels": grouped(lambda rows: rows[0]["channel"]),
        "sites": grouped(lambda rows: rows[0]["site"]),
        "regions": grouped(region),
    }
