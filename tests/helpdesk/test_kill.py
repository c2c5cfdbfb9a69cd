"""A process that is killed at the worst moments: nothing is lost, and what can be doubled is known.

Real processes and `kill -9`. The tables go to var/test-artefacts/helpdesk/kill-<database>.md.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests._tables import write_by_database

from . import _zammad
from ._mail import FakeMail
from ._processes import Line, environment
from ._zammad import FakeZammad
from .conftest import Database, until

STEPS = ("leased", "sending", "accepted", "delivered", "told")
TABLES = ROOT / "var/test-artefacts/helpdesk"


@pytest.fixture(scope="module")
def table() -> Iterator[dict[tuple[str, str], tuple[int, int, int]]]:
    """(killed after, database) -> (lost, doubled, told); written down at the end."""
    rows: dict[tuple[str, str], tuple[int, int, int]] = {}
    yield rows
    write_by_database(TABLES, "kill", ["killed after", "lost", "doubled", "told"], rows)


@pytest.fixture
def told_file(tmp_path: Path) -> Path:
    return tmp_path / "told"


@pytest.fixture
async def process(database_url: str, mail: FakeMail, told_file: Path) -> AsyncIterator[Line]:
    running = Line(environment(database_url, mail, told_file))
    yield running
    await running.kill()


def words(file: Path) -> list[str]:
    return file.read_text("ascii").split()


async def settled(database: Database) -> None:
    """Wait until nothing is to be done any more."""
    await database.until("select count(*) from helpdesk_ticket where not told", [(0,)])


@pytest.mark.parametrize("step", STEPS)
async def test_killed_right_after_a_step(
    process: Line,
    mail: FakeMail,
    database: Database,
    told_file: Path,
    table: dict[tuple[str, str], tuple[int, int, int]],
    step: str,
) -> None:
    await process.start(step)
    first = await process.accept("een")
    said = {first, await process.said()}  # which of the two comes first is chance
    assert step in said
    (reference,) = said - {step}
    await process.kill()
    await process.start()
    assert await process.accept("een") == reference  # the parent's page asks again
    await settled(database)
    expected = f"<{str(reference).lower()}@ouderwijzer.example>"
    assert {message["Message-ID"] for message in mail.taken} == {expected}
    told = words(told_file)
    table[step, database.engine.dialect.name] = 0, mail.doubled(), len(told)
    # Only between the mail server's yes and our note of it.
    assert mail.doubled() == (1 if step == "accepted" else 0)
    assert told == [reference] * (2 if step == "told" else 1)
    (row,) = await database.rows("select state, doubtful from helpdesk_ticket")
    assert row == ("delivered", 1 if step in ("sending", "accepted") else 0)


async def test_killed_while_the_mail_server_holds_the_mail(
    process: Line, mail: FakeMail, database: Database
) -> None:
    mail.hang = True
    await process.start()
    assert await process.accept("een")
    await until(mail.holding.is_set)
    await process.kill()
    mail.hang = False
    await process.start()
    await settled(database)
    assert len(mail.taken) == 1


async def test_a_ticket_of_which_the_parent_read_the_reference_survives_a_kill_at_once(
    process: Line, mail: FakeMail, database: Database
) -> None:
    await mail.stop()
    references = set()
    for number in range(2):
        await process.start()
        references.add(await process.accept(str(number)))
        await process.kill()
    await mail.start()
    await process.start()
    await settled(database)
    assert {message["Subject"] for message in mail.taken} == {
        f"Vraag van een ouder [{reference}]" for reference in references
    }


@pytest.mark.parametrize("step", ["sending", "accepted"])
async def test_killed_amid_a_call_of_a_ticket_system_makes_one_ticket(
    process: Line, database: Database, tmp_path: Path, step: str
) -> None:
    zammad = FakeZammad()
    await zammad.start()
    file = tmp_path / "helpdesks.yml"
    write(file, f"steunpunt: {{title: swv, kind: zammad, url: '{zammad.url}', "
          f"group: {_zammad.GROUP}, customer: x@swv.example}}")  # fmt: skip
    process.environment |= {
        "HELPDESKS_FILE": str(file),
        "HELPDESK_SECRETS": f'{{"steunpunt": "{_zammad.TOKEN}"}}',
    }
    await process.start(step)
    assert step in {await process.accept("een"), await process.said()}
    await process.kill()
    await process.start()
    await settled(database)
    assert len(zammad.made) == 1
    assert zammad.looks == 1
    await zammad.stop()


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
