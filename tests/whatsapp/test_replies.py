"""Our own words: to what is no text, to who wants everything deleted, and in plain Dutch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content.checks._language import check_language
from bot.front.whatsapp._question import Question
from bot.front.whatsapp._replies import WhatsappWords
from bot.front.whatsapp._updates import KINDS
from bot.settings import ROOT

from ._limits import BUTTON_TITLE, violations

FILE = ROOT / "data/texts/whatsapp.yml"
WORDS = WhatsappWords.load(30)


def react(kind: str, text: str | None = None, **more: Any) -> tuple[str, str | None]:
    """What is said to a message, and what the brain is asked."""
    reaction = WORDS.react(Question("c" * 40, "m" * 40, kind, text, **more))
    for body in WORDS.render(reaction.messages):
        assert violations(body) == []
    return "\n".join(message.text for message in reaction.messages), reaction.ask


@pytest.mark.parametrize("kind", sorted(KINDS - {"text", "button", "location", "reaction"}))
def test_every_kind_gets_a_helpful_answer_that_the_brain_is_not_asked(kind: str) -> None:
    words, ask = react(kind)
    assert len(words.split()) > 8
    assert ask is None


def test_kinds_that_differ_for_a_parent_get_different_answers() -> None:
    kinds = KINDS - {"text", "button", "unknown"}
    assert len({react(kind)[0] for kind in kinds}) == len(kinds)


@pytest.mark.parametrize("kind", ["image", "video", "document"])
def test_what_is_written_under_a_picture_is_a_question(kind: str) -> None:
    words, ask = react(kind, "mag school dit weigeren?")
    assert ask == "mag school dit weigeren?"
    assert "alleen wat u erbij schreef" in words


def test_a_place_on_the_map_starts_the_look_up() -> None:
    words, ask = react("location", location=(52.09, 5.12))
    assert "postcode" in words
    assert ask == "topic:swv_zoeken"
    assert "52" not in words


def test_a_changed_message_is_answered_as_it_is_now() -> None:
    words, ask = react("edit", "wat is een tlv")
    assert "veranderd" in words
    assert ask == "wat is een tlv"
    assert "Typ uw vraag dan nog eens" in react("edit")[0]


@pytest.mark.parametrize(("emoji", "said"), [("👍", "Dank u"), ("👎🏽", "niet duidelijk")])
def test_an_emoji_is_understood(emoji: str, said: str) -> None:
    assert said in react("reaction", emoji)[0]


def test_an_emoji_that_is_taken_back_needs_no_answer() -> None:
    assert react("reaction") == ("", None)


def test_an_unhappy_parent_can_ask_for_a_person() -> None:
    (message,) = WORDS.react(Question("c" * 40, "m" * 40, "reaction", "😡")).messages
    assert [button.payload for button in message.buttons] == ["topic:handoff"]


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "stop!",
        " Stop. ",
        "verwijder mijn gegevens",
        "Kunt u a.u.b. mijn gegevens verwijderen?",
        "ik wil graag al mijn gegevens wissen",
        "Wis gesprek",
        "Wilt u alles verwijderen alstublieft",
        "delete my data please",
    ],
)
def test_who_asks_to_delete_everything_is_heard(text: str) -> None:
    assert WORDS.is_farewell(text)


@pytest.mark.parametrize(
    "text",
    [
        "stoppen",
        "ik wil stoppen met zoeken",
        "mag de school mijn gegevens verwijderen?",
        "hoe kan ik mijn gegevens verwijderen bij school",
        "de school zegt stop",
        "wil je",
        "graag",
        "",
        "🛑",
    ],
)
def test_a_question_or_a_cancel_deletes_nothing(text: str) -> None:
    assert not WORDS.is_farewell(text)


@pytest.mark.parametrize(("days", "said"), [(1, "tot 1 dag na"), (30, "tot 30 dagen na")])
def test_the_first_words_say_what_this_is_what_is_kept_and_how_to_delete(
    days: int, said: str
) -> None:
    (message,) = WhatsappWords.load(days).greeting()
    for needed in ("computerprogramma", "geen mens", said, "STOP", "112", "Uw eigen nummer"):
        assert needed in message.text


def test_a_mistake_in_an_answer_file_does_not_silence_us(tmp_path: Path) -> None:
    (tmp_path / "opp").mkdir()
    (tmp_path / "opp/opp_wat.yml").write_text("topic: [", encoding="utf-8")
    assert WhatsappWords.load(30, answers=tmp_path).greeting()


def test_all_texts_are_plain_dutch_within_all_limits() -> None:
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for name in ("greeting", "late", "hidden", "failed", "farewell"):
        messages = getattr(WORDS, name)()
        for body in WORDS.render(messages):
            assert violations(body) == []
        for message in messages:
            assert list(check_language(message.text, ())) == [], name
    for name, text in content["react"].items():
        assert list(check_language(text, ())) == [], name
    for title in (*content["titles"].values(), content["choose"]["list"]):
        assert len(title) <= BUTTON_TITLE
