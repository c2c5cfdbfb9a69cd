"""How deliveries fare, with what is wrong in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.beheer import _words as words
from bot.beheer._sources import DeskHealth, MessageHealth

SLOW = timedelta(minutes=30)
"""A message that waits longer is a reason to look."""


@dataclass(frozen=True, slots=True)
class HealthView:
    """A helpdesk or WhatsApp, as shown."""

    name: str
    flags: tuple[str, ...]
    """What is wrong; empty when all is well."""
    facts: tuple[tuple[str, str], ...]


def desk_view(desk: DeskHealth) -> HealthView:
    """One helpdesk."""
    flags = []
    if desk.gave_up:
        which = words.plural(desk.gave_up, "bericht is", "berichten zijn")
        flags.append(f"{which} niet bezorgd. De helpdesk heeft dit niet gelezen.")
    if desk.alarm:
        flags.append("De bezorging staat stil. De beheerder moet iets herstellen.")
    if desk.waiting and desk.oldest_waiting is not None and desk.oldest_waiting > SLOW:
        flags.append(f"Het oudste bericht wacht al {words.duration(desk.oldest_waiting)}.")
    oldest = words.UNKNOWN
    if desk.waiting and desk.oldest_waiting is not None:
        oldest = words.duration(desk.oldest_waiting)
    facts = (
        ("Wacht op bezorging", words.number(desk.waiting)),
        ("Oudste wacht al", oldest),
        ("Bezorgd in 30 dagen", words.number(desk.delivered)),
        ("Opgegeven", words.number(desk.gave_up)),
        ("Misschien dubbel bezorgd", words.number(desk.doubtful)),
        ("Laatste fout", desk.last_error or "geen"),
    )
    return HealthView(desk.name, tuple(flags), facts)


def whatsapp_view(found: MessageHealth) -> HealthView:
    """WhatsApp."""
    flags = []
    if found.gave_up:
        which = words.plural(found.gave_up, "bericht is", "berichten zijn")
        flags.append(f"{which} opgegeven. De ouder heeft dit niet gelezen.")
    if found.outside_window:
        which = words.plural(found.outside_window, "antwoord kwam", "antwoorden kwamen")
        flags.append(f"{which} te laat: na 24 uur mag het van Meta niet meer.")
    if found.failing:
        which = words.plural(found.failing, "bericht lukt", "berichten lukken")
        flags.append(f"{which} nu niet. Ouderwijzer blijft het proberen.")
    facts = (
        ("Wacht op verzenden", words.number(found.waiting)),
        ("Lukt nu niet", words.number(found.failing)),
        ("Buiten 24 uur", words.number(found.outside_window)),
        ("Opgegeven", words.number(found.gave_up)),
    )
    return HealthView("WhatsApp", tuple(flags), facts)
