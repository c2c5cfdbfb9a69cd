"""Whatever a parent types, understanding it neither breaks nor takes long."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.entities import Gazetteer, Mention, find_postcodes, find_sectors
from bot.nlu.entity_extractor import DutchEntityExtractor
from bot.nlu.topics import Utterance, mentions_danger, split_sentences
from bot.nlu.topics._text import MAX_CHARACTERS, shorten

_PIECES = (
    "3512 JE|3512|35 12|0612345678|artikel 40|2014|in |wonen |Utrecht|Bergen (NH)|'s-|het |Een |"
    "groep 8|brugklas|vıjf|zeſ|twaalf| jaar|van 5|(8)|niet |maar |nee |postbus 1|straat 12|"
    "duizend|vijfendertig |K|İ|²|١٢٣٤٥|\u0301|\n|. |?|-|/|€|,|/restart|\x00|👩‍👧"
).split("|")
texts = st.text(max_size=300) | st.lists(st.sampled_from(_PIECES), max_size=25).map("".join)

_LONG = {
    "one letter": "a", "digits": "1 ", "postcodes": "3512 JE ", "phones": "06 1234 5678 ",
    "sectors": "po vo ", "spoken": "vijfendertig elf ", "misspelt": "in Utrechd ",
    "brackets": "a (b) ", "streets": "Dorpsstraat 12 ", "ages": "van 5 en 14 jaar ",
    "corrections": "3511 nee ", "sentences": "a. ", "lines": "x\n", "spaces": " ",
    "prose": "Mijn zoon van 8 zit thuis en de school in Utrecht zegt dat ze vol is. ",
}  # fmt: skip


def _are_in_order(text: str, mentions: Sequence[Mention]) -> bool:
    end = 0
    for mention in mentions:
        if not (end <= mention.start < mention.end <= len(text) and mention.value):
            return False
        end = mention.end
    return True


@settings(deadline=None)  # the numbers in words are made on first use
@given(texts)
def test_postcodes_lie_within_the_text_in_order(text: str) -> None:
    assert _are_in_order(text, find_postcodes(text))


@given(texts)
def test_sectors_lie_within_the_text_in_order(text: str) -> None:
    assert _are_in_order(text, find_sectors(text))


@settings(deadline=None)
@given(text=texts)
def test_places_lie_within_the_text_in_order(gazetteer: Gazetteer, text: str) -> None:
    assert _are_in_order(text, gazetteer.find(text))


@given(texts)
def test_sentences_lie_within_the_text_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert spans
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))


@settings(deadline=None)
@given(texts)
def test_masking_leaves_no_postcode(text: str) -> None:
    mentions = find_postcodes(text)
    surface = Utterance.of(text, mentions, {}).surface
    assert surface.count("pcode") >= len(mentions)


@pytest.mark.parametrize("piece", _LONG.values(), ids=_LONG.keys())
def test_a_hundred_kilobytes_take_seconds_at_most(gazetteer: Gazetteer, piece: str) -> None:
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    find_postcodes("duizend honderd")  # the table of numbers in words is made once
    started = time.process_time()
    assert _are_in_order(text, find_postcodes(text))
    postcodes = time.process_time() - started
    find_sectors(text)
    gazetteer.find(text)
    mentions_danger(text)
    split_sentences(text)
    # A second alone, two on a busy machine; a quadratic search would take minutes.
    assert postcodes < 4
    assert time.process_time() - started - postcodes < 4


class _NoStorage:
    """In place of Rasa's model storage: nothing is trained here."""


def _extractor(gazetteer: Gazetteer) -> DutchEntityExtractor:
    storage: Any = _NoStorage()
    extractor = DutchEntityExtractor({"registry": "data/swv"}, storage, storage)
    extractor._gazetteer = gazetteer
    return extractor


def test_of_a_long_text_both_ends_are_read(gazetteer: Gazetteer) -> None:
    text = "Wij wonen in Utrecht. " + "bla " * 5000 + " De basisschool is vol."
    found = _extractor(gazetteer).mentions(text)
    assert [mention.value for mention in found] == ["Utrecht", "po"]
    assert len(shorten(text)) <= MAX_CHARACTERS + 1


def test_a_place_inside_an_address_counts_once(gazetteer: Gazetteer) -> None:
    found = _extractor(gazetteer).mentions("wij wonen aan de Utrechtseweg 12")
    assert [(mention.entity, mention.kind) for mention in found] == [("postcode", "address")]
