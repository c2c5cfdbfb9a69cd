"""Questions that were not understood: alike together, and a sheet that is safe to open."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.measures import MeasureRows, Measures, Missed, Selection, Turn, Where
from bot.measures._missed import sheet

from .conftest import NOON, OCTOBER, WEB, WHATSAPP, Sessions

DOGS = (
    "Mag mijn zoon de hond mee naar school nemen?",
    "hond meenemen naar school, mag dat",
    "mag de hond van mijn dochter mee naar school",
)
ART = ("Wanneer is de musical van groep 8?", "musical groep 8 wanneer?")
ALONE = "hoe krijg ik een nieuwe bril"


async def ask(
    measures: Measures, text: str, at: datetime = NOON, where: Where = WEB, key: str = ""
) -> None:
    turn = Turn(key or text, "missed", None, True, at, text, ("opp_wat", "tlv_wat"))
    await measures.turn("gesprek", where, turn)


async def test_questions_that_are_alike_stand_together_most_first(
    measures: Measures, sessions: Sessions
) -> None:
    for number, text in enumerate((*ART, ALONE, *DOGS)):
        await ask(measures, text, NOON + timedelta(minutes=number))
    groups = await MeasureRows(sessions).missed(OCTOBER)
    found = [{one.text for one in group.questions} for group in groups]
    assert found == [set(DOGS), set(ART), {ALONE}]
    [question] = groups[2].questions
    assert question == Missed(3, ALONE, date(2026, 10, 14), "web", ("opp_wat", "tlv_wat"))


async def test_the_most_typical_question_is_the_first(
    measures: Measures, sessions: Sessions
) -> None:
    texts = ("fietsen stalling vol school", "fietsen stalling vol", "fietsen stalling")
    for text in texts:
        await ask(measures, text)
    [group] = await MeasureRows(sessions).missed(OCTOBER)
    assert group.questions[0].text == "fietsen stalling vol"


@pytest.mark.parametrize("text", ["?", "…", "mag dat", "🐶", ""])
async def test_a_text_without_telling_words(
    measures: Measures, sessions: Sessions, text: str
) -> None:
    await ask(measures, text, key="1")
    assert len(await MeasureRows(sessions).missed(OCTOBER)) == bool(text)


async def test_a_selection_takes_its_own_and_the_newest(
    measures: Measures, sessions: Sessions
) -> None:
    await ask(measures, "september", datetime(2026, 9, 30, 21, 59, tzinfo=NOON.tzinfo))
    await ask(measures, "oktober", datetime(2026, 9, 30, 22, tzinfo=NOON.tzinfo))
    await ask(measures, "whatsapp", where=WHATSAPP)
    await ask(measures, "linde", NOON + timedelta(days=1), Where("web", "de-linde", "PO2601"))
    rows = MeasureRows(sessions)

    async def texts(selection: Selection, limit: int = 500) -> set[str]:
        groups = await rows.missed(selection, limit)
        return {one.text for group in groups for one in group.questions}

    assert await texts(OCTOBER) == {"oktober", "whatsapp", "linde"}
    assert await texts(replace(OCTOBER, channel="whatsapp")) == {"whatsapp"}
    assert await texts(replace(OCTOBER, site="de-linde")) == {"linde"}
    assert await texts(replace(OCTOBER, swv="PO2601")) == {"linde"}
    assert await texts(OCTOBER, limit=1) == {"linde"}


async def test_the_sheet_is_what_an_editor_fills_in(measures: Measures, sessions: Sessions) -> None:
    await ask(measures, 'zij zei "nee", en nu; wat nu?\nMag dat')
    written = await MeasureRows(sessions).labelling_sheet(OCTOBER)
    [row] = csv.DictReader(io.StringIO(written, newline=""))
    assert row == {
        "id": "1",
        "text": 'zij zei "nee", en nu; wat nu? Mag dat',
        "asked_on": "2026-10-14",
        "channel": "web",
        "offered": "opp_wat tlv_wat",
        "label": "",
        "note": "",
    }


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+31", "-2+3", "@SUM(A1)", " =1+1", "\t=1+1", "\r\n=1+1", "\u200b=1+1", '"=1+1',
        "＝1+1", "hoi;=1+1", "hoi,=1+1", 'hoi"; =1+1', "hoi\n=1+1",
    ],
)  # fmt: skip
def test_no_cell_of_the_sheet_is_a_formula(text: str) -> None:
    written = sheet([Missed(1, text, date(2026, 10, 14), "web", ())])
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(written, newline=""), delimiter=separator):
            for cell in row:
                assert not cell.strip(' "').startswith(("=", "+", "-", "@", "＝")), (separator, row)
