"""Real front processes, and a Meta that delivers again what was not acknowledged."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.settings import ROOT

from . import _calls
from ._brain import WhatsappBrain
from ._graph import FakeGraph


def environment(database_url: str, graph: FakeGraph, brain: WhatsappBrain) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "BRAIN_URL": brain.url,
        "BRAIN_TIMEOUT": "5",
        "WHATSAPP_APP_SECRET": _calls.APP_SECRET,
        "WHATSAPP_VERIFY_TOKEN": _calls.VERIFY_TOKEN,
        "WHATSAPP_ACCESS_TOKEN": _calls.ACCESS_TOKEN,
        "WHATSAPP_PHONE_NUMBER_ID": _calls.PHONE_NUMBER_ID,
        "WHATSAPP_GRAPH_URL": graph.url,
    }


@dataclass
class Fronts:
    """Starts `_line.py` as a process, delivers to it as Meta does, and kills it."""

    environment: dict[str, str]
    graph: FakeGraph
    process: Process | None = None
    unacknowledged: list[dict[str, Any]] = field(default_factory=list)

    async def start(self, stop_after: str = "-") -> None:
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.whatsapp._line", stop_after),
            env=self.environment,
            cwd=ROOT,
            stdout=PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        self.graph.webhook = await self.line() + _calls.PATH

    async def line(self) -> str:
        """The next line that the process prints."""
        assert self.process is not None
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), 60)
        assert line, "the process has ended"
        return line.decode().strip()

    async def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def deliver(self, *messages: dict[str, Any]) -> None:
        """One call with these; kept to be delivered again if it was not acknowledged."""
        content = _calls.update(_calls.value(messages=list(messages)))
        try:
            if await self.graph.deliver(content) == 200:
                return
        except aiohttp.ClientError:
            pass
        self.unacknowledged.append(content)

    async def deliver_again(self) -> None:
        """What Meta does until it is acknowledged."""
        waiting, self.unacknowledged = self.unacknowledged, []
        for content in waiting:
            await self.deliver(*_calls.parts_of(content, "messages"))
