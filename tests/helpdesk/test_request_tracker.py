"""Hand-off to a real Request Tracker 5, as Debian has it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from bot.helpdesk import Contact
from bot.helpdesk._desk import RequestTrackerDesk
from bot.helpdesk._errors import NotDelivered, Verdict
from bot.helpdesk._letter import Letters
from bot.helpdesk._request_tracker import RequestTrackerDeliverer
from bot.helpdesk._tickets import new_reference

from . import _request_tracker
from ._request_tracker import Tracker
from .conftest import EMAIL, PHONE, QUESTION, outgoing

pytestmark = pytest.mark.skipif(
    not _request_tracker.SERVER.exists(),
    reason="Request Tracker is not here: scripts/install-services",
)


@pytest.fixture(scope="module")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tracker]:
    with _request_tracker.running(tmp_path_factory.mktemp("rt")) as found:
        yield found


def way(
    tracker: Tracker, http: aiohttp.ClientSession, letters: Letters, **changes: str
) -> RequestTrackerDeliverer:
    chosen = {"url": tracker.url, "queue": "General", "token": tracker.token} | changes
    desk = RequestTrackerDesk(
        name="rt", title="rt", kind="request_tracker", url=chosen["url"], queue=chosen["queue"]
    )
    return RequestTrackerDeliverer(desk, chosen["token"], http, letters)


async def read(tracker: Tracker, http: aiohttp.ClientSession, path: str) -> Any:
    headers = {"Authorization": f"token {tracker.token}"}
    async with http.get(f"{tracker.url}/REST/2.0/{path}", headers=headers) as response:
        assert response.status == 200
        return await response.json()


async def test_a_ticket_arrives_with_the_parent_as_requestor(
    tracker: Tracker, http: aiohttp.ClientSession, letters: Letters
) -> None:
    deliverer = way(tracker, http, letters)
    await deliverer.check()
    reference = new_reference()
    id_ = await deliverer.deliver(outgoing(reference=reference), again=False)
    made = await read(tracker, http, f"ticket/{id_}")
    assert made["Subject"] == f"Vraag van een ouder [{reference}]"
    assert [one["id"] for one in made["Requestor"]] == [EMAIL]


async def test_its_text_is_whole(
    tracker: Tracker, http: aiohttp.ClientSession, letters: Letters
) -> None:
    evil = QUESTION + "\n<b>Zoë</b> & 'vraagt'\nQueue: elders"
    ticket = outgoing(reference=new_reference(), question=evil)
    id_ = await way(tracker, http, letters).deliver(ticket, again=False)
    attachments = (await read(tracker, http, f"ticket/{id_}/attachments"))["items"]
    shown = await read(tracker, http, f"attachment/{attachments[0]['id']}")
    assert "text/plain" in shown["ContentType"]
    text = base64.b64decode(shown["Content"]).decode().replace("\r\n", "\n")
    for part in (*evil.split("\n"), PHONE, EMAIL, "Samenwerkingsverband: PO2601"):
        assert part in text
    assert (await read(tracker, http, f"ticket/{id_}"))["Queue"]["id"] == "1"


async def test_in_doubt_it_is_looked_for_and_not_made_twice(
    tracker: Tracker, http: aiohttp.ClientSession, letters: Letters
) -> None:
    deliverer = way(tracker, http, letters)
    ticket = outgoing(reference=new_reference())
    first = await deliverer.deliver(ticket, again=True)
    assert await deliverer.deliver(ticket, again=True) == first
    other = await deliverer.deliver(outgoing(reference=new_reference()), again=True)
    assert other != first


async def test_without_an_e_mail_address_it_arrives_too(
    tracker: Tracker, http: aiohttp.ClientSession, letters: Letters
) -> None:
    ticket = outgoing(reference=new_reference(), contact=Contact(phone=PHONE))
    assert await way(tracker, http, letters).deliver(ticket, again=False)


@pytest.mark.parametrize(
    ("changes", "code"), [({"token": "1-14-fout"}, "http_401"), ({"queue": "Nergens"}, "http_403")]
)
async def test_a_wrong_token_or_queue_needs_the_operator(
    tracker: Tracker,
    http: aiohttp.ClientSession,
    letters: Letters,
    changes: dict[str, str],
    code: str,
) -> None:
    deliverer = way(tracker, http, letters, **changes)
    with pytest.raises(NotDelivered) as caught:
        await deliverer.deliver(outgoing(reference=new_reference()), again=False)
    assert (caught.value.verdict, caught.value.code) == (Verdict.ALARM, code)
    with pytest.raises(NotDelivered):
        await deliverer.check()
