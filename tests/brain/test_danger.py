"""Phrases that tell of grave danger, beside which a suspicion is enough."""

from __future__ import annotations

import pytest

from bot.nlu.topics import tells_of_danger


@pytest.mark.parametrize(
    "text",
    [
        "hij heeft een doos slaappillen ingenomen",
        "mijn zoon heeft 20 pillen ingenomen",
        "de meester heeft haar onder haar kleren aangeraakt",
        "ze zegt dat de buurman in haar broek zat",
        "hij is misbruikt door zijn oom",
        "mijn dochter is niet thuisgekomen uit school",
        "mijn kind is vermist",
        "hij wil dood",
        "ze doet zichzelf wat aan",
        "hij praat over zelfmoord",
        "hij zegt dat hij niet meer wil leven",
        "mijn dochter schreef dat ze niet langer wilde leven",
        "ze zegt dat ze niet meer leven wil",
        "dat hij er niet meer wil zijn",
        "hij vindt dat het leven geen zin meer heeft",
        "ze wil zich van kant maken",
    ],
)
def test_grave_danger_is_noticed(text: str) -> None:
    assert tells_of_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "mag de juf een paracetamol geven",
        "hij plast nog in zijn broek, mag hij naar de kleuters",
        "wie geeft de pillen op school",
        "de meester is ziek",
        "ik wil niet meer praten met deze school",
        "hij wil er niet meer heen",
        "zonder vrienden is het op school geen leven",
        "dit heeft geen zin meer",
        "ze komt laat thuis",
        "",
    ],
)
def test_school_matters_are_not(text: str) -> None:
    assert not tells_of_danger(text)
