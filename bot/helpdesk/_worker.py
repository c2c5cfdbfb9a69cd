"""The background work: lease a ticket, deliver it, tell who counts.

The steps, with what a kill right after each of them leaves, and who mends it:

| step | leaves | mended by |
| --- | --- | --- |
| `leased` | a lease | it runs out |
| `sending` | a ticket that may be at the helpdesk | a look there, or sent again after a while |
| `accepted` | a ticket that is at the helpdesk | the same |
| `delivered` | a delivery that was not told | told by the next worker |
| `told` | a delivery that was told, maybe told again | the one who counts: twice is once |
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

import structlog

from bot.helpdesk._deliverer import Deliverer
from bot.helpdesk._errors import Doubt, NotDelivered, Verdict
from bot.helpdesk._queue import Queue
from bot.helpdesk._steps import Deliver, Lease, LeaseLost, Tell, Timing
from bot.leased import Step, WorkLoop, go_on, noted
from bot.store import StoreUnavailable

OnDelivered = Callable[[Tell], Awaitable[object]]
"""Called after a delivery whose conversation is still known; sometimes twice."""

_log = structlog.get_logger()


class Worker:
    """Delivers all tickets that it can lease, until it is stopped."""

    def __init__(
        self,
        queue: Queue,
        deliverers: Mapping[str, Deliverer],
        on_delivered: OnDelivered,
        timing: Timing,
        after: Step = go_on,
    ) -> None:
        self._queue = queue
        self._deliverers = deliverers
        self._on_delivered = on_delivered
        self._timing = timing
        self._after = after
        self._loop = WorkLoop(
            "helpdesk_work_failed", queue.free_all, self._claim, self._work, timing.poll
        )
        self.wake, self.stop, self.run = self._loop.wake, self._loop.stop, self._loop.run

    async def _claim(self) -> list[Lease]:
        leases = self._loop.tasks.values()
        busy = Counter(lease.desk for lease in leases)
        full = [desk for desk, number in busy.items() if number >= self._timing.for_one]
        most = max((number for desk, number in busy.items() if desk not in full), default=0)
        free = min(self._timing.together - len(leases), self._timing.for_one - most)
        return await self._queue.claim(free, full) if free > 0 else []

    async def _work(self, lease: Lease) -> None:
        """All steps of a leased ticket."""
        deliverer = self._deliverers.get(lease.desk)
        try:
            await self._after("leased")
            if self._loop.stopping:
                await self._queue.release(lease)
                return
            resends = deliverer.resends if deliverer else None
            step = await self._queue.next_step(lease, resends)
            if isinstance(step, Deliver):
                step = await self._deliver(lease, step, deliverer)
            if step is not None:
                await self._tell(lease, step)
        except LeaseLost:
            _log.warning("helpdesk_lease_lost", ticket=lease.seq)
        except StoreUnavailable as error:
            # The lease runs out by itself, and what was not noted is done again.
            _log.error("database_unavailable", reason=str(error))
            await asyncio.sleep(self._timing.poll)

    async def _deliver(
        self, lease: Lease, step: Deliver, deliverer: Deliverer | None
    ) -> Tell | None:
        """Bring one ticket to its helpdesk; what to tell then."""
        await self._after("sending")
        try:
            if deliverer is None:
                raise NotDelivered(Verdict.ALARM, "no_desk")
            async with asyncio.timeout(self._timing.call):
                remote_id = await deliverer.deliver(step.ticket, again=step.again)
        except NotDelivered as failure:
            await self._queue.not_delivered(lease, failure)
            return None
        except Doubt as doubt:
            await self._queue.in_doubt(lease, doubt)
            return None
        except TimeoutError:
            await self._queue.in_doubt(lease, Doubt("timeout"))
            return None
        except Exception as error:
            # A mistake of ours: this ticket waits, and all others go on.
            _log.exception("helpdesk_delivery_failed", ticket=step.seq)
            await self._queue.in_doubt(lease, Doubt(type(error).__name__))
            return None
        await self._after("accepted")
        note = partial(self._queue.delivered, step, remote_id)
        tell = await noted(note, self._timing.lease / 3)
        await self._after("delivered")
        return tell

    async def _tell(self, lease: Lease, step: Tell) -> None:
        try:
            if step.conversation is not None:
                await self._on_delivered(step)
        except Exception as error:
            _log.error("helpdesk_delivery_not_told", kind=type(error).__name__)
            await self._queue.not_told(lease)
            return
        await self._after("told")
        await self._queue.told(lease)
