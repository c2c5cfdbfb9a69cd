from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select, update

from bot.front import Limits
from bot.front._models import ChatTurn
from bot.store import open_engine

from ._fake_brain import FakeBrain
from .conftest import POSTGRES, Front, Parent, StartFront, eventually, new_id, problem

FULL = {
    "text": "Dit is uw samenwerkingsverband.",
    "buttons": [{"title": "Ja", "payload": "do:yes"}],
    "custom": {
        "topic": "swv_zoeken",
        "asks": "sector",
        "outcome": "found",
        "sources": [{"title": "Wet", "url": "https://wetten.overheid.nl"}],
        "swv": [{"code": "PO3004", "sector": "po", "name": "Verband", "phone": "030-1234567"}],
        "reviewed": "2026-11-25",
    },
}


async def test_an_answer_has_every_key(parent: Parent, brain: FakeBrain) -> None:
    brain.replies = [FULL, {"text": "Kaal", "custom": None}]
    full, bare = await parent.say("postcode 3511 AB")
    assert full == {
        "id": full["id"],
        "text": FULL["text"],
        "buttons": FULL["buttons"],
        "topic": "swv_zoeken",
        "asks": "sector",
        "outcome": "found",
        "sources": [{"title": "Wet", "url": "https://wetten.overheid.nl"}],
        "swv": [
            {
                "code": "PO3004",
                "sector": "po",
                "name": "Verband",
                "website": None,
                "phone": "030-1234567",
                "email": None,
                "address": None,
            }
        ],
        "reviewed": "2026-11-25",
        "person": None,
        "contacts": [],
    }
    assert bare == {
        "id": bare["id"],
        "text": "Kaal",
        "buttons": [],
        "topic": None,
        "asks": None,
        "outcome": None,
        "sources": [],
        "swv": [],
        "reviewed": None,
        "person": None,
        "contacts": [],
    }
    assert full["id"] != bare["id"]


async def test_history_shows_both_sides_and_titles_of_buttons(
    parent: Parent, brain: FakeBrain
) -> None:
    id_ = new_id()
    answer = await parent.say("Wat is een OPP?", id_)
    await parent.choose("topic:opp_wat")
    await parent.choose("do:never_offered")
    shown = (await parent.history())[3:]
    assert shown[0] == {"id": id_, "from": "parent", "text": "Wat is een OPP?"}
    assert shown[1] == {"from": "bot", **answer[0], "feedback": None}
    parents = [message["text"] for message in shown if message["from"] == "parent"]
    assert parents == ["Wat is een OPP?", "Wat is een OPP?", "(knop gekozen)"]
    assert brain.questions[1]["payload"] == "topic:opp_wat"


async def test_the_same_id_gets_the_same_answer_once(parent: Parent, brain: FakeBrain) -> None:
    id_ = new_id()
    first = await parent.say("een keer", id_)
    assert await parent.say("een keer", id_) == first
    assert await parent.say("een keer", id_.upper()) == first
    assert len(brain.questions) == 1
    assert len(await parent.history()) == 3 + 2


async def test_the_same_id_at_the_same_time(parent: Parent, brain: FakeBrain) -> None:
    brain.delay = 0.1
    id_ = new_id()
    answers = await asyncio.gather(*(parent.say("tegelijk", id_) for _ in range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert len(brain.questions) == 1


async def test_the_same_id_after_a_restart(start_front: StartFront, brain: FakeBrain) -> None:
    before = await start_front()
    parent = await before.parent()
    id_ = new_id()
    first = await parent.say("voor de herstart", id_)
    await before.stop()
    parent.front = await start_front()
    assert await parent.say("voor de herstart", id_) == first
    assert len(brain.questions) == 1
    await parent.say("erna")
    assert len({question["conversation"] for question in brain.questions}) == 1


async def test_an_answer_that_the_parent_did_not_wait_for_is_kept(
    parent: Parent, brain: FakeBrain
) -> None:
    brain.delay = 0.3
    id_ = new_id()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await parent.say("verbinding weg", id_)
    assert (await parent.say("verbinding weg", id_))[0]["text"] == "Antwoord op: verbinding weg"
    assert len(brain.questions) == 1


@pytest.mark.skipif(not POSTGRES, reason="two fronts share PostgreSQL; no TEST_POSTGRES_URL")
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_the_same_id_at_two_fronts_is_asked_once(
    start_front: StartFront, brain: FakeBrain
) -> None:
    one, other = await start_front(), await start_front()
    parent = await one.parent()
    twin = Parent(other, parent.token, [])
    brain.delay = 0.3
    content = {"id": new_id(), "text": "tegelijk"}
    responses = await asyncio.gather(parent.post(content), twin.post(content))
    assert sorted(response.status for response in responses) == [200, 503]
    late = next(response for response in responses if response.status == 503)
    assert late.headers["Retry-After"] == "2"
    assert len(brain.questions) == 1
    assert await twin.say("tegelijk", content["id"]) == await parent.say("tegelijk", content["id"])
    assert len(brain.questions) == 1


async def test_a_claim_of_a_front_that_died_is_taken_over(
    parent: Parent, database_url: str
) -> None:
    id_ = new_id()
    await parent.say("half gevraagd", id_)
    engine = open_engine(database_url)
    async with engine.begin() as db:
        gone = select(ChatTurn.asked_at).where(ChatTurn.text == "half gevraagd")
        asked_at = await db.scalar(gone)
        assert asked_at is not None
        await db.execute(
            update(ChatTurn)
            .where(ChatTurn.text == "half gevraagd")
            .values(state="asked", answer=None, asked_at=asked_at.replace(year=2020))
        )
    await engine.dispose()
    assert (await parent.say("half gevraagd", id_))[0]["text"] == "Antwoord op: half gevraagd"


async def test_messages_of_one_parent_are_handled_in_order(
    parent: Parent, brain: FakeBrain
) -> None:
    brain.delay = 0.05
    sent = []
    for number in range(5):
        sent.append(asyncio.create_task(parent.say(f"nummer {number}")))
        await asyncio.sleep(0.02)
    await asyncio.gather(*sent)
    assert [question["text"] for question in brain.questions] == [f"nummer {n}" for n in range(5)]


async def test_parents_do_not_wait_for_each_other(front: Front, brain: FakeBrain) -> None:
    brain.delay = 0.3
    parents = [await front.parent() for _ in range(6)]
    async with asyncio.timeout(1.5):
        await asyncio.gather(*(parent.say("tegelijk") for parent in parents))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "emoji 👩‍👧 en é",
        "'; DROP TABLE chat_turn; --",
        "<script>alert(1)</script> &amp;",
        "{{7*7}} %s %d {0}",
        "regel een\nregel twee\r\n",
        "‮omgekeerd",
        "x" * 2000,
        "😀" * 2000,
    ],
)
async def test_any_text_is_plain_text(parent: Parent, brain: FakeBrain, text: str) -> None:
    answer = await parent.say(text)
    assert answer[0]["text"].startswith("Antwoord op: ")
    assert (await parent.history())[3]["text"] == text
    assert brain.questions[0]["text"] == text.lstrip()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("nul\\u0000teken", "nul�teken"), ("half \\ud83d emoji", "half � emoji"), ("\\udc00", "�")],
)
async def test_what_no_database_can_keep_is_replaced(
    parent: Parent, brain: FakeBrain, sent: str, kept: str
) -> None:
    body = f'{{"id": "{new_id()}", "text": "{sent}"}}'
    response = await parent.front.client.post(
        "/api/v1/messages", data=body.encode(), headers=parent.headers
    )
    assert response.status == 200
    assert brain.questions[0]["text"] == kept
    assert (await parent.history())[3]["text"] == kept


async def test_what_the_brain_says_is_cleaned_too(parent: Parent, brain: FakeBrain) -> None:
    brain.raw = b'{"messages": [{"text": "nul\\u0000 en \\ud83d", "buttons": null}]}'
    assert (await parent.say("hallo"))[0]["text"] == "nul� en �"


@pytest.mark.parametrize(
    "text", ["/restart", " /restart", "//restart", "/ / /restart", "\n/restart"]
)
async def test_a_text_is_never_a_command(parent: Parent, brain: FakeBrain, text: str) -> None:
    await parent.say(text)
    assert brain.questions[0]["text"] == "restart"


async def test_personal_data_is_hidden_from_brain_and_database(
    parent: Parent, brain: FakeBrain
) -> None:
    answer = await parent.say("Zijn bsn is 111222333, bel 06-12345678, postcode 3511 AB")
    assert brain.questions[0]["text"] == "Zijn bsn is <BSN>, bel <TELEFOON>, postcode 3511 AB"
    assert "verborgen" in answer[0]["text"]
    assert len(answer) == 2
    shown = json.dumps(await parent.history())
    assert "111222333" not in shown
    assert "12345678" not in shown
    assert len(await parent.say("groep 5, postcode 3511 AB, 2024")) == 1


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "topic:",
        "topic:Hoofd",
        "topic:a b",
        "topic:" + "a" * 41,
        "/restart",
        "topic:a\n",
        "intent:x",
        "topic:é",
        5,
        {},
    ],
)
async def test_only_payloads_of_buttons_are_taken(
    parent: Parent, brain: FakeBrain, payload: object
) -> None:
    await problem(await parent.post({"id": new_id(), "payload": payload}), 422, "invalid")
    assert brain.questions == []


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"text": "zonder id"},
        {"id": "geen-uuid", "text": "x"},
        {"id": 5, "text": "x"},
        {"id": None, "text": "x"},
        {"id": "{" + new_id() + "}", "text": "x"},
        {"id": new_id()},
        {"id": new_id(), "text": None},
        {"id": new_id(), "text": 5},
        {"id": new_id(), "text": ["x"]},
        {"id": new_id(), "text": "x", "payload": "topic:a"},
        [],
        "tekst",
        None,
        7,
    ],
)
async def test_a_message_that_is_not_one_is_refused(
    parent: Parent, brain: FakeBrain, content: Any
) -> None:
    await problem(await parent.post(content), 422, "invalid")
    assert brain.questions == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"geen json", b"\xff\xfe", b"[" * 60_000, b'{"id": ' + b"9" * 5000 + b"}x"],
)
async def test_a_body_that_is_not_json_is_refused(front: Front, body: bytes) -> None:
    parent = await front.parent()
    response = await front.client.post("/api/v1/messages", data=body, headers=parent.headers)
    await problem(response, 400, "unreadable")


async def test_too_long_a_text_is_refused_kindly(parent: Parent, brain: FakeBrain) -> None:
    found = await problem(await parent.post({"id": new_id(), "text": "x" * 2001}), 422, "too-long")
    assert "2.000 tekens" in found["detail"]
    assert brain.questions == []


async def test_too_large_a_body_is_refused(parent: Parent, brain: FakeBrain) -> None:
    for size in (64 * 1024, 1_000_000):
        response = await parent.post({"id": new_id(), "text": "x" * size})
        await problem(response, 413, "too-large")
    response = await parent.front.client.post(
        "/api/v1/sessions", data=b" " * 1_000_000, headers={"Content-Type": "application/json"}
    )
    await problem(response, 413, "too-large")
    assert brain.questions == []


async def test_messages_are_limited_per_session(start_front: StartFront) -> None:
    front = await start_front(Limits(messages_per_session=3, sessions_per_address=60))
    parent, other = await front.parent(), await front.parent()
    for number in range(3):
        await parent.say(f"{number}")
    response = await parent.post({"id": new_id(), "text": "te veel"})
    await problem(response, 429, "too-many")
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    await other.say("een ander mag wel")


async def assert_unavailable_then_answered(parent: Parent, brain: FakeBrain) -> None:
    id_ = new_id()
    found = await problem(await parent.post({"id": id_, "text": "hallo"}), 503, "unavailable")
    for help_ in ("over een minuut", "vraag@oudersonderwijs.nl", "112"):
        assert help_ in found["detail"]
    brain.fails_with, brain.hangs, brain.raw, brain.replies = None, False, None, None
    assert (await parent.say("hallo", id_))[0]["text"] == "Antwoord op: hallo"
    assert [m["from"] for m in (await parent.history())[3:]] == ["parent", "bot"]


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
async def test_a_failing_brain_is_a_503_and_can_be_asked_again(
    parent: Parent, brain: FakeBrain, status: int
) -> None:
    brain.fails_with = status
    await assert_unavailable_then_answered(parent, brain)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"<html>",
        b"[" * 10_000,
        b"{}",
        b'{"messages": []}',
        b'{"messages": [{"buttons": []}]}',
        b'{"messages": [{"text": 5}]}',
        b'{"messages": [{"text": "x", "custom": {"swv": [{"code": "PO1"}]}}]}',
    ],
)
async def test_a_brain_that_talks_nonsense_is_a_503(
    parent: Parent, brain: FakeBrain, raw: bytes
) -> None:
    brain.raw = raw
    await assert_unavailable_then_answered(parent, brain)


async def test_a_brain_that_hangs_is_a_503_in_time(
    start_front: StartFront, brain: FakeBrain
) -> None:
    front = await start_front(brain_timeout=0.2)
    parent = await front.parent()
    brain.hangs = True
    async with asyncio.timeout(3):
        await assert_unavailable_then_answered(parent, brain)


async def test_a_brain_that_is_gone_is_a_503(start_front: StartFront) -> None:
    front = await start_front(brain_url="http://127.0.0.1:9")
    parent = await front.parent()
    await problem(await parent.post({"id": new_id(), "text": "hallo"}), 503, "unavailable")


@pytest.mark.parametrize(
    "url", ["postgresql://niemand:niets@127.0.0.1:9/weg", "sqlite:///{folder}/without_tables.db"]
)
async def test_a_database_that_is_gone_is_a_503(
    start_front: StartFront, url: str, tmp_path: Path
) -> None:
    front = await start_front(database_url=url.format(folder=tmp_path))
    response = await front.client.post("/api/v1/sessions", json={})
    found = await problem(response, 503, "unavailable")
    assert "vraag@oudersonderwijs.nl" in found["detail"]
    stranger = Parent(front, front.services.tokens.sign("wie"), [])
    await problem(await stranger.post({"id": new_id(), "text": "hallo"}), 503, "unavailable")
    assert await stranger.delete() == 503


async def test_a_conversation_deleted_by_another_front_meanwhile_stays_deleted(
    start_front: StartFront, brain: FakeBrain
) -> None:
    one, other = await start_front(), await start_front()
    parent = await one.parent()
    brain.delay = 0.3
    question = asyncio.create_task(parent.post({"id": new_id(), "text": "hallo"}))
    await eventually(lambda: brain.questions)
    assert await Parent(other, parent.token, []).delete() == 204
    await problem(await question, 401, "no-session")
    await one.services.chat.forget_pending()
    assert set(brain.forgotten) == {brain.questions[0]["conversation"]}
    assert len(brain.forgotten) > 1  # once more, after the answer


async def test_wrong_address_and_method_are_problems_too(front: Front) -> None:
    await problem(await front.client.get("/api/v1/bestaat-niet"), 404, "not-found")
    response = await front.client.put("/api/v1/messages")
    await problem(response, 405, "method")
    assert response.headers["Allow"] == "GET,HEAD,POST"
    assert isinstance(front.client.app, web.Application)
