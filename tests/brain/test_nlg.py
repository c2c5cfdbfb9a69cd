"""What a parent reads, with the real answers."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, BotUttered, Event
from rasa.utils.endpoints import EndpointConfig

from bot.content import Answer, load_answers, load_catalogue

from ._talk import asked_back, missed, said, tracker, turn
from .conftest import ROOT

IN_FORM = ActiveLoop("swv_form")
NOTHING_TO_ASK = said(
    "faq",
    context={
        "told": dict.fromkeys(("sector", "school", "besluit", "aanmelding"), "unknown"),
        "kind": "whole",
    },
)


@pytest.fixture(scope="module")
def answers() -> dict[str, Answer]:
    return load_answers(ROOT / "data/responses")


class Voice:
    """The generator as endpoints.yml makes it."""

    def __init__(self, domain: Domain) -> None:
        self._domain = domain
        self._nlg = NaturalLanguageGenerator.create(
            EndpointConfig(
                type="bot.nlu.nlg.AnswerGenerator", responses=str(ROOT / "data/responses")
            ),
            domain,
        )

    async def maybe(self, action: str, *events: Event) -> dict[str, Any] | None:
        return await self._nlg.generate(action, tracker(self._domain, *events), "web")

    async def __call__(self, action: str, *events: Event) -> dict[str, Any]:
        message = await self.maybe(action, *events)
        assert message is not None
        assert message["text"]
        return message


@pytest.fixture(scope="module")
def voice(domain: Domain) -> Voice:
    return Voice(domain)


async def test_every_answer_is_given_with_its_sources(
    voice: Voice, answers: dict[str, Answer]
) -> None:
    for label, answer in answers.items():
        message = await voice(f"utter_faq/{label}", NOTHING_TO_ASK)
        assert message["text"] == answer.text()
        assert message["custom"]["topic"] == label
        assert message["custom"]["reviewed"] == answer.reviewed.isoformat()
        assert [source["url"] for source in message["custom"]["sources"]] == [
            source.url for source in answer.sources
        ]


async def test_follow_ups_are_questions_that_a_parent_can_tap(
    voice: Voice, answers: dict[str, Answer]
) -> None:
    message = await voice("utter_faq/school_vol", NOTHING_TO_ASK)
    follow_ups = answers["school_vol"].follow_ups
    assert [button["payload"] for button in message["buttons"]] == [
        f"topic:{label}" for label in follow_ups
    ]
    assert [button["title"] for button in message["buttons"]] == [
        answers[label].question for label in follow_ups
    ]


async def test_an_unknown_utterance_has_no_text(voice: Voice) -> None:
    assert await voice.maybe("utter_faq/bestaat_niet", said("faq")) is None
    assert await voice.maybe("utter_iets", said("faq")) is None


class TestTheQuestionsAnAnswerTurnsOn:
    async def test_one_is_asked_with_buttons_that_can_be_skipped(
        self, voice: Voice, answers: dict[str, Answer]
    ) -> None:
        turning = [a.topic for a in answers.values() if any(line.sector for line in a.lines)]
        assert turning
        for topic in turning:
            message = await voice(f"utter_faq/{topic}", said("faq"))
            assert message["custom"]["asks"] == "school_type"
            assert [button["payload"] for button in message["buttons"]] == [
                "know:po", "know:vo", "know:so", "know:unknown",
            ]  # fmt: skip

    async def test_not_amid_a_look_up(self, voice: Voice, answers: dict[str, Answer]) -> None:
        for topic, answer in answers.items():
            message = await voice(f"utter_faq/{topic}", said("faq"), IN_FORM)
            assert message["custom"]["asks"] is None
            assert message["text"] == answer.text()

    async def test_a_second_question_is_answered_briefly_and_offered(
        self, voice: Voice, answers: dict[str, Answer]
    ) -> None:
        decision = {"kind": "answer", "label": "opp_wat", "also": "zorgplicht_wat"}
        told = NOTHING_TO_ASK.parse_data["context"]
        message = await voice("utter_faq/opp_wat", said("faq", decision=decision, context=told))
        assert answers["opp_wat"].text() in message["text"]
        assert answers["zorgplicht_wat"].answer in message["text"]
        assert message["buttons"][0]["payload"] == "topic:zorgplicht_wat"

    async def test_beside_an_uncertain_answer_the_next_topics_are_offered(
        self, voice: Voice, answers: dict[str, Answer]
    ) -> None:
        decision = {"kind": "answer", "label": "opp_wat", "alternatives": ["dossier_inzage"]}
        told = NOTHING_TO_ASK.parse_data["context"]
        message = await voice("utter_faq/opp_wat", said("faq", decision=decision, context=told))
        assert message["buttons"][0]["payload"] == "topic:dossier_inzage"
        assert message["text"].endswith("Bedoelde u iets anders? Kies dan hieronder.")

    async def test_when_time_presses_a_person_stands_at_the_top(self, voice: Voice) -> None:
        decision = {"kind": "answer", "label": "opp_wat", "urgent": "deadline"}
        message = await voice("utter_faq/opp_wat", said("faq", decision=decision))
        assert message["text"].startswith("Loopt er deze week een termijn af?")

    async def test_a_part_of_an_answer_leads_to_the_whole(self, voice: Voice) -> None:
        context = {"kind": "part", "detail": "steps", "told": {}}
        message = await voice("utter_faq/opp_wat", said("faq", context=context))
        assert message["buttons"][0]["payload"] == "topic:opp_wat"
        assert "Wat kunt u doen?" in message["text"]

    async def test_a_date_that_cannot_be_is_asked_again(self, voice: Voice) -> None:
        asked = BotUttered("vraag", {"custom": {"topic": "opp_wat", "asks": "date_besluit"}})
        context = {"kind": "again", "detail": "date_future", "told": {}}
        message = await voice("utter_faq/opp_wat", asked, said("faq", context=context))
        assert "toekomst" in message["text"]
        assert message["custom"]["asks"] == "date_besluit"


class TestTheSchoolThatTheWebsiteIsAbout:
    TOPIC = "utter_faq/school_weigert"
    SAID = "Ik ga uit van de basisschool."

    @staticmethod
    def payloads(message: dict[str, Any]) -> list[str]:
        return [button["payload"] for button in message["buttons"]]

    async def test_it_is_taken_for_granted_aloud(
        self, voice: Voice, answers: dict[str, Answer]
    ) -> None:
        turning = [a for a in answers.values() if any(line.sector for line in a.lines)]
        for answer in turning:
            message = await voice(f"utter_faq/{answer.topic}", said("faq", site="po"))
            assert self.SAID in message["text"]
            assert {"know:vo", "know:so"} <= set(self.payloads(message))
            assert "know:po" not in self.payloads(message)
            assert message["custom"]["asks"] != "school_type"
            assert message["custom"]["assumes"] == "po"
            for line in answer.lines:
                if line.sector in ("vo", "so"):
                    assert line.text not in message["text"]
                elif line.sector == "po" and not line.school:
                    assert line.text in message["text"]

    async def test_what_turns_on_nothing_says_nothing_of_it(
        self, voice: Voice, answers: dict[str, Answer]
    ) -> None:
        for topic in ("passend_onderwijs_wat", "handoff"):
            assert not any(line.sector for line in answers[topic].lines)
            message = await voice(f"utter_faq/{topic}", said("faq", site="po"))
            assert message == await voice(f"utter_faq/{topic}", said("faq"))

    @pytest.mark.parametrize("told", ["vo", "so", "po", "unknown"])
    async def test_what_the_parent_tells_goes_before_it(self, voice: Voice, told: str) -> None:
        context = {"told": {"sector": told}, "kind": "whole"}
        with_site = await voice(self.TOPIC, said("faq", site="po", context=context))
        assert with_site == await voice(self.TOPIC, said("faq", context=context))
        assert self.SAID not in with_site["text"]

    async def test_another_school_gives_what_holds_there(
        self, voice: Voice, answers: dict[str, Answer]
    ) -> None:
        context = {"told": {"sector": "vo"}, "kind": "news"}
        message = await voice(
            self.TOPIC, *turn(said("faq", site="po")), said("affirm", site="po", context=context)
        )
        news = [line for line in answers["school_weigert"].lines if line.sector == "vo"]
        assert any(line.text in message["text"] for line in news)
        assert self.SAID not in message["text"]

    async def test_the_same_school_is_not_told_twice(
        self, voice: Voice, answers: dict[str, Answer]
    ) -> None:
        first = await voice("utter_faq/dyslexie", said("faq", site="po"))
        context = {"told": {"sector": "po"}, "kind": "news"}
        confirmed = said("affirm", site="po", context=context)
        second = await voice("utter_faq/dyslexie", *turn(said("faq", site="po")), confirmed)
        for line in answers["dyslexie"].lines:
            if line.sector == "po":
                assert line.text in first["text"]
                assert line.text not in second["text"]

    async def test_a_part_says_it_too(self, voice: Voice) -> None:
        context = {"kind": "part", "detail": "deadlines", "told": {}}
        message = await voice(self.TOPIC, said("faq", site="po", context=context))
        assert self.SAID in message["text"]
        context = {"kind": "part", "detail": "sources", "told": {}}
        message = await voice(self.TOPIC, said("faq", site="po", context=context))
        assert self.SAID not in message["text"]

    async def test_not_amid_a_look_up(self, voice: Voice, answers: dict[str, Answer]) -> None:
        message = await voice(self.TOPIC, said("faq", site="po"), IN_FORM)
        assert message["text"] == answers["school_weigert"].text()


class TestAskingBack:
    async def test_the_choices_are_offered_in_plain_words(
        self, voice: Voice, answers: dict[str, Answer]
    ) -> None:
        message = await voice("utter_clarify", asked_back("opp_wat", "opp_geen"))
        titles = [button["title"] for button in message["buttons"]]
        assert titles == [answers["opp_wat"].question, answers["opp_geen"].question, titles[-1]]
        assert message["buttons"][0]["payload"] == "choose:opp_wat"
        assert message["buttons"][-1]["payload"] == "do:deny"
        assert message["custom"]["asks"] == "clarify"
        assert message["custom"]["topic"] is None

    async def test_no_label_name_is_shown(self, voice: Voice, answers: dict[str, Answer]) -> None:
        labels = set(load_catalogue(ROOT / "data/topics.csv"))
        topics = [label for label, answer in answers.items() if answer.question]
        assert len(topics) > 20
        for label in topics:
            message = await voice("utter_clarify", asked_back(label))
            shown = " ".join([message["text"], *(each["title"] for each in message["buttons"])])
            assert not {name for name in labels if "_" in name and name in shown}
            assert len(message["buttons"]) == 2

    async def test_the_second_time_a_person_is_offered(self, voice: Voice) -> None:
        first, second = asked_back("opp_wat"), asked_back("opp_geen")
        message = await voice("utter_clarify", *turn(first, action="utter_clarify"), second)
        assert [button["payload"] for button in message["buttons"]] == [
            "choose:opp_geen",
            "topic:handoff",
        ]

    async def test_an_answer_in_between_starts_the_count_again(self, voice: Voice) -> None:
        history = [*turn(asked_back("opp_wat")), *turn(said("faq"))]
        message = await voice("utter_clarify", *history, asked_back("opp_geen"))
        assert message["buttons"][-1]["payload"] == "do:deny"

    async def test_during_the_look_up_a_question_about_the_swv_is_answered(
        self, voice: Voice, answers: dict[str, Answer]
    ) -> None:
        message = await voice("utter_clarify", IN_FORM, asked_back("swv_wat", "opp_wat"))
        assert message["text"] == answers["swv_wat"].text()
        assert message["custom"]["topic"] == "swv_wat"
        assert message["custom"]["asks"] is None

    async def test_during_the_look_up_other_questions_are_asked_back(self, voice: Voice) -> None:
        message = await voice("utter_clarify", IN_FORM, asked_back("opp_wat", "swv_wat"))
        assert message["custom"]["asks"] == "clarify"

    async def test_none_of_these_asks_for_other_words(self, voice: Voice) -> None:
        message = await voice("utter_deny", said("deny"))
        assert message["custom"]["asks"] == "clarify"


class TestNotUnderstood:
    async def test_a_guess_is_no_answer(self, voice: Voice) -> None:
        message = await voice("utter_nlu_fallback", missed("school_vol"))
        assert message["custom"]["topic"] is None
        assert {button["payload"] for button in message["buttons"]} == {
            "topic:swv_zoeken",
            "topic:handoff",
        }

    async def test_what_is_certainly_out_of_scope_is_told(
        self, voice: Voice, answers: dict[str, Answer]
    ) -> None:
        message = await voice("utter_nlu_fallback", missed("oos", 0.9))
        assert message["text"] == answers["oos"].text()
        assert message["custom"]["topic"] == "oos"

    async def test_an_unsure_out_of_scope_is_not(self, voice: Voice) -> None:
        message = await voice("utter_nlu_fallback", missed("oos", 0.3))
        assert message["custom"]["topic"] is None

    async def test_after_two_misses_a_person_comes_first(self, voice: Voice) -> None:
        history = turn(missed(), action="utter_nlu_fallback")
        message = await voice("utter_nlu_fallback", *history, missed("oos", 0.9))
        assert message["buttons"][0]["payload"] == "topic:handoff"
        assert "mens" in message["text"]

    async def test_asking_back_counts_as_a_miss(self, voice: Voice) -> None:
        message = await voice("utter_nlu_fallback", *turn(asked_back("opp_wat")), missed())
        assert message["buttons"][0]["payload"] == "topic:handoff"

    async def test_a_message_without_a_ranking_is_no_error(self, voice: Voice) -> None:
        assert (await voice("utter_nlu_fallback", said("nlu_fallback")))["buttons"]


class TestTheLookUpEnds:
    async def test_stopping_it_is_an_outcome(self, voice: Voice) -> None:
        ended = ActiveLoop(None)
        message = await voice("utter_cancel", IN_FORM, said("cancel"), ended)
        assert message["custom"]["outcome"] == "cancelled"
        assert message["custom"]["topic"] == "cancel"

    async def test_stopping_outside_it_is_not(self, voice: Voice) -> None:
        history = [IN_FORM, *turn(said("swv_zoeken"), ActiveLoop(None))]
        message = await voice("utter_cancel", *history, said("cancel"))
        assert message["custom"]["outcome"] is None

    async def test_being_stuck_offers_a_person(self, voice: Voice) -> None:
        message = await voice("utter_swv_stuck", said("deny"), ActiveLoop(None))
        assert message["custom"]["outcome"] == "cancelled"
        assert [button["payload"] for button in message["buttons"]] == ["topic:handoff"]


async def test_every_utterance_of_the_domain_has_a_text(voice: Voice, domain: Domain) -> None:
    actions = [name for name in domain.user_actions if name.startswith("utter_")]
    assert len(actions) > 15
    for action in actions:
        await voice(action, asked_back("opp_wat"))


class TestAPersonIsNeeded:
    @pytest.mark.parametrize(
        ("action", "reason"),
        [
            ("utter_handoff", "asked"),
            ("utter_crisis", "crisis"),
            ("utter_feedback_negative", "unhappy"),
            ("utter_thanks", None),
        ],
    )
    async def test_by_what_is_said(self, voice: Voice, action: str, reason: str | None) -> None:
        assert (await voice(action, said("x")))["custom"]["person"] == reason

    async def test_at_the_second_miss_and_not_before(self, voice: Voice) -> None:
        once = await voice("utter_nlu_fallback", missed())
        twice = await voice("utter_nlu_fallback", *turn(missed()), missed())
        asked = await voice("utter_clarify", *turn(missed()), asked_back("opp_wat", "opp_geen"))
        found = [message["custom"]["person"] for message in (once, twice, asked)]
        assert found == [None, "missed", "missed"]

    async def test_when_one_is_asked_for_beside_a_topic(self, voice: Voice) -> None:
        decision = {"kind": "answer", "label": "opp_wat", "person": True, "urgent": "deadline"}
        message = await voice("utter_faq/opp_wat", said("faq", decision=decision))
        assert (message["custom"]["topic"], message["custom"]["person"]) == ("opp_wat", "asked")

    async def test_when_time_presses(self, voice: Voice) -> None:
        decision = {"kind": "answer", "label": "opp_wat", "urgent": "deadline"}
        pressed = await voice("utter_faq/opp_wat", said("faq", decision=decision))
        calm = await voice("utter_faq/opp_wat", said("faq"))
        assert [each["custom"]["person"] for each in (pressed, calm)] == ["urgent", None]
