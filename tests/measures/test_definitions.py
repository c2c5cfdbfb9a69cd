"""The definitions of docs/meten.md, one by one."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import get_args

import pytest

from bot.measures import Figures, Measures, Result, TopicFigures, Where
from bot.settings import ROOT

from .conftest import NOON, OCTOBER, WHATSAPP, Count, Talk, parts

CATEGORIES = ("at_once", "after_one", "later", "not_understood", "abandoned")


@pytest.mark.parametrize(
    ("course", "category"),
    [
        ("answered", "at_once"),
        ("look_up", "at_once"),
        ("crisis", "at_once"),
        ("small_talk answered", "at_once"),
        ("other answered", "at_once"),
        ("answered clarify", "at_once"),
        ("answered missed", "at_once"),
        ("person answered", "at_once"),
        ("person", "at_once"),
        ("asked begun completed", "at_once"),
        ("person begun cancelled", "at_once"),
        ("clarify answered", "after_one"),
        ("asks look_up", "after_one"),
        ("asks small_talk answered", "after_one"),
        ("missed answered", "later"),
        ("clarify asks answered", "later"),
        ("clarify missed answered", "later"),
        ("missed", "not_understood"),
        ("clarify missed", "not_understood"),
        ("missed small_talk", "not_understood"),
        ("clarify person", "not_understood"),
        ("missed person begun completed delivered", "not_understood"),
        ("missed offered asked begun cancelled", "not_understood"),
        ("clarify", "abandoned"),
        ("missed asks", "abandoned"),
        ("asks small_talk", "abandoned"),
        ("asks other", "abandoned"),
        ("missed person begun", "abandoned"),
        ("person begun", "abandoned"),
        ("begun", "abandoned"),
        ("begun cancelled begun", "at_once"),  # the same message, so begun once
    ],
)
async def test_each_conversation_is_in_one_category(
    measures: Measures, count: Count, course: str, category: str
) -> None:
    await (await Talk(measures).begin()).go(course)
    total = (await count()).total
    assert total.asked == total.conversations == 1
    assert {name: getattr(total, name) for name in CATEGORIES if getattr(total, name)} == {
        category: 1
    }


@pytest.mark.parametrize("course", ["", "small_talk", "other small_talk", "offered", "cancelled"])
async def test_nothing_was_asked(measures: Measures, count: Count, course: str) -> None:
    await (await Talk(measures).begin()).go(course)
    assert parts((await count()).total) == {"conversations": 1}


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        ("missed offered", {"offered"}),
        ("person", {"wanted"}),
        ("missed asked", {"wanted"}),
        ("missed offered begun", {"offered", "wanted"}),
        ("missed begun completed", {"wanted", "completed"}),
        ("missed begun completed delivered", {"wanted", "completed", "delivered"}),
        ("missed delivered", {"wanted", "completed", "delivered"}),
    ],
)
async def test_the_way_to_a_person(
    measures: Measures, count: Count, course: str, expected: set[str]
) -> None:
    await (await Talk(measures).begin()).go(course)
    steps = {"offered", "wanted", "completed", "delivered"}
    assert steps & parts((await count()).total).keys() == expected


@pytest.mark.parametrize(
    ("course", "deflected"),
    [
        ("answered", 1),
        ("clarify answered up", 1),
        ("missed answered", 1),
        ("answered down up", 1),
        ("answered offered", 1),
        ("answered up down", 0),
        ("answered person", 0),
        ("answered asked", 0),
        ("answered begun completed", 0),
        ("missed", 0),
        ("clarify", 0),
        ("person", 0),
    ],
)
async def test_helped_without_a_person(
    measures: Measures, count: Count, course: str, deflected: int
) -> None:
    await (await Talk(measures).begin()).go(course)
    total = (await count()).total
    assert total.deflected == deflected
    assert total.deflection == deflected


async def test_without_questions_there_is_no_rate(count: Count) -> None:
    assert (await count()).total.deflection is None


async def test_after_a_day_of_silence_a_conversation_on_whatsapp_is_a_new_one(
    measures: Measures, count: Count
) -> None:
    talk = await (await Talk(measures, where=WHATSAPP).begin()).go("answered")
    await talk.wait(hours=23, minutes=58).go("missed")
    assert (await count()).total.conversations == 1
    await talk.wait(hours=23, minutes=59).go("missed")
    total = (await count()).total
    assert (total.conversations, total.at_once, total.not_understood) == (2, 1, 1)


async def test_what_the_office_does_later_is_no_new_conversation(
    measures: Measures, count: Count
) -> None:
    talk = await (await Talk(measures).begin()).go("missed begun completed")
    await talk.wait(days=2).go("delivered up")
    total = (await count()).total
    assert (total.conversations, total.delivered, total.up) == (1, 1, 1)


async def test_a_message_that_is_dropped_later_is_no_new_conversation(
    measures: Measures, count: Count
) -> None:
    talk = await (await Talk(measures).begin()).go("missed begun")
    await talk.wait(days=2).go("cancelled")
    total = (await count()).total
    assert (total.conversations, total.not_understood, total.abandoned) == (1, 1, 0)


@pytest.mark.parametrize(("days", "is_again"), [(1, True), (7, True), (8, False)])
async def test_the_same_topic_within_seven_days_is_a_repeat(
    measures: Measures, count: Count, days: int, is_again: bool
) -> None:
    talk = await Talk(measures, where=WHATSAPP).go("answered:opp_wat")
    await talk.wait(days=days).go("answered:opp_wat answered:tlv_wat")
    found = await count()
    assert found.total.repeated == is_again
    assert found.topics["opp_wat"].repeated == is_again
    assert found.topics["tlv_wat"].repeated == 0
    assert found.total.deflected == (1 if is_again else 2)  # the first one did not help


async def test_another_topic_or_another_parent_is_no_repeat(
    measures: Measures, count: Count
) -> None:
    talk = await Talk(measures, where=WHATSAPP).go("answered:opp_wat")
    await talk.wait(days=2).go("answered:tlv_wat")
    await Talk(measures, "ander", WHATSAPP, talk.now).go("answered:opp_wat")
    assert (await count()).total.repeated == 0


async def test_the_same_topic_again_on_the_same_day_is_no_repeat(
    measures: Measures, count: Count
) -> None:
    await Talk(measures).go("answered:opp_wat answered:opp_wat")
    assert (await count()).total.repeated == 0


async def test_a_repeat_just_outside_the_selection_counts(measures: Measures, count: Count) -> None:
    talk = Talk(measures, where=WHATSAPP, now=NOON.replace(day=31))
    await (await talk.go("answered:opp_wat")).wait(days=3).go("answered:opp_wat")
    october = (await count()).total
    november = replace(OCTOBER, start=OCTOBER.end, end=OCTOBER.end.replace(month=12))
    assert (october.asked, october.deflected, october.repeated) == (1, 0, 0)
    assert (await count(november)).total.repeated == 1


async def test_topics_are_counted_by_answer_and_led_to_a_person_by_the_last_one(
    measures: Measures, count: Count
) -> None:
    await Talk(measures).go(
        "answered:opp_wat up:opp_wat answered:tlv_wat answered:tlv_wat down:tlv_wat "
        "begun completed delivered"
    )
    assert (await count()).topics == {
        "tlv_wat": TopicFigures(answers=2, down=1, led_to_person=1),
        "opp_wat": TopicFigures(answers=1, up=1),
    }


async def test_the_region_is_the_last_one_known(measures: Measures, count: Count) -> None:
    talk = await Talk(measures).go("asks")
    talk.where = Where("web", "demo", "PO2601")
    await talk.go("look_up")
    talk.where = Where("web", "demo", None)
    await talk.go("answered")
    await Talk(measures, "ander").go("answered")
    found = await count()
    assert {code: one.asked for code, one in found.regions.items()} == {"": 1, "PO2601": 1}
    assert (await count(replace(OCTOBER, swv="PO2601"))).total.asked == 1
    assert (await count(replace(OCTOBER, swv="PO2602"))).total.asked == 0


async def test_a_selection_takes_one_site_or_channel(measures: Measures, count: Count) -> None:
    for number, (channel, site) in enumerate(
        (("web", "demo"), ("web", "de-linde"), ("whatsapp", "demo"))
    ):
        await Talk(measures, f"{number}", Where(channel, site, None)).go("answered")
    found = await count()
    assert {name: one.asked for name, one in found.sites.items()} == {"de-linde": 1, "demo": 2}
    assert {name: one.asked for name, one in found.channels.items()} == {"web": 2, "whatsapp": 1}
    assert (await count(replace(OCTOBER, site="demo"))).total.asked == 2
    assert (await count(replace(OCTOBER, site="demo", channel="web"))).total.asked == 1


def test_every_figure_is_defined_in_the_guide() -> None:
    guide = (ROOT / "docs/meten.md").read_text(encoding="utf-8")
    defined = set(re.findall(r"^\| `([a-z_]+)` \|", guide, re.MULTILINE))
    names = {field.name for kind in (Figures, TopicFigures) for field in fields(kind)}
    assert defined == names | {"deflection", "hours"} | set(get_args(Result))
