"""Zammad, TOPdesk and a webhook, each at a server that takes only what is documented."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest
from aiohttp import web

from bot.helpdesk import Contact
from bot.helpdesk._deliverer import Deliverer
from bot.helpdesk._desk import TopdeskDesk, WebhookDesk, ZammadDesk
from bot.helpdesk._errors import Doubt, NotDelivered, Verdict
from bot.helpdesk._letter import Letters
from bot.helpdesk._topdesk import TopdeskDeliverer
from bot.helpdesk._webhook import WebhookDeliverer, signature
from bot.helpdesk._zammad import ZammadDeliverer

from . import _topdesk, _zammad
from ._system import System, Trouble, troubled
from ._topdesk import FakeTopdesk
from ._zammad import FakeZammad
from .conftest import EMAIL, NAME, PHONE, QUESTION, outgoing

HOOK_SECRET = "een lang geheim voor de webhook"


class Hook(System):
    """Somebody's own program."""

    def routes(self, app: web.Application) -> None:
        app.middlewares.append(troubled)
        app.router.add_post("/in", self._take)

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        moment = request.headers["X-Ouderwijzer-Timestamp"]
        expected = f"sha256={signature(HOOK_SECRET.encode(), moment, body)}"
        if request.headers["X-Ouderwijzer-Signature"] != expected or not self.allowed:
            return web.Response(status=401)
        assert abs(time.time() - int(moment)) < 60
        content = json.loads(body)
        assert request.headers["Idempotency-Key"] == content["reference"]
        if any(made["reference"] == content["reference"] for made in self.made):
            self.looks += 1
        else:
            self.keep(content)
        return web.json_response({"id": "intern-7"}, status=202)


class Website(System):
    """A page for people at every address."""

    def routes(self, app: web.Application) -> None:
        app.router.add_route("*", "/{any:.*}", self._page)

    async def _page(self, _request: web.Request) -> web.Response:
        return web.Response(text="<h1>Welkom</h1>", content_type="text/html")


class Pieces(System):
    """Finds a ticket, and says so slowly."""

    def routes(self, app: web.Application) -> None:
        app.router.add_get("/api/v1/tickets/search", self._slow)

    async def _slow(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        text = json.dumps([{"id": 7, "title": request.query["query"]}])
        for half in (text[:9], text[9:]):
            await response.write(half.encode())
            await asyncio.sleep(0.05)
        return response


Make = Callable[[System, str | None, aiohttp.ClientSession], Deliverer]


def zammad(system: System, secret: str | None, http: aiohttp.ClientSession) -> ZammadDeliverer:
    desk = ZammadDesk(
        name="z",
        title="z",
        kind="zammad",
        url=system.url,
        group=_zammad.GROUP,
        customer="onbekend@swv.example",
    )
    return ZammadDeliverer(desk, secret, http, Letters.load())


def topdesk(system: System, secret: str | None, http: aiohttp.ClientSession) -> TopdeskDeliverer:
    desk = TopdeskDesk(name="t", title="t", kind="topdesk", url=system.url, branch=_topdesk.BRANCH)
    return TopdeskDeliverer(desk, secret, http, Letters.load())


def webhook(system: System, secret: str | None, http: aiohttp.ClientSession) -> WebhookDeliverer:
    desk = WebhookDesk(name="w", title="w", kind="webhook", url=f"{system.url}/in")
    return WebhookDeliverer(desk, secret, http, Letters.load())


KINDS: dict[str, tuple[type[System], Make, str]] = {
    "zammad": (FakeZammad, zammad, _zammad.TOKEN),
    "topdesk": (FakeTopdesk, topdesk, _topdesk.SECRET),
    "webhook": (Hook, webhook, HOOK_SECRET),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def system(kind: str) -> AsyncIterator[System]:
    fake = KINDS[kind][0]()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def way(kind: str, system: System, http: aiohttp.ClientSession) -> Deliverer:
    _, make, secret = KINDS[kind]
    return make(system, secret, http)


async def refusal(deliverer: Deliverer) -> NotDelivered:
    with pytest.raises(NotDelivered) as caught:
        await deliverer.deliver(outgoing(), again=False)
    return caught.value


def everything(system: System) -> str:
    return json.dumps(system.made, ensure_ascii=False)


async def test_a_ticket_arrives_with_all_that_the_parent_agreed_to(
    way: Deliverer, system: System
) -> None:
    await way.check()
    assert system.made == []
    remote_id = await way.deliver(outgoing(summary="Eerder: schorsing"), again=False)
    assert remote_id
    for part in ("OW-2B4C-6D8F", EMAIL, PHONE, NAME, "Utrecht", "PO2601", "Eerder: schorsing"):
        assert part in everything(system)
    assert QUESTION.split("\n")[1] in everything(system)


async def test_without_an_e_mail_address_it_arrives_too(way: Deliverer, system: System) -> None:
    await way.deliver(outgoing(contact=Contact(phone=PHONE)), again=False)
    assert PHONE in everything(system)


async def test_what_a_parent_types_is_only_text(way: Deliverer, system: System, kind: str) -> None:
    evil = '<script>alert("x")</script> & <img src=x>'
    await way.deliver(outgoing(question=evil * 50, summary=evil), again=False)
    if kind == "topdesk":
        assert "<script" not in everything(system)
        assert "&lt;script&gt;" in everything(system)
    if kind == "zammad":  # as plain text it needs no escape
        assert system.made[0]["article"]["content_type"] == "text/plain"


@pytest.mark.parametrize("trouble", [Trouble(0, after=True), Trouble(504, after=True)])
async def test_in_doubt_it_is_looked_for_and_not_made_twice(
    way: Deliverer, system: System, trouble: Trouble
) -> None:
    system.troubles = [trouble]
    with pytest.raises(Doubt):
        await way.deliver(outgoing(), again=False)
    assert await way.deliver(outgoing(), again=True)
    assert len(system.made) == 1
    assert system.looks == 1


@pytest.mark.parametrize("trouble", [Trouble(0), Trouble(500)])
async def test_in_doubt_it_is_made_when_it_is_not_there(
    way: Deliverer, system: System, trouble: Trouble
) -> None:
    system.troubles = [trouble]
    with pytest.raises(Doubt):
        await way.deliver(outgoing(), again=False)
    assert await way.deliver(outgoing(), again=True)
    assert len(system.made) == 1


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (400, Verdict.GIVE_UP),
        (422, Verdict.GIVE_UP),
        (401, Verdict.ALARM),
        (403, Verdict.ALARM),
        (404, Verdict.ALARM),
        (302, Verdict.ALARM),
        (429, Verdict.RETRY),
        (503, Verdict.RETRY),
    ],
)
async def test_a_refusal_is_judged(
    way: Deliverer, system: System, status: int, verdict: Verdict
) -> None:
    system.troubles = [Trouble(status, headers={"Retry-After": "7", "Location": "/elders"})]
    failure = await refusal(way)
    assert (failure.verdict, failure.code) == (verdict, f"http_{status}")
    assert failure.retry_after == (7 if verdict is not Verdict.GIVE_UP else None)
    assert system.made == []


async def test_a_system_that_is_away_is_tried_later(way: Deliverer, system: System) -> None:
    await system.stop()
    failure = await refusal(way)
    assert (failure.verdict, failure.code) == (Verdict.RETRY, "unreachable")
    with pytest.raises(NotDelivered):
        await way.check()


@pytest.mark.parametrize("kind", ["zammad", "topdesk"])
async def test_a_search_that_fails_makes_nothing(way: Deliverer, system: System) -> None:
    system.allowed = False
    with pytest.raises(NotDelivered):
        await way.deliver(outgoing(), again=True)
    assert system.made == []


@pytest.mark.parametrize("secret", [None, "fout"])
async def test_a_wrong_secret_needs_the_operator(
    kind: str, system: System, http: aiohttp.ClientSession, secret: str | None
) -> None:
    deliverer = KINDS[kind][1](system, secret, http)
    failure = await refusal(deliverer)
    assert failure.verdict is Verdict.ALARM
    assert failure.code == ("no_secret" if secret is None else "http_401")
    if kind != "webhook" or secret is None:
        with pytest.raises(NotDelivered):
            await deliverer.check()


@pytest.mark.parametrize("kind", ["zammad"])
async def test_zammad_has_a_customer_for_who_gives_no_address(
    way: Deliverer, system: System
) -> None:
    await way.deliver(outgoing(), again=False)
    await way.deliver(outgoing(contact=Contact(phone=PHONE)), again=False)
    customers = [made["customer_id"] for made in system.made]
    assert customers == [f"guess:{EMAIL}", "guess:onbekend@swv.example"]


@pytest.mark.parametrize("kind", ["topdesk"])
async def test_topdesk_refuses_a_caller_without_the_branch_that_it_wants(
    system: System, http: aiohttp.ClientSession
) -> None:
    desk = TopdeskDesk(name="t", title="t", kind="topdesk", url=system.url)
    failure = await refusal(TopdeskDeliverer(desk, _topdesk.SECRET, http, Letters.load()))
    assert (failure.verdict, failure.code) == (Verdict.GIVE_UP, "http_400")


@pytest.mark.parametrize("kind", ["zammad", "topdesk"])
async def test_a_website_that_says_yes_to_everything_is_no_helpdesk(
    kind: str, http: aiohttp.ClientSession
) -> None:
    fake = Website()
    await fake.start()
    deliverer = KINDS[kind][1](fake, "geheim", http)
    with pytest.raises(Doubt):
        await deliverer.deliver(outgoing(), again=False)
    for call in (deliverer.deliver(outgoing(), again=True), deliverer.check()):
        with pytest.raises(NotDelivered) as caught:
            await call
        assert (caught.value.verdict, caught.value.code) == (Verdict.ALARM, "no_json")
    await fake.stop()


async def test_an_answer_in_pieces_is_read_whole(http: aiohttp.ClientSession) -> None:
    fake = Pieces()
    await fake.start()
    assert await zammad(fake, "geheim", http).deliver(outgoing(), again=True) == "7"
    await fake.stop()
