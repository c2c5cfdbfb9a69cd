"""The steps of leaving a message, without anything around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.front.handoff._dialogue import Dialogue, Heard, Then, Turn
from bot.front.handoff._draft import Draft, Step
from bot.front.handoff._words import MAX_QUESTION, HandoffWords, Who

WORDS = HandoffWords.load(7)
WHO = Who("kastanje", "de helpdesk van De Kastanje")
PLACES = {"utrecht": "Utrecht", "leidsche rijn": "Utrecht"}
DIALOGUE = Dialogue(WORDS, lambda text: PLACES.get(text.lower()))


@dataclass
class Talk:
    """A parent at the hand-off."""

    draft: Draft
    number: str | None = None

    def hear(self, **heard: Any) -> Turn:
        turn = DIALOGUE.take(self.draft, Heard(**heard), WHO, self.number)
        self.draft = turn.draft
        return turn

    def tap(self, name: str) -> Turn:
        return self.hear(payload=f"handoff:{name}")

    def say(self, text: str, **heard: Any) -> Turn:
        return self.hear(text=text, **heard)


@pytest.fixture
def talk() -> Talk:
    return Talk(Draft(desk=WHO.desk, question="Mag de school dit?", topic="schorsing"))


def at(step: Step, **known: str) -> Talk:
    """A talk that has come to `step`."""
    return Talk(replace(Draft(desk=WHO.desk, step=step), **known))  # type: ignore[arg-type]


def payloads(turn: Turn) -> list[str]:
    return [button.payload for message in turn.messages for button in message.buttons]


def test_the_whole_way(talk: Talk) -> None:
    assert talk.tap("yes").messages[0].asks == "contact"
    asked = talk.say("mail naar ouder@voorbeeld.nl of 06-12345678")
    assert asked.messages[0].asks == "question"
    assert "Mag de school dit?" in asked.messages[0].text
    assert talk.tap("keep").messages[0].asks == "sector"
    assert talk.tap("po").messages[0].asks == "gemeente"
    (confirm,) = talk.say("Leidsche Rijn").messages
    assert confirm.asks == "confirm"
    for part in ("Mag de school dit?", "ouder@voorbeeld.nl en 06 12345678", "Utrecht", "basis"):
        assert part in confirm.text
    turn = talk.tap("send")
    assert turn.then is Then.SEND
    assert turn.draft.step is Step.SENT


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.SENT])
@pytest.mark.parametrize("words", ["stop", "Stop!", "laat maar", " STOPPEN "])
def test_it_can_be_stopped_at_every_step(step: Step, words: str) -> None:
    assert at(step, email="a@b.nl", question="?").say(words).then is Then.STOP
    assert at(step).tap("stop").then is Then.STOP
    assert at(step).say("ik wil dit toch niet meer", label="cancel").then is Then.STOP


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.SENT])
def test_danger_goes_to_the_brain_at_every_step(step: Step) -> None:
    turn = at(step).say("ik weet niet meer hoe het verder moet", label="crisis", is_danger=True)
    assert turn.then is Then.ASIDE
    assert payloads(turn) == ["handoff:resume", "handoff:stop"]


@pytest.mark.parametrize(
    "step", [Step.CONSENT, Step.CONTACT, Step.SECTOR, Step.GEMEENTE, Step.CONFIRM]
)
def test_another_question_is_answered_first(step: Step) -> None:
    talk = at(step)
    assert talk.say("wat is een opp", label="opp_wat", is_question=True).then is Then.ASIDE
    assert talk.draft.step is step
    assert talk.hear(payload="topic:opp_wat").then is Then.ASIDE


def test_at_the_question_every_text_is_the_question(talk: Talk) -> None:
    talk.draft = replace(talk.draft, step=Step.QUESTION)
    turn = talk.say("Mag school mijn zoon schorsen?", label="schorsing", is_question=True)
    assert turn.then is Then.ASK
    assert talk.draft.question == "Mag school mijn zoon schorsen?"


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step.CONSENT, "hoezo"),
        (Step.CONTACT, "geen idee"),
        (Step.SECTOR, "gewoon"),
        (Step.GEMEENTE, "Verweggistan"),
        (Step.CONFIRM, "hmm"),
    ],
)
def test_what_is_not_understood_is_asked_again_and_changes_nothing(step: Step, words: str) -> None:
    talk = at(step, email="a@b.nl", question="?")
    before = talk.draft
    turn = talk.say(words)
    assert (turn.then, talk.draft) == (Then.ASK, before)
    assert turn.messages[0].text


def test_a_wrong_address_is_told_and_nothing_is_lost() -> None:
    talk = at(Step.CONTACT, question="Mijn vraag")
    assert "klopt niet" in talk.say("ouder@voorbeeld").messages[0].text
    assert talk.draft.question == "Mijn vraag"
    assert talk.say("ouder@voorbeeld.nl").messages[0].asks == "question"


def test_only_the_last_yes_sends(talk: Talk) -> None:
    for name in ("send", "yes", "send", "keep", "send"):
        assert talk.tap(name).then is not Then.SEND


def test_a_yes_in_words_sends_what_was_shown() -> None:
    talk = at(Step.CONFIRM, email="a@b.nl", question="?", sector="po", gemeente="Utrecht")
    assert talk.say("ja graag", label="affirm").then is Then.SEND


def test_a_no_at_the_end_asks_what_to_change() -> None:
    talk = at(Step.CONFIRM, email="a@b.nl", question="?", sector="po", gemeente="Utrecht")
    talk.draft = replace(talk.draft, checked=True)
    turn = talk.say("nee", label="deny")
    assert payloads(turn) == [
        "handoff:change_question",
        "handoff:change_contact",
        "handoff:change_school",
    ]
    talk.tap("change_contact")
    (confirm,) = talk.say("0612345678").messages
    assert confirm.asks == "confirm"
    assert "06 12345678" in confirm.text
    assert "a@b.nl" not in confirm.text
    assert talk.tap("change_school").messages[0].asks == "sector"
    assert talk.tap("so").messages[0].asks == "gemeente"
    assert talk.tap("skip").messages[0].asks == "confirm"


def test_an_old_button_does_not_jump_ahead() -> None:
    talk = at(Step.CONTACT)
    turn = talk.tap("po")
    assert turn.messages[0].asks == "contact"
    assert talk.draft.step is Step.CONTACT


def test_a_bsn_does_not_go_to_a_helpdesk() -> None:
    talk = at(Step.QUESTION, email="a@b.nl")
    talk.say("Mijn kind heeft bsn 111222333, mag school dat vragen?")
    assert "111222333" not in talk.draft.question
    assert "<BSN>" in talk.draft.question


def test_a_question_that_is_too_long_is_not_cut() -> None:
    talk = at(Step.QUESTION)
    turn = talk.say("x" * (MAX_QUESTION + 1))
    assert str(MAX_QUESTION) in turn.messages[0].text
    assert talk.draft.question == ""


def test_the_number_of_whatsapp_can_be_chosen_only_there() -> None:
    talk = at(Step.CONTACT)
    talk.tap("own_number")
    assert talk.draft.step is Step.CONTACT
    talk.number = "+31612345678"
    assert talk.tap("own_number").messages[0].asks == "question"
    assert talk.draft.phone == "+31612345678"


def test_what_is_known_is_not_asked() -> None:
    talk = at(Step.QUESTION, sector="vo", swv="VO2601", email="a@b.nl")
    assert talk.say("Mag dit?").messages[0].asks == "confirm"


@given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from(["handoff:yes", "handoff:po"]))))
def test_nothing_one_says_sends_without_contact_and_question(said: list[str]) -> None:
    talk = Talk(Draft(desk=WHO.desk))
    for each in said:
        is_tap = each.startswith("handoff:")
        turn = talk.hear(payload=each) if is_tap else talk.say(each, label="affirm")
        if turn.then is Then.SEND:
            assert turn.draft.email or turn.draft.phone
            assert turn.draft.question
            return
        if turn.then is Then.STOP:
            return


def test_a_draft_survives_the_vault() -> None:
    draft = Draft("d", Step.GEMEENTE, "a@b.nl", "+31612345678", "?", "po", checked=True)
    assert Draft.of(draft.as_json()) == draft
    assert Draft.of(draft.as_json() | {"of a later version": 1}) == draft
    assert "a@b.nl" not in repr(draft)
