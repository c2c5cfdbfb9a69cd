"""Leaving a message with the real brain: what parents say at each step, and what cuts in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from tests._line import Line, running_line
from tests.front.handoff.conftest import with_desk
from tests.helpdesk._mail import FakeMail, running_mail

from .conftest import Parent, arrive
from .test_conversations import check

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONVERSATIONS = yaml.safe_load((Path(__file__).parent / "handoff.yml").read_text(encoding="utf-8"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def mail() -> AsyncIterator[FakeMail]:
    async with running_mail() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def helped(mail: FakeMail, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Line]:
    """The assistant with a helpdesk."""
    folder = tmp_path_factory.mktemp("handoff")
    changes = {name.upper(): str(value) for name, value in with_desk(mail, folder).items()}
    with running_line(folder, **changes) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def parent(helped: Line) -> AsyncIterator[Parent]:
    async for found in arrive(helped):
        yield found


@pytest.mark.parametrize("turns", CONVERSATIONS, ids=range(len(CONVERSATIONS)))
async def test_a_hand_off(parent: Parent, mail: FakeMail, turns: list[dict[str, Any]]) -> None:
    mail.taken.clear()
    for turn in turns:
        if "mail" in turn:
            await _arrives(mail, turn["mail"])
        elif "no_mail" in turn:
            await asyncio.sleep(0.3)
            assert mail.taken == []
        else:
            content = {"payload": turn["tap"]} if "tap" in turn else {"text": turn["say"]}
            check(turn, await parent.say(**content))


async def test_no_address_is_in_a_log_or_at_the_brain(parent: Parent, helped: Line) -> None:
    await parent.say(payload="handoff:start")
    await parent.say(payload="handoff:yes")
    await parent.say(text="zwaluwstaart@voorbeeld.nl of 06-87654321")
    databases = b"".join(path.read_bytes() for path in helped.folder.glob("*.db*"))
    for secret in ("zwaluwstaart", "87654321"):
        assert secret not in helped.logs()
        assert secret.encode() not in databases


async def _arrives(mail: FakeMail, expected: list[str]) -> None:
    async with asyncio.timeout(10):
        while not mail.taken:  # noqa: ASYNC110 - it comes from another process
            await asyncio.sleep(0.05)
    text = " ".join(mail.taken[0].get_content().split())
    for fragment in expected:
        assert fragment in text
