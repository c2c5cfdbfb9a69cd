"""What a website brings along: its name, colours, people, school type and samenwerkingsverband."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.front import create_app
from bot.settings import ROOT
from bot.store import Registry, open_engine
from bot.store._loader import load

from ._fake_brain import FakeBrain
from .conftest import ANSWERS, Front, Parent, StartFront, new_id, problem

SITES = """
demo: {title: Demo}
linde:
  title: De Linde
  greeting: Welkom bij De Linde.
  sector: po
  swv: [PO2601, VO2601]
  opening: [opp_wat]
  helpdesk:
    name: Intern begeleider
    email: ib@delinde.example
    hours: {maandag: ["09:00-11:00"], woensdag: ["09:00-11:00"]}
  tokens: {"--utrecht-link-color": "#7A1F4B"}
"""
HELPDESK = {
    "name": "Intern begeleider",
    "phone": None,
    "email": "ib@delinde.example",
    "website": None,
    "hours": "maandag en woensdag 9.00-11.00 uur",
}


@pytest.fixture
def sites_file(tmp_path: Path) -> Path:
    file = tmp_path / "sites.yml"
    file.write_text(SITES, encoding="utf-8")
    return file


@pytest.fixture
async def front(start_front: StartFront, sites_file: Path) -> Front:
    return await start_front(sites_file=sites_file)


async def visit(front: Front, site: str = "linde") -> Parent:
    response = await front.client.post("/api/v1/sessions", json={"site": site})
    content = await response.json()
    return Parent(front, content["token"], content["messages"])


async def about(front: Front, site: str = "linde") -> dict[str, Any]:
    response = await front.client.get(f"/api/v1/sites/{site}")
    assert response.status == 200, await response.text()
    found: dict[str, Any] = await response.json()
    return found


async def test_the_chat_learns_all_it_needs_of_its_site(front: Front) -> None:
    found = await about(front)
    tokens, helpdesk = found.pop("tokens"), found.pop("helpdesk")
    assert found == {"id": "linde", "title": "De Linde", "available": True}
    assert tokens["--utrecht-link-color"] == "#7a1f4b"
    assert tokens["--utrecht-document-color"] == "#16302f"
    assert isinstance(helpdesk.pop("open"), bool)
    assert helpdesk == HELPDESK
    assert (await about(front, "demo"))["helpdesk"] is None


@pytest.mark.parametrize("site", ["bestaat-niet", "Linde", "linde.", "%00"])
async def test_an_unknown_site_is_told(front: Front, site: str) -> None:
    response = await front.client.get(f"/api/v1/sites/{site}", headers={"Origin": "https://x.nl"})
    await problem(response, 404, "unknown-site")
    assert response.headers["Access-Control-Allow-Origin"] == "https://x.nl"


async def test_another_site_cannot_see_it(front: Front) -> None:
    response = await front.client.get("/api/v1/sites/linde", headers={"Origin": "https://x.nl"})
    await problem(response, 403, "origin")


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        # The clock of the Netherlands: an hour later in winter, two in summer.
        (datetime(2026, 11, 25, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 25, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 25, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 1, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 9, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 26, 9, 0, tzinfo=UTC), False),
    ],
)
async def test_open_is_at_this_moment(front: Front, moment: datetime, is_open: bool) -> None:
    clock: Callable[[], datetime] = lambda: moment  # noqa: E731 - a clock that stands still
    app = create_app(front.settings, answers=ANSWERS, clock=clock)
    async with TestClient(TestServer(app)) as client:
        found = await (await client.get("/api/v1/sites/linde")).json()
        assert found["helpdesk"]["open"] is is_open


async def test_it_is_available_as_long_as_brain_and_database_are(
    start_front: StartFront, brain: FakeBrain, tmp_path: Path
) -> None:
    assert (await about(await start_front(actions_url="http://127.0.0.1:9"), "demo"))["available"]
    for changes in (
        {"brain_url": "http://127.0.0.1:9"},
        {"database_url": f"sqlite:///{tmp_path}/without_tables.db"},
    ):
        assert not (await about(await start_front(**changes), "demo"))["available"]


async def test_many_pages_are_one_question_to_the_brain(
    start_front: StartFront, brain: FakeBrain
) -> None:
    front = await start_front()
    found = await asyncio.gather(*(about(front, "demo") for _ in range(20)))
    brain.healthy = False
    assert all(each["available"] for each in [*found, await about(front, "demo")])
    assert not (await about(await start_front(), "demo"))["available"]


async def test_the_greeting_is_that_of_the_site(front: Front) -> None:
    first, _, last = (await visit(front)).greeting
    assert first["text"].startswith("Welkom bij De Linde.\n\nHallo, ik ben Ouderwijzer.")
    assert [button["payload"] for button in last["buttons"]] == [
        "site:swv",
        "topic:swv_zoeken",
        "topic:opp_wat",
    ]
    assert (await visit(front, "demo")).greeting[0]["text"].startswith("Hallo")


@pytest.mark.parametrize("topic", ["handoff", "wie_helpt"])
async def test_who_asks_for_a_person_gets_the_helpdesk(
    front: Front, brain: FakeBrain, topic: str
) -> None:
    brain.replies = [
        {"text": "Deze mensen helpen u.", "custom": {"topic": topic}},
        {"text": "Anders", "custom": {"topic": "opp_wat"}},
    ]
    parent = await visit(front)
    people, other = await parent.say("ik wil een mens")
    assert people["contacts"] == [HELPDESK]
    assert other["contacts"] == []
    assert (await parent.history())[-2]["contacts"] == [HELPDESK]
    assert (await (await visit(front, "demo")).say("ik wil een mens"))[0]["contacts"] == []


async def test_the_brain_hears_what_school_the_site_is_about(
    front: Front, brain: FakeBrain
) -> None:
    parent = await visit(front)
    await parent.say("hallo")
    await parent.choose("topic:opp_wat")
    await (await visit(front, "demo")).say("hallo")
    assert [question.get("sector") for question in brain.questions] == ["po", "po", None]


async def load_registry(url: str) -> Registry:
    engine = open_engine(url)
    await load(engine, ROOT / "data/swv", lambda _: None)
    registry = await Registry.load(engine)
    await engine.dispose()
    return registry


async def test_the_samenwerkingsverband_of_the_site_is_shown_without_the_brain(
    front: Front, brain: FakeBrain, database_url: str
) -> None:
    registry = await load_registry(database_url)
    parent = await visit(front)
    (answer,) = await parent.choose("site:swv")
    assert brain.questions == []
    assert (answer["topic"], answer["outcome"]) == ("swv_zoeken", "found")
    assert [card["code"] for card in answer["swv"]] == ["PO2601", "VO2601"]
    for card in answer["swv"]:
        swv = registry.swv(card["code"])
        assert swv is not None
        assert card == {name: getattr(swv, name) for name in card}
        assert swv.name.removesuffix(".") in answer["text"]
    assert "Bij deze school" in answer["text"]
    assert [button["payload"] for button in answer["buttons"]] == ["topic:swv_zoeken"]
    said = [message for message in await parent.history() if message["from"] == "parent"]
    assert [message["text"] for message in said] == ["Het samenwerkingsverband van deze school"]


async def test_a_site_without_samenwerkingsverband_has_no_such_button(
    front: Front, brain: FakeBrain
) -> None:
    parent = await visit(front, "demo")
    response = await parent.post({"id": new_id(), "payload": "site:swv"})
    await problem(response, 422, "invalid")
    assert len(await parent.history()) == 3


async def test_a_registry_that_was_not_loaded_is_a_503_that_can_be_asked_again(
    front: Front, database_url: str
) -> None:
    parent = await visit(front)
    content = {"id": new_id(), "payload": "site:swv"}
    await problem(await parent.post(content), 503, "unavailable")
    await load_registry(database_url)
    assert (await parent.post(content)).status == 200
