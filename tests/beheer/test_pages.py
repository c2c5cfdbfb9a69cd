from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from bot.beheer._roles import Role
from bot.measures import Selection
from bot.store import StoreUnavailable

from ._app import PASSWORD
from ._figures import OCTOBER, question
from .conftest import Desk

PAGES = {
    "/beheer/onderwerpen": "anna erik kees",
    "/beheer/onderwerpen/opp_wat": "anna erik kees",
    "/beheer/plot/dagen.svg": "anna kees",
    "/beheer/niet-begrepen": "anna erik",
    "/beheer/niet-begrepen.csv": "anna erik",
    "/beheer/inhoud": "anna erik",
    "/beheer/bezorging": "anna kees",
    "/beheer/rapporten": "anna kees",
    "/beheer/rapport": "anna kees",
    "/beheer/rapport.html": "anna kees",
    "/beheer/rapport.pdf": "anna kees",
    "/beheer/rapport/plot/uren.svg": "anna kees",
}
"""Every page and who may see it; `/beheer` itself leads each to their own beginning."""
FORGED = (
    "site=linde",
    "site=",
    "site=linde&site=demo",
    "site=demo&site=linde",
    "site=linde&swv=PO2601",
    "SITE=linde",
    "site[]=linde",
)
HOSTILE = "<script>alert(1)</script> \"><img src=x onerror=alert(1)> {{ 7 * 7 }} '</q>"


class _Tags(HTMLParser):
    """All tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]


async def test_every_page_is_shown_to_the_roles_that_have_it_and_to_nobody_else(
    desk: Desk,
) -> None:
    outside = await desk.browser()
    browsers = {name: await desk.browser_of(name) for name in ("anna", "erik", "kees")}
    for page, who in PAGES.items():
        response = await outside.get(page)
        assert (page, response.status) == (page, 303)
        assert response.headers["Location"].startswith("/beheer/aanmelden?naar=")
        for name, browser in browsers.items():
            status = (await browser.get(page)).status
            assert (page, name, status) == (page, name, 200 if name in who.split() else 403)


def test_no_page_is_forgotten(desk: Desk) -> None:
    app = desk.server.app
    routes = {
        route.resource.canonical
        for route in app.router.routes()
        if route.resource and route.resource.canonical.startswith("/beheer")
    }
    shown = {re.sub(r"(dagen|uren)(?=\.svg)", "{name}", page) for page in PAGES}
    shown = {page.replace("opp_wat", "{topic}") for page in shown}
    others = {"/beheer", "/beheer/aanmelden", "/beheer/afmelden", "/beheer/{rest}"}
    assert routes == shown | others


async def test_each_role_begins_at_its_own_page_and_has_only_its_own_menu(desk: Desk) -> None:
    menus = {
        "anna": "Overzicht Onderwerpen Niet begrepen Inhoud Bezorging Rapporten",
        "erik": "Onderwerpen Niet begrepen Inhoud",
        "kees": "Overzicht Onderwerpen Bezorging Rapporten",
    }
    for name, menu in menus.items():
        browser = await desk.browser_of(name)
        page = await (await browser.client.get("/beheer")).text()
        found = re.search(r'<nav aria-label="Hoofdmenu">(.*?)</nav>', page, re.DOTALL)
        assert found
        assert " ".join(re.findall(r">([^<>\n]+)</a>", found[1])) == menu
    erik = await desk.browser_of("erik")
    assert (await erik.get("/beheer")).headers["Location"] == "/beheer/onderwerpen"


async def test_no_forged_address_shows_another_site_to_a_helpdesk(desk: Desk) -> None:
    browser = await desk.browser_of("kees")
    for query in FORGED:
        desk.clock.later(minutes=2)  # nothing is remembered
        desk.measures.asked.clear()
        for page, who in PAGES.items():
            if "kees" in who:
                assert (await browser.get(f"{page}?{query}")).status == 200
        assert (await browser.get(f"/beheer?{query}")).status == 200
        assert {selection.site for selection in desk.measures.asked} == {"demo"}
    page = await browser.page("/beheer?site=linde")
    assert "linde" not in page


async def test_a_bound_editor_exports_only_the_questions_of_that_site(desk: Desk) -> None:
    desk.measures.questions.append(question(90, "vraag van linde", OCTOBER, site="linde"))
    await desk.accounts.add("lies", Role.EDITOR, "demo", PASSWORD, desk.clock.now)
    browser = await desk.browser_of("lies")
    for query in FORGED:
        sheet = await browser.page(f"/beheer/niet-begrepen.csv?{query}")
        assert "medicijnen" in sheet
        assert "vraag van linde" not in sheet
    assert {selection.site for selection in desk.measures.asked} == {"demo"}


async def test_a_helpdesk_sees_the_delivery_of_its_own_site_only(desk: Desk) -> None:
    page = await (await desk.browser_of("kees")).page("/beheer/bezorging")
    assert "Intern begeleider van De Kastanje" in page
    assert "De Linde" not in page
    assert "WhatsApp" not in page
    page = await (await desk.browser_of("anna")).page("/beheer/bezorging")
    assert "<strong>Let op:</strong> 2 berichten zijn niet bezorgd." in page
    assert "Het oudste bericht wacht al 7 uur." in page
    assert "smtp-550" in page
    assert "1 bericht is opgegeven." in page
    assert "<strong>In orde.</strong>" in page


async def test_small_numbers_are_hidden_from_who_may_not_read_the_questions(desk: Desk) -> None:
    desk.measures.talks = desk.measures.talks[:9]
    own = sum(talk.site == "demo" for talk in desk.measures.talks)
    assert 5 <= own < 9
    address = "/beheer?periode=eigen&van=2026-10-01&tot=2026-10-31"
    helpdesk = await (await desk.browser_of("kees")).page(address)
    operator = await (await desk.browser_of("anna")).page(address)
    assert "minder dan 5" in helpdesk
    assert "minder dan 5" not in operator
    digits = r'<p class="value[^"]*">(\d+)</p>'
    assert all(int(number) >= 5 for number in re.findall(digits, helpdesk))
    assert any(int(number) < 5 for number in re.findall(digits, operator))
    assert not re.findall(r'<td class="number">[0-4]</td>', helpdesk)
    svg = await (await desk.browser_of("kees")).page(
        "/beheer/plot/onderwerpen.svg?periode=eigen&van=2026-10-01&tot=2026-10-31"
    )
    assert "school_weigert" not in svg
    assert "Nog geen gegevens" in svg  # that one parent asked something is not told either


async def test_what_is_shown_is_what_was_counted(desk: Desk) -> None:
    browser = await desk.browser_of("anna")
    query = "periode=eigen&van=2026-10-05&tot=2026-10-25&site=demo&swv=PO2601&kanaal=web"
    page = await browser.page(f"/beheer?{query}")
    selection = desk.measures.asked[-1]
    assert selection == Selection(
        OCTOBER.replace(day=5), OCTOBER.replace(day=26), "demo", "PO2601", "web"
    )
    total = (await desk.measures.overview(selection)).total
    values = dict(
        re.findall(r'<h3>([^<]+)</h3>\s*<p class="value[^"]*">([^<]+)</p>', page, re.DOTALL)
    )
    assert values["Gesprekken"] == str(total.conversations)
    assert values["Geholpen zonder mens"] == str(total.deflected)
    assert values["Duim omlaag"] == str(total.down)
    assert len(values) == 15
    assert "5 oktober 2026 tot en met 25 oktober 2026" in page.lower()


async def test_a_page_and_its_plots_are_counted_once(desk: Desk) -> None:
    browser = await desk.browser_of("anna")
    page = await browser.page("/beheer?periode=vorige-maand")
    pictures = re.findall(r'<img src="(/beheer/plot/[^"]+)" alt="([^"]+)"', page)
    assert len(pictures) == 7
    for address, alt in pictures:
        svg = await browser.page(address.replace("&amp;", "&"))
        title = ElementTree.fromstring(svg).find("{http://www.w3.org/2000/svg}title")
        assert title is not None
        assert title.text == alt.replace("&#39;", "'")
    assert len(desk.measures.asked) == 1
    desk.clock.later(minutes=2)
    await browser.page("/beheer?periode=vorige-maand")
    assert len(desk.measures.asked) == 2


@pytest.mark.parametrize(
    "query",
    [
        "periode=ooit",
        "periode=eigen",
        "periode=eigen&van=2026-10-31&tot=2026-10-01",
        "periode=eigen&van=2020-01-01&tot=2026-10-01",
        "periode=eigen&van=0001-01-01&tot=0001-01-02",
        "periode=eigen&van=9999-12-30&tot=9999-12-31",
        "periode=eigen&van=<b>&tot=2026-10-01",
        "kanaal=telegram",
        "swv=PO26",
        "site=../../etc",
    ],
)
async def test_a_choice_that_is_not_there_gets_words(desk: Desk, query: str) -> None:
    browser = await desk.browser_of("anna")
    response = await browser.get(f"/beheer?{query}")
    page = await response.text()
    assert response.status == 400
    assert "Dit kan niet" in page
    assert "<b>" not in page
    assert desk.measures.asked == []


@pytest.mark.parametrize("month", ["2026", "2026-13", "2027-01", "1999-01", "2026-10-01", "é"])
async def test_a_report_of_no_month_gets_words(desk: Desk, month: str) -> None:
    browser = await desk.browser_of("anna")
    response = await browser.get("/beheer/rapport.pdf", params={"maand": month})
    assert response.status == 400


async def test_hostile_texts_and_names_stay_text(desk: Desk) -> None:
    desk.measures.questions = [
        question(1, HOSTILE, OCTOBER, ["opp_wat"]),
        question(2, HOSTILE + " nog eens", OCTOBER, ["opp_wat"]),
        question(3, "gewoon", OCTOBER, [HOSTILE]),
    ]
    talk = desk.measures.talks[0]
    desk.measures.talks += [
        replace(talk, site=HOSTILE, swv=HOSTILE, topic=HOSTILE, outcome="at_once", channel=HOSTILE)
    ] * 9
    browser = await desk.browser_of("anna")
    for address in (
        "/beheer",
        "/beheer/onderwerpen",
        "/beheer/niet-begrepen",
        "/beheer/rapport?maand=2026-10",
        "/beheer/rapport.html?maand=2026-10",
    ):
        page = await browser.page(address)
        assert "alert(1)" in page
        tags = _Tags(page)
        assert "script" not in tags.tags
        assert not [name for name in tags.attributes if name.startswith("on")]
        assert "x" not in re.findall(r'<img src="([^"]*)"', page)
    for name in ("sites", "regios", "kanalen", "onderwerpen"):
        ElementTree.fromstring(await browser.page(f"/beheer/plot/{name}.svg"))
    assert (await browser.get("/beheer/rapport.pdf?maand=2026-10")).status == 200
    response = await (await desk.browser()).try_log_in(HOSTILE, HOSTILE)
    assert "script" not in _Tags(await response.text()).tags


async def test_the_labelling_sheet_comes_as_a_file_that_excel_reads(desk: Desk) -> None:
    browser = await desk.browser_of("erik")
    response = await browser.get("/beheer/niet-begrepen.csv?periode=deze-maand")
    assert response.content_type == "text/csv"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="te-labelen-2026-10-01-tot-en-met-2026-10-31.csv"'
    )
    body = await response.read()
    assert body.startswith(b"\xef\xbb\xbfid,text,label\r\n")
    assert "wie geeft de medicijnen op school" in body.decode()


async def test_answers_that_must_be_reviewed_are_named_the_most_used_first(desk: Desk) -> None:
    browser = await desk.browser_of("erik")
    assert "antwoorden zijn in de laatste 6 maanden nagekeken" in await browser.page(
        "/beheer/inhoud"
    )
    desk.clock.later(days=300)
    desk.measures.talks = [
        talk for talk in desk.measures.talks if talk.topic in ("opp_wat", "schorsing")
    ]
    moved = desk.clock.now.date()
    desk.measures.talks = [replace(talk, day=moved) for talk in desk.measures.talks]
    browser = await desk.browser_of("erik")
    page = await browser.page("/beheer/inhoud")
    found = re.findall(r"<code>(\w+)\.yml</code>", page)
    assert found[:2] == ["opp_wat", "schorsing"]
    assert len(found) > 50


async def test_every_response_is_private_strict_and_not_to_be_framed(desk: Desk) -> None:
    browser = await desk.browser_of("anna")
    for page in ["/beheer", "/beheer/nergens", "/beheer?periode=x", *PAGES]:
        headers = (await browser.get(page)).headers
        policy = headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store", page
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["X-Frame-Options"] == "DENY"
        assert policy.startswith("default-src 'none'; ")
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
        assert page.endswith(".svg") or "unsafe" not in policy
    outside = (await (await desk.browser()).get("/beheer/aanmelden")).headers
    assert outside["Cache-Control"] == "no-store"


async def test_what_is_not_there_is_said(desk: Desk) -> None:
    browser = await desk.browser_of("anna")
    for page in (
        "/beheer/nergens",
        "/beheer/onderwerpen/geen_onderwerp",
        "/beheer/plot/geen.svg",
        "/beheer/plot/dagen.svg?maat=reusachtig",
        "/beheer/rapport/plot/kanalen.svg",
    ):
        response = await browser.get(page)
        assert (page, response.status) == (page, 404)
        assert "Deze pagina bestaat niet" in await response.text()


async def test_a_database_that_is_away_gets_words_and_no_figures(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = await desk.browser_of("anna")

    async def away(*_: object) -> None:
        raise StoreUnavailable("OperationalError")

    monkeypatch.setattr(desk.measures, "overview", away)
    response = await browser.get("/beheer")
    assert response.status == 503
    assert "even niet te bereiken" in await response.text()
