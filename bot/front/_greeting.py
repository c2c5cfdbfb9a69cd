"""The first words to a parent: what this is, what it can do, what it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import structlog

from bot.content import Answer, ContentError, load_answers
from bot.front._messages import Button, Message

_OPENING_TOPICS = ("school_weigert", "school_vol", "opp_wat", "schorsing")
_LOOK_UP = Button(title="Mijn samenwerkingsverband opzoeken", payload="topic:swv_zoeken")

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


def greeting(buttons: list[Button], retention_days: int) -> list[Message]:
    """The opening messages of a new session."""
    days = "1 dag" if retention_days == 1 else f"{retention_days} dagen"
    return [
        Message(text=_WHO),
        Message(text=_PRIVACY.format(days=days)),
        Message(text=_QUESTION, buttons=buttons),
    ]


def opening_buttons(answers: Mapping[str, Answer]) -> list[Button]:
    """The buttons under the greeting; a topic that has no answer (yet) has no button."""
    topics = [
        Button(title=answers[topic].question, payload=f"topic:{topic}")
        for topic in _OPENING_TOPICS
        if topic in answers and answers[topic].question
    ]
    return [_LOOK_UP, *topics]


def load_buttons(folder: Path) -> list[Button]:
    """The opening buttons with titles from the answer files in `folder`.

    A mistake in an answer file must not keep the chat closed: it is logged, and only the
    look-up is offered.
    """
    try:
        return opening_buttons(load_answers(folder))
    except (ContentError, OSError) as error:
        structlog.get_logger().error("answers_unreadable", kind=type(error).__name__)
        return opening_buttons({})
