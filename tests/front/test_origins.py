"""Which websites may use the chat: what a browser asks, and what the server refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse

from .conftest import Front, Parent, StartFront, new_id, problem

SITES = """
demo: {title: Demo}
linde:
  title: De Linde
  origins: [https://www.delinde.example, "http://localhost:9000"]
eik:
  title: De Eik
  origins: [https://deeik.example]
"""
LINDE, EIK = "https://www.delinde.example", "https://deeik.example"


@pytest.fixture
async def front(start_front: StartFront, tmp_path: Path) -> Front:
    file = tmp_path / "sites.yml"
    file.write_text(SITES, encoding="utf-8")
    return await start_front(sites_file=file)


async def start(front: Front, origin: str | None, site: str = "linde") -> ClientResponse:
    headers = {} if origin is None else {"Origin": origin}
    return await front.client.post("/api/v1/sessions", json={"site": site}, headers=headers)


def own_origin(front: Front) -> str:
    return str(front.client.make_url("")).rstrip("/")


@pytest.mark.parametrize("origin", [LINDE, "http://localhost:9000"])
async def test_a_page_of_the_site_may_start_a_chat_and_read_the_answer(
    front: Front, origin: str
) -> None:
    response = await start(front, origin)
    assert response.status == 201
    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert response.headers["Access-Control-Expose-Headers"] == "Retry-After, X-Request-ID"
    assert response.headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize(
    "origin",
    [
        EIK,
        "https://delinde.example",
        "http://www.delinde.example",
        "https://www.delinde.example:8443",
        "https://www.delinde.example.kwaad.example",
        "http://localhost:9001",
        "null",
        "",
        "niks",
        "https://[::1",
    ],
)
async def test_a_page_of_others_is_refused_and_reads_why(front: Front, origin: str) -> None:
    response = await start(front, origin)
    found = await problem(response, 403, "origin")
    assert "sites.yml" in found["detail"]
    assert response.headers.get("Access-Control-Allow-Origin", "") == origin
    assert response.headers["Vary"] == "Origin"


@pytest.mark.parametrize("site", ["demo", "linde"])
async def test_our_own_pages_and_programs_may_use_every_site(front: Front, site: str) -> None:
    own = own_origin(front)
    for origin in (None, own, own.replace("http://", "https://")):
        assert (await start(front, origin, site)).status == 201


async def test_a_site_without_origins_is_for_our_own_pages(front: Front) -> None:
    await problem(await start(front, LINDE, "demo"), 403, "origin")


CALLS: list[tuple[str, str, Any]] = [
    ("POST", "messages", {"id": new_id(), "text": "hallo"}),
    ("GET", "messages", None),
    ("POST", "feedback", {"message": new_id(), "value": "up"}),
    ("DELETE", "session", None),
]


@pytest.mark.parametrize(("method", "path", "content"), CALLS)
async def test_a_token_is_of_no_use_on_the_page_of_another_site(
    front: Front, method: str, path: str, content: Any
) -> None:
    token = (await (await start(front, LINDE)).json())["token"]
    parent = Parent(front, token, [])

    async def call(origin: str) -> ClientResponse:
        headers = {**parent.headers, "Origin": origin}
        return await front.client.request(method, f"/api/v1/{path}", json=content, headers=headers)

    await problem(await call(EIK), 403, "origin")
    assert len(await parent.history()) == 3  # nothing was asked or deleted
    response = await call(LINDE)
    assert response.status in (200, 204, 404)
    assert response.headers["Access-Control-Allow-Origin"] == LINDE


async def test_the_page_of_a_site_that_was_taken_off_is_refused(
    start_front: StartFront, front: Front, tmp_path: Path
) -> None:
    token = (await (await start(front, LINDE)).json())["token"]
    less = tmp_path / "less.yml"
    less.write_text("demo: {title: Demo}", encoding="utf-8")
    after = await start_front(sites_file=less)
    parent = Parent(after, token, [])
    headers = {**parent.headers, "Origin": LINDE}
    response = await after.client.get("/api/v1/messages", headers=headers)
    await problem(response, 403, "origin")
    assert await parent.say("hallo")
    assert await parent.delete() == 204


@pytest.mark.parametrize("origin", [LINDE, "https://onbekend.example", "null"])
@pytest.mark.parametrize("path", ["messages", "sites/linde", "session", "bestaat-niet"])
async def test_a_browser_that_asks_first_gets_permission_to_ask(
    front: Front, origin: str, path: str
) -> None:
    response = await front.client.options(
        f"/api/v1/{path}",
        headers={"Origin": origin, "Access-Control-Request-Method": "POST"},
    )
    assert (response.status, await response.text()) == (204, "")
    headers = response.headers
    assert headers["Access-Control-Allow-Origin"] == origin
    assert set(headers["Access-Control-Allow-Methods"].split(", ")) == {"GET", "POST", "DELETE"}
    assert headers["Access-Control-Allow-Headers"] == "Authorization, Content-Type"
    assert int(headers["Access-Control-Max-Age"]) > 0
    assert headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Credentials" not in headers


async def test_other_addresses_are_for_nobody_else(front: Front) -> None:
    for path in ("/", "/healthz"):
        response = await front.client.get(path, headers={"Origin": LINDE})
        assert "Access-Control-Allow-Origin" not in response.headers
    preflight = {"Origin": LINDE, "Access-Control-Request-Method": "GET"}
    response = await front.client.options("/healthz", headers=preflight)
    await problem(response, 405, "method")


async def test_every_failure_can_be_read_by_the_page(front: Front) -> None:
    headers = {"Origin": LINDE}
    response = await front.client.get("/api/v1/messages", headers=headers)
    await problem(response, 401, "no-session")
    assert response.headers["Access-Control-Allow-Origin"] == LINDE
    response = await front.client.post("/api/v1/sessions", data=b"{", headers=headers)
    await problem(response, 400, "unreadable")
    assert response.headers["Access-Control-Allow-Origin"] == LINDE
