"""The steps of leaving a message, without anything around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.front.handoff._dialogue import Dialogue, Heard, Then, Turn
from bot.front.handoff._draft import Aside, Draft, Step
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


@pytest.mark.parametrize("step", [Step.CONSENT, Step.CONTACT, Step.SECTOR, Step.CONFIRM])
def test_a_wish_to_stop_in_other_words_is_understood(step: Step) -> None:
    assert at(step).say("ik wil dit toch niet meer", label="cancel").then is Then.STOP


def test_a_question_may_be_about_stopping() -> None:
    talk = at(Step.QUESTION, email="a@b.nl")
    talk.say("Mag school de begeleiding van mijn zoon zomaar stoppen?", label="cancel")
    assert talk.draft.question.startswith("Mag school")


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
    assert "iets mis" in talk.say("ouder@voorbeeld").messages[0].text
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
        "handoff:resume",
    ]
    assert talk.say("ja", label="affirm").then is Then.ASK  # it was no yes to what is sent
    talk.tap("change")
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
    talk = at(Step.QUESTION, sector="vo", email="a@b.nl")
    talk.draft = replace(talk.draft, swvs=["PO2601", "VO2601"])
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
    draft = Draft("d", Step.GEMEENTE, "key", "a@b.nl", "+31612345678", "?", "po", checked=True)
    assert Draft.of(draft.as_json()) == draft
    assert Draft.of(draft.as_json() | {"of a later version": 1}) == draft
    assert "a@b.nl" not in repr(draft)


@pytest.mark.parametrize(
    "words",
    ["ja dat klopt niet", "ja maar", "ja?", "nou ja", "ok dus?", "ja fout", "ja veranderen", "nee"],
)
def test_only_a_plain_yes_sends(words: str) -> None:
    talk = at(Step.CONFIRM, email="a@b.nl", question="Mag dit?", sector="po", gemeente="Utrecht")
    assert talk.say(words, label="affirm").then is Then.ASK


@pytest.mark.parametrize("words", ["ja", "Ja graag!", "versturen", "stuur maar", "Klopt.", "oké"])
def test_a_plain_yes_sends(words: str) -> None:
    talk = at(Step.CONFIRM, email="a@b.nl", question="Mag dit?", sector="po", gemeente="Utrecht")
    assert talk.say(words).then is Then.SEND


def test_a_yes_to_something_else_sends_nothing() -> None:
    talk = at(Step.CONFIRM, email="a@b.nl", question="Mag dit?", sector="po", gemeente="Utrecht")
    assert talk.say("wat is een opp", is_question=True).then is Then.ASIDE
    (confirm,) = talk.say("oke", label="affirm").messages
    assert "Zal ik het versturen?" in confirm.text
    assert talk.say("oke", label="affirm").then is Then.SEND


def test_what_is_typed_after_a_question_of_the_brain_is_its_answer() -> None:
    talk = at(Step.QUESTION, email="a@b.nl", question="Mag dit?")
    talk.draft = replace(talk.draft, aside=Aside.ASKED)
    assert talk.say("3511 AB").then is Then.ASIDE
    assert talk.draft.question == "Mag dit?"
    talk.draft = replace(talk.draft, step=Step.CONTACT, aside=Aside.ASKED)
    assert talk.say("ouder@voorbeeld.nl").then is Then.ASK
    assert talk.draft.email == "ouder@voorbeeld.nl"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("0687654321", {"phone": "+31687654321", "email": ""}),
        ("nee het is ander@voorbeeld.nl", {"email": "ander@voorbeeld.nl", "phone": ""}),
        ("Utrecht", {"gemeente": "Utrecht"}),
    ],
)
def test_a_correction_at_the_end_is_shown_before_it_is_sent(
    words: str, expected: dict[str, str]
) -> None:
    talk = at(Step.CONFIRM, email="a@b.nl", question="Mag dit?", sector="po", gemeente="Ede")
    (confirm,) = talk.say(words).messages
    assert confirm.asks == "confirm"
    for name, value in expected.items():
        assert getattr(talk.draft, name) == value


@pytest.mark.parametrize(
    ("words", "asks"), [("mijn nummer", "contact"), ("de vraag", "question"), ("school", "sector")]
)
def test_a_part_to_change_can_be_typed(words: str, asks: str) -> None:
    talk = at(Step.CONFIRM, email="a@b.nl", question="Mag dit?", sector="po", gemeente="Ede")
    talk.tap("change")
    assert talk.say(words).messages[0].asks == asks


def test_more_is_added_to_the_question_and_something_else_takes_its_place() -> None:
    talk = at(Step.QUESTION, email="a@b.nl", question="Hij is geschorst.", topic="schorsing")
    talk.say("ja en hij wordt ook gepest")
    assert talk.draft.question == "Hij is geschorst.\n\nja en hij wordt ook gepest"
    assert talk.draft.topic == "schorsing"
    talk.tap("change_question")
    talk.say("Wie betaalt het vervoer?")
    assert (talk.draft.question, talk.draft.topic) == ("Wie betaalt het vervoer?", "")


@pytest.mark.parametrize("words", ["nee", "weet ik niet", "06-12345678", "..", "dank u"])
def test_what_is_no_question_does_not_become_one(words: str) -> None:
    talk = at(Step.QUESTION, email="a@b.nl")
    talk.say(words, label="thanks" if words == "dank u" else "")
    assert (talk.draft.step, talk.draft.question) == (Step.QUESTION, "")


def test_a_question_beside_the_address_is_not_lost() -> None:
    talk = at(Step.CONTACT, question="Hij is geschorst.")
    (check,) = talk.say("naam@voorbeeld.nl en mijn vraag is mag dat zonder brief").messages
    assert "mag dat zonder brief" in check.text
    assert "Hij is geschorst." in check.text


def test_an_address_with_the_consent_is_kept_and_without_it_is_asked() -> None:
    talk = at(Step.CONSENT)
    assert talk.say("ja 06-12345678").messages[0].asks == "question"
    talk = at(Step.CONSENT)
    assert talk.say("mijn nummer is 06-12345678").messages[0].asks == "consent"
    assert talk.tap("yes").messages[0].asks == "question"


@pytest.mark.parametrize("step", [Step.CONSENT, Step.CONTACT, Step.QUESTION, Step.CONFIRM])
@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("wie leest dit?", "Alleen de helpdesk"),
        ("hoe lang duurt het", "weet ik niet"),
        ("krijg ik iemand aan de lijn", "computerprogramma"),
    ],
)
def test_a_question_about_the_message_is_answered_and_the_step_asked_again(
    step: Step, words: str, answer: str
) -> None:
    talk = at(step, email="a@b.nl", question="Mag dit?", sector="po", gemeente="Ede")
    first, again = talk.say(words).messages
    assert answer in first.text
    assert again.asks == step.value
    assert talk.draft.question == "Mag dit?"


@pytest.mark.parametrize("step", [Step.SECTOR, Step.GEMEENTE])
def test_passing_is_no_wish_to_stop(step: Step) -> None:
    assert at(step, question="?").say("overslaan", label="cancel").then is Then.ASK


def test_a_place_that_is_not_found_is_asked_once_more_and_then_passed() -> None:
    talk = at(Step.GEMEENTE, email="a@b.nl", question="?", sector="po")
    (again,) = talk.say("Verweggistan").messages
    assert "vind ik niet" in again.text
    assert talk.say("Verweggistan zuid").messages[0].asks == "confirm"
