"""A front with one helpdesk behind a real mail server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.front.conftest import Front, Parent, StartFront, new_id
from tests.helpdesk._mail import FakeMail, running_mail

EMAIL = "ouder@voorbeeld.nl"
DESKS = """\
kastanje:
  title: de helpdesk van De Kastanje
  kind: email
  address: helpdesk@dekastanje.example
  sites: [demo]
  phone: 030-2345678
  hours: {maandag: ["09:00-11:00"]}
"""


@pytest.fixture
async def mail() -> AsyncIterator[FakeMail]:
    async with running_mail() as server:
        yield server


@pytest.fixture
async def front(start_front: StartFront, mail: FakeMail, tmp_path: Path) -> Front:
    return await start_front(**with_desk(mail, tmp_path))


def with_desk(mail: FakeMail, folder: Path) -> dict[str, object]:
    """Settings of a front that mails to the helpdesk."""
    file = folder / "helpdesks.yml"
    file.write_text(DESKS, encoding="utf-8")
    return {
        "helpdesks_file": file,
        "helpdesk_smtp_host": "127.0.0.1",
        "helpdesk_smtp_port": mail.port,
        "helpdesk_smtp_security": "none",
        "helpdesk_from": "ouderwijzer@bot.example",
    }


async def fill_in(parent: Parent, email: str = EMAIL, question: str = "Mag school dit?") -> str:
    """Everything but the last yes; the id with which to say that."""
    await parent.choose("handoff:start")
    await parent.choose("handoff:yes")
    await parent.say(email)
    await parent.say(question)
    await parent.choose("handoff:po")
    (confirm,) = await parent.choose("handoff:skip")
    assert confirm["asks"] == "confirm"
    assert email in confirm["text"]
    return new_id()
