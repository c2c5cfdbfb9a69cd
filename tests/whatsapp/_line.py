"""The queue's line for tests: webhook, inbox, worker, outbox, with plain words.

Also a program, for tests that kill it: `python -m tests.whatsapp._line STEP` serves, and hangs for
ever right after the worker's step with that name (or `-`: never), having said so.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import aiohttp
from aiohttp import web
from sqlalchemy.ext.asyncio import async_sessionmaker

from bot.front._brain import Brain, http_client
from bot.front._counting import Counting
from bot.front._logging import configure_logging
from bot.front._messages import Message
from bot.front._middleware import observe, problems
from bot.front.handoff import Handoffs, PrivateWords, handoffs_of
from bot.front.whatsapp import add_webhook
from bot.front.whatsapp._answers import BrainAnswerer, Reaction
from bot.front.whatsapp._question import Body, Question
from bot.front.whatsapp._service import WhatsappLine, whatsapp_line
from bot.front.whatsapp._steps import Timing
from bot.helpdesk import helpdesk_line
from bot.leased import Step, go_on
from bot.measures import Measures
from bot.settings import Settings
from bot.sites import load_sites
from bot.store import open_engine

GREETING, LATE, HIDDEN, FAILED, GONE = "Welkom", "Sorry", "Verborgen", "Mislukt", "Gewist"
LINE = web.AppKey("line", WhatsappLine)
SECRET = "een geheim voor de tests"
TIMING = Timing(lease=20, reconcile=0.6, poll=0.05, settle=0.2, asks=3)
KILLED = Timing(lease=3, reconcile=4, poll=0.05)
"""For a process that is killed: long enough for a step, short enough for a test to wait for."""


class PlainWords:
    """One text body a message; `stop` deletes."""

    def render(self, messages: Sequence[Message]) -> list[Body]:
        # One for each message, and the buttons after a bar.
        return [
            {
                "type": "text",
                "text": {"body": "|".join([message.text, *(b.payload for b in message.buttons)])},
            }
            for message in messages
        ]

    def greeting(self) -> Sequence[Message]:
        return [Message(text=GREETING)]

    def greeted(self, messages: Sequence[Message]) -> Sequence[Message]:
        return messages

    def late(self) -> Sequence[Message]:
        return [Message(text=LATE)]

    def hidden(self) -> Sequence[Message]:
        return [Message(text=HIDDEN)]

    def failed(self) -> Sequence[Message]:
        return [Message(text=FAILED)]

    def farewell(self) -> Sequence[Message]:
        return [Message(text=GONE)]

    def is_farewell(self, text: str) -> bool:
        return text.lower() == "stop"

    def react(self, question: Question) -> Reaction:
        if question.kind == "revoke":
            return Reaction()
        message = Message(text=f"Soort: {question.kind}")
        if question.kind != "reaction":
            return Reaction((message,))
        return Reaction((message,), thumb="down" if question.text == "👎" else "up")


@contextlib.asynccontextmanager
async def handed_off(
    settings: Settings, http: aiohttp.ClientSession, brain: Brain
) -> AsyncIterator[tuple[Handoffs, Counting, PrivateWords]]:
    """The hand-off; without a helpdesk unless the settings name a file with one."""
    engine = open_engine(settings.async_database_url)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    measures = Measures(sessions, SECRET)
    counting = Counting(measures, now)
    async with helpdesk_line(settings, http, counting.delivered) as helpdesk:
        yield (
            handoffs_of(settings, engine, helpdesk, brain, counting, now),
            counting,
            PrivateWords(helpdesk.vault),
        )
    await measures.close()
    await engine.dispose()


def now() -> datetime:
    return datetime.now(UTC)


def make_app(settings: Settings, timing: Timing = TIMING, after: Step = go_on) -> web.Application:
    """The webhook with everything behind it."""

    async def line(app: web.Application) -> AsyncIterator[None]:
        async with http_client() as http:
            brain = Brain(http, settings.brain_url, settings.brain_timeout)
            async with handed_off(settings, http, brain) as (handoffs, counting, private):
                site = load_sites(settings.sites_file).get(settings.whatsapp_site or "")
                answerer = BrainAnswerer(brain, PlainWords(), handoffs, counting, site)
                async with whatsapp_line(
                    app, settings, answerer, SECRET, private=private, timing=timing, after=after
                ) as app[LINE]:
                    yield

    app = web.Application(middlewares=[observe, problems])
    add_webhook(app, settings)
    app.cleanup_ctx.append(line)
    return app


async def main(stop_after: str) -> None:
    async def after(step: str) -> None:
        if step == stop_after:
            print(step, flush=True)
            await asyncio.Event().wait()

    configure_logging("INFO", "json")
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    reconcile = float(os.environ.get("RECONCILE", KILLED.reconcile))
    timing = replace(KILLED, reconcile=reconcile)
    runner = web.AppRunner(make_app(settings, timing, after))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(f"http://127.0.0.1:{site.port}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
