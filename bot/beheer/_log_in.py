"""Logging in and out."""

from __future__ import annotations

import asyncio
import math
import secrets
from datetime import timedelta

import structlog
from aiohttp import hdrs, web

from bot.beheer._page import (
    DASHBOARD,
    LOG_IN,
    PATH,
    Refused,
    Templates,
    check_form,
    cookie_name,
    drop_cookie,
    nav,
    redirect,
    set_cookie,
    visitor_of,
)
from bot.beheer._roles import Visitor
from bot.beheer._sessions import form_token
from bot.web import address_key

_WRONG = "Deze naam en dit wachtwoord horen niet bij elkaar. Controleer ze en probeer het opnieuw."

_log = structlog.get_logger()


class LogIn:
    """The handlers."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    async def show(self, request: web.Request) -> web.Response:
        """The form; to the first page for who is logged in already."""
        visitor = await visitor_of(request)
        if visitor is not None:
            return redirect(first_page(visitor))
        return await self._form(request, 200, to=request.query.get("naar", ""))

    async def log_in(self, request: web.Request) -> web.Response:
        """Check name and password, as slowly and with the same words whatever is wrong."""
        form = await request.post()
        before = request.cookies.get(self._form_cookie(request), "")
        check_form(request, form.get("form", ""), before)
        name, password, to = (str(form.get(field, "")) for field in ("naam", "wachtwoord", "naar"))
        dashboard, guard = request.app[DASHBOARD], request.app[DASHBOARD].guard
        now, address = dashboard.clock(), address_key(request.remote)
        ready = asyncio.get_running_loop().time() + guard.limits.least
        token = None
        wait = await guard.attempt(name, address, now)
        if wait is None:
            staff_id = await dashboard.accounts.check(name, password)
            if staff_id is not None:
                token = await dashboard.sessions.start(staff_id, now)
        if token is None:
            _log.warning("staff_log_in_refused", too_many=wait is not None)
            await asyncio.sleep(ready - asyncio.get_running_loop().time())
            if wait is not None:
                problem = _too_many(wait)
                return await self._form(request, 429, problem, name=name, to=to, wait=wait)
            return await self._form(request, 401, _WRONG, name=name, to=to)
        await guard.succeeded(name, address)
        old = request.cookies.get(cookie_name(request))
        if old:
            await dashboard.sessions.end(old)
        response = redirect(_own_page(to))
        set_cookie(request, response, cookie_name(request), token)
        drop_cookie(request, response, self._form_cookie(request))
        return response

    async def log_out(self, request: web.Request, visitor: Visitor) -> web.Response:
        """End the session of this browser."""
        form = await request.post()
        check_form(request, form.get("form", ""), visitor.token)
        await request.app[DASHBOARD].sessions.end(visitor.token)
        response = redirect(LOG_IN)
        drop_cookie(request, response, cookie_name(request))
        return response

    async def _form(
        self,
        request: web.Request,
        status: int,
        problem: str = "",
        *,
        name: str = "",
        to: str = "",
        wait: timedelta | None = None,
    ) -> web.Response:
        has_accounts = await request.app[DASHBOARD].accounts.exist()
        before = secrets.token_urlsafe(32)
        response = self._templates.response(
            "aanmelden.html",
            request,
            None,
            status,
            has_accounts=has_accounts,
            problem=problem,
            name=name[:60],
            form_token=form_token(before),
            to=_own_page(to),
        )
        if wait is not None:
            response.headers[hdrs.RETRY_AFTER] = str(math.ceil(wait.total_seconds()))
        set_cookie(request, response, self._form_cookie(request), before)
        return response

    def _form_cookie(self, request: web.Request) -> str:
        return f"{cookie_name(request)}-aanmelden"


def first_page(visitor: Visitor) -> str:
    """Where they begin.

    Raises:
        Refused: nothing is theirs.
    """
    own = nav(visitor)
    if not own:
        raise Refused(
            403,
            "Uw account hoort bij geen website",
            "Vraag de beheerder om uw account te herstellen.",
        )
    return own[0][0]


def _own_page(address: str) -> str:
    """An address of the dashboard; anything else becomes its beginning."""
    own = address == PATH or address.startswith((f"{PATH}/", f"{PATH}?"))
    odd = "\\" in address or "//" in address or not address.isprintable()
    if not own or odd or address.startswith(LOG_IN):
        return PATH
    return address


def _too_many(wait: timedelta) -> str:
    minutes = math.ceil(wait.total_seconds() / 60)
    written = "1 minuut" if minutes == 1 else f"{minutes} minuten"
    return f"Het is te vaak misgegaan. Wacht {written} en probeer het dan opnieuw."
