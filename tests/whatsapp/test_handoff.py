"""Leaving a message for a helpdesk on WhatsApp: the address is kept for nobody but the helpdesk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.front.handoff.conftest import with_desk
from tests.helpdesk._mail import FakeMail, running_mail

from ._brain import WhatsappBrain
from ._calls import Person
from ._graph import FakeGraph
from .conftest import Database, Front, StartFront, until

EMAIL = "ouder@voorbeeld.nl"


@pytest.fixture
async def mail() -> AsyncIterator[FakeMail]:
    async with running_mail() as server:
        yield server


@pytest.fixture
async def front(start_front: StartFront, mail: FakeMail, tmp_path: Path) -> Front:
    return await start_front(whatsapp_site="demo", **with_desk(mail, tmp_path))


@dataclass
class Parent:
    """Somebody on WhatsApp; each step waits for its answer."""

    person: Person
    front: Front
    graph: FakeGraph

    async def send(self, message: dict[str, Any]) -> str:
        before = len(self.graph.to(self.person))
        await self.front.deliver(message)
        await until(lambda: len(self.graph.to(self.person)) > before)
        await asyncio.sleep(0.05)
        return "\n".join(sent.text for sent in self.graph.to(self.person)[before:])

    async def say(self, text: str) -> str:
        return await self.send(self.person.text(text))

    async def tap(self, name: str) -> str:
        return await self.send(self.person.choose(f"handoff:{name}"))


@pytest.fixture
def parent(front: Front, graph: FakeGraph) -> Parent:
    return Parent(Person.new(), front, graph)


async def everything(database: Database) -> str:
    """All tables in which a parent's words could have been left."""
    tables = (
        "wa_inbox",
        "wa_outbox",
        "vault_entry",
        "helpdesk_ticket",
        "handoff_state",
        "measure_event",
    )
    return "\n".join([str(await database.rows(f"select * from {table}")) for table in tables])


async def test_a_typed_address_reaches_the_helpdesk_and_nothing_else(
    parent: Parent, brain: WhatsappBrain, mail: FakeMail, database: Database
) -> None:
    brain.recalls |= {"said": ["mag school dit?"], "topic": "schorsing", "sector": "po"}
    assert "Vindt u dat goed?" in await parent.tap("start")
    assert "Dit nummer" not in await parent.tap("yes")
    check = await parent.say(EMAIL)
    assert "mag school dit?" in check
    assert "Verborgen" not in check
    await parent.tap("keep")
    assert EMAIL in await parent.tap("skip")
    assert EMAIL not in await everything(database)
    assert "kenmerk is OW-" in await parent.tap("send")
    await until(lambda: mail.taken)
    (message,) = mail.taken
    assert message["Reply-To"] == EMAIL
    assert "WhatsApp" in message.get_content()
    assert EMAIL not in await everything(database)
    assert EMAIL not in str(brain.looked) + str(brain.questions)


async def test_the_number_that_the_parent_writes_with_can_be_chosen(
    front: Front, graph: FakeGraph, mail: FakeMail, database: Database
) -> None:
    parent = Parent(Person("NL.8000000001", "31612345678"), front, graph)
    await parent.tap("start")
    assert "handoff:own_number" in await parent.tap("yes")
    await parent.tap("own_number")
    await parent.say("Wilt u mij bellen?")
    await parent.tap("po")
    await parent.tap("skip")
    await parent.tap("send")
    await until(lambda: mail.taken)
    text = "".join(mail.taken[0].get_content().split())
    assert "+31612345678" in text
    told = [row[0] for row in await database.rows("select body from wa_outbox")]
    assert "612345678" not in str(told)


async def test_who_hides_the_number_is_asked_to_type_one(front: Front, graph: FakeGraph) -> None:
    parent = Parent(Person.new(number=False), front, graph)
    await parent.tap("start")
    assert "handoff:own_number" not in await parent.tap("yes")


async def test_an_address_that_nobody_asked_for_is_still_hidden(
    parent: Parent, database: Database
) -> None:
    assert "Verborgen" in await parent.say(f"mail mij op {EMAIL}")
    assert await database.rows("select count(*) from vault_entry") == [(0,)]


async def test_stop_erases_the_message_that_was_being_made(
    parent: Parent, database: Database, mail: FakeMail
) -> None:
    await parent.tap("start")
    await parent.tap("yes")
    await parent.say(EMAIL)
    assert "Gewist" in await parent.say("stop")
    await database.until("select count(*) from wa_conversation", [(0,)])
    for table in ("handoff_state", "vault_entry", "wa_outbox"):
        await database.until(f"select count(*) from {table}", [(0,)])


async def test_danger_comes_before_the_message(
    parent: Parent, brain: WhatsappBrain, mail: FakeMail
) -> None:
    await parent.tap("start")
    await parent.tap("yes")
    brain.labels["ik kan niet meer"] = "crisis"
    custom = {"topic": "crisis", "person": "crisis"}
    brain.replies = [{"text": "Bel 112.", "buttons": [], "custom": custom}]
    said = await parent.say("ik kan niet meer")
    assert said.index("Bel 112.") < said.index("nog niet verstuurd")


async def test_an_edit_before_the_answer_changes_the_address(
    parent: Parent, front: Front, database: Database, brain: WhatsappBrain
) -> None:
    await parent.tap("start")
    await parent.tap("yes")
    wrong = parent.person.text("fout@voorbeeld.nl")
    edit = parent.person.message(
        "edit",
        {
            "original_message_id": wrong["id"],
            "message": {"type": "text", "text": {"body": EMAIL}},
        },
    )
    before = len(parent.graph.to(parent.person))
    await front.deliver(wrong, edit)  # in one batch: the worker sees both
    await until(lambda: len(parent.graph.to(parent.person)) > before)
    await parent.say("Mag school dit?")
    await parent.tap("po")
    assert EMAIL in await parent.tap("skip")


async def test_an_edit_after_the_answer_offers_to_change_it(parent: Parent) -> None:
    await parent.tap("start")
    await parent.tap("yes")
    wrong = parent.person.text("fout@voorbeeld.nl")
    await parent.send(wrong)
    said = await parent.send(
        parent.person.message(
            "edit",
            {
                "original_message_id": wrong["id"],
                "message": {"type": "text", "text": {"body": EMAIL}},
            },
        )
    )
    assert "handoff:change_contact" in said
    await parent.tap("change_contact")
    await parent.say(EMAIL)
    await parent.say("Mag school dit?")
    await parent.tap("po")
    assert EMAIL in await parent.tap("skip")


async def test_stopping_leaves_nothing_of_what_was_typed(
    parent: Parent, database: Database
) -> None:
    await parent.tap("start")
    await parent.tap("yes")
    await parent.say(EMAIL)
    await parent.tap("stop")
    assert await database.rows("select count(*) from vault_entry") == [(0,)]


async def test_a_thumb_that_changes_is_one_rating(
    parent: Parent, front: Front, graph: FakeGraph, database: Database
) -> None:
    await parent.say("Wat is een OPP?")
    about = graph.to(parent.person)[-1].id
    for emoji in ("👎", "👍", "👎"):
        await parent.send(parent.person.message("reaction", {"message_id": about, "emoji": emoji}))
    rated = await database.rows("select result from measure_event where kind = 'rated'")
    assert rated == [("down",)]
