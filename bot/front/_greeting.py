"""The first words to a parent: what this is, what it can do, what it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import structlog

from bot.content import ContentError, load_answers
from bot.front._input import SITE_SWV
from bot.front._messages import Button, Message
from bot.sites import Site

LOOK_UP = Button(title="Mijn samenwerkingsverband opzoeken", payload="topic:swv_zoeken")
_OWN_SWV = Button(title="Het samenwerkingsverband van deze school", payload=SITE_SWV)

_WHO = (
    "Hallo, ik ben Ouderwijzer. Ik ben een computerprogramma, geen mens.\n"
    "Ik geef uitleg over passend onderwijs. Bijvoorbeeld over aanmelden bij een school, extra "
    "hulp, het ontwikkelingsperspectief (OPP) en schorsing. Ook zoek ik op welk "
    "samenwerkingsverband bij u hoort."
)
_PRIVACY = (
    "Schrijf geen namen of medische gegevens.\n"
    "Ik bewaar uw vragen en mijn antwoorden tot {days} na uw laatste bericht. Een BSN, "
    "telefoonnummer, e-mailadres of rekeningnummer verberg ik eerst. Met de knop 'Wis gesprek' "
    "is alles meteen weg.\n"
    "Is er direct gevaar? Bel 112."
)
_QUESTION = "Wat wilt u weten? Kies een onderwerp of typ uw vraag."


def greeting(site: Site, questions: Mapping[str, str], retention_days: int) -> list[Message]:
    """The opening messages of a new session; `questions` are titles of buttons by topic."""
    days = "1 dag" if retention_days == 1 else f"{retention_days} dagen"
    who = f"{site.greeting}\n\n{_WHO}" if site.greeting else _WHO
    return [
        Message(text=who),
        Message(text=_PRIVACY.format(days=days)),
        Message(text=_QUESTION, buttons=_buttons(site, questions)),
    ]


def _buttons(site: Site, questions: Mapping[str, str]) -> list[Button]:
    """A topic that has no answer (yet) has no button."""
    return [
        *([_OWN_SWV] if site.swv else []),
        LOOK_UP,
        *(
            Button(title=questions[topic], payload=f"topic:{topic}")
            for topic in site.opening
            if topic in questions
        ),
    ]


def load_questions(folder: Path) -> dict[str, str]:
    """Each topic as a parent would ask it, from the answer files in `folder`.

    A mistake in an answer file must not keep the chat closed: it is logged, and only the
    look-up is offered.
    """
    try:
        answers = load_answers(folder)
    except (ContentError, OSError) as error:
        structlog.get_logger().error("answers_unreadable", kind=type(error).__name__)
        return {}
    return {topic: answer.question for topic, answer in answers.items() if answer.question}
