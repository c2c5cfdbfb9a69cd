"""The whole front with WhatsApp switched on."""

from __future__ import annotations

from aiohttp.test_utils import TestClient, TestServer

from bot.front import create_app
from bot.front._keys import SERVICES

from . import _calls
from ._brain import WhatsappBrain
from ._calls import Person
from ._graph import FakeGraph
from .conftest import Database, settings, until


async def test_an_expired_token_shows_in_readyz_and_leaves_the_web_chat_on(
    database_url: str, graph: FakeGraph, brain: WhatsappBrain, database: Database
) -> None:
    chosen = settings(database_url, graph, brain, session_secret="geheim", actions_url=brain.url)
    async with TestClient(TestServer(create_app(chosen))) as client:
        graph.webhook = str(client.make_url(_calls.PATH))
        async with client.get("/readyz") as response:
            assert (await response.json())["parts"]["whatsapp"] is True
        graph.wrong_token = True
        ann = Person.new()
        assert await graph.say(ann, ann.text("Hallo")) == 200
        await until(lambda: graph.refused)
        await database.until("select count(*) from wa_outbox where alarm", [(1,)])
        async with client.get("/readyz") as response:
            shown = await response.json()
        assert (response.status, shown["status"]) == (200, "ready")
        assert shown["not_ready"] == ["whatsapp"]


async def test_without_whatsapp_readyz_does_not_speak_of_it(
    database_url: str, graph: FakeGraph, brain: WhatsappBrain
) -> None:
    chosen = settings(database_url, graph, brain, session_secret="geheim", actions_url=brain.url)
    off = chosen.model_copy(update={"whatsapp_app_secret": None})
    async with TestClient(TestServer(create_app(off))) as client, client.get("/readyz") as response:
        assert set((await response.json())["parts"]) == {"brain", "actions", "database"}


async def test_stop_reaches_the_brain(
    database_url: str, graph: FakeGraph, brain: WhatsappBrain, database: Database
) -> None:
    chosen = settings(database_url, graph, brain, session_secret="geheim", actions_url=brain.url)
    async with TestClient(TestServer(create_app(chosen))) as client:
        graph.webhook = str(client.make_url(_calls.PATH))
        ann = Person.new()
        assert await graph.say(ann, ann.text("Wat is een OPP?")) == 200
        await until(lambda: brain.heard)
        await database.until("select count(*) from wa_outbox where state <> 'sent'", [(0,)])
        assert await graph.say(ann, ann.text("Stop")) == 200
        await database.until("select count(*) from wa_conversation", [(0,)])
        assert client.app is not None
        await client.app[SERVICES].chat.forget_pending()
        assert set(brain.forgotten) == {brain.heard[0][0]}
        assert await database.rows("select count(*) from pending_deletion") == [(0,)]
