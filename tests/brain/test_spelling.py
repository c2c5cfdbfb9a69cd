"""Misspelt words are read as words of the examples; other words are left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.topics import Utterance
from bot.nlu.topics._spelling import Speller

LEMMAS = {
    "scholen": "school",
    "kinderen": "kind",
    "geschorst": "schorsen",
    "onderwijs": "onderwijs",
}
SENTENCES = ["mijn kinderen zijn geschorst", "de scholen geven onderwijs", "hulp op school"]


def utterance(text: str) -> Utterance:
    return Utterance.of(text, [], LEMMAS)


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller().fit([utterance(text) for text in SENTENCES for _ in range(8)])


@pytest.mark.parametrize(
    ("word", "mended"),
    [
        ("geshcorst", "geschorst"),
        ("ondrwijs", "onderwijs"),
        ("kideren", "kinderen"),
        ("shcool", "school"),
        ("school", "school"),
        ("scholen", "scholen"),  # a word of its own, however near
        ("op", "op"),
        ("3512", "3512"),
        ("vakantie", "vakantie"),
    ],
)
def test_a_word_is_mended_to_the_nearest_common_word(
    speller: Speller, word: str, mended: str
) -> None:
    assert speller.mend(utterance(word)).surface == mended


def test_the_lemma_is_that_of_the_mended_word(speller: Speller) -> None:
    mended = speller.mend(utterance("Me kideren zijn geshcorst!"))
    assert mended == Utterance("me kinderen zijn geschorst!", "me kind zijn schorsen")


def test_a_text_without_mistakes_is_itself(speller: Speller) -> None:
    text = utterance("hulp op school")
    assert speller.mend(text) is text


@given(st.text(max_size=200))
def test_any_text_keeps_its_words_in_number(text: str) -> None:
    speller = Speller().fit([utterance(each) for each in SENTENCES for _ in range(8)])
    before = utterance(text)
    after = speller.mend(before)
    assert len(after.lemmas.split()) == len(before.lemmas.split())


def test_a_long_text_of_unknown_words_takes_no_time(speller: Speller) -> None:
    text = utterance(
        " ".join(f"{'abcdefghij'[n % 10]}onbekend{chr(97 + n % 26)}" for n in range(500))
    )
    started = time.perf_counter()
    speller.mend(text)
    assert time.perf_counter() - started < 1
