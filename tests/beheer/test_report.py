from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest
from pypdf import PdfReader

from bot.beheer import Names
from bot.beheer import _words as words
from bot.beheer._monthly import due_month
from bot.beheer._page import Templates
from bot.beheer._report import Report, Scope, make_report
from bot.beheer._report_pages import ReportFiles
from bot.beheer._report_pdf import pdf
from bot.measures import Figures, Overview

from ._app import NOON, questions
from ._figures import OCTOBER, SEPTEMBER, MemoryMeasures, figures, question, talks
from .conftest import Desk

SCOPES = [Scope(), Scope(site="demo"), Scope(swv="PO2601")]


@pytest.fixture(scope="session")
def files() -> ReportFiles:
    return ReportFiles(Templates())


async def report_of(
    measures: MemoryMeasures, names: Names, scope: Scope = SCOPES[1], month: date = OCTOBER
) -> Report:
    return await make_report(measures, scope, month, names, NOON)


def pdf_text(content: bytes) -> str:
    """All text of a PDF as one line."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return " ".join(" ".join(pages).split())


def html_text(content: bytes) -> str:
    """All text of a page as one line."""
    body = content.decode().partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def sentences(total: Figures, before: Figures) -> list[str]:
    """The key figures, from the counts alone, as both files must have them."""
    asked = total.asked

    def share(value: int) -> str:
        return f"{100 * value / asked:.0f}%"

    more = total.conversations - before.conversations
    return [
        f"{total.conversations} gesprekken begonnen in oktober 2026. Dat is {more} meer dan in "
        "september 2026.",
        f"{asked} gesprekken hadden een vraag.",
        f"{share(total.at_once)} kreeg meteen antwoord ({total.at_once} gesprekken).",
        f"{share(total.deflected)} is geholpen zonder mens ({total.deflected} gesprekken).",
        f"{share(total.not_understood)} werd niet begrepen ({total.not_understood} gesprekken).",
        f"{total.completed} gesprekken liepen uit op een bericht aan de helpdesk. Bezorgd: "
        f"{total.delivered}.",
        f"{total.up} keer gaf een ouder een duim omhoog. Duim omlaag: {total.down}.",
    ]


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.key)
async def test_the_figures_in_both_files_are_those_of_the_overview(
    measures: MemoryMeasures, names: Names, files: ReportFiles, scope: Scope
) -> None:
    report = await report_of(measures, names, scope)
    overview = await measures.overview(scope.selection(OCTOBER))
    before = await measures.overview(scope.selection(SEPTEMBER))
    for text in (html_text(files.html(report)), pdf_text(pdf(report))):
        for sentence in sentences(overview.total, before.total):
            assert sentence in text
        for label, found in list(overview.topics.items())[:10]:
            assert str(found.answers) in text
            assert words.change(found.answers, _earlier(before, label), exact=False) in text
        for name in ("offered", "wanted", "completed", "delivered"):
            assert str(getattr(overview.total, name)) in text
        assert "Gemaakt op 28 oktober 2026" in text
        assert "1 oktober 2026 tot en met 31 oktober 2026" in text
        assert "Geholpen zonder mens" in text


def _earlier(before: Overview, label: str) -> int:
    return before.topics[label].answers if label in before.topics else 0


async def test_hours_and_days_in_the_pdf_are_drawn_as_text_and_vectors(
    measures: MemoryMeasures, names: Names
) -> None:
    content = pdf(await report_of(measures, names))
    reader = PdfReader(io.BytesIO(content))
    assert 2 <= len(reader.pages) <= 4
    assert not [image for page in reader.pages for image in page.images]
    assert reader.metadata
    assert reader.metadata.title == "Signaleringsrapport oktober 2026: Website Ouderwijzer (demo)"
    assert reader.metadata.author == "Ouderwijzer"
    assert str(reader.root_object["/Lang"]) == "nl-NL"
    for number, page in enumerate(reader.pages, 1):
        assert f"bladzijde {number} van {len(reader.pages)}" in page.extract_text()


async def test_the_html_file_needs_nothing_else(
    measures: MemoryMeasures, names: Names, files: ReportFiles
) -> None:
    page = files.html(await report_of(measures, names)).decode()
    assert page.startswith('<!doctype html>\n<html lang="nl">')
    assert set(re.findall(r'src="([a-z]+:)', page)) == {"data:"}
    assert not re.findall(r'(?:href|src|srcset)="/', page)
    assert "http" not in page.replace("http-equiv", "").partition("</head>")[0]


async def test_no_text_of_a_parent_is_in_a_report(
    measures: MemoryMeasures, names: Names, files: ReportFiles
) -> None:
    report = await report_of(measures, names)
    for text in (html_text(files.html(report)), pdf_text(pdf(report))):
        for _, asked in questions():
            assert asked.text not in text


async def test_themes_of_what_was_not_understood_are_counted(
    measures: MemoryMeasures, names: Names
) -> None:
    measures.questions = [
        question(number, f"vraag {number}", OCTOBER, offered)
        for number, offered in enumerate(
            [["opp_wat", "opp_inhoud"]] * 6 + [["tlv_wat"]] * 4 + [[]] * 5
        )
    ]
    section = next(
        one for one in (await report_of(measures, names)).sections if "niet werd" in one.title
    )
    assert section.rows == (("het plan voor het kind (OPP)", "6"), ("onderwerp niet herkend", "5"))


async def test_small_numbers_are_hidden_and_named_nowhere(
    measures: MemoryMeasures, names: Names, files: ReportFiles
) -> None:
    measures.talks = [replace(talk, site="demo") for talk in measures.talks[:7]]
    report = await report_of(measures, names)
    total = (await measures.overview(Scope("demo").selection(OCTOBER))).total
    assert total == figures(measures.talks)
    for text in (html_text(files.html(report)), pdf_text(pdf(report))):
        assert "Met september 2026 is dat niet te vergelijken." in text
        assert "minder dan 5" in text
        assert "Geen onderwerp kwam 5 keer of vaker voor." in text
        assert not re.findall(r"\((?:[0-4]) (?:gesprekken|keer)\)", text)
        assert "%" not in text


@pytest.mark.parametrize("count", [0, 1, 6])
async def test_a_quiet_month_is_a_report_too(names: Names, files: ReportFiles, count: int) -> None:
    report = await report_of(MemoryMeasures(talks()[:count]), names, Scope())
    assert "Signaleringsrapport" in html_text(files.html(report))
    assert len(PdfReader(io.BytesIO(pdf(report))).pages) <= 4


async def test_dutch_letters_and_odd_names_can_be_read_in_the_pdf(
    measures: MemoryMeasures, names: Names
) -> None:
    title = "Öüderschool ’t Veën & <b>zo</b> — Şirin €"
    named = replace(names, sites={"demo": title})
    text = pdf_text(pdf(await report_of(measures, named)))
    assert "Öüderschool ’t Veën & <b>zo</b> — ?irin € (demo)" in text
    assert "Na één vraag terug" in text


@pytest.mark.parametrize(
    ("now", "month"),
    [
        (datetime(2026, 10, 31, 23, 30, tzinfo=UTC), None),  # 0.30 on 1 November here
        (datetime(2026, 10, 31, 22, 30, tzinfo=UTC), date(2026, 9, 1)),
        (datetime(2026, 11, 1, 1, 30, tzinfo=UTC), date(2026, 10, 1)),
        (datetime(2026, 11, 30, 22, 59, tzinfo=UTC), date(2026, 10, 1)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2027, 1, 1, 12, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), date(2026, 2, 1)),  # the clock goes forward
        (datetime(2028, 3, 1, 12, tzinfo=UTC), date(2028, 2, 1)),
    ],
)
def test_a_month_is_due_in_the_night_after_it_by_the_clock_of_amsterdam(
    now: datetime, month: date | None
) -> None:
    assert due_month(now) == month


@pytest.mark.parametrize(
    ("first", "end"),
    [
        (date(2026, 12, 1), date(2027, 1, 1)),
        (date(2028, 2, 1), date(2028, 3, 1)),
        (date(2026, 10, 1), date(2026, 11, 1)),
    ],
)
def test_a_month_ends_where_the_next_begins(first: date, end: date) -> None:
    selection = Scope("demo").selection(first)
    assert (selection.start, selection.end, selection.site) == (first, end, "demo")


async def test_the_dashboard_gives_the_same_report(desk: Desk, names: Names) -> None:
    browser = await desk.browser_of("kees")
    report = await report_of(desk.measures, names)
    shown = html_text((await browser.page("/beheer/rapport?maand=2026-10")).encode())
    total = (await desk.measures.overview(Scope("demo").selection(OCTOBER))).total
    assert f"{total.asked} gesprekken hadden een vraag" in shown
    assert "Website Ouderwijzer (demo)" in shown
    response = await browser.get("/beheer/rapport.pdf?maand=2026-10")
    assert response.content_type == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="signaleringsrapport-2026-10-site-demo.pdf"'
    )
    assert pdf_text(await response.read()) == pdf_text(pdf(report))
    response = await browser.get("/beheer/rapport.html?maand=2026-10")
    assert "signaleringsrapport-2026-10-site-demo.html" in response.headers["Content-Disposition"]


async def test_without_a_choice_the_report_is_of_last_month(desk: Desk) -> None:
    page = await (await desk.browser_of("anna")).page("/beheer/rapport")
    assert "september 2026" in page
    assert "Alle websites en regio&#39;s samen" in page
