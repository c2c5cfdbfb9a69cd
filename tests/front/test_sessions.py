from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.front import Limits
from bot.front._chat import Chat
from bot.front._models import ChatSession, ChatTurn, PendingDeletion
from bot.front._tasks import retain
from bot.front._tokens import Tokens
from bot.settings import Settings
from bot.store import open_engine
from bot.web import repeat, session_secret

from ._fake_brain import FakeBrain
from .conftest import Front, Parent, StartFront, eventually, new_id, problem


async def counts(url: str) -> dict[str, int]:
    """Rows in each table of the chat."""
    engine = open_engine(url)
    tables = (ChatSession, ChatTurn, PendingDeletion)
    async with engine.connect() as db:
        found = {
            table.__tablename__: await db.scalar(select(func.count()).select_from(table)) or 0
            for table in tables
        }
    await engine.dispose()
    return found


async def age(url: str, **ago: float) -> None:
    """Make all sessions as old as this."""
    engine = open_engine(url)
    async with engine.begin() as db:
        await db.execute(
            update(ChatSession).values(last_seen_at=datetime.now(UTC) - timedelta(**ago))
        )
    await engine.dispose()


async def test_the_greeting_says_what_this_is_and_what_is_kept(parent: Parent) -> None:
    texts = "\n".join(message["text"] for message in parent.greeting)
    assert "computerprogramma" in texts
    assert "Schrijf geen namen of medische gegevens." in texts
    assert "tot 30 dagen na uw laatste bericht" in texts
    assert "112" in texts
    assert [(b["title"], b["payload"]) for b in parent.greeting[-1]["buttons"]] == [
        ("Mijn samenwerkingsverband opzoeken", "topic:swv_zoeken"),
        ("De school weigert mijn kind", "topic:school_weigert"),
        ("De school zegt dat ze vol is", "topic:school_vol"),
        ("Wat is een OPP?", "topic:opp_wat"),
        ("Mijn kind is geschorst", "topic:schorsing"),
    ]


async def test_the_greeting_needs_no_brain_and_is_history(front: Front, brain: FakeBrain) -> None:
    brain.fails_with = 500
    parent = await front.parent()
    assert await parent.history() == [
        {"from": "bot", **message, "feedback": None} for message in parent.greeting
    ]


async def test_site_is_demo_unless_said_otherwise(front: Front) -> None:
    for body in (b"{}", b"", b'{"site": "demo"}'):
        response = await front.client.post("/api/v1/sessions", data=body)
        assert response.status == 201


@pytest.mark.parametrize("site", ["andere", "", None, 5, ["demo"]])
async def test_unknown_site_is_refused(front: Front, site: object) -> None:
    response = await front.client.post("/api/v1/sessions", json={"site": site})
    await problem(response, 422, "invalid")


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer abc.def",
        "Basic abc",
        "Bearer é",
        f"Bearer {Tokens('een ander geheim').sign('wie dan ook')}",
    ],
)
async def test_without_a_token_of_ours_nothing_is_shown(front: Front, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    for method, path in (("GET", "messages"), ("POST", "messages"), ("DELETE", "session")):
        response = await front.client.request(method, f"/api/v1/{path}", headers=headers)
        await problem(response, 401, "no-session")
        assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_a_signed_token_of_a_session_that_never_was_is_refused(front: Front) -> None:
    token = front.services.tokens.sign("bestaat niet")
    stranger = Parent(front, token, [])
    await problem(await stranger.post({"id": new_id(), "text": "hallo"}), 401, "no-session")


async def test_one_parent_cannot_see_another(front: Front) -> None:
    one, other = await front.parent(), await front.parent()
    await one.say("geheim van de een")
    assert "geheim" not in str(await other.history())
    assert await other.delete() == 204
    assert "geheim" in str(await one.history())


async def test_a_session_ends_after_hours_of_silence(
    parent: Parent, database_url: str, brain: FakeBrain
) -> None:
    await age(database_url, hours=23.9)
    await parent.say("nog op tijd")
    await age(database_url, hours=24.1)
    await problem(await parent.post({"id": new_id(), "text": "te laat"}), 401, "no-session")
    assert [question["text"] for question in brain.questions] == ["nog op tijd"]


async def test_delete_leaves_nothing_here_or_at_the_brain(
    parent: Parent, brain: FakeBrain, database_url: str
) -> None:
    await parent.say("wis dit")
    assert await parent.delete() == 204
    assert set(brain.forgotten) == {brain.questions[0]["conversation"]}
    assert set((await counts(database_url)).values()) == {0}
    assert await parent.delete() == 401


async def test_an_expired_session_can_still_be_deleted(
    parent: Parent, brain: FakeBrain, database_url: str
) -> None:
    await age(database_url, days=2)
    assert await parent.delete() == 204
    assert set((await counts(database_url)).values()) == {0}


async def test_the_brain_forgets_later_when_it_was_down(
    parent: Parent, brain: FakeBrain, database_url: str
) -> None:
    await parent.say("wis dit")
    brain.fails_with = 500
    assert await parent.delete() == 204
    assert await counts(database_url) == {"chat_session": 0, "chat_turn": 0, "pending_deletion": 1}
    chat = parent.front.services.chat
    assert await chat.forget_pending() == 0
    brain.fails_with = None
    await chat.forget_pending()
    assert set(brain.forgotten) == {brain.questions[0]["conversation"]}
    assert (await counts(database_url))["pending_deletion"] == 0


async def test_a_restart_makes_the_brain_forget_what_was_pending(
    start_front: StartFront, brain: FakeBrain
) -> None:
    front = await start_front()
    parent = await front.parent()
    brain.fails_with = 500
    await parent.delete()
    await front.stop()
    brain.fails_with = None
    await start_front()
    await eventually(lambda: brain.forgotten)


async def test_retention_deletes_what_was_idle_too_long(
    start_front: StartFront, brain: FakeBrain, database_url: str
) -> None:
    front = await start_front(retention_days=3650)  # its own work in the background finds nothing
    old = await front.parent()
    await old.say("een maand geleden")
    await age(database_url, days=30.1)
    new = await front.parent()
    chat: Chat = front.services.chat
    assert await retain(chat, days=30) == 1
    assert set(brain.forgotten) == {brain.questions[0]["conversation"]}
    assert await counts(database_url) == {"chat_session": 1, "chat_turn": 1, "pending_deletion": 0}
    assert len(await new.history()) == 3


async def test_retention_runs_by_itself(
    start_front: StartFront, database_url: str, brain: FakeBrain
) -> None:
    front = await start_front()
    await front.parent()
    await front.stop()
    await age(database_url, days=31)
    await start_front()
    await eventually(lambda: brain.forgotten)


async def test_background_work_ends_before_the_front_does() -> None:
    done: list[str] = []

    async def work() -> None:
        done.append("begun")
        await asyncio.sleep(0.2)
        done.append("ended")

    task = asyncio.create_task(repeat(work, every=60))
    await eventually(lambda: done)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert done == ["begun", "ended"]


async def test_sessions_are_limited_per_address(start_front: StartFront) -> None:
    front = await start_front(Limits(600, sessions_per_address=2))
    await front.parent()
    await front.parent()
    response = await front.client.post("/api/v1/sessions", json={})
    found = await problem(response, 429, "too-many")
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert "Wacht" in found["detail"]


def test_the_secret_is_made_once_and_only_ours_to_read(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, session_secret=None)  # type: ignore[call-arg]
    file = tmp_path / "var" / "session-secret"
    first = session_secret(settings, file)
    assert len(first) >= 43
    assert session_secret(settings, file) == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["session-secret"]


def test_the_conversation_id_tells_nothing_about_the_session() -> None:
    one, other = Tokens("geheim"), Tokens("ander geheim")
    assert one.conversation("sessie") == one.conversation("sessie")
    assert one.conversation("sessie") != other.conversation("sessie")
    assert "sessie" not in one.conversation("sessie")
