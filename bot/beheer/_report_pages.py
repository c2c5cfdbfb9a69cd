"""Reports in the dashboard: choose one, read it, keep it as one HTML file or as PDF."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import web
from markupsafe import Markup

from bot.beheer import _words as words
from bot.beheer._calendar import first_of, month_before
from bot.beheer._charts import SIZES, Chart
from bot.beheer._drawing import svg
from bot.beheer._page import DASHBOARD, HEADERS, PAGES, Templates, today_of
from bot.beheer._pages import download, plot_response, where_options
from bot.beheer._report import TITLE, Report, Scope, make_report
from bot.beheer._report_pdf import pdf
from bot.beheer._roles import Visitor
from bot.beheer._select import read_report

_MONTHS = 13


class ReportFiles:
    """A report as files. Making one takes some tens of milliseconds of the processor."""

    def __init__(self, templates: Templates, css: Path = PAGES / "rapport.css") -> None:
        self._templates = templates
        self._css = css.read_text(encoding="utf-8")

    def html(self, report: Report) -> bytes:
        """One HTML file that needs nothing else."""
        return self.page(report, None).encode()

    async def pdf(self, report: Report) -> bytes:
        """The PDF, made in a thread."""
        return await asyncio.to_thread(pdf, report)

    def page(self, report: Report, query: str | None) -> str:
        """The HTML; with a query it refers to the dashboard for its style and pictures."""
        return self._templates.text(
            "rapport.html",
            report=report,
            title=TITLE,
            query=query,
            css=Markup(self._css),
            picture=_data_address,
        )


class ReportPages:
    """The handlers."""

    def __init__(self, templates: Templates, files: ReportFiles) -> None:
        self._templates = templates
        self._files = files

    async def choose(self, request: web.Request, visitor: Visitor) -> web.Response:
        """The form."""
        month = first_of(today_of(request))
        months = []
        for _ in range(_MONTHS):
            month = month_before(month)
            months.append((f"{month:%Y-%m}", words.month(month)))
        # The month that still runs comes last: its report is not complete.
        running = first_of(today_of(request))
        months.append((f"{running:%Y-%m}", f"{words.month(running)} (tot nu toe)"))
        dashboard = request.app[DASHBOARD]
        own = dashboard.names.site(visitor.site) if visitor.site else None
        return self._templates.response(
            "rapporten.html",
            request,
            visitor,
            months=months,
            own=own,
            **where_options(dashboard, visitor),
        )

    async def show(self, request: web.Request, visitor: Visitor) -> web.Response:
        """The report as a page that can be printed."""
        report = await self._report(request, visitor)
        query = {
            "maand": f"{report.month:%Y-%m}",
            "site": report.scope.site or "",
            "swv": report.scope.swv or "",
        }
        text = self._files.page(report, urlencode({k: v for k, v in query.items() if v}))
        return web.Response(text=text, content_type="text/html", headers=HEADERS)

    async def as_html(self, request: web.Request, visitor: Visitor) -> web.Response:
        """The report as one HTML file."""
        report = await self._report(request, visitor)
        return download(self._files.html(report), "text/html", f"{report.file_name}.html")

    async def as_pdf(self, request: web.Request, visitor: Visitor) -> web.Response:
        """The report as PDF."""
        report = await self._report(request, visitor)
        body = await self._files.pdf(report)
        return download(body, "application/pdf", f"{report.file_name}.pdf")

    async def plot(self, request: web.Request, visitor: Visitor) -> web.Response:
        """One plot of a report as SVG."""
        report = await self._report(request, visitor)
        return plot_response(request, report.chart(request.match_info["name"]))

    async def _report(self, request: web.Request, visitor: Visitor) -> Report:
        chosen = read_report(request.query, visitor, today_of(request))
        dashboard = request.app[DASHBOARD]
        return await make_report(
            dashboard.measures,
            Scope(chosen.site, chosen.swv),
            chosen.start,
            dashboard.names,
            dashboard.clock(),
        )


def _data_address(chart: Chart) -> str:
    """A plot as an address that holds it."""
    text = svg(chart.draw(*SIZES["blad"]), chart.alt)
    return f"data:image/svg+xml;base64,{base64.b64encode(text.encode()).decode()}"
