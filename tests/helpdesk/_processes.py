"""Real delivering processes, which accept tickets and are killed."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import ROOT

from ._mail import FakeMail
from ._values import KEY


def environment(database_url: str, mail: FakeMail, told: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "VAULT_KEY": KEY,
        "HELPDESK_FROM": "ouderwijzer@ouderwijzer.example",
        "HELPDESK_SMTP_HOST": "127.0.0.1",
        "HELPDESK_SMTP_PORT": str(mail.port),
        "HELPDESK_SMTP_SECURITY": "none",
        "TOLD_FILE": str(told),
    }


@dataclass
class Line:
    """One process of `_line.py`."""

    environment: dict[str, str]
    process: Process | None = None
    _killed: bool = False
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self, stop_after: str = "-") -> None:
        async with self._asking:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.helpdesk._line", stop_after),
                env=self.environment,
                cwd=ROOT,
                stdin=PIPE,
                stdout=PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
            self._killed = False
            assert await self.said() == "ready"

    async def said(self) -> str:
        """The next line that the process prints; empty when it is dead."""
        assert self.process is not None
        assert self.process.stdout is not None
        return (await asyncio.wait_for(self.process.stdout.readline(), 60)).decode().strip()

    async def accept(self, key: str) -> str | None:
        """Leave a ticket; its reference, or `None` if the process died before it said so."""
        async with self._asking:
            if self.process is None or self.process.stdin is None or self._killed:
                return None
            try:
                self.process.stdin.write(f"{key}\n".encode())
                await self.process.stdin.drain()
            except (ConnectionError, RuntimeError):
                return None
            return await self.said() or None

    async def kill(self) -> None:
        """`kill -9`."""
        self._killed, process = True, self.process
        if process is None:
            return
        if process.returncode is None:
            process.kill()
        await process.wait()
        if process.stdin is not None:
            process.stdin.close()
