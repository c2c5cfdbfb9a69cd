"""People of the site itself: its helpdesk, and the samenwerkingsverband it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from bot.front._greeting import LOOK_UP
from bot.front._messages import Contact, Link, Message, Partnership
from bot.sites import Helpdesk, Site
from bot.store import Swv

_ABOUT_PEOPLE = frozenset({"handoff", "wie_helpt"})
"""Labels whose answer names people to turn to."""


def contact(helpdesk: Helpdesk) -> Contact:
    """The helpdesk as a card in the chat."""
    return Contact(
        name=helpdesk.name,
        phone=helpdesk.phone,
        email=helpdesk.email,
        website=helpdesk.website,
        hours=helpdesk.hours.sentence if helpdesk.hours else None,
    )


def with_helpdesk(message: Message, site: Site | None) -> Message:
    """The message, with the site's helpdesk where it is about people to turn to."""
    if site is None or site.helpdesk is None or message.topic not in _ABOUT_PEOPLE:
        return message
    return message.model_copy(update={"contacts": [contact(site.helpdesk)]})


def own_swv(swvs: Sequence[Swv]) -> Message:
    """The answer to `SITE_SWV`; `swvs` are those of the site's codes."""
    names = " en ".join(swv.name.removesuffix(".") for swv in swvs)
    verb, noun = ("hoort", "dit samenwerkingsverband") if len(swvs) == 1 else (
        "horen", "deze samenwerkingsverbanden"
    )  # fmt: skip
    text = [f"Bij deze school {verb} {noun}: {names}."]
    text += dict.fromkeys(swv.doubt for swv in swvs if swv.doubt)
    text.append("Gaat het om een andere school? Zoek dan met uw postcode.")
    return Message(
        text="\n\n".join(text),
        buttons=[LOOK_UP],
        topic="swv_zoeken",
        outcome="found",
        sources=[Link(title=f"Gegevens van {swv.name}", url=swv.source) for swv in swvs],
        swv=[Partnership.model_validate(asdict(swv)) for swv in swvs],
        reviewed=_oldest(swvs),
    )


def _oldest(swvs: Sequence[Swv]) -> str | None:
    """The oldest date of the data; None when one has no whole date."""
    try:
        return min(date.fromisoformat(swv.as_of) for swv in swvs).isoformat()
    except ValueError:
        return None
