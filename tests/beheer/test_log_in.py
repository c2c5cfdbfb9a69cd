from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.beheer import Limits
from bot.beheer._accounts import Accounts
from bot.beheer._models import Staff
from bot.beheer._passwords import Passwords

from ._app import PASSWORD, hire
from .conftest import Desk


async def test_without_an_account_nothing_is_seen_and_the_page_says_how_to_make_one(
    empty_desk: Desk,
) -> None:
    browser = await empty_desk.browser()
    response = await browser.get("/beheer")
    assert response.status == 303
    assert response.headers["Location"] == "/beheer/aanmelden?naar=/beheer"
    page = await browser.page("/beheer/aanmelden")
    assert "Er is nog geen account" in page
    assert "python -m bot.beheer user add" in page
    assert "<form" not in page


async def test_who_logs_in_comes_where_they_wanted_to_be(desk: Desk) -> None:
    browser = await desk.browser()
    response = await browser.get("/beheer/onderwerpen?periode=90-dagen&kanaal=web")
    address = response.headers["Location"]
    page = await browser.page(address)
    wanted = re.search(r'name="naar" value="([^"]+)"', page)
    assert wanted
    to = wanted[1].replace("&amp;", "&")
    response = await browser.try_log_in("Anna ", PASSWORD, to)
    assert response.headers["Location"] == "/beheer/onderwerpen?periode=90-dagen&kanaal=web"
    await browser.page(response.headers["Location"])


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://kwaad.example/beheer",
        "//kwaad.example/beheer",
        "/beheer//kwaad.example",
        "/beheer/\\kwaad.example",
        "/beheerd",
        "/beheer/\r\nSet-Cookie: a=b",
        "/beheer/aanmelden",
    ],
)
async def test_a_log_in_leads_to_no_other_place(desk: Desk, elsewhere: str) -> None:
    response = await (await desk.browser()).try_log_in("anna", PASSWORD, elsewhere)
    assert (response.status, response.headers["Location"]) == (303, "/beheer")


async def test_the_cookie_is_out_of_reach(desk: Desk) -> None:
    browser = await desk.browser()
    cookie = (await browser.try_log_in("anna", PASSWORD)).headers.getall("Set-Cookie")[0]
    assert cookie.startswith("ouderwijzer-beheer=")
    for part in ("HttpOnly", "SameSite=Strict", "Path=/"):
        assert part in cookie
    assert "Secure" not in cookie


async def test_over_https_the_cookie_is_bound_to_the_host(desk: Desk) -> None:
    browser = await desk.browser()
    response = await browser.get("/beheer/aanmelden", headers={"Host": "chat.example.nl"})
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-ouderwijzer-beheer")
    assert "Secure" in cookie
    assert "Domain" not in cookie


async def test_the_database_knows_neither_password_nor_token(
    desk: Desk, engine: AsyncEngine
) -> None:
    browser = await desk.browser()
    await browser.try_log_in("anna", "helemaal verkeerd wachtwoord")
    response = await browser.try_log_in("anna", PASSWORD)
    token = response.cookies["ouderwijzer-beheer"].value
    async with engine.connect() as connection:
        found = [
            str(row)
            for table in ("staff", "staff_session", "staff_attempt")
            for row in await connection.execute(text(f"select * from {table}"))
        ]
    content = "\n".join(found)
    assert token not in content
    assert PASSWORD not in content
    assert "127.0.0.1" not in content
    assert content.count("$argon2id$") == 3


async def test_a_weaker_hash_is_replaced_at_the_next_log_in(
    empty_desk: Desk, sessions: async_sessionmaker[AsyncSession]
) -> None:
    await hire(empty_desk.settings.async_database_url)
    strong = Accounts(sessions, Passwords(PasswordHasher()))
    assert await strong.check("anna", PASSWORD) is not None
    async with sessions() as db:
        kept = (await db.scalars(select(Staff.password).where(Staff.name == "anna"))).one()
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert await strong.check("anna", PASSWORD) is not None


@pytest.mark.parametrize(
    ("name", "password"), [("anna", "verkeerd verkeerd"), ("niemand", PASSWORD), ("", "")]
)
async def test_every_wrong_log_in_gets_the_same_answer(
    desk: Desk, name: str, password: str
) -> None:
    browser = await desk.browser()
    response = await browser.try_log_in(name, password)
    page = await response.text()
    assert response.status == 401
    assert "Deze naam en dit wachtwoord horen niet bij elkaar." in page
    assert password == "" or password not in page
    assert (await browser.get("/beheer")).status == 303


async def test_a_disabled_account_gets_the_same_answer_and_is_out_at_once(desk: Desk) -> None:
    inside = await desk.browser_of("anna")
    await inside.page("/beheer")
    await desk.accounts.enable("anna", disabled=True)
    assert (await inside.get("/beheer")).status == 303
    response = await (await desk.browser()).try_log_in("anna", PASSWORD)
    assert response.status == 401
    assert "horen niet bij elkaar" in await response.text()
    await desk.accounts.enable("anna", disabled=False)
    assert (await inside.get("/beheer")).status == 303  # the old session stays ended


async def test_another_password_logs_all_browsers_out(desk: Desk) -> None:
    inside = await desk.browser_of("anna")
    await desk.accounts.set_password("anna", "een heel ander wachtwoord")
    assert (await inside.get("/beheer")).status == 303
    assert (await (await desk.browser()).try_log_in("anna", PASSWORD)).status == 401


async def test_eight_hours_of_silence_end_a_session_and_use_does_not(desk: Desk) -> None:
    browser = await desk.browser_of("anna")
    for _ in range(3):
        desk.clock.later(hours=7)
        await browser.page("/beheer/rapporten")
    desk.clock.later(hours=2)
    await browser.page("/beheer/rapporten")
    desk.clock.later(hours=1, minutes=1)  # a whole day since logging in
    assert (await browser.get("/beheer")).status == 303
    idle = await desk.browser_of("anna")
    desk.clock.later(hours=8)
    assert (await idle.get("/beheer")).status == 303


async def test_logging_out_ends_this_session_only(desk: Desk) -> None:
    here, there = await desk.browser_of("anna"), await desk.browser_of("anna")
    token = await here.form_token("/beheer/rapporten")
    kept = here.client.session.cookie_jar.filter_cookies(here.client.make_url("/"))
    kept = {"ouderwijzer-beheer": kept["ouderwijzer-beheer"].value}  # type: ignore[assignment]
    response = await here.post("/beheer/afmelden", {"form": token})
    assert response.headers["Location"] == "/beheer/aanmelden"
    assert (await here.get("/beheer")).status == 303
    stolen = await desk.browser()
    assert (await stolen.get("/beheer", cookies=kept)).status == 303
    await there.page("/beheer")


async def test_a_new_log_in_ends_the_session_that_this_browser_had(desk: Desk) -> None:
    browser = await desk.browser()
    first = await browser.try_log_in("anna", PASSWORD)
    old = {"ouderwijzer-beheer": first.cookies["ouderwijzer-beheer"].value}
    # Back to the form by its address: who is logged in is sent on, so another tab had it open.
    other = await desk.browser()
    token = await other.form_token()
    jar = other.client.session.cookie_jar
    jar.update_cookies(old, other.client.make_url("/"))
    fields = {"form": token, "naam": "kees", "wachtwoord": PASSWORD}
    assert (await other.post("/beheer/aanmelden", fields)).status == 303
    assert (await browser.get("/beheer")).status == 303


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://kwaad.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_forms_from_elsewhere_are_refused(desk: Desk, headers: dict[str, str]) -> None:
    browser = await desk.browser()
    fields = {"form": await browser.form_token(), "naam": "anna", "wachtwoord": PASSWORD}
    if "Sec-Fetch-Site" in headers:
        headers = {"Origin": browser.origin, **headers}
    response = await browser.post("/beheer/aanmelden", fields, headers)
    assert response.status == 403
    assert "Dit formulier is verlopen" in await response.text()
    inside = await desk.browser_of("anna")
    token = await inside.form_token("/beheer/rapporten")
    assert (await inside.post("/beheer/afmelden", {"form": token}, headers)).status == 403
    await inside.page("/beheer/rapporten")


async def test_forms_without_the_token_of_this_browser_are_refused(desk: Desk) -> None:
    inside, other = await desk.browser_of("anna"), await desk.browser_of("kees")
    for token in ("", "0" * 64, "é", await other.form_token("/beheer/rapporten")):
        assert (await inside.post("/beheer/afmelden", {"form": token})).status == 403
    await inside.page("/beheer/rapporten")
    visitor = await desk.browser()
    fields = {"naam": "anna", "wachtwoord": PASSWORD}
    for token in ("", await (await desk.browser()).form_token()):
        response = await visitor.post("/beheer/aanmelden", {**fields, "form": token})
        assert response.status == 403


async def test_who_guesses_must_wait_also_for_an_account_that_does_not_exist(desk: Desk) -> None:
    browser = await desk.browser()
    for name in ("anna", "niemand"):
        for _ in range(5):
            assert (await browser.try_log_in(name, "verkeerd verkeerd")).status == 401
        response = await browser.try_log_in(name, PASSWORD)
        assert response.status == 429
        assert 0 < int(response.headers["Retry-After"]) <= 900
        assert "Wacht 15 minuten" in await response.text()
    assert (await browser.try_log_in("kees", PASSWORD)).status == 303  # others are not shut out
    desk.clock.later(minutes=16)
    assert (await (await desk.browser()).try_log_in("anna", PASSWORD)).status == 303


class TestLimits:
    @pytest.fixture
    def limits(self) -> Limits:
        return Limits(together=3, account=5, address=8, window=timedelta(minutes=15), least=0.15)

    async def test_one_address_that_tries_many_names_must_wait(self, desk: Desk) -> None:
        browser = await desk.browser()
        statuses = [
            (await browser.try_log_in(f"naam {number}", "verkeerd verkeerd")).status
            for number in range(10)
        ]
        assert statuses == [401] * 8 + [429] * 2

    async def test_a_wrong_log_in_takes_as_long_whatever_is_wrong(self, desk: Desk) -> None:
        browser = await desk.browser()
        for name, password in (("anna", "verkeerd verkeerd"), ("niemand", PASSWORD)):
            began = time.monotonic()
            await browser.try_log_in(name, password)
            assert time.monotonic() - began >= 0.15


async def test_a_success_forgets_what_was_mistyped(desk: Desk) -> None:
    browser = await desk.browser()
    for _ in range(3):
        for _ in range(4):
            await browser.try_log_in("anna", "verkeerd verkeerd")
        response = await browser.try_log_in("anna", PASSWORD)
        assert response.status == 303
        browser = await desk.browser()


async def test_no_name_password_or_address_is_logged(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    browser = await desk.browser()
    await browser.try_log_in("anna", "verkeerd verkeerd")
    await browser.try_log_in("anna", PASSWORD)
    await browser.page("/beheer?site=linde")
    logged = "".join(capsys.readouterr())
    assert "staff_log_in_refused" in logged
    for private in ("anna", "verkeerd", PASSWORD, "127.0.0.1", "linde"):
        assert private not in logged
