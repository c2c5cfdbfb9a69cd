"""Texts within WhatsApp's limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.front.whatsapp._split import cut, length, split


def test_paragraphs_stay_whole_if_they_fit() -> None:
    first, second, third = "a" * 30, "b" * 30, "c" * 30
    assert split(f"{first}\n\n{second}\n\n{third}", 65) == [f"{first}\n\n{second}", third]


def test_a_long_paragraph_is_split_at_lines_then_sentences_then_words() -> None:
    assert split("1. een\n2. twee\n3. drie", 14) == ["1. een\n2. twee", "3. drie"]
    assert split("Dit is een. Dit is twee.", 14) == ["Dit is een.", "Dit is twee."]
    assert split("een twee drie vier", 9) == ["een twee", "drie vier"]


def test_an_address_is_not_broken() -> None:
    address = "https://example.nl/een/lang/pad"
    assert address in split(f"Kijk eens rustig op {address} voor meer.", 35)


def test_an_endless_word_is_broken_all_the_same() -> None:
    assert split("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_an_emoji_counts_as_two_and_stays_whole() -> None:
    assert length("a🙂") == 3
    assert split("🙂" * 5, 5) == ["🙂🙂", "🙂🙂", "🙂"]


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("Wat is een OPP?", 20, "Wat is een OPP?"),
        ("De school weigert mijn kind", 20, "De school weigert…"),
        ("De school, die weigert", 12, "De school…"),
        ("Samenwerkingsverbanden", 10, "Samenwerk…"),
        ("twee\nregels  hier", 20, "twee regels hier"),
    ],
)
def test_a_title_is_cut_after_a_word(text: str, limit: int, shown: str) -> None:
    assert cut(text, limit) == shown


texts = st.text(alphabet=st.sampled_from("ab .\n🙂?-"), max_size=120)


@given(texts, st.integers(min_value=4, max_value=40))
def test_any_text_keeps_all_its_letters_within_the_limit(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(part.strip() and length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(texts, st.integers(min_value=4, max_value=40))
def test_any_title_is_within_the_limit(text: str, limit: int) -> None:
    assert length(cut(text, limit)) <= limit
