"""A message in the form that the classifier counts."""

from __future__ import annotations

from bot.nlu.entities import Mention, find_postcodes
from bot.nlu.topics import Utterance, mentions_danger, split_sentences
from bot.nlu.topics._text import MAX_CHARACTERS, shorten, within


def test_names_of_places_are_hidden_so_that_no_topic_is_learnt_from_them() -> None:
    text = "Welk swv hoort bij 3512 JE in Utrecht?"
    mentions = [*find_postcodes(text), Mention("plaats", "Utrecht", 30, 37)]
    utterance = Utterance.of(text, mentions, {})
    assert utterance.lemmas == "welk swv hoort bij pcode in plaatsnaam"
    assert "utrecht" not in utterance.surface


def test_school_words_stay() -> None:
    utterance = Utterance.of("naar de havo", [Mention("sector", "vo", 8, 12)], {})
    assert utterance.lemmas == "naar de havo"


def test_overlapping_mentions_are_hidden_once() -> None:
    both = [Mention("postcode", "3512", 0, 4), Mention("plaats", "12", 2, 7)]
    assert Utterance.of("3512 abc", both, {}).lemmas == "pcode abc"


def test_words_become_lemmas_and_unknown_words_stay() -> None:
    lemma = {"scholen": "school", "weigerden": "weigeren"}
    assert Utterance.of("Scholen weigerden Ouderwijzer!", [], lemma).lemmas == (
        "school weigeren ouderwijzer"
    )


def test_stretched_words_and_split_accents_meet_their_usual_form() -> None:
    assert Utterance.of("heeeeel", [], {}) == Utterance.of("heel", [], {})
    assert Utterance.of("ide\u0301e", [], {}) == Utterance.of("idée", [], {})


def test_sentences_are_split_at_marks_and_line_breaks() -> None:
    text = "Hij zit thuis. Mag dat?\nWat nu!  "
    assert [text[a:b] for a, b in split_sentences(text)] == [
        "Hij zit thuis.",
        "Mag dat?",
        "Wat nu!",
    ]


def test_marks_inside_a_word_do_not_split() -> None:
    text = "Zie www.swv.nl of art.40 lid 1"
    assert split_sentences(text) == [(0, len(text))]


def test_a_text_without_words_is_one_sentence() -> None:
    assert split_sentences("?!  ...") == [(0, 7)]
    assert split_sentences("") == [(0, 0)]


def test_mentions_of_a_sentence_are_counted_from_its_start() -> None:
    mentions = [Mention("plaats", "Ede", 2, 5), Mention("postcode", "3512", 12, 16, "pc4")]
    assert within(mentions, 10, 20) == [Mention("postcode", "3512", 2, 6, "pc4")]


def test_a_long_text_keeps_start_and_end() -> None:
    text = "begin" + "x" * 10_000 + "einde"
    short = shorten(text)
    assert short.startswith("begin")
    assert short.endswith("einde")
    assert len(short) == MAX_CHARACTERS + 1
    assert shorten("kort") == "kort"


def test_words_of_danger_are_seen() -> None:
    for text in ("hij wil dood", "ze slaat hem", "ZELFMOORD", "er is een mes", "hij is vermist"):
        assert mentions_danger(text), text
    for text in ("mag een school weigeren", "wat is een opp", ""):
        assert not mentions_danger(text), text
