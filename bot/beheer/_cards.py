"""The figures as cards: a name, a number, what it is part of, and how it is counted."""

from __future__ import annotations

from dataclasses import dataclass

from bot.beheer import _words as words
from bot.measures import Figures, TopicFigures

DEFINITIONS: dict[str, tuple[str, str]] = {
    "conversations": (
        "Gesprekken",
        "Alle gesprekken die begonnen, ook als de ouder daarna niets vroeg. Na 24 uur stilte "
        "begint een nieuw gesprek.",
    ),
    "asked": (
        "Met een vraag",
        "Gesprekken waarin de ouder minstens één vraag stelde of koos, of om een mens vroeg. De "
        "andere aantallen zijn een deel hiervan, behalve de duimen.",
    ),
    "at_once": (
        "Meteen beantwoord",
        "Op de eerste vraag van het gesprek kwam meteen een antwoord. Ook als de ouder alleen "
        "om een mens vroeg.",
    ),
    "after_one": (
        "Na één vraag terug",
        "Ouderwijzer vroeg op de eerste vraag één keer door en gaf daarna antwoord.",
    ),
    "later": (
        "Later beantwoord",
        "Het antwoord kwam na meer dan één vraag terug, of nadat een vraag niet was begrepen.",
    ),
    "not_understood": (
        "Niet begrepen",
        "De ouder kreeg in dit gesprek geen antwoord, en ging niet weg na een vraag terug.",
    ),
    "abandoned": (
        "Afgebroken",
        "De ouder ging weg zonder antwoord: na een vraag terug, of halverwege een bericht.",
    ),
    "deflected": (
        "Geholpen zonder mens",
        "De ouder kreeg antwoord en vroeg niet om een mens. De laatste duim ging niet omlaag. En "
        "de ouder kwam niet binnen 7 dagen terug met een vraag over hetzelfde.",
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
        "De ouder kreeg een antwoord over een onderwerp dat op een van de 7 dagen ervoor ook al "
        "aan bod kwam. Op een website zien wij dat alleen binnen één sessie.",
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
