"""The line as a program, for tests that kill it.

`python -m tests.helpdesk._line STEP` delivers, and hangs for ever right after the worker's step
with that name (or `-`: never), having said so. Each line on standard input is a ticket's key: it
answers with the reference once the ticket is accepted. What is told goes to the file `TOLD_FILE`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys

import aiohttp
import structlog

from bot.helpdesk import Desks, Tell, helpdesk_line
from bot.helpdesk._steps import Timing
from bot.settings import Settings

from ._values import DESK, new_ticket

KILLED = Timing(
    call=3, lease=3, reconcile=0.5, first_wait=0.4, longest_wait=3, poll=0.05, alarm_wait=1
)
"""For a process that is killed: long enough for a step, short enough for a test to wait for."""


async def main(stop_after: str) -> None:
    async def after(step: str) -> None:
        if step == stop_after:
            print(step, flush=True)
            await asyncio.Event().wait()

    async def on_delivered(tell: Tell) -> None:
        os.write(told, f"{tell.reference}\n".encode())

    # Standard output is for what the tests read.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    told = os.open(os.environ["TOLD_FILE"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    desks = None if "HELPDESKS_FILE" in os.environ else Desks([DESK])
    async with (
        aiohttp.ClientSession() as http,
        helpdesk_line(
            settings, http, on_delivered, desks=desks, timing=KILLED, after=after
        ) as line,
    ):
        print("ready", flush=True)
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while key := (await reader.readline()).decode().strip():
            reference = await line.tickets.accept(new_ticket(key=key, conversation=key))
            print(reference, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
