"""The background work: lease a conversation, ask, keep the answer, send it.

The steps, with what a kill right after each of them leaves, and who mends it:

| step | leaves | mended by |
| --- | --- | --- |
| `leased` | a lease | it runs out |
| `asked` | the brain has answered, we have not kept it | the brain gives the same answer again |
| `answered` | messages to send | the next worker sends them |
| `sending` | a message that may be at Meta | waits for its status, then sends it again |
| `accepted` | a message that is at Meta | the same: its status tells |
| `sent` | nothing | |
"""

from __future__ import annotations

import asyncio
import time
from functools import partial

import structlog

from bot.front._brain import BrainUnavailable
from bot.front.whatsapp._errors import Doubt, NotSent
from bot.front.whatsapp._graph import Graph
from bot.front.whatsapp._identity import Identity
from bot.front.whatsapp._question import Answerer
from bot.front.whatsapp._queue import Queue
from bot.front.whatsapp._steps import Ask, Lease, LeaseLost, Send, Timing
from bot.leased import Step, WorkLoop, cancelled, go_on, noted
from bot.store import StoreUnavailable

_TOGETHER = 16
"""Conversations that one process works on at once; the brain answers one after the other."""

_log = structlog.get_logger()


class Worker:
    """Does the work of all conversations that it can lease, until it is stopped."""

    def __init__(
        self,
        queue: Queue,
        graph: Graph,
        answerer: Answerer,
        identity: Identity,
        timing: Timing,
        after: Step = go_on,
    ) -> None:
        self._queue = queue
        self._graph = graph
        self._answerer = answerer
        self._identity = identity
        self._timing = timing
        self._after = after
        self._asking = True
        """False while the brain is away: then messages that are ready still go out."""
        self._look_at = 0.0
        self._reading: set[asyncio.Task[None]] = set()
        self._loop = WorkLoop(
            "whatsapp_work_failed", queue.free_all, self._claim, self._work, timing.poll
        )
        self.wake, self.stop = self._loop.wake, self._loop.stop

    async def run(self) -> None:
        """Work until `stop`; then finish the steps that are being done, and give all back."""
        await self._loop.run()
        await cancelled(self._reading)

    async def _claim(self) -> list[Lease]:
        if not self._asking and time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + self._timing.poll
            if await self._answerer.is_ready():
                self._asking = True
                _log.info("whatsapp_asks_again")
        free = _TOGETHER - len(self._loop.tasks)
        return await self._queue.claim(free, asking=self._asking) if free > 0 else []

    async def _work(self, lease: Lease) -> None:
        """All steps of a leased conversation."""
        try:
            await self._after("leased")
            while not self._loop.stopping:
                step = await self._queue.next_step(lease, asking=self._asking)
                if step is None:
                    return
                if isinstance(step, Send):
                    await self._send(step)
                elif not await self._ask(lease, step):
                    break
            await self._queue.release(lease)
        except LeaseLost:
            _log.warning("whatsapp_lease_lost")
        except StoreUnavailable as error:
            # The lease runs out by itself, and what was not noted is done again.
            _log.error("database_unavailable", reason=str(error))
            await asyncio.sleep(self._timing.poll)

    async def _ask(self, lease: Lease, step: Ask) -> bool:
        """Find the answer and keep it; false if nothing can be asked now."""
        if step.wamid is not None:
            task = asyncio.create_task(self._show_read(step.wamid))
            self._reading.add(task)
            task.add_done_callback(self._reading.discard)
        try:
            answer = await self._answerer.answer(step.question)
        except Exception as error:
            # Also a mistake of ours: one message must not keep those after it waiting for ever.
            down = isinstance(error, BrainUnavailable)
            if down and not await self._answerer.is_ready():
                if self._asking:
                    _log.warning("whatsapp_waits_for_brain", reason=str(error))
                self._asking = False
                return False
            reason = str(error) if down else type(error).__name__
            if not down:
                _log.exception("whatsapp_answer_failed")
            failed = self._answerer.failed(step.question)
            await self._queue.not_answered(lease, step, reason, failed)
            return True
        await self._after("asked")
        await self._queue.answered(lease, step, answer)
        await self._after("answered")
        return True

    async def _send(self, step: Send) -> None:
        await self._after("sending")
        try:
            wamid = await self._graph.send(step.body, step.address, step.id)
        except NotSent as failure:
            await self._queue.not_sent(step, failure)
            return
        except Doubt as doubt:
            # Stays `sending`: the next step waits for a status, and only then sends it again.
            _log.warning("whatsapp_send_in_doubt", outbox=step.seq, reason=str(doubt))
            return
        await self._after("accepted")
        digest = self._identity.message(wamid) if wamid else None
        await noted(partial(self._queue.sent, step, digest), self._timing.lease / 2)
        await self._after("sent")

    async def _show_read(self, wamid: str) -> None:
        try:
            await self._graph.mark_read(wamid)
        except (NotSent, Doubt) as error:
            _log.debug("whatsapp_not_shown_as_read", kind=type(error).__name__)
