"""What happens when something breaks: nobody is met with silence, nothing is lost or doubled."""

from __future__ import annotations

import uuid

import aiohttp
import pytest

from .conftest import Line, Parent


async def test_the_same_message_twice_is_answered_once(parent: Parent) -> None:
    body = {"id": str(uuid.uuid4()), "text": "mag een school mijn kind weigeren"}
    answers = []
    for _ in range(2):
        async with parent.http.post(
            "/api/v1/messages", json=body, headers=parent.headers
        ) as response:
            answers.append(await response.json())
    assert answers[0] == answers[1]
    async with parent.http.get("/api/v1/messages", headers=parent.headers) as response:
        history = (await response.json())["messages"]
    assert [turn["text"] for turn in history if turn["from"] == "parent"] == [body["text"]]


async def test_a_long_message_is_answered_and_a_huge_one_refused(parent: Parent) -> None:
    story = "Mijn zoon zit al weken thuis. " * 60 + "Mag de school hem schorsen?"
    assert (await parent.say(text=story[-2000:]))[0]["text"]
    async with await parent.post(text="a" * 1_000_000) as response:
        assert response.status == 413
        assert "te lang" in (await response.json())["detail"]


async def test_a_bsn_is_hidden_before_anything_is_kept(parent: Parent, line: Line) -> None:
    await parent.say(text="zijn bsn is 111222333, mag school dat vragen")
    async with parent.http.get("/api/v1/messages", headers=parent.headers) as response:
        assert "111222333" not in await response.text()
    assert b"111222333" not in (line.folder / "brain.db").read_bytes()


async def test_deleting_a_session_empties_the_brain_too(parent: Parent, line: Line) -> None:
    before = line.conversations_in_brain()
    await parent.say(text="wat is een opp")
    assert line.conversations_in_brain() == before + 1
    async with parent.http.delete("/api/v1/session", headers=parent.headers) as response:
        assert response.status == 204
    assert line.conversations_in_brain() == before
    async with parent.http.get("/api/v1/messages", headers=parent.headers) as response:
        assert response.status == 401


async def test_no_log_holds_what_a_parent_wrote(parent: Parent, line: Line) -> None:
    marker = f"zwaluwstaart{uuid.uuid4().hex[:8]}"
    await parent.say(text=f"mag de school {marker} weigeren")
    await parent.say(text=f"swv in {marker}")
    assert marker not in line.logs()


@pytest.mark.parametrize("victim", ["actions", "brain"])
async def test_a_killed_process_loses_nothing(line: Line, victim: str) -> None:
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(line.url, timeout=timeout) as http:
        async with http.post("/api/v1/sessions", json={}) as response:
            parent = Parent(http, (await response.json())["token"])
        assert (await parent.say(text="swv van de basisschool"))[-1]["asks"] == "postcode"
        body = {"id": str(uuid.uuid4()), "text": "7411"}
        line.kill(victim)
        async with http.post("/api/v1/messages", json=body, headers=parent.headers) as response:
            problem = await response.json()
            assert response.status == 503
            assert "oudersonderwijs.nl" in problem["detail"]
        line.start(victim)
        line.wait_until_ready()
        async with http.post("/api/v1/messages", json=body, headers=parent.headers) as response:
            (answer,) = (await response.json())["messages"]
        assert [card["code"] for card in answer["swv"]] == ["PO2303"]
