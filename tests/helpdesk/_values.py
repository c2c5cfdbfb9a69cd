"""What tests say, to whom, and how long they wait."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.helpdesk import Contact, NewTicket
from bot.helpdesk._desk import EmailDesk
from bot.helpdesk._seal import new_key
from bot.helpdesk._steps import Timing
from bot.helpdesk._ticket import Outgoing

EMAIL, PHONE, NAME = "ouder@gezin.example", "+31612345678", "Noor de Vries"
QUESTION = "Mijn dochter zit thuis. Wie helpt ons?\nWij wonen in Utrecht."
CONTACT = Contact(email=EMAIL, phone=PHONE, name=NAME)
AT = datetime(2026, 11, 26, 9, 5, tzinfo=UTC)
TO = "steunpunt@swv.example"
KEY = new_key()
TIMING = Timing(
    call=5, lease=20, reconcile=0.3, first_wait=0.1, longest_wait=0.5, alarm_wait=0.5, poll=0.05
)
DESK = EmailDesk(name="steunpunt", title="het steunpunt", kind="email", address=TO, sites=("demo",))


def new_ticket(**changes: Any) -> NewTicket:
    """A ticket of a parent of its own."""
    ticket = NewTicket(
        key=uuid.uuid4().hex,
        conversation=uuid.uuid4().hex,
        desk="steunpunt",
        site="demo",
        channel="web",
        contact=CONTACT,
        question=QUESTION,
        summary=None,
        sector="po",
        gemeente="Utrecht",
        swv="PO2601",
        topic="thuiszitter",
        at=AT,
    )
    return replace(ticket, **changes)


def outgoing(**changes: Any) -> Outgoing:
    """A ticket as the ways to a helpdesk get it."""
    ticket = Outgoing(
        reference="OW-2B4C-6D8F",
        site="demo",
        channel="web",
        contact=CONTACT,
        question=QUESTION,
        summary=None,
        sector="po",
        gemeente="Utrecht",
        swv="PO2601",
        topic="thuiszitter",
        at=AT,
    )
    return replace(ticket, **changes)
