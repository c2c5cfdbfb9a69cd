"""The fake Graph API itself: a fake that takes everything would prove nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from ._calls import ACCESS_TOKEN, PHONE_NUMBER_ID, Person, signature, wamid
from ._graph import FakeGraph, Trouble
from ._limits import violations


class Listener:
    """Our webhook, as the fake sees it."""

    def __init__(self) -> None:
        self.statuses: list[dict[str, Any]] = []
        self.unsigned = 0

    async def receive(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.unsigned += request.headers["X-Hub-Signature-256"] != signature(body)
        for entry in (await request.json())["entry"]:
            for change in entry["changes"]:
                self.statuses += change["value"].get("statuses", [])
        return web.Response()


@pytest.fixture
async def listener() -> AsyncIterator[tuple[Listener, str]]:
    found, app = Listener(), web.Application()
    app.router.add_post("/hook", found.receive)
    async with TestServer(app) as server:
        yield found, str(server.make_url("/hook"))
    assert found.unsigned == 0


@pytest.fixture
async def fake(listener: tuple[Listener, str]) -> AsyncIterator[FakeGraph]:
    graph = FakeGraph(webhook=listener[1])
    await graph.start()
    yield graph
    await graph.stop()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def text(body: str = "Dag", **extra: Any) -> dict[str, Any]:
    content = {"body": body, "preview_url": False}
    return {"type": "text", "text": content, "biz_opaque_callback_data": "1", **extra}


class Sender:
    """Sends to the fake as our client should."""

    def __init__(self, fake: FakeGraph, http: aiohttp.ClientSession) -> None:
        self.fake, self.http = fake, http
        self.headers: dict[str, str] = {}

    async def __call__(
        self, message: dict[str, Any], *, token: str = ACCESS_TOKEN, number: str = PHONE_NUMBER_ID
    ) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        url = f"{self.fake.url}/{number}/messages"
        body = {"messaging_product": "whatsapp", **message}
        async with self.http.post(url, json=body, headers=headers) as response:
            self.headers = dict(response.headers)
            content = await response.json()
            return response.status, content.get("error", {}).get("code") or content


@pytest.fixture
def send(fake: FakeGraph, http: aiohttp.ClientSession) -> Sender:
    return Sender(fake, http)


@pytest.fixture
async def ann(fake: FakeGraph) -> Person:
    """Somebody who has just said something."""
    person = Person.new()
    assert await fake.say(person, person.text("Hoi")) == 200
    return person


async def test_a_good_message_arrives_by_number_and_by_id(
    fake: FakeGraph, send: Sender, ann: Person
) -> None:
    status, answer = await send(text("een", to=ann.wa_id))
    assert (status, answer["messages"][0]["id"]) == (200, fake.sent[0].id)
    assert (await send(text("twee", recipient=ann.user_id)))[0] == 200
    assert [sent.text for sent in fake.to(ann)] == ["een", "twee"]


async def test_who_may_not_send_is_refused(fake: FakeGraph, send: Sender, ann: Person) -> None:
    assert await send(text(to=ann.wa_id), token="oud") == (401, 190)
    assert await send(text(to=ann.wa_id), number="1") == (400, 100)
    fake.wrong_token = True
    assert await send(text(to=ann.wa_id)) == (401, 190)
    assert fake.sent == []


async def test_an_address_must_be_one(send: Sender) -> None:
    assert await send(text()) == (400, 131008)
    assert await send(text(to="NL.1")) == (400, 131009)
    assert await send(text(recipient="31600000001")) == (400, 131009)


async def test_the_window_closes_after_a_day(fake: FakeGraph, send: Sender) -> None:
    person = Person.new()
    assert await send(text(to=person.wa_id)) == (400, 131047)
    await fake.say(person, person.text("Hoi", at=datetime.now(UTC) - timedelta(hours=25)))
    assert await send(text(to=person.wa_id)) == (400, 131047)
    await fake.say(person, person.text("Hoi"))
    assert (await send(text(to=person.wa_id)))[0] == 200
    fake.clock = timedelta(hours=24, minutes=1)
    assert await send(text(to=person.wa_id)) == (400, 131047)


async def test_a_closed_window_may_be_told_later(
    fake: FakeGraph, send: Sender, listener: tuple[Listener, str]
) -> None:
    fake.refuses_outside_window = False
    assert (await send(text(to="31600000999")))[0] == 200
    await fake.settled()
    (status,) = listener[0].statuses
    assert (status["status"], status["errors"][0]["code"]) == ("failed", 131047)
    assert fake.sent == []


async def test_a_trouble_comes_as_often_as_told(fake: FakeGraph, send: Sender, ann: Person) -> None:
    fake.fail(Trouble(status=429, code=130429, retry_after="2", times=2))
    message = text(to=ann.wa_id)
    assert await send(message) == (429, 130429)
    assert send.headers["Retry-After"] == "2"
    assert await send(message) == (429, 130429)
    assert (await send(message))[0] == 200


async def test_a_trouble_may_be_for_one_person(fake: FakeGraph, send: Sender, ann: Person) -> None:
    bob = Person.new()
    await fake.say(bob, bob.text("Hoi"))
    fake.fail(Trouble(status=503, to=bob.wa_id))
    assert (await send(text(to=ann.wa_id)))[0] == 200
    assert await send(text(to=bob.wa_id)) == (503, 131000)


@pytest.mark.parametrize("accepts", [True, False])
async def test_a_lost_answer_leaves_the_sender_in_doubt(
    fake: FakeGraph, send: Sender, ann: Person, accepts: bool
) -> None:
    fake.fail(Trouble(accepts=accepts))
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await send(text(to=ann.wa_id))
    assert len(fake.sent) == accepts
    await send(text(to=ann.wa_id))
    assert fake.doubled() == (["1"] if accepts else [])


async def test_a_call_hangs_until_it_is_released(
    fake: FakeGraph, send: Sender, ann: Person
) -> None:
    fake.fail(Trouble(status=500, hang=True))
    call = asyncio.create_task(send(text(to=ann.wa_id)))
    await asyncio.wait_for(fake.holding.wait(), 5)
    assert not call.done()
    await send(text("ertussen", to=ann.wa_id))
    fake.release()
    assert await call == (500, 131000)
    assert fake.violations == ["two messages to one person at once: their order is lost"]


async def test_callback_data_is_missed_and_comes_back(
    fake: FakeGraph, send: Sender, ann: Person, listener: tuple[Listener, str]
) -> None:
    without = text(to=ann.wa_id)
    del without["biz_opaque_callback_data"]
    await send(without)
    assert fake.violations == ["a message without callback data"]
    fake.statuses = ("sent", "delivered")
    await send(text(to=ann.wa_id))
    await fake.settled()
    found = [(one["status"], one["biz_opaque_callback_data"]) for one in listener[0].statuses]
    assert found == [("sent", "1"), ("delivered", "1")]
    assert listener[0].statuses[0]["recipient_user_id"] == ann.user_id


async def test_statuses_come_mixed_and_twice_when_told(
    fake: FakeGraph, send: Sender, ann: Person, listener: tuple[Listener, str]
) -> None:
    for _ in range(3):
        await send(text(to=ann.wa_id))
    states = ("sent", "delivered", "read")
    assert await fake.report(*states, shuffled=True, times=2) == 200
    in_order = [(sent.id, state) for sent in fake.sent for state in states] * 2
    found = [(one["id"], one["status"]) for one in listener[0].statuses]
    assert found != in_order
    assert sorted(found) == sorted(in_order)


async def test_only_messages_of_parents_can_be_marked_as_read(
    fake: FakeGraph, send: Sender
) -> None:
    ann, typing = Person.new(), {"typing_indicator": {"type": "text"}}
    said = ann.text("Hoi")
    await fake.say(ann, said)
    mark = {"status": "read", "message_id": said["id"]}
    assert await send(mark) == (200, {"success": True})
    assert await send(mark | typing) == (200, {"success": True})
    assert (fake.read, fake.typing) == ([said["id"]] * 2, [said["id"]])
    assert await send(mark | {"message_id": wamid()}) == (400, 131009)
    assert await send(mark | {"typing_indicator": "text"}) == (400, 131009)


def button(title: str = "Ja", id_: str = "do:deny") -> dict[str, Any]:
    return {"type": "reply", "reply": {"id": id_, "title": title}}


def buttons(*given: dict[str, Any], **extra: Any) -> dict[str, Any]:
    part = {"type": "button", "body": {"text": "Kies"}, "action": {"buttons": list(given)}, **extra}
    return {"type": "interactive", "interactive": part}


def row(at: int, **extra: Any) -> dict[str, Any]:
    return {"id": f"topic:{at}", "title": f"Keuze {at}", **extra}


def rows(*given: dict[str, Any], **action: Any) -> dict[str, Any]:
    listed = {"button": "Kies", "sections": [{"rows": list(given)}], **action}
    part = {"type": "list", "body": {"text": "Kies"}, "action": listed}
    return {"type": "interactive", "interactive": part}


@pytest.mark.parametrize(
    "message",
    [
        text("a" * 4096),
        buttons(*(button("a" * 19 + str(at), f"{at}" * 256) for at in range(3))),
        buttons(button(), footer={"text": "a" * 60}, header={"type": "text", "text": "a" * 60}),
        rows(*(row(at, title="a" * 23 + str(at), description="a" * 72) for at in range(10))),
    ],
)
def test_what_just_fits_is_fine(message: dict[str, Any]) -> None:
    assert violations(message) == []


@pytest.mark.parametrize(
    "message",
    [
        text("a" * 4097),
        text(""),
        text("**vet**"),
        text("[hier](https://example.nl)"),
        text() | {"extra": 1},
        {"type": "text", "text": {"text": "verkeerde sleutel"}},
        {"type": "template", "template": {}},
        buttons(),
        buttons(*(button(f"{at}", f"{at}") for at in range(4))),
        buttons(button("a" * 21)),
        buttons(button(id_="a" * 257)),
        buttons(button("Ja", "a"), button("Ja", "b")),
        buttons(button("Ja", "a"), button("Nee", "a")),
        buttons(button(), body={"text": "a" * 1025}),
        buttons(button(), footer={"text": "a" * 61}),
        rows(),
        rows(*map(row, range(11))),
        rows(row(1, title="a" * 25)),
        rows(row(1, id="a" * 201)),
        rows(row(1, description="a" * 73)),
        rows(row(1), row(1)),
        rows(row(1), button="a" * 21),
        rows(sections=[{"rows": [row(1)]}, {"rows": [row(2)]}]),
        rows(sections=[{"title": "a" * 25, "rows": [row(1)]}]),
        rows(sections=[{"title": f"{at}", "rows": [row(at)]} for at in range(11)]),
    ],
)
def test_what_meta_would_refuse_is_refused(message: dict[str, Any]) -> None:
    assert violations(message)
