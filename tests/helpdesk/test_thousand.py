"""A thousand hand-offs while everything falls over: none is lost.

The mail server goes away, cuts lines after it took a mail, and refuses for a while; the delivering
processes get `kill -9`; all at random. What came more than once came with the same Message-ID. The
figures go to var/test-artefacts/helpdesk/thousand-<database>.json.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.settings import ROOT

from ._line import KILLED
from ._mail import FakeMail
from ._processes import Line, environment
from .conftest import Database

TICKETS = 1000
KILLS = 6
FIGURES = ROOT / "var/test-artefacts/helpdesk"


@dataclass
class Storm:
    """What goes wrong, and how often it has."""

    mail: FakeMail
    lines: list[Line]
    chance: random.Random
    counts: Counter[str] = field(default_factory=Counter)
    _up: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def leave(self, key: str) -> str:
        """Leave one ticket; asked again, as a parent's page does, until there is a reference."""
        while True:
            reference = await self.chance.choice(self.lines).accept(key)
            if reference is not None:
                return reference
            await asyncio.sleep(0.1)

    async def weather(self) -> None:
        """The mail server's troubles, for ever."""
        while True:
            await asyncio.sleep(self.chance.uniform(0.4, 1.5))
            trouble = self.chance.choice(("away", "cut", "full"))
            self.counts[trouble] += 1
            if trouble == "away":
                await self.mail.stop()
            self.mail.cut = trouble == "cut"
            self.mail.end = "452 full" if trouble == "full" else None
            await asyncio.sleep(self.chance.uniform(0.1, 0.5))
            self.mail.cut, self.mail.end = False, None
            if trouble == "away":
                await self.mail.start()

    async def killer(self) -> None:
        """Kills one process after another, and starts it again."""
        for turn in range(KILLS):
            await asyncio.sleep(self.chance.uniform(1, 3))
            line = self.lines[turn % len(self.lines)]
            await line.kill()
            self.counts["kill"] += 1
            await line.start()


async def test_a_thousand_hand_offs_while_everything_falls_over(
    database_url: str, mail: FakeMail, database: Database, tmp_path: Path
) -> None:
    began = time.monotonic()
    told = tmp_path / "told"
    is_sqlite = "sqlite" in database_url  # which is for one process
    lines = [Line(environment(database_url, mail, told)) for _ in range(1 if is_sqlite else 2)]
    await asyncio.gather(*[line.start() for line in lines])
    storm = Storm(mail, lines, random.Random(11))
    weather = asyncio.create_task(storm.weather())
    killer = asyncio.create_task(storm.killer())
    references = await asyncio.gather(*[storm.leave(str(number)) for number in range(TICKETS)])
    await killer
    async with asyncio.timeout(80):
        await database.until("select count(*) from helpdesk_ticket where not told", [(0,)])
    seconds = round(time.monotonic() - began, 1)
    weather.cancel()
    await asyncio.gather(weather, return_exceptions=True)
    await asyncio.gather(*[line.kill() for line in lines])

    came = Counter(str(message["Message-ID"]) for message in mail.taken)
    expected = {f"<{one.lower()}@ouderwijzer.example>" for one in references}
    figures = {
        "database": database.engine.dialect.name,
        "processes": len(lines),
        "tickets": len(set(references)),
        "lost": len(expected - set(came)),
        "mails": len(mail.taken),
        "doubled": mail.doubled(),
        "doubled_by_cuts": mail.doubled_by_cuts(),
        "seconds": seconds,
        **storm.counts,
    }
    print(json.dumps(figures))
    note(figures)
    assert len(set(references)) == TICKETS
    assert set(came) == expected
    assert await database.rows("select state, count(*) from helpdesk_ticket group by state") == [
        ("delivered", TICKETS)
    ]
    assert set(heard(told)) == set(references)
    # The same ticket is the same mail, byte for byte.
    assert len(set(mail.raw)) == TICKETS
    (counted,) = (await database.rows("select sum(doubtful) from helpdesk_ticket"))[0]
    assert mail.doubled() <= counted
    # A kill, or a server that goes away, can double only what was on its way just then.
    others = mail.doubled() - mail.doubled_by_cuts()
    assert others <= (storm.counts["kill"] + storm.counts["away"]) * KILLED.for_one
    assert storm.counts["kill"] == KILLS
    assert storm.counts["away"] > 0
    assert storm.counts["cut"] > 0


def heard(file: Path) -> list[str]:
    return file.read_text("ascii").split()


def note(figures: dict[str, Any]) -> None:
    """Write down the figures of one database."""
    FIGURES.mkdir(parents=True, exist_ok=True)
    file = FIGURES / f"thousand-{figures['database']}.json"
    file.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
