"""The web chat itself: sessions, and each message answered once and in order."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from bot.front._brain import Brain, BrainUnavailable
from bot.front._counting import Counting
from bot.front._feedback import Feedback, FeedbackRows
from bot.front._greeting import greeting
from bot.front._history import render_history
from bot.front._input import SITE_SWV, Incoming
from bot.front._locks import KeyedLocks
from bot.front._messages import Message
from bot.front._people import own_swv, with_helpdesk
from bot.front._rows import Answer, ChatRows
from bot.front._tokens import Tokens
from bot.front.handoff import Handoffs, Party, Said
from bot.privacy import redact
from bot.settings import Settings
from bot.sites import Site, Sites
from bot.store import StoreUnavailable

_HIDDEN = (
    "U schreef persoonlijke gegevens. Ik heb die verborgen: ze zijn niet bewaard. "
    "Schrijf zulke gegevens hier liever niet."
)
_CLAIM_MARGIN = 5.0
"""Seconds beyond the brain's timeouts after which a claim is of a process that has died."""
_CALLS = 3
"""Of the brain for one message, at most: look, ask, recall."""

_log = structlog.get_logger()


class NoSession(Exception):
    """The session does not exist (any more), or was silent for too long."""


class UnknownButton(Exception):
    """A payload for something that this site does not have."""


@dataclass(frozen=True)
class _Exchange:
    """What is said to a message, and what of it may be kept in the clear."""

    messages: list[Message]
    kept: list[Message]
    is_private: bool = False
    """We asked for something personal, so it is no surprise that it was hidden."""


class Chat:
    """What the front does for a parent, apart from HTTP.

    Messages of one session are handled one by one within this process. Several fronts on one
    database need a load balancer that keeps a session on one front for that order; they never
    answer one message twice, whatever the balancer does.
    """

    def __init__(
        self,
        rows: ChatRows,
        feedback: FeedbackRows,
        brain: Brain,
        tokens: Tokens,
        settings: Settings,
        sites: Sites,
        questions: Mapping[str, str],
        handoffs: Handoffs,
        counting: Counting,
    ) -> None:
        """`questions` are the titles of the opening buttons, by topic."""
        self._rows = rows
        self._feedback = feedback
        self._brain = brain
        self._tokens = tokens
        self._settings = settings
        self._sites = sites
        self._questions = questions
        self._handoffs = handoffs
        self._counting = counting
        self._locks = KeyedLocks()
        self._forgetting = asyncio.Lock()
        self._asking: set[asyncio.Task[Answer]] = set()

    async def start(self, site: Site) -> tuple[str, Answer]:
        """Begin a session; its token and the greeting.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        session_id = secrets.token_urlsafe(24)
        messages = _dump(greeting(site, self._questions, self._settings.retention_days))
        await self._rows.create(session_id, site.id, messages)
        await self._counting.begun(self._tokens.conversation(session_id), "web", site)
        _log.info("session_started", site=site.id)
        return self._tokens.sign(session_id), messages

    async def ask(self, session_id: str, message: Incoming) -> Answer:
        """The answer to a message; the same answer when the same id comes again.

        Goes on when the caller is cancelled: a phone that lost its connection asks again with
        the same id, and the answer is then there.

        Raises:
            NoSession: there is no such session.
            UnknownButton: this site has no such button.
            BrainUnavailable: no answer now; the same message may be sent again.
            AskedElsewhere: another front is busy with this same message.
            StoreUnavailable: the database does not answer.
        """
        task = asyncio.create_task(self._ask(session_id, message))
        self._asking.add(task)
        task.add_done_callback(self._asked)
        return await asyncio.shield(task)

    def _asked(self, task: asyncio.Task[Answer]) -> None:
        self._asking.discard(task)
        if not task.cancelled():
            task.exception()  # seen: else asyncio would log it when nobody waits any more

    async def close(self) -> None:
        """Wait for the questions that nobody waits for any more."""
        await asyncio.gather(*self._asking, return_exceptions=True)

    async def _ask(self, session_id: str, message: Incoming) -> Answer:
        async with self._locks.hold(session_id):
            site = await self._check(session_id)
            if message.payload == SITE_SWV and not (site and site.swv):
                raise UnknownButton
            said = Said(str(message.id), message.text, message.payload)
            message, hidden = _redacted(message)
            known = await self._rows.begin(session_id, message, self._stale_before())
            if known is not None:
                return known
            try:
                exchange = await self._exchange(session_id, said, message, site)
            except BaseException:
                # Also when this request is cancelled: nobody may wait for a claim without owner.
                await self._give_back(session_id, message)
                raise
            notice = [Message(text=_HIDDEN)] if hidden and not exchange.is_private else []
            kept = _dump([*notice, *exchange.kept])
            if not await self._rows.answered(session_id, message.id, kept):
                # Deleted by another front while the brain was thinking.
                await self._forget_elsewhere(session_id)
                raise NoSession
            return _dump([*notice, *exchange.messages])

    async def _exchange(
        self, session_id: str, said: Said, message: Incoming, site: Site | None
    ) -> _Exchange:
        party = self._party(session_id, site)
        reply = await self._handoffs.before(party, said)
        if reply is not None and reply.ask is None:
            return _Exchange([*reply.messages], [*reply.kept], reply.is_private)
        if reply is not None and reply.ask is not None and reply.ask.payload != message.payload:
            message = replace(message, text=None, payload=reply.ask.payload)
        messages = await self._answer(session_id, message, site)
        await self._counting.answered(
            party.conversation,
            "web",
            site,
            key=said.id,
            text=message.text,
            messages=messages,
        )
        if reply is None:
            found = await self._handoffs.after(party, said, messages)
        else:
            await self._handoffs.after_aside(party, messages)
            found = [*messages, *reply.messages]
        return _Exchange(found, found)

    def _party(self, session_id: str, site: Site | None) -> Party:
        return Party(self._tokens.conversation(session_id), "web", site)

    async def _answer(self, session_id: str, message: Incoming, site: Site | None) -> list[Message]:
        if message.payload == SITE_SWV and site is not None:
            return [own_swv(await self._rows.swvs(site.swv))]
        replies = await self._brain.ask(
            self._tokens.conversation(session_id),
            text=message.text,
            payload=message.payload,
            sector=site.sector if site else None,
        )
        return [with_helpdesk(reply.message(), site) for reply in replies]

    async def history(self, session_id: str) -> list[dict[str, Any]]:
        """Every message of the session, oldest first.

        Raises:
            NoSession: there is no such session.
            StoreUnavailable: the database does not answer.
        """
        await self._check(session_id)
        turns = await self._rows.history(session_id)
        return render_history(turns, await self._feedback.values(session_id))

    async def rate(self, session_id: str, feedback: Feedback) -> None:
        """Keep what the parent thinks of a message of the bot.

        Raises:
            NoSession: there is no such session.
            UnknownMessage: it has no such message.
            StoreUnavailable: the database does not answer.
        """
        async with self._locks.hold(session_id):
            await self._rate(session_id, feedback)

    async def _rate(self, session_id: str, feedback: Feedback) -> None:
        site = await self._check(session_id)
        reason = redact(feedback.reason).text if feedback.reason else None
        before, topic = await self._feedback.keep(session_id, replace(feedback, reason=reason))
        party = self._party(session_id, site)
        await self._counting.rated(
            party.conversation,
            "web",
            site,
            message=feedback.message,
            topic=topic,
            value=feedback.value,
        )
        if feedback.value != before:  # not again, for the reason
            more = await self._handoffs.rated(party, feedback.message, feedback.value)
            if more:
                await self._rows.say(session_id, _dump(more))

    async def site_of(self, session_id: str) -> Site | None:
        """The site where a session was started; None if it is not there any more.

        Raises:
            NoSession: there is no such session; one that has expired counts.
            StoreUnavailable: the database does not answer.
        """
        return self._site(await self._rows.site_of(session_id))

    async def delete(self, session_id: str) -> None:
        """Delete a session here at once, and at the brain as soon as it answers.

        A session that has expired can still be deleted.

        Raises:
            NoSession: there is no such session.
            StoreUnavailable: the database does not answer; nothing was deleted.
        """
        async with self._locks.hold(session_id):
            conversation = self._tokens.conversation(session_id)
            await self._handoffs.forget(conversation)
            await self._counting.forget(conversation)
            if not await self._rows.delete(session_id, conversation):
                raise NoSession
        _log.info("session_deleted")
        await self._forget(conversation)

    async def expire(self, before: datetime) -> int:
        """Delete the sessions last used before `before`, also at the brain (retention)."""
        deleted = 0
        while idle := await self._rows.idle(before):
            for session_id in idle:
                conversation = self._tokens.conversation(session_id)
                deleted += await self._rows.delete(session_id, conversation)
        await self.forget_pending()
        return deleted

    async def forget_pending(self) -> int:
        """Let the brain forget what it could not forget before; how many it has forgotten."""
        done = 0
        async with self._forgetting:  # else two tasks would tell the brain the same
            for conversation in await self._rows.to_forget():
                done += await self._forget(conversation)
        return done

    async def _forget(self, conversation: str) -> bool:
        try:
            await self._brain.forget(conversation)
        except BrainUnavailable as error:
            _log.warning("brain_must_still_forget", reason=str(error))
            await self._quietly_postpone(conversation)
            return False
        try:
            await self._rows.forgotten(conversation)
        except StoreUnavailable as error:
            # Harmless: the brain will be asked once more.
            _log.warning("forgetting_not_noted", reason=str(error))
        return True

    async def _quietly_postpone(self, conversation: str) -> None:
        try:
            await self._rows.not_forgotten(conversation)
        except StoreUnavailable as error:
            _log.warning("forgetting_not_noted", reason=str(error))

    async def _forget_elsewhere(self, session_id: str) -> None:
        conversation = self._tokens.conversation(session_id)
        await self._rows.must_forget(conversation)
        await self._handoffs.forget(conversation)
        await self._counting.forget(conversation)

    async def _give_back(self, session_id: str, message: Incoming) -> None:
        try:
            await self._rows.failed(session_id, message.id)
        except StoreUnavailable as error:
            _log.warning("claim_not_given_back", reason=str(error))

    async def _check(self, session_id: str) -> Site | None:
        since = datetime.now(UTC) - timedelta(hours=self._settings.session_hours)
        return self._site(await self._rows.site_of(session_id, since))

    def _site(self, id_: str | None) -> Site | None:
        if id_ is None:
            raise NoSession
        return self._sites.get(id_)

    def _stale_before(self) -> datetime:
        now = datetime.now(UTC)
        if self._settings.async_database_url.startswith("sqlite"):
            # SQLite means one front, and here we hold the lock: an open claim is of the process
            # before this one.
            return now
        return now - timedelta(seconds=_CALLS * self._settings.brain_timeout + _CLAIM_MARGIN)


def _redacted(message: Incoming) -> tuple[Incoming, bool]:
    if message.text is None:
        return message, False
    found = redact(message.text)
    return replace(message, text=found.text), bool(found.kinds)


def _dump(messages: Sequence[Message]) -> Answer:
    return [message.model_dump() for message in messages]
