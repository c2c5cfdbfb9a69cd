"""The line from the parent's yes to the helpdesk, with all that goes wrong on the way."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.helpdesk import Tickets, TicketState
from bot.helpdesk._desk import EmailDesk, ZammadDesk
from bot.helpdesk._seal import new_key

from . import _zammad
from ._mail import FakeMail
from ._system import Trouble
from ._zammad import FakeZammad
from .conftest import (
    DESK,
    EMAIL,
    NAME,
    PHONE,
    TIMING,
    Database,
    StartLine,
    Told,
    new_ticket,
    until,
)

STATES = "select state from helpdesk_ticket order by seq"


async def test_a_ticket_is_delivered_and_told(
    start_line: StartLine, mail: FakeMail, told: Told, database: Database
) -> None:
    line = await start_line()
    ticket = new_ticket()
    reference = await line.tickets.accept(ticket)
    await until(lambda: told.heard)
    assert await line.tickets.state(reference) is TicketState.DELIVERED
    assert [mail["Message-ID"] for mail in mail.taken] == [
        f"<{reference.lower()}@ouderwijzer.example>"
    ]
    ((conversation, told_reference, at),) = told.heard
    assert (conversation, told_reference) == (ticket.conversation, reference)
    assert datetime.now(UTC) - at < timedelta(minutes=1)
    assert await line.tickets.accept(ticket) == reference
    await database.until("select told from helpdesk_ticket", [(True,)])
    assert len(mail.taken) == 1
    (health,) = await line.tickets.health(since=timedelta(hours=1))
    assert health.delivered == 1
    assert await line.is_ready()


async def test_the_content_is_kept_for_some_days_after_delivery(
    start_line: StartLine, told: Told, database: Database
) -> None:
    line = await start_line(helpdesk_keep_days=3)
    await line.tickets.accept(new_ticket())
    await until(lambda: told.heard)
    assert await database.rows("select count(*) from vault_entry") == [(1,)]
    line.vault._clock = lambda: datetime.now(UTC) + timedelta(days=3, minutes=1)
    await line.keeper.expire(datetime.now(UTC) - timedelta(days=30))
    assert await database.rows("select count(*) from vault_entry") == [(0,)]
    assert await database.rows(STATES) == [("delivered",)]


async def test_what_goes_wrong_for_a_while_arrives_later(
    start_line: StartLine, mail: FakeMail, told: Told
) -> None:
    mail.recipient = "450 later"
    line = await start_line()
    await line.tickets.accept(new_ticket())
    await until_error(line.tickets, "smtp_450")
    assert mail.taken == []
    mail.recipient = None
    await until(lambda: told.heard)
    (health,) = await line.tickets.health()
    assert (health.waiting, health.delivered, health.last_error) == (0, 1, None)


async def test_a_server_that_is_back_gets_all_that_waited(
    start_line: StartLine, mail: FakeMail, told: Told
) -> None:
    await mail.stop()
    line = await start_line(timing=replace(TIMING, first_wait=0.5, longest_wait=1000))
    for _ in range(10):
        await line.tickets.accept(new_ticket())
    await until_error(line.tickets, "unreachable")
    await mail.start()
    await line.tickets.accept(new_ticket())  # it need not wait, and the others neither now
    await until(lambda: len(told.heard) == 11, within=10)
    assert mail.doubled() == 0


async def test_a_refused_recipient_waits_for_the_operator(
    start_line: StartLine, mail: FakeMail, told: Told
) -> None:
    mail.recipient = "550 no such user"
    line = await start_line()
    reference = await line.tickets.accept(new_ticket())
    await until_state(line.tickets, reference, TicketState.GAVE_UP)
    assert not await line.is_ready()
    (stuck,) = await line.tickets.stuck()
    assert (stuck.reference, stuck.error) == (reference, "smtp_550")
    mail.recipient = None
    assert await line.tickets.replay(reference)
    await until(lambda: told.heard)
    assert await line.is_ready()
    assert not await line.tickets.replay(reference)
    assert not await line.tickets.drop(reference)


async def test_the_operator_can_drop_what_was_given_up(
    start_line: StartLine, mail: FakeMail, database: Database
) -> None:
    mail.recipient = "550 no such user"
    line = await start_line()
    reference = await line.tickets.accept(new_ticket())
    await until_state(line.tickets, reference, TicketState.GAVE_UP)
    assert await line.tickets.drop(reference)
    assert await line.tickets.state(reference) is None
    assert await database.rows("select count(*) from vault_entry") == [(0,)]


async def test_a_helpdesk_that_has_lost_it_gets_it_again(
    start_line: StartLine, mail: FakeMail, told: Told
) -> None:
    line = await start_line()
    reference = await line.tickets.accept(new_ticket())
    await until(lambda: told.heard)
    await until_state(line.tickets, reference, TicketState.DELIVERED)
    assert await line.tickets.replay(reference, delivered=True)
    await until(lambda: len(mail.taken) == 2)
    await until_state(line.tickets, reference, TicketState.DELIVERED)
    assert mail.doubled() == 1
    assert len(told.heard) == 1


async def test_a_line_that_is_cut_after_the_mail_means_the_same_mail_again(
    start_line: StartLine, mail: FakeMail, told: Told
) -> None:
    mail.cut = True
    line = await start_line()
    await line.tickets.accept(new_ticket())
    await until(lambda: mail.taken)
    mail.cut = False
    await until(lambda: told.heard)
    assert len(mail.taken) == 2
    assert mail.raw[0] == mail.raw[1]
    (health,) = await line.tickets.health()
    assert health.doubtful == 1


async def test_a_server_that_always_cuts_does_not_get_it_for_ever(
    start_line: StartLine, mail: FakeMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.helpdesk._email.EmailDeliverer.resends", 2)
    mail.cut = True
    line = await start_line()
    reference = await line.tickets.accept(new_ticket())
    await until_state(line.tickets, reference, TicketState.GAVE_UP)
    assert len(mail.taken) == 3
    (stuck,) = await line.tickets.stuck()
    assert stuck.error == "doubt"


async def test_too_long_is_given_up(start_line: StartLine, mail: FakeMail) -> None:
    mail.end = "452 full"
    line = await start_line(timing=replace(TIMING, gives_up=0.5))
    reference = await line.tickets.accept(new_ticket())
    await until_state(line.tickets, reference, TicketState.GAVE_UP)
    (stuck,) = await line.tickets.stuck()
    assert stuck.error == "too_long"
    assert stuck.attempts > 1


async def test_a_helpdesk_that_is_not_in_the_file_any_more_waits_for_the_operator(
    start_line: StartLine, told: Told
) -> None:
    line = await start_line()
    await line.tickets.accept(new_ticket(desk="weg"))
    await until_error(line.tickets, "no_desk")
    assert not await line.is_ready()
    await line.tickets.accept(new_ticket())
    await until(lambda: len(told.heard) == 1)  # others do not wait for it


async def test_a_wrong_password_is_not_tried_for_every_ticket(
    start_line: StartLine, told: Told
) -> None:
    zammad = FakeZammad()
    zammad.allowed = False
    await zammad.start()
    desk = ZammadDesk(
        name="steunpunt",
        title="z",
        kind="zammad",
        url=zammad.url,
        group=_zammad.GROUP,
        customer="onbekend@swv.example",
    )
    timing = replace(TIMING, alarm_wait=1000)
    secrets = {"steunpunt": _zammad.TOKEN}
    line = await start_line(desk, timing=timing, helpdesk_secrets=secrets)
    first = await line.tickets.accept(new_ticket())
    await until_error(line.tickets, "http_403")
    assert not await line.is_ready()
    zammad.allowed = True
    zammad.troubles = [Trouble(0, after=True)]
    assert await line.tickets.replay(first)
    await until(lambda: told.heard)
    assert len(zammad.made) == 1
    assert zammad.looks == 1
    await zammad.stop()


async def test_a_delivery_that_could_not_be_told_is_told_later(
    start_line: StartLine, mail: FakeMail, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.helpdesk._queue._TELL_AGAIN", timedelta(seconds=0.2))
    told.failures = 2
    line = await start_line()
    await line.tickets.accept(new_ticket())
    await until(lambda: told.heard)
    assert len(mail.taken) == 1


async def test_withdrawn_while_it_waits_it_never_goes_out(
    start_line: StartLine, mail: FakeMail, database: Database
) -> None:
    mail.sender = "451 later"
    line = await start_line()
    ticket = new_ticket()
    await line.tickets.accept(ticket)
    await until_error(line.tickets, "smtp_451")
    assert await line.tickets.withdraw(ticket.conversation) == 1
    mail.sender = None
    other = await line.tickets.accept(new_ticket())
    await until_state(line.tickets, other, TicketState.DELIVERED)
    assert len(mail.taken) == 1
    assert await database.rows(STATES) == [("delivered",)]


async def test_without_its_key_a_ticket_waits_and_is_not_lost(
    start_line: StartLine, mail: FakeMail, told: Told
) -> None:
    mail.sender = "451 later"
    first = await start_line()
    await first.tickets.accept(new_ticket())
    await until_error(first.tickets, "smtp_451")
    mail.sender = None
    other = await start_line(vault_key=new_key())
    reference = (await other.tickets.stuck())[0].reference
    await until(lambda: told.heard)  # the process that has the key delivers it
    assert await other.tickets.state(reference) is TicketState.DELIVERED


async def test_several_helpdesks_get_only_theirs(
    start_line: StartLine, mail: FakeMail, told: Told
) -> None:
    other = EmailDesk(name="school", title="de school", kind="email", address="ib@school.example")
    line = await start_line(DESK, other)
    for desk in ("school", "steunpunt", "school"):
        await line.tickets.accept(new_ticket(desk=desk))
    await until(lambda: len(told.heard) == 3)
    assert sorted(message["To"] for message in mail.taken) == [
        "ib@school.example",
        "ib@school.example",
        "steunpunt@swv.example",
    ]
    assert [(one.name, one.delivered) for one in await line.tickets.health()] == [
        ("school", 2),
        ("steunpunt", 1),
    ]


async def test_a_helpdesk_that_does_not_answer_holds_up_no_other(
    start_line: StartLine, mail: FakeMail, told: Told, database: Database
) -> None:
    slow = EmailDesk(name="traag", title="traag", kind="email", address="traag@school.example")
    mail.slow = slow.address
    line = await start_line(DESK, slow, timing=replace(TIMING, call=4))
    for _ in range(20):
        await line.tickets.accept(new_ticket(desk="traag"))
    await until(lambda: mail.holding.is_set())
    references = {await line.tickets.accept(new_ticket()) for _ in range(5)}
    await until(lambda: len(told.heard) == 5, within=3)  # one call may take four seconds
    assert {reference for _, reference, _ in told.heard} == references
    busy = "select count(*) from helpdesk_ticket where lease_owner is not null"
    assert await database.rows(busy) == [(TIMING.for_one,)]
    await mail.stop()  # lets go of the calls that hang


async def test_a_server_that_is_away_is_not_tried_for_every_ticket(
    tickets: Tickets, start_line: StartLine, mail: FakeMail, told: Told, database: Database
) -> None:
    for _ in range(30):
        await tickets.accept(new_ticket())
    await mail.stop()
    await start_line(timing=replace(TIMING, first_wait=3, longest_wait=3))
    waits = "select count(*) from helpdesk_ticket where error is null"
    await database.until(waits, [(0,)])
    ((tries,),) = await database.rows("select sum(attempts) from helpdesk_ticket")
    assert tries <= 2 * TIMING.for_one
    await mail.start()
    await until(lambda: len(told.heard) == 30)


async def test_nothing_personal_is_logged(
    start_line: StartLine, mail: FakeMail, told: Told, logs: io.StringIO
) -> None:
    mail.recipient = f"550 {EMAIL} unknown"
    line = await start_line()
    ticket = new_ticket()
    reference = await line.tickets.accept(ticket)
    await until_state(line.tickets, reference, TicketState.GAVE_UP)
    mail.recipient, mail.cut = None, True
    await line.tickets.replay(reference)
    await until(lambda: mail.taken)
    mail.cut = False
    await until(lambda: told.heard)
    written = logs.getvalue()
    assert "helpdesk_gave_up" in written
    assert "helpdesk_tried_again_in_doubt" in written
    for secret in (EMAIL, PHONE, NAME, "dochter", "swv.example", reference, ticket.conversation):
        assert secret not in written


async def until_state(tickets: Tickets, reference: str, state: TicketState) -> None:
    async with asyncio.timeout(8):
        while await tickets.state(reference) is not state:  # noqa: ASYNC110 - in another task
            await asyncio.sleep(0.02)


async def until_error(tickets: Tickets, code: str) -> None:
    async with asyncio.timeout(8):
        while not [one for one in await tickets.health() if one.last_error == code]:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
