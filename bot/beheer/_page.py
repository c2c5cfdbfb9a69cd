"""Around every page: who asks, what they may see, the headers, and words when it goes wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import structlog
from aiohttp import hdrs, web
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.beheer import _words as words
from bot.beheer._accounts import Accounts
from bot.beheer._calendar import today
from bot.beheer._guard import Guard
from bot.beheer._names import Names
from bot.beheer._roles import Part, Visitor
from bot.beheer._select import WrongChoice
from bot.beheer._sessions import StaffSessions, form_token, is_form_token
from bot.beheer._sources import DeliveryHealth, FigureSource, WhatsappHealth
from bot.dutch import AMSTERDAM
from bot.sites import OWN_COMPUTER
from bot.store import StoreUnavailable
from bot.web import CSP, foreign_origin

PATH = "/beheer"
LOG_IN = f"{PATH}/aanmelden"
PAGES = Path(__file__).with_name("pages")

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    CSP: POLICY,
    hdrs.CACHE_CONTROL: "no-store",
    # With no-referrer, as elsewhere, a browser would not say of which page a form is.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}

_NAV: tuple[tuple[Part, str, str], ...] = (
    (Part.OVERVIEW, PATH, "Overzicht"),
    (Part.TOPICS, f"{PATH}/onderwerpen", "Onderwerpen"),
    (Part.MISSED, f"{PATH}/niet-begrepen", "Niet begrepen"),
    (Part.CONTENT, f"{PATH}/inhoud", "Inhoud"),
    (Part.DELIVERY, f"{PATH}/bezorging", "Bezorging"),
    (Part.REPORTS, f"{PATH}/rapporten", "Rapporten"),
)

_log = structlog.get_logger()


@dataclass(frozen=True)
class Dashboard:
    """Everything that the pages use; made at start-up."""

    accounts: Accounts
    sessions: StaffSessions
    guard: Guard
    names: Names
    measures: FigureSource
    health: DeliveryHealth | None
    whatsapp: WhatsappHealth | None
    clock: Callable[[], datetime]


DASHBOARD = web.AppKey("dashboard", Dashboard)


class Refused(Exception):
    """A request that gets a page with words instead of what it asked; all Dutch."""

    def __init__(self, status: int, title: str, text: str) -> None:
        super().__init__(title)
        self.status = status
        self.title = title
        self.text = text


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
StaffHandler = Callable[[web.Request, Visitor], Awaitable[web.StreamResponse]]


@cache
def _templates() -> Mapping[str, Template]:
    environment = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["words"] = words
    environment.globals["PATH"] = PATH
    names = environment.list_templates(extensions=["html"])
    return {name: environment.get_template(name) for name in names}


class Templates:
    """The pages, read once in the life of a process."""

    def __init__(self) -> None:
        self._templates = _templates()

    def text(self, name: str, /, **content: Any) -> str:
        """A page as text."""
        return self._templates[name].render(content)

    def response(
        self,
        name: str,
        request: web.Request,
        visitor: Visitor | None,
        status: int = 200,
        /,
        **content: Any,
    ) -> web.Response:
        """A page with what stands around each."""
        if visitor is not None:
            now = request.app[DASHBOARD].clock().astimezone(AMSTERDAM)
            content |= {
                "now": f"{words.day(now.date())}, {words.clock_time(now)}",
                "form_token": form_token(visitor.token),
            }
        content |= {"visitor": visitor, "nav": nav(visitor), "here": request.path}
        return web.Response(
            text=self.text(name, **content),
            status=status,
            content_type="text/html",
            headers=HEADERS,
        )


def nav(visitor: Visitor | None) -> list[tuple[str, str]]:
    """The pages that are theirs."""
    if visitor is None:
        return []
    return [(address, title) for part, address, title in _NAV if visitor.may(part)]


def with_words(templates: Templates, handler: Handler) -> Handler:
    """The handler, with a page for what goes wrong."""

    async def wrapped(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refused as error:
            refused = error
        except WrongChoice as error:
            refused = Refused(400, "Dit kan niet", str(error))
        except StoreUnavailable as error:
            _log.error("database_unavailable", reason=str(error))
            refused = Refused(
                503,
                "De cijfers zijn even niet te bereiken",
                "De database geeft geen antwoord. Probeer het over een minuut opnieuw.",
            )
        except web.HTTPException:
            raise
        except Exception:
            _log.exception("unexpected_error")
            refused = Refused(
                500, "Er ging iets mis bij ons", "Probeer het over een minuut opnieuw."
            )
        visitor = await visitor_of(request) if refused.status < 500 else None
        return templates.response(
            "fout.html", request, visitor, refused.status, title=refused.title, text=refused.text
        )

    return wrapped


def for_staff(templates: Templates, part: Part | None, handler: StaffHandler) -> Handler:
    """The handler, for who is logged in and has this part; None is everybody who is logged in."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        visitor = await visitor_of(request)
        if visitor is None:
            wanted = request.path_qs if request.method == hdrs.METH_GET else PATH
            return redirect(f"{LOG_IN}?naar={quote(wanted, safe='/')}")
        if part is not None and not visitor.may(part):
            raise Refused(
                403,
                "Dit deel hoort niet bij uw account",
                "Heeft u het nodig voor uw werk? Vraag de beheerder om een andere rol.",
            )
        return await handler(request, visitor)

    return with_words(templates, guarded)


async def visitor_of(request: web.Request) -> Visitor | None:
    """Who asks, if they are logged in."""
    dashboard = request.app[DASHBOARD]
    token = request.cookies.get(cookie_name(request))
    return await dashboard.sessions.find(token, dashboard.clock()) if token else None


def today_of(request: web.Request) -> date:
    """The day it is in the Netherlands."""
    return today(request.app[DASHBOARD].clock())


def redirect(address: str) -> web.Response:
    """Go there with GET. A response, not an exception, so that cookies may go with it."""
    return web.Response(status=303, headers={**HEADERS, hdrs.LOCATION: address})


def is_https(request: web.Request) -> bool:
    """Whether the browser came over https. Behind a proxy we are asked over http all the same."""
    return request.secure or request.host.partition(":")[0] not in OWN_COMPUTER


def cookie_name(request: web.Request) -> str:
    """The cookie of the session; over https under a name that no other host can set."""
    return "__Host-ouderwijzer-beheer" if is_https(request) else "ouderwijzer-beheer"


def set_cookie(request: web.Request, response: web.Response, name: str, value: str) -> None:
    """A cookie for this host alone, out of reach of scripts and other websites."""
    response.set_cookie(
        name, value, path="/", httponly=True, samesite="Strict", secure=is_https(request)
    )


def drop_cookie(request: web.Request, response: web.Response, name: str) -> None:
    """Have the browser forget a cookie; it must be named as it was set."""
    response.del_cookie(name, path="/", httponly=True, samesite="Strict", secure=is_https(request))


def check_form(request: web.Request, given: object, token: str) -> None:
    """Whether a form is ours: sent by one of our pages, with the token of this browser.

    Raises:
        Refused: 403.
    """
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    own = hdrs.ORIGIN in request.headers and foreign_origin(request) is None
    if not own or site != "same-origin" or not is_form_token(str(given), token):
        raise Refused(
            403,
            "Dit formulier is verlopen",
            "Ga terug, laad de pagina opnieuw en probeer het nog eens.",
        )
