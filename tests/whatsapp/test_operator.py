"""`python -m bot.front.whatsapp`, as an operator uses it."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE

import pytest

from bot.settings import ROOT

from ._brain import WhatsappBrain
from ._calls import Person
from ._graph import FakeGraph
from ._line import FAILED, GREETING
from ._troubles import Trouble
from .conftest import Database, Front, until


async def run(database_url: str, *arguments: str) -> tuple[int | None, str, str]:
    """Exit code, standard output, standard error."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.front.whatsapp", *arguments),
        env={**os.environ, "DATABASE_URL": database_url},
        cwd=ROOT,
        stdout=PIPE,
        stderr=PIPE,
    )
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


async def test_help_is_dutch_and_names_every_command() -> None:
    code, out, _ = await run("sqlite://", "--help")
    assert code == 0
    for word in ("inbox", "outbox", "replay", "telefoonnummers worden niet getoond"):
        assert word in out


async def test_an_answer_that_was_given_up_is_listed_and_replayed(
    front: Front, graph: FakeGraph, database: Database, database_url: str
) -> None:
    ann = Person.new()
    graph.fail(Trouble(400, 131026))
    await front.say(ann, "geheim verhaal")
    await database.until("select state from wa_outbox order by seq", [("gave_up",), ("sent",)])
    code, out, _ = await run(database_url, "outbox")
    assert code == 0
    assert "opgegeven: 1, verstuurd: 1" in out
    assert out.splitlines()[-1].split()[0] == "1"
    assert out.endswith("text, 131026\n")
    for secret in (str(ann.wa_id), str(ann.user_id), GREETING, "verhaal"):
        assert secret not in out
    assert await run(database_url, "replay", "outbox", "1") == (
        0, "1 bericht wordt opnieuw geprobeerd.\n", "",
    )  # fmt: skip
    await until(lambda: len(graph.sent) == 2)
    assert graph.sent[-1].text == GREETING


async def test_a_message_that_was_given_up_is_listed_and_replayed(
    front: Front, graph: FakeGraph, brain: WhatsappBrain, database: Database, database_url: str
) -> None:
    brain.raw = b"{}"
    await front.say(Person.new(), "geheim verhaal")
    await database.until("select state from wa_inbox", [("gave_up",)])
    code, out, _ = await run(database_url, "inbox")
    assert code == 0
    assert "opgegeven: 1" in out
    assert "text, not as agreed" in out
    assert "verhaal" not in out
    brain.raw = None
    code, out, _ = await run(database_url, "replay", "inbox", "--all")
    assert code == 0
    await until(lambda: len(graph.sent) == 3)
    assert [sent.text for sent in graph.sent] == [
        GREETING, FAILED, "Antwoord op: geheim verhaal",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [("replay", "inbox"), ("replay", "outbox", "7"), ("replay", "outbox", "7", "--all"),
     ("replay", "inbox", "--all")],
)  # fmt: skip
async def test_nothing_to_replay_is_said(database_url: str, arguments: tuple[str, ...]) -> None:
    code, out, err = await run(database_url, *arguments)
    assert code == 1
    assert "Niets gevonden" in out or "Geef nummers" in err


async def test_no_database_is_one_clear_sentence(tmp_path: object) -> None:
    code, _, err = await run(f"sqlite:///{tmp_path}/empty.db", "inbox")
    assert code == 2
    assert "python -m bot.store migrate" in err
    assert "Traceback" not in err
