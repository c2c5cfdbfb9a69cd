"""What a helpdesk reads."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.helpdesk import Contact
from bot.helpdesk._letter import Letters

from .conftest import outgoing

LETTERS = Letters.load()
WHOLE = """\
Een ouder heeft via Ouderwijzer een vraag voor u achtergelaten.

KENMERK
OW-2B4C-6D8F

DE OUDER
Naam: Noor de Vries
E-mail: ouder@gezin.example
Telefoon: +31612345678

DE VRAAG
Mijn dochter zit thuis. Wie helpt ons?
Wij wonen in Utrecht.

WAAR HET OVER GAAT
Onderwerp: {}
Onderwijs: po (basisschool)
Gemeente: Utrecht
Samenwerkingsverband: PO2601 {}
Binnengekomen via: website (demo)
Wanneer: 26 november 2026, 10.05 uur

WAT ER EERDER IS GEZEGD
Ouder: mijn kind zit thuis

De ouder heeft de vraag en de gegevens hierboven gelezen, en gezegd dat wij ze aan u mogen geven. \
Noem bij vragen over dit bericht het kenmerk.
"""


def test_a_letter_is_whole() -> None:
    topic, swv = LETTERS.topics["thuiszitter"], LETTERS.swvs["PO2601"]
    assert LETTERS.text(outgoing(summary="Ouder: mijn kind zit thuis")) == WHOLE.format(topic, swv)


def test_what_is_not_known_is_left_out() -> None:
    bare = outgoing(
        contact=Contact(), sector=None, gemeente=None, swv=None, topic=None, channel="whatsapp"
    )
    text = LETTERS.text(bare)
    assert "None" not in text
    assert "Gemeente" not in text
    assert "Geen naam of adres gegeven." in text
    assert "WhatsApp (demo)" in text


def test_a_label_that_is_gone_is_shown_as_it_is() -> None:
    assert "Onderwerp: oud_label" in LETTERS.text(outgoing(topic="oud_label", swv="PO0000"))


@given(st.text(max_size=300), st.text(max_size=60))
def test_whatever_a_parent_types_stays_text(question: str, name: str) -> None:
    ticket = outgoing(question=question, contact=Contact(name=name))
    text, shown = LETTERS.text(ticket), LETTERS.html(ticket)
    assert "\r" not in text
    assert all(one in "\n\t" or one.isprintable() for one in text)
    assert set(shown.replace("<b>", "").replace("</b>", "").replace("<br>", "")).isdisjoint("<>")
    assert sum(line.startswith("Naam:") for line in text.split("\n")) <= 1 + question.count("Naam:")
