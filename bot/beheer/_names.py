"""What codes are called: topics, websites, samenwerkingsverbanden, channels."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.content import load_answers, load_catalogue
from bot.sites import Sites

CHANNELS: Mapping[str, str] = {"web": "website", "whatsapp": "WhatsApp"}
THEMES: Mapping[str, str] = {
    "algemeen": "passend onderwijs in het algemeen",
    "zorgplicht": "aanmelden, plaatsing en zorgplicht",
    "opp": "het plan voor het kind (OPP)",
    "swv": "het samenwerkingsverband",
    "speciaal": "speciaal onderwijs en TLV",
    "thuis": "thuiszitten en leerplicht",
    "behoefte": "wat het kind nodig heeft",
    "zorg": "jeugdhulp, zorg en vervoer",
    "geschil": "er samen niet uitkomen",
    "ouders": "rechten van ouders en kind",
    "beleid": "nieuw beleid",
}


@dataclass(frozen=True)
class Names:
    """Dutch names; what has none is shown by its code."""

    sites: Mapping[str, str]
    swvs: Mapping[str, str]
    """By code; short ones."""
    topics: Mapping[str, str]
    """By label: the question in the words of a parent."""
    themes: Mapping[str, str] = field(default_factory=dict)
    """The theme of each topic."""
    reviewed: Mapping[str, date] = field(default_factory=dict)
    """When the answer to each topic was last looked at."""

    def topic(self, label: str) -> str:
        """A topic as a parent would ask it."""
        return self.topics.get(label) or label

    def theme(self, label: str) -> str:
        """The theme of a topic, in words."""
        theme = self.themes.get(label, "")
        return THEMES.get(theme, theme) or "iets anders"

    def site(self, id: str) -> str:
        """The title of a website with its id, as titles may be alike."""
        title = self.sites.get(id)
        return f"{title} ({id})" if title else id

    def swv(self, code: str) -> str:
        """A samenwerkingsverband; parents whose region is unknown have the code ``."""
        if not code:
            return "niet bekend"
        name = self.swvs.get(code)
        return f"{name} ({code})" if name else code

    def channel(self, name: str) -> str:
        """A way to reach us."""
        return CHANNELS.get(name, name)


def load_names(sites: Sites, data: Path) -> Names:
    """Read the names from the project's `data`; some tenths of a second.

    Raises:
        OSError, ContentError: `data` cannot be read.
    """
    with (data / "swv/swv.csv").open(encoding="utf-8-sig", newline="") as lines:
        swvs = {row["code"]: row["short_name"] or row["name"] for row in csv.DictReader(lines)}
    catalogue = load_catalogue(data / "topics.csv")
    answers = load_answers(data / "responses")
    topics = {
        label.name: (answers[label.name].question if label.name in answers else "")
        or label.description
        for label in catalogue.values()
    }
    return Names(
        {site.id: site.title for site in sites.values()},
        swvs,
        topics,
        {label.name: label.theme for label in catalogue.values()},
        {name: answer.reviewed for name, answer in answers.items() if name in catalogue},
    )
