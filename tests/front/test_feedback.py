"""Whether an answer helped."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import ClientResponse
from sqlalchemy import func, select

from bot.front import Limits
from bot.front._models import ChatFeedback
from bot.store import open_engine

from ._fake_brain import FakeBrain
from .conftest import Front, Parent, StartFront, new_id, problem


async def rate(parent: Parent, content: Any) -> ClientResponse:
    return await parent.front.client.post("/api/v1/feedback", json=content, headers=parent.headers)


async def kept(url: str) -> list[tuple[str, str, str | None]]:
    engine = open_engine(url)
    query = select(ChatFeedback.message_id, ChatFeedback.value, ChatFeedback.reason)
    async with engine.connect() as db:
        found = [(row[0], row[1], row[2]) for row in await db.execute(query)]
    await engine.dispose()
    return found


async def test_the_latest_word_on_an_answer_counts(parent: Parent, database_url: str) -> None:
    (answer,) = await parent.say("wat is een opp?")
    (other,) = await parent.say("en een tlv?")
    for value in ("up", "down"):
        assert (await rate(parent, {"message": answer["id"], "value": value})).status == 204
    assert (await rate(parent, {"message": other["id"], "value": "up"})).status == 204
    marks = {m["id"]: m["feedback"] for m in await parent.history() if m["from"] == "bot"}
    assert marks[answer["id"]] == "down"
    assert marks[other["id"]] == "up"
    assert marks[parent.greeting[0]["id"]] is None
    assert sorted(await kept(database_url)) == sorted(
        [(answer["id"], "down", None), (other["id"], "up", None)]
    )


async def test_personal_numbers_in_the_reason_are_not_kept(
    parent: Parent, database_url: str
) -> None:
    (answer,) = await parent.say("hallo")
    reason = "  bel mij op 06-12345678\x00 of mail ik@example.nl  "
    content = {"message": answer["id"], "value": "down", "reason": reason}
    assert (await rate(parent, content)).status == 204
    ((_, _, said),) = await kept(database_url)
    assert said == "bel mij op <TELEFOON>� of mail <E-MAIL>"


async def test_it_goes_with_the_session(
    parent: Parent, database_url: str, brain: FakeBrain
) -> None:
    (answer,) = await parent.say("hallo")
    await rate(parent, {"message": answer["id"], "value": "up"})
    assert await parent.delete() == 204
    assert await kept(database_url) == []


@pytest.mark.parametrize("message", [new_id(), "", "' or 1=1"], ids=["new", "none", "sql"])
async def test_a_message_that_is_not_there_is_unknown(parent: Parent, message: str) -> None:
    await problem(await rate(parent, {"message": message, "value": "up"}), 404, "unknown-message")


async def test_the_message_of_another_parent_is_unknown(front: Front, parent: Parent) -> None:
    other = await front.parent()
    (answer,) = await other.say("hallo")
    response = await rate(parent, {"message": answer["id"], "value": "up"})
    await problem(response, 404, "unknown-message")


async def test_ones_own_message_is_unknown(parent: Parent) -> None:
    id_ = new_id()
    await parent.say("hallo", id_)
    await problem(await rate(parent, {"message": id_, "value": "up"}), 404, "unknown-message")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"message": None}, "invalid"),
        ({"message": 5}, "invalid"),
        ({"message": "a" * 37}, "invalid"),
        ({"value": "sideways"}, "invalid"),
        ({"value": None}, "invalid"),
        ({"value": ["up"]}, "invalid"),
        ({"reason": 5}, "invalid"),
        ({"reason": "a" * 501}, "too-long"),
    ],
)
async def test_what_is_not_as_agreed_is_refused(
    parent: Parent, database_url: str, changes: dict[str, Any], code: str
) -> None:
    content = {"message": parent.greeting[0]["id"], "value": "up"} | changes
    await problem(await rate(parent, content), 422, code)
    assert await kept(database_url) == []


async def test_without_a_session_nothing_is_kept(front: Front) -> None:
    stranger = Parent(front, front.services.tokens.sign("wie"), [])
    await problem(await rate(stranger, {"message": new_id(), "value": "up"}), 401, "no-session")


async def test_it_counts_for_the_limit(start_front: StartFront) -> None:
    front = await start_front(Limits(messages_per_session=1, sessions_per_address=9))
    parent = await front.parent()
    content = {"message": parent.greeting[0]["id"], "value": "up"}
    assert (await rate(parent, content)).status == 204
    await problem(await rate(parent, content), 429, "too-many")


async def test_two_fronts_keep_one_word_on_an_answer(
    start_front: StartFront, database_url: str
) -> None:
    fronts = [await start_front() for _ in range(2)]
    parent = await fronts[0].parent()
    content = {"message": parent.greeting[0]["id"], "value": "up"}
    parents = [Parent(front, parent.token, []) for front in fronts] * 5
    responses = await asyncio.gather(*(rate(each, content) for each in parents))
    assert {response.status for response in responses} == {204}
    engine = open_engine(database_url)
    async with engine.connect() as db:
        assert await db.scalar(select(func.count()).select_from(ChatFeedback)) == 1
    await engine.dispose()
