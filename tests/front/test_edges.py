"""The parts around the chat: health, headers, pages, logs, limits."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.front._greeting import greeting, load_questions
from bot.front._limits import RateLimiter
from bot.front._locks import KeyedLocks
from bot.front._logging import configure_logging
from bot.front._messages import clean
from bot.settings import ROOT
from bot.sites import load_sites
from bot.web import address_key

from ._fake_brain import FakeBrain
from .conftest import Front, Parent, StartFront, new_id


async def test_health_does_not_depend_on_anything(start_front: StartFront) -> None:
    front = await start_front(brain_url="http://127.0.0.1:9", actions_url="http://127.0.0.1:9")
    response = await front.client.get("/healthz")
    assert (response.status, await response.json()) == (200, {"status": "ok"})


async def test_ready_when_everything_answers(front: Front) -> None:
    response = await front.client.get("/readyz")
    assert response.status == 200
    assert (await response.json())["parts"] == {"brain": True, "actions": True, "database": True}


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"brain_url": "http://127.0.0.1:9"}, ["brain"]),
        ({"actions_url": "http://127.0.0.1:9"}, ["actions"]),
        ({"database_url": "postgresql://x:x@127.0.0.1:9/x"}, ["database"]),
        ({"database_url": "sqlite:///{folder}/without_tables.db"}, ["database"]),
    ],
)
async def test_not_ready_names_what_is_missing(
    start_front: StartFront, tmp_path: Path, changes: dict[str, str], missing: list[str]
) -> None:
    chosen = {name: value.format(folder=tmp_path) for name, value in changes.items()}
    front = await start_front(**chosen)
    response = await front.client.get("/readyz")
    assert response.status == 503
    assert (await response.json())["not_ready"] == missing


async def test_not_ready_when_the_brain_says_so(front: Front, brain: FakeBrain) -> None:
    brain.healthy = False
    response = await front.client.get("/readyz")
    assert (await response.json())["not_ready"] == ["brain", "actions"]


@pytest.mark.parametrize(
    ("method", "path", "status", "kept"),
    [
        ("GET", "/", 200, "no-cache"),
        ("GET", "/static/school.css", 200, "no-cache"),
        ("GET", "/static/school.svg", 200, "no-cache"),
        ("GET", "/chat/bestaat-niet", 404, "no-store"),
        ("GET", "/healthz", 200, "no-store"),
        ("GET", "/api/v1/messages", 401, "no-store"),
        ("GET", "/static/bestaat-niet.js", 404, "no-store"),
        ("GET", "/static/../_app.py", 404, "no-store"),
        ("GET", "/static/", 404, "no-store"),
        ("DELETE", "/", 405, "no-store"),
        ("POST", "/api/v1/sessions", 201, "no-store"),
    ],
)
async def test_every_response_has_security_headers(
    front: Front, method: str, path: str, status: int, kept: str
) -> None:
    response = await front.client.request(method, path)
    assert response.status == status
    headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == kept
    assert headers["Server"] == "ouderwijzer"
    assert re.fullmatch("[0-9a-f]{32}", headers["X-Request-ID"])
    assert "Access-Control-Allow-Origin" not in headers
    assert "Set-Cookie" not in headers


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=20)
    | st.sampled_from([new_id(), "topic:opp_wat", "demo", "/restart"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "text", "payload", "site"]) | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(content=json_values)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_no_json_makes_us_stumble(content: object, roomy: Parent) -> None:
    response = await roomy.post(content)
    assert response.status in {200, 400, 413, 422}, await response.text()
    client = roomy.front.client
    response = await client.post("/api/v1/sessions", data=json.dumps(content).encode())
    assert response.status in {201, 400, 413, 422}, await response.text()


@pytest.fixture
async def roomy(start_front: StartFront) -> Parent:
    """A parent without limits to how often."""
    from bot.front import Limits

    return await (await start_front(Limits(10**6, 10**6))).parent()


async def test_texts_tokens_and_ids_never_reach_the_log(
    start_front: StartFront, brain: FakeBrain, capsys: pytest.CaptureFixture[str]
) -> None:
    before = structlog.get_config(), logging.getLogger().handlers, logging.getLogger().level
    configure_logging("DEBUG", "json")
    try:
        front = await start_front()
        parent = await front.parent()
        id_ = new_id()
        await parent.say("mijn geheime vraag", id_)
        brain.raw = b'{"messages": [{"text": "geheim antwoord", "buttons": "fout"}]}'
        await parent.post({"id": new_id(), "text": "mijn geheime vraag"})
        brain.raw, brain.fails_with = None, 500
        await parent.post({"id": new_id(), "text": "mijn geheime vraag"})
        await parent.delete()
        await front.client.get("/geheime-pagina")
        conversation = brain.questions[0]["conversation"]
        logged = capsys.readouterr().err
    finally:
        structlog.configure(**before[0])
        logging.getLogger().handlers = before[1]
        logging.getLogger().setLevel(before[2])
    lines = [json.loads(line) for line in logged.splitlines()]
    events = {line["event"] for line in lines}
    assert {"session_started", "brain_unavailable", "request", "session_deleted"} <= events
    session_id = front.services.tokens.session_id(parent.token) or "?"
    for secret in ("geheim", id_, parent.token, session_id, conversation, "127.0.0.1"):
        assert secret not in logged


def test_an_exception_is_logged_without_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    before = structlog.get_config(), logging.getLogger().handlers, logging.getLogger().level
    configure_logging("INFO", "json")
    try:
        for log in (structlog.get_logger(), logging.getLogger("aiohttp.server")):
            try:
                raise ValueError("de tekst van een ouder")
            except ValueError:
                log.exception("unexpected_error")
        logged = capsys.readouterr().err
    finally:
        structlog.configure(**before[0])
        logging.getLogger().handlers = before[1]
        logging.getLogger().setLevel(before[2])
    lines = [json.loads(line) for line in logged.splitlines()]
    assert [line["exception"] for line in lines] == ["ValueError", "ValueError"]
    assert all("test_edges.py" in line["frames"][0] for line in lines)
    assert "ouder" not in logged.replace("ouderwijzer", "")


def opening(answers: Path) -> list[str]:
    """Payloads of the buttons under the greeting of the demo site."""
    demo = load_sites(ROOT / "sites.yml")["demo"]
    messages = greeting(demo, load_questions(answers), retention_days=30)
    return [button.payload for message in messages for button in message.buttons]


def test_a_topic_without_an_answer_has_no_button(tmp_path: Path) -> None:
    assert opening(tmp_path) == ["topic:swv_zoeken"]


def test_a_mistake_in_an_answer_file_keeps_the_chat_open(tmp_path: Path) -> None:
    (tmp_path / "opp").mkdir()
    (tmp_path / "opp" / "opp_wat.yml").write_text("topic: [", encoding="utf-8")
    assert opening(tmp_path) == ["topic:swv_zoeken"]


def test_a_limit_opens_again_when_the_window_has_passed() -> None:
    now = [0.0]
    limiter = RateLimiter(2, window=60, clock=lambda: now[0])
    assert [limiter.wait("a"), limiter.wait("a")] == [0, 0]
    now[0] = 20
    assert limiter.wait("a") == 40
    assert limiter.wait("b") == 0
    now[0] = 60
    assert limiter.wait("a") == 0


def test_a_limiter_forgets_who_went_silent() -> None:
    now = [0.0]
    limiter = RateLimiter(2, window=60, clock=lambda: now[0])
    for number in range(1000):
        limiter.wait(str(number))
    now[0] = 61
    limiter.wait("nieuw")
    assert len(limiter._events) == 1


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        (None, "unknown"),
        ("", "unknown"),
    ],
)
def test_one_household_is_one_address(address: str | None, key: str) -> None:
    assert address_key(address) == key


async def test_a_lock_keeps_order_and_leaves_nothing_behind() -> None:
    locks = KeyedLocks()
    order: list[int] = []

    async def work(number: int) -> None:
        async with locks.hold("zelfde"):
            await asyncio.sleep(0.01)
            order.append(number)

    tasks = [asyncio.create_task(work(number)) for number in range(4)]
    await asyncio.sleep(0.005)
    tasks[2].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert order == [0, 1, 3]
    assert len(locks) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b", "a�b"),
        ("\ud83d", "�"),
        ("\ude00\ud83d", "��"),
        ("\ud83d\ude00", "😀"),
        ("a\ud83db", "a�b"),
        ("gewoon é 😀", "gewoon é 😀"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(st.characters()))
def test_clean_text_can_be_kept_and_sent(text: str) -> None:
    cleaned = clean(text)
    assert "\x00" not in cleaned
    assert cleaned.encode().decode() == cleaned
    assert clean(cleaned) == cleaned
