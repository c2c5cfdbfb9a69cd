"""The figures as cards: a name, a number, what it is part of, and how it is counted."""

from __future__ import annotations

from dataclasses import dataclass

from bot.beheer import _words as words
from bot.measures._figures import Figures, TopicFigures

DEFINITIONS: dict[str, tuple[str, str]] = {
    "conversations": (
        "Gesprekken",
        "Alle gesprekken die begonnen, ook als de ouder daarna niets vroeg. Op WhatsApp begint een "
        "nieuw gesprek na 24 uur stilte.",
    ),
    "asked": (
        "Met een vraag",
        "Gesprekken waarin de ouder minstens één vraag stelde of koos. Alle delen hieronder zijn "
        "een deel van deze gesprekken.",
    ),
    "at_once": (
        "Meteen beantwoord",
        "Op de eerste vraag van het gesprek kwam meteen een antwoord.",
    ),
    "after_one": (
        "Na één vraag terug",
        "Ouderwijzer vroeg één keer door en gaf daarna antwoord.",
    ),
    "later": (
        "Later beantwoord",
        "Het antwoord kwam na meer dan één vraag terug, of na een nieuwe vraag van de ouder.",
    ),
    "not_understood": (
        "Niet begrepen",
        "Het gesprek eindigde zonder dat Ouderwijzer een antwoord had.",
    ),
    "abandoned": (
        "Afgebroken",
        "Ouderwijzer vroeg nog iets en de ouder gaf geen antwoord meer.",
    ),
    "deflected": (
        "Geholpen zonder mens",
        "De ouder kreeg antwoord, vroeg niet om een mens, keurde het laatste antwoord niet af en "
        "kwam niet binnen 7 dagen terug met dezelfde vraag.",
    ),
    "offered": ("Mens aangeboden", "Ouderwijzer bood aan om iemand te laten meedenken."),
    "wanted": (
        "Mens gevraagd",
        "De ouder vroeg om een mens, of begon een bericht aan de helpdesk.",
    ),
    "completed": ("Bericht achtergelaten", "De ouder verstuurde een bericht aan de helpdesk."),
    "delivered": ("Bericht bezorgd", "Het bericht kwam aan bij de helpdesk."),
    "repeated": (
        "Zelfde vraag opnieuw",
        "De ouder vroeg binnen 7 dagen nog eens naar hetzelfde onderwerp. Dat zien wij alleen op "
        "WhatsApp en binnen hetzelfde gesprek op een website.",
    ),
    "up": ("Duim omhoog", "Oordelen van ouders over een antwoord, niet gesprekken."),
    "down": ("Duim omlaag", "Oordelen van ouders over een antwoord, niet gesprekken."),
}
"""Name and definition of every field of `Figures`."""

TOPIC_DEFINITIONS: dict[str, tuple[str, str]] = {
    "answers": ("Antwoorden", "Hoe vaak dit antwoord is gegeven."),
    "up": DEFINITIONS["up"],
    "down": DEFINITIONS["down"],
    "led_to_person": (
        "Daarna een mens",
        "Gesprekken waarin dit het laatste antwoord was voordat de ouder een bericht achterliet.",
    ),
    "repeated": ("Opnieuw gevraagd", DEFINITIONS["repeated"][1]),
}
"""Name and definition of every field of `TopicFigures`."""

_PARTS = frozenset(
    "at_once after_one later not_understood abandoned deflected wanted completed".split()
)


@dataclass(frozen=True, slots=True)
class Card:
    """One figure."""

    name: str
    title: str
    value: str
    note: str
    """What the number is part of; may be empty."""
    definition: str


def cards(total: Figures, *, exact: bool) -> dict[str, Card]:
    """A card for every figure."""
    made = {}
    for name, (title, definition) in DEFINITIONS.items():
        value = int(getattr(total, name))
        note = ""
        if name in _PARTS:
            share = words.part(value, total.asked, exact=exact)
            if share != words.UNKNOWN:
                note = f"{share} van {words.number(total.asked)} met een vraag"
        made[name] = Card(name, title, words.count(value, exact=exact), note, definition)
    return made


def topic_cards(figures: TopicFigures, *, exact: bool) -> list[Card]:
    """The figures of one topic."""
    return [
        Card(name, title, words.count(int(getattr(figures, name)), exact=exact), "", definition)
        for name, (title, definition) in TOPIC_DEFINITIONS.items()
    ]
