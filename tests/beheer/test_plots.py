from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.beheer import Names
from bot.beheer._charts import SIZES, Chart, charts
from bot.beheer._drawing import Bar, columns, fitting, lying, svg
from bot.measures import Figures, Overview, Selection

from ._figures import OCTOBER, REGIONS, MemoryMeasures, Talk, talks

_SVG = "{http://www.w3.org/2000/svg}"


def overview_of(found: list[Talk], start: date = OCTOBER, days: int = 31) -> Overview:
    """What the measures make of these conversations."""
    selection = Selection(start, start + timedelta(days=days))
    counted = MemoryMeasures(found).overview(selection)
    try:
        counted.send(None)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    raise AssertionError("it waits for nothing")


def texts(drawn: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(drawn).iter(f"{_SVG}text")]


def drawn(chart: Chart, size: str = "half") -> str:
    return svg(chart.draw(*SIZES[size]), chart.alt)


@pytest.mark.parametrize("count", [0, 1, 3, 1700])
@pytest.mark.parametrize("exact", [True, False])
def test_every_plot_of_nothing_one_and_many_is_a_picture_with_a_table(
    names: Names, count: int, exact: bool
) -> None:
    overview = overview_of(talks()[:count])
    for chart in charts(overview, names, exact=exact, before=overview).values():
        assert chart.alt.startswith(chart.title)
        assert all(len(row) == len(chart.header) for row in chart.rows)
        for size in SIZES:
            picture = ElementTree.fromstring(drawn(chart, size))
            assert float(picture.attrib["width"]) == SIZES[size][0]
            assert "nan" not in drawn(chart, size)


def test_numbers_stand_beside_the_bars(names: Names) -> None:
    overview = overview_of(talks())
    shown = texts(drawn(charts(overview, names, exact=True)["onderwerpen"]))
    for label, figures in list(overview.topics.items())[:10]:
        assert str(figures.answers) in shown
        assert names.topic(label) in shown


def test_the_alternative_text_says_the_main_thing(names: Names) -> None:
    made = charts(overview_of(talks()), names, exact=True)
    assert made["onderwerpen"].alt.startswith(
        "Meest gestelde vragen. De meeste: De school weigert mijn kind. Wat kan ik doen? ("
    )
    nothing = charts(overview_of([]), names, exact=True)
    assert nothing["dagen"].alt == "Gesprekken per dag: nog geen gegevens."
    one = charts(overview_of(talks()[:1]), names, exact=False)
    assert one["dagen"].alt == "Gesprekken per dag: overal minder dan 5."


def test_the_table_has_every_day_and_adds_up(names: Names) -> None:
    overview = overview_of(talks())
    rows = charts(overview, names, exact=True)["dagen"].rows
    assert [row[0] for row in rows][::30] == [
        "donderdag 1 oktober 2026",
        "zaterdag 31 oktober 2026",
    ]
    assert sum(int(row[1]) for row in rows) == overview.total.conversations


@pytest.mark.parametrize(
    ("days", "unit", "bars"), [(1, "dag", 1), (62, "dag", 62), (92, "week", 14), (800, "maand", 27)]
)
def test_a_long_period_is_shown_by_week_or_month(
    names: Names, days: int, unit: str, bars: int
) -> None:
    chart = charts(overview_of(talks(), OCTOBER, days), names, exact=True)["dagen"]
    assert chart.title == f"Gesprekken per {unit}"
    assert len(chart.rows) == bars


def test_hidden_numbers_look_the_same_whatever_they_are() -> None:
    pictures = {
        svg(columns([Bar("a", 40), Bar("b", value, hidden=True)], 400), "")
        for value in (0, 1, 2, 3, 4)
    }
    assert len(pictures) == 1
    assert "minder dan 5" in texts(pictures.pop())
    assert len({svg(lying([Bar("b", value, hidden=True)], 400), "") for value in (0, 1, 4)}) == 1


def test_nobody_is_pointed_at_by_a_name_with_a_small_number(names: Names) -> None:
    talk = talks()[0]
    few = [replace(talk, day=OCTOBER, topic="schorsing", swv=REGIONS[2], outcome="at_once")] * 4
    made = charts(overview_of(few), names, exact=False)
    assert made["onderwerpen"].rows == ()
    assert made["regios"].rows == ()
    assert charts(overview_of(few), names, exact=True)["regios"].rows


_NUMBERS = st.integers(0, 10**7)


@given(st.lists(st.tuples(st.text(max_size=90), _NUMBERS, st.booleans()), max_size=40))
def test_any_names_and_numbers_make_a_valid_picture(found: list[tuple[str, int, bool]]) -> None:
    bars = [Bar(label, value, hidden, value // 2) for label, value, hidden in found]
    for drawing in (columns(bars, 260), lying(bars, 260, now="nu"), lying(bars, 820)):
        picture = svg(drawing, found[0][0] if found else "")
        width = ElementTree.fromstring(picture).attrib["width"]
        assert width in ("260", "820")


def test_a_long_name_is_cut_off_with_an_ellipsis() -> None:
    assert fitting("kort", 200) == "kort"
    cut = fitting("een heel erg lange vraag van een ouder over school", 100)
    assert cut.endswith("…")
    assert fitting("ş → ë €", 200) == "? ? ë €"


def test_every_figure_has_a_definition() -> None:
    from dataclasses import fields

    from bot.beheer._cards import DEFINITIONS, TOPIC_DEFINITIONS
    from bot.measures import TopicFigures

    assert set(DEFINITIONS) == {field.name for field in fields(Figures)}
    assert set(TOPIC_DEFINITIONS) == {field.name for field in fields(TopicFigures)}
