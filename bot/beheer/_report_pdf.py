"""The report as PDF: A4, the charts as vector drawings, text that can be searched.

reportlab makes no tagged PDF; the HTML report is the one for screen readers.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from bot.beheer._drawing import BAR, BOLD, FONT, GRID, INK, SOFT, fitting, printable
from bot.beheer._report import TITLE, KeyFigure, Report, Section

_PAD = 6
"""Points that reportlab keeps free within a page's margins."""
_WIDTH = A4[0] - 40 * mm - 2 * _PAD
_HEIGHT = 150
_TINT = HexColor("#eef6f5")

_BODY = ParagraphStyle("body", fontName=FONT, fontSize=10, leading=14.5, textColor=INK)
_SMALL = ParagraphStyle("small", _BODY, fontSize=8.5, leading=12)
_HEADING = ParagraphStyle(
    "heading",
    _BODY,
    fontName=BOLD,
    fontSize=13.5,
    leading=17,
    textColor=BAR,
    spaceBefore=14,
    spaceAfter=5,
)
_CHART = ParagraphStyle("chart", _BODY, fontName=BOLD, fontSize=10, spaceBefore=7, spaceAfter=3)
_TITLE = ParagraphStyle("title", _BODY, fontName=BOLD, fontSize=24, leading=29, textColor=BAR)
_SUBJECT = ParagraphStyle("subject", _BODY, fontSize=12.5, leading=17)
_VALUE = ParagraphStyle(
    "value", _BODY, fontName=BOLD, fontSize=17, leading=20, alignment=TA_RIGHT, textColor=BAR
)
_WORDS = ParagraphStyle("words", _VALUE, fontSize=10.5, leading=13)
_NUMBER = ParagraphStyle("number", _BODY, alignment=TA_RIGHT)


def pdf(report: Report) -> bytes:
    """The report as a PDF file. Takes some tens of milliseconds."""
    target = io.BytesIO()
    title = printable(f"{TITLE} {report.period}: {report.subject}")
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=20 * mm,
        bottomMargin=22 * mm,
        title=title,
        author="Ouderwijzer",
        lang="nl-NL",
        subject=printable(report.subject),
        creator="Ouderwijzer",
        displayDocTitle=True,
    )
    document.build(list(_story(report)), canvasmaker=partial(_Numbered, footer=title))
    return target.getvalue()


def _story(report: Report) -> Sequence[Flowable]:
    story: list[Flowable] = [
        _paragraph(TITLE, _TITLE),
        _paragraph(f"{report.subject} · {report.period}", _SUBJECT),
        Spacer(1, 10),
        _key_figures(report.key_figures),
    ]
    for section in report.sections:
        story += _section(section)
    story.append(CondPageBreak(60 * mm))
    story.append(_paragraph("Wat de woorden betekenen", _HEADING))
    story += [
        Paragraph(f"<b>{_safe(name)}.</b> {_safe(text)}", _SMALL)
        for name, text in report.definitions
    ]
    story.append(
        KeepTogether(
            [
                _paragraph("Zo is geteld", _HEADING),
                *(_paragraph(text, _SMALL) for text in report.method),
                _paragraph(f"Gemaakt op {report.made} door Ouderwijzer.", _SMALL),
            ]
        )
    )
    return story


def _section(section: Section) -> list[Flowable]:
    # The heading, its text and the first thing below it stay together.
    parts: list[Flowable] = [_paragraph(section.title, _HEADING)]
    parts += [_paragraph(text, _BODY) for text in section.text]
    blocks: list[list[Flowable]] = []
    for chart in section.charts:
        title = [_paragraph(chart.title, _CHART)] if len(section.charts) > 1 else [Spacer(1, 5)]
        blocks.append([*title, chart.draw(_WIDTH, _HEIGHT)])
    if section.rows:
        blocks.append([Spacer(1, 4), _table(section.header, section.rows)])
    first, rest = (blocks[0], blocks[1:]) if blocks else ([], [])
    return [KeepTogether(parts + first), *(KeepTogether(block) for block in rest)]


def _key_figures(figures: Sequence[KeyFigure]) -> Table:
    rows = [
        [
            _paragraph(figure.value, _VALUE if len(figure.value) < 8 else _WORDS),
            _paragraph(figure.sentence, _BODY),
        ]
        for figure in figures
    ]
    table = Table(rows, colWidths=[30 * mm, _WIDTH - 30 * mm], hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), _TINT),
                ("LINEBELOW", (0, 0), (-1, -2), 1, white),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (1, 0), (1, -1), 10),
                ("TOPPADDING", (0, 0), (-1, -1), 5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ]
        )
    )
    return table


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    rest = len(header) - 1
    number = 34 * mm if rest < 3 else 28 * mm
    content: list[list[Any]] = [
        [
            _paragraph(text, _NUMBER if column else _BODY, bold=True)
            for column, text in enumerate(header)
        ]
    ]
    content += [
        [_paragraph(text, _NUMBER if column else _BODY) for column, text in enumerate(row)]
        for row in rows
    ]
    widths = [_WIDTH - number * rest, *([number] * rest)]
    table = Table(content, colWidths=widths, hAlign="LEFT", repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, 0), 1, BAR),
                ("LINEBELOW", (0, 1), (-1, -1), 0.5, GRID),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table


def _paragraph(text: str, style: ParagraphStyle, *, bold: bool = False) -> Paragraph:
    return Paragraph(f"<b>{_safe(text)}</b>" if bold else _safe(text), style)


def _safe(text: str) -> str:
    """Paragraphs read markup; names of websites are only text."""
    return escape(printable(text))


class _Numbered(Canvas):  # type: ignore[misc]
    """A canvas that knows at the end how many pages there are."""

    def __init__(self, *arguments: Any, footer: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._footer = footer
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Keep the page until the number of pages is known."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write all pages with their footers."""
        for page, state in enumerate(self._pages, 1):
            self.__dict__.update(state)
            self.setFont(FONT, 8)
            self.setFillColor(SOFT)
            number = f"bladzijde {page} van {len(self._pages)}"
            self.drawRightString(20 * mm + _PAD + _WIDTH, 12 * mm, number)
            self.drawString(
                20 * mm + _PAD, 12 * mm, fitting(self._footer, _WIDTH - 35 * mm, size=8)
            )
            super().showPage()
        super().save()
