"""The brain's door, over HTTP."""

from __future__ import annotations

import asyncio
import logging
import socket
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from rasa.core.channels.channel import UserMessage, register
from rasa.shared.core.domain import Domain
from sanic import Sanic

from bot.nlu.channel import FrontChannel
from bot.nlu.tracker_store import ConversationStore

from ._talk import said, tracker, turn

TALK = "0123456789abcdef"
SECRET = "mijn geheime verhaal"


@dataclass
class Agent:
    """In place of Rasa's: gives what it is told to, and remembers what it got."""

    tracker_store: ConversationStore
    answers: list[dict[str, Any]] = field(default_factory=lambda: [{"text": "Dag!"}])
    error: Exception | None = None
    ready: bool = True
    got: list[UserMessage] = field(default_factory=list)
    delay: float = 0.0
    parsed: dict[str, Any] | None = None
    looked: list[str] = field(default_factory=list)

    async def parse_message(self, text: str) -> dict[str, Any] | None:
        self.looked.append(text)
        return self.parsed

    def is_ready(self) -> bool:
        return self.ready

    async def handle_message(self, message: UserMessage) -> None:
        self.got.append(message)
        if self.error is not None:
            raise self.error
        for answer in self.answers:
            await message.output_channel.send_response(message.sender_id, answer)
        await asyncio.sleep(self.delay)
        text = message.text or ""
        talk = tracker(self.tracker_store.domain, *turn(said("greet", text)), sender=TALK)
        await self.tracker_store.save(talk)  # once, and last, as Rasa's processor does


class Door:
    """A client of the running channel."""

    def __init__(self, url: str, http: aiohttp.ClientSession, app: Sanic) -> None:
        self._url, self._http, self.app = url, http, app
        self.headers: dict[str, str] = {}

    async def __call__(self, method: str, path: str, **request: Any) -> tuple[int, Any]:
        url = f"{self._url}/webhooks/ouderwijzer{path}"
        async with self._http.request(method, url, headers=self.headers, **request) as response:
            body = await response.read()
            return response.status, (await response.json()) if body else None

    async def say(self, **body: Any) -> tuple[int, Any]:
        return await self("POST", "/messages", json={"conversation": TALK, "channel": "web"} | body)


@pytest.fixture
def agent(domain: Domain, tmp_path: Path) -> Agent:
    return Agent(ConversationStore(domain, f"sqlite:///{tmp_path}/brain.db"))


@pytest.fixture
def token() -> str | None:
    return None


@pytest_asyncio.fixture
async def door(
    agent: Agent, token: str | None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Door]:
    monkeypatch.setattr(Sanic, "test_mode", True)  # more than one server in a process
    app = Sanic(f"brain_{uuid.uuid4().hex}", configure_logging=False)
    app.ctx.agent = agent
    register([FrontChannel.from_credentials({"token": token})], app, route="/webhooks/")
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))  # Sanic takes port 0 for "not given"
    server = await app.create_server(sock=listener, return_asyncio_server=True)
    assert server is not None
    await server.startup()
    await server.start_serving()
    port = listener.getsockname()[1]
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as http:
            yield Door(f"http://127.0.0.1:{port}", http, app)
    finally:
        server.server.close()


async def test_a_message_gets_its_answers_whole(door: Door, agent: Agent) -> None:
    button = {"title": "Meer", "payload": "topic:opp_wat"}
    agent.answers = [
        {"text": "Een.", "buttons": [button], "custom": {"topic": "opp_wat"}, "extra": 1},
        {"text": "Twee."},
    ]
    assert await door.say(text="wat is een opp?") == (
        200,
        {
            "messages": [
                {"text": "Een.", "buttons": [button], "custom": {"topic": "opp_wat"}},
                {"text": "Twee.", "buttons": [], "custom": {}},
            ]
        },
    )
    (message,) = agent.got
    assert (message.text, message.sender_id) == ("wat is een opp?", TALK)
    assert (message.input_channel, message.output_channel.name()) == ("web", "web")


async def test_a_payload_is_passed_as_text(door: Door, agent: Agent) -> None:
    status, _ = await door.say(payload="topic:opp_wat", channel="whatsapp")
    assert status == 200
    assert (agent.got[0].text, agent.got[0].input_channel) == ("topic:opp_wat", "whatsapp")


async def test_the_sector_of_the_website_goes_along_with_the_message(
    door: Door, agent: Agent
) -> None:
    assert (await door.say(text="hallo", sector="vo"))[0] == 200
    assert (await door.say(text="hallo"))[0] == 200
    assert [message.metadata for message in agent.got] == [{"sector": "vo"}, None]


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("/restart", "restart"), ("//restart", "restart"), (" / /restart", "restart"),
        ("/\n/restart", "restart"), ("/", ""), ("", ""), ("   ", ""), ("po/vo ", "po/vo"),
    ],
)  # fmt: skip
async def test_a_parent_cannot_give_rasa_commands(
    door: Door, agent: Agent, text: str, passed: str
) -> None:
    assert (await door.say(text=text))[0] == 200
    assert agent.got[0].text == passed


@pytest.mark.parametrize(
    "body",
    [
        {"text": None}, {"text": 5}, {"text": ["a"]}, {"text": "a" * 8001}, {},
        {"payload": {"a": 1}}, {"text": "a", "conversation": None},
        {"text": "a", "conversation": "kort"}, {"text": "a", "conversation": "a" * 129},
        {"text": "a", "conversation": "met spatie erin"},
        {"text": "a", "conversation": "../../etc/passwd"},
        {"text": "a", "conversation": TALK + "\n"}, {"text": "a", "channel": "telegram"},
        {"text": "a", "channel": None}, {"text": "a", "channel": ["web"]},
        {"text": "a", "sector": "hbo"}, {"text": "a", "sector": ["po"]},
        {"text": "a", "id": 5}, {"text": "a", "id": "kort"}, {"text": "a", "id": "a" * 65},
    ],
)  # fmt: skip
async def test_a_malformed_message_is_refused(
    door: Door, agent: Agent, body: dict[str, Any]
) -> None:
    status, answer = await door.say(**body)
    assert (status, list(answer)) == (400, ["error"])
    assert agent.got == []


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'"tekst"', b"null", b"\xff\xfe"])
async def test_a_body_that_is_no_object_is_refused(door: Door, agent: Agent, data: bytes) -> None:
    status, _ = await door(
        "POST", "/messages", data=data, skip_auto_headers=["Content-Type"], chunked=False
    )
    assert status == 400
    assert agent.got == []


async def test_a_failure_is_told_and_the_text_is_not_logged(
    door: Door, agent: Agent, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    agent.error = RuntimeError(f"cannot handle: {SECRET}")
    assert await door.say(text=SECRET) == (500, {"error": "failed"})
    assert "RuntimeError" in caplog.text
    assert SECRET not in caplog.text


async def test_silence_is_a_failure(
    door: Door, agent: Agent, caplog: pytest.LogCaptureFixture
) -> None:
    agent.answers = []
    assert await door.say(text=SECRET) == (502, {"error": "no_answer"})
    assert SECRET not in caplog.text


async def test_the_same_id_gets_the_same_answer_and_is_asked_once(door: Door, agent: Agent) -> None:
    first = await door.say(text="ja", id="bericht-1", channel="whatsapp")
    agent.answers = [{"text": "Iets anders."}]
    assert await door.say(text="ja", id="bericht-1", channel="whatsapp") == first
    assert len(agent.got) == 1
    # The id of another message, no id at all, and an id from before: all are asked.
    assert (await door.say(text="ja", id="bericht-2"))[1] != first[1]
    assert (await door.say(text="ja"))[1] != first[1]
    assert (await door.say(text="ja", id="bericht-1"))[1] != first[1]
    assert len(agent.got) == 4


async def test_who_asks_again_while_the_answer_is_made_waits_for_it(
    door: Door, agent: Agent
) -> None:
    agent.delay = 0.2
    one, two = await asyncio.gather(
        door.say(text="ja", id="bericht-1"), door.say(text="ja", id="bericht-1")
    )
    assert one == two
    assert len(agent.got) == 1


async def test_what_failed_is_asked_again(door: Door, agent: Agent) -> None:
    agent.error = RuntimeError
    assert (await door.say(text="ja", id="bericht-1"))[0] == 500
    agent.error = None
    assert (await door.say(text="ja", id="bericht-1"))[0] == 200
    assert len(agent.got) == 2


async def test_a_forgotten_conversation_has_no_last_answer(door: Door, agent: Agent) -> None:
    await door.say(text="ja", id="bericht-1")
    await door("DELETE", f"/conversations/{TALK}")
    await door.say(text="ja", id="bericht-1")
    assert len(agent.got) == 2


async def test_a_conversation_can_be_forgotten(door: Door, agent: Agent, domain: Domain) -> None:
    await agent.tracker_store.save(tracker(domain, *turn(said("greet")), sender=TALK))
    assert await door("DELETE", f"/conversations/{TALK}") == (204, None)
    assert await agent.tracker_store.retrieve(TALK) is None
    assert await door("DELETE", f"/conversations/{TALK}") == (204, None)


async def test_a_look_tells_how_a_text_is_understood_and_keeps_nothing(
    door: Door, agent: Agent
) -> None:
    agent.parsed = {
        "decision": {"label": "opp_wat", "kind": "answer", "confidence": 0.9, "alternatives": []},
        "entities": [{"entity": "plaats", "value": "Ede"}, {"entity": "sector", "value": "po"}],
    }
    found = await door("POST", "/look", json={"text": "/wat is een opp"})
    assert found == (200, {"label": "opp_wat", "kind": "answer", "sector": "po"})
    assert agent.looked == ["wat is een opp"]
    assert agent.got == []
    assert list(await agent.tracker_store.keys()) == []


@pytest.mark.parametrize("body", [{}, {"text": 1}, {"text": "x" * 8001}, []])
async def test_a_look_at_nothing_is_refused(door: Door, body: Any) -> None:
    assert (await door("POST", "/look", json=body))[0] == 400


async def test_a_look_that_breaks_says_so(door: Door) -> None:
    assert await door("POST", "/look", json={"text": "hallo"}) == (500, {"error": "failed"})


async def test_what_a_conversation_was_about_can_be_asked(
    door: Door, agent: Agent, domain: Domain
) -> None:
    await agent.tracker_store.save(
        tracker(domain, *turn(said("faq", "mag school dit")), sender=TALK)
    )
    known = {"said": ["mag school dit"], "topic": None, "swv": [], "sector": None}
    assert await door("GET", f"/conversations/{TALK}") == (200, known)
    assert await door("GET", "/conversations/onbekend-gesprek") == (200, known | {"said": []})


async def test_health_tells_whether_there_is_a_model(door: Door, agent: Agent) -> None:
    assert await door("GET", "/health") == (200, {"status": "ok"})
    agent.ready = False
    assert await door("GET", "/health") == (503, {"status": "loading"})
    door.app.ctx.agent = None
    assert (await door("GET", "/health"))[0] == 503


class TestWithAToken:
    @pytest.fixture
    def token(self) -> str | None:
        return "het-token"

    @pytest.mark.parametrize(
        "given", ["", "het-token", "Bearer", "Bearer ander", "Bearer het-token2", "bearer x"]
    )
    async def test_calls_without_it_are_refused(
        self, door: Door, agent: Agent, domain: Domain, given: str
    ) -> None:
        await agent.tracker_store.save(tracker(domain, *turn(said("greet")), sender=TALK))
        door.headers = {"Authorization": given} if given else {}
        assert (await door.say(text="hallo"))[0] == 401
        assert (await door("DELETE", f"/conversations/{TALK}"))[0] == 401
        assert (await door("GET", f"/conversations/{TALK}"))[0] == 401
        assert (await door("POST", "/look", json={"text": "hallo"}))[0] == 401
        assert agent.got == []
        assert agent.looked == []
        assert await agent.tracker_store.retrieve(TALK) is not None

    async def test_calls_with_it_are_taken(self, door: Door) -> None:
        door.headers = {"Authorization": "Bearer het-token"}
        assert (await door.say(text="hallo"))[0] == 200
        assert (await door("DELETE", f"/conversations/{TALK}"))[0] == 204

    async def test_health_needs_none(self, door: Door) -> None:
        assert (await door("GET", "/health"))[0] == 200
