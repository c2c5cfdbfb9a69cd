"""Two kinds of plots as vector drawings, for SVG and PDF alike.

Every bar has its number beside it or on the axis, so no colour carries anything alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from bot.beheer._words import FEW, number

INK = HexColor("#16302f")
SOFT = HexColor("#3d5453")
BAR = HexColor("#14606b")
PALE = HexColor("#cfe3e1")
GRID = HexColor("#d7e4e2")

FONT, BOLD = "Helvetica", "Helvetica-Bold"
_SIZE = 10.0
_ROOMY = 450.0
"""From this width in points names stand beside their bars. Texts get 6 % more room than they need
in our font: readers may have a wider one."""
_LEAST = 3.0
"""Height of a bar whose number is hidden, so that it says nothing."""
_FAMILIES = re.compile(r"font-family: Helvetica(-Bold)?;")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `hidden` when its number is below five and may not be seen."""

    label: str
    value: int
    hidden: bool = False
    before: int | None = None
    """The same a month earlier; None is not to be drawn."""
    note: str = ""
    """Written behind the number."""


def columns(bars: Sequence[Bar], width: float, height: float = 210) -> Drawing:
    """Standing bars on an axis, for something that follows the clock or the calendar."""
    drawing = Drawing(width, height)
    top, bottom = height - 20, 34.0 if any(bar.hidden for bar in bars) else 20.0
    highest = max((bar.value for bar in bars if not bar.hidden), default=0)
    step = _step(highest)
    roof = max(step * math.ceil(highest / step), step)
    left = max(stringWidth(number(roof), FONT, _SIZE), 12.0) + 8
    scale = (top - bottom) / roof
    for value in range(0, roof + 1, step):
        y = bottom + value * scale
        drawing.add(Line(left, y, width - 4, y, strokeColor=GRID, strokeWidth=0.8))
        drawing.add(_text(left - 6, y - 3.5, number(value), anchor="end"))
    room = (width - 4 - left) / max(len(bars), 1)
    every = _every(bars, room)
    peak = next((i for i, bar in enumerate(bars) if not bar.hidden and bar.value == highest), None)
    for index, bar in enumerate(bars):
        x = left + index * room
        if bar.value or bar.hidden:
            tall = _LEAST if bar.hidden else max(bar.value * scale, 0.8)
            wide = min(max(room * 0.74, 1), 42)
            drawing.add(_box(x + (room - wide) / 2, bottom, wide, tall, pale=bar.hidden))
        if index == peak and highest:
            at = min(max(x + room / 2, left + 12), width - 16)
            y = bottom + bar.value * scale + 4
            drawing.add(_text(at, y, number(bar.value), anchor="middle", bold=True))
        if index % every == 0:
            drawing.add(_text(x + room / 2, bottom - 14, bar.label, anchor="middle"))
    drawing.add(Line(left, bottom, width - 4, bottom, strokeColor=SOFT, strokeWidth=1))
    if any(bar.hidden for bar in bars):
        drawing.add(_box(left, 5, 10, 7, pale=True))
        drawing.add(_text(left + 15, 5, FEW))
    if not any(bar.value or bar.hidden for bar in bars):
        _nothing(drawing, left, width, (top + bottom) / 2)
    return drawing


def lying(bars: Sequence[Bar], width: float, *, now: str = "", before: str = "") -> Drawing:
    """Lying bars with their names beside them, or above them where it is narrow.

    `now` and `before` name the two periods that are compared.
    """
    beside = width >= _ROOMY
    compares = any(bar.before is not None for bar in bars)
    row = (23.0 if beside else 34.0) + (5.0 if compares else 0.0)
    foot = 22.0 if compares else 2.0
    height = max(len(bars) * row + foot, 60)
    drawing = Drawing(width, height)
    highest = max((max(bar.value, bar.before or 0) for bar in bars if not bar.hidden), default=0)
    left = 0.0
    if beside:
        widest = max((stringWidth(printable(bar.label), FONT, _SIZE) for bar in bars), default=0)
        left = min(widest * 1.08 + 14, width * 0.62)
    room = max((_value_room(bar) for bar in bars), default=0) + 14
    scale = (width - left - room) / max(highest, 1)
    for index, bar in enumerate(bars):
        top = height - index * row
        base = top - (17 if beside else 28)
        label = fitting(bar.label, (left - 12 if beside else width) / 1.06)
        drawing.add(_text(0, base + 2 if beside else top - 12, label, colour=INK))
        wide = _LEAST if bar.hidden else max(bar.value * scale, 1)
        if bar.value or bar.hidden:
            drawing.add(_box(left, base, wide, 11, pale=bar.hidden))
        x = left + (wide if bar.value or bar.hidden else 0) + 6
        drawing.add(_text(x, base + 2, _value(bar), bold=True))
        if bar.note:
            x += stringWidth(_value(bar), BOLD, _SIZE) * 1.06 + 6
            drawing.add(_text(x, base + 2, bar.note))
        if bar.before and not bar.hidden:
            drawing.add(_box(left, base - 6, max(bar.before * scale, 1), 4.5, pale=True))
    if compares:
        drawing.add(_box(left, 4, 10, 8))
        drawing.add(_text(left + 15, 4, now))
        x = left + 15 + stringWidth(now, FONT, _SIZE) * 1.06 + 18
        drawing.add(_box(x, 5.5, 10, 4.5, pale=True))
        drawing.add(_text(x + 15, 4, before))
    if not bars:
        _nothing(drawing, 0, width, height / 2)
    return drawing


def svg(drawing: Drawing, title: str) -> str:
    """The drawing as an SVG file that scales, in whatever plain font the reader has."""
    text = str(renderSVG.drawToString(drawing))
    text = text.replace("<title>...</title>", f"<title>{escape(printable(title))}</title>")
    text = text.replace("<desc>...</desc>", "")
    text = re.sub(r"<!DOCTYPE[^>]*>\s*", "", text)
    return _FAMILIES.sub(
        lambda found: (
            "font-family: Helvetica, Arial, 'Liberation Sans', sans-serif;"
            + (" font-weight: bold;" if found[1] else "")
        ),
        text,
    )


def printable(text: str) -> str:
    """`text` in the characters that the fonts of a PDF have; others become a question mark."""
    shown = "".join(one if one.isprintable() else " " if one.isspace() else "?" for one in text)
    return shown.encode("cp1252", "replace").decode("cp1252")


def fitting(text: str, width: float, font: str = FONT, size: float = _SIZE) -> str:
    """`text`, cut off with an ellipsis where it would be wider than `width` points."""
    text = printable(text)
    if stringWidth(text, font, size) <= width:
        return text
    while text and stringWidth(f"{text}…", font, size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _value_room(bar: Bar) -> float:
    note = stringWidth(bar.note, FONT, _SIZE) + 8 if bar.note else 0
    return float(stringWidth(_value(bar), BOLD, _SIZE) + note) * 1.06


def _value(bar: Bar) -> str:
    return FEW if bar.hidden else number(bar.value)


def _step(highest: int) -> int:
    """A round distance between lines: about four of them."""
    if highest <= 4:
        return 1 if highest > 1 else 2
    rough = highest / 4
    power: int = 10 ** int(math.log10(rough))
    return int(next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough))


def _every(bars: Sequence[Bar], room: float) -> int:
    """Name every so many bars, so that the names do not touch."""
    widest = max((stringWidth(bar.label, FONT, _SIZE) for bar in bars), default=0) + 10
    needed = math.ceil(widest / room)
    return next((nice for nice in (1, 2, 3, 4, 6, 7, 14, 28) if nice >= needed), needed)


def _box(x: float, y: float, width: float, height: float, *, pale: bool = False) -> Rect:
    return Rect(
        x,
        y,
        width,
        height,
        fillColor=PALE if pale else BAR,
        strokeColor=BAR,
        strokeWidth=0.8 if pale else 0,
    )


def _text(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    bold: bool = False,
    colour: Color = SOFT,
) -> String:
    return String(  # whole points: in SVG the baseline would jump otherwise
        x,
        round(y),
        printable(text),
        fontName=BOLD if bold else FONT,
        fontSize=_SIZE,
        fillColor=INK if bold else colour,
        textAnchor=anchor,
    )


def _nothing(drawing: Drawing, left: float, right: float, y: float) -> None:
    drawing.add(_text((left + right) / 2, y, "Nog geen gegevens", anchor="middle", bold=True))
