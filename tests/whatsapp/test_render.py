"""Every answer that there is, within every limit of WhatsApp, and nothing of it lost."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from actions.swv._answer import reply
from bot.content import Answer, Texts, load_answers
from bot.front._messages import Button, Link, Message, Partnership
from bot.front.whatsapp._question import Body
from bot.front.whatsapp._replies import WhatsappWords
from bot.settings import ROOT
from bot.store import Registry
from tests.actions.conftest import registry, texts

from ._limits import violations

__all__ = ["registry", "texts"]

ANSWERS = load_answers(ROOT / "data/responses")
AROUND = yaml.safe_load((ROOT / "data/texts/answers.yml").read_text(encoding="utf-8"))
WORDS = WhatsappWords.load(30)
FACTS = {"sector": ("po", "vo", "so"), "school": ("openbaar", "bijzonder")}


def shown(bodies: list[Body]) -> str:
    """All that a parent can read, and the ids of choices."""
    return json.dumps(bodies, ensure_ascii=False).replace("\\n", "\n").replace("*", "")


def said(body: Body) -> str:
    text: str = (
        body["text"]["body"] if body["type"] == "text" else body["interactive"]["body"]["text"]
    )
    return text


def rendered(*messages: Message) -> list[Body]:
    """The bodies, after checking every limit and that nothing was lost."""
    bodies = WORDS.render(messages)
    for body in bodies:
        assert violations(body) == [], said(body)
    read = " ".join(shown(bodies).split())
    for message in messages:
        for button in message.buttons:
            assert " ".join(button.title.split()) in read or button.payload.startswith("sector:")
            assert f'"{button.payload}"' in read
        for source in message.sources:
            assert f"{source.title}: {source.url}" in read
        if not any(part in message.text for part in ("Wis gesprek", "geen cookies")):
            assert all(" ".join(line.split()) in read for line in message.text.splitlines())
    return bodies


def buttons(*labels: str, verb: str = "topic") -> list[Button]:
    return [Button(title=ANSWERS[name].question, payload=f"{verb}:{name}") for name in labels]


def message(answer: Answer, text: str = "", **more: Any) -> Message:
    """An answer as the brain gives it."""
    return Message(
        **{
            "text": text or answer.text(),
            "buttons": buttons(*answer.follow_ups),
            "sources": [Link(title=one.title, url=one.url) for one in answer.sources],
            "reviewed": answer.reviewed.isoformat(),
            "topic": answer.topic,
        }
        | more
    )


def choices(fact: str) -> list[Button]:
    names = (*FACTS.get(fact, ()), "unknown" if fact in FACTS else "no_date")
    return [Button(title=AROUND["buttons"][name], payload=f"know:{name}") for name in names]


def variants(answer: Answer) -> Iterator[Message]:
    """An answer in the forms that the brain gives it, and longer ones than it ever gives."""
    yield message(answer)
    for fact, question in AROUND["ask"].items():
        text = f"{answer.text()}\n\n{question}"
        yield message(answer, text, buttons=choices(fact), asks=fact)
    for other in ("verwijdering", "opp_wat"):
        second = ANSWERS[other]
        parts = AROUND["parts"]
        also = f"{parts['also'].format(question=second.question)}\n{second.answer}"
        text = "\n\n".join([AROUND["call"]["removed"], answer.text(), also, parts["beside"]])
        many = dict.fromkeys([other, "schorsing", "school_vol", *answer.follow_ups])
        yield message(answer, text, buttons=buttons(*many))


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_within_all_limits_and_complete(name: str) -> None:
    for variant in variants(ANSWERS[name]):
        bodies = rendered(variant)
        assert "Wis gesprek" not in shown(bodies)
        assert len(bodies) <= 3


@pytest.mark.parametrize("sector", ["po", "vo", "both"])
def test_every_look_up_is_within_all_limits_with_name_and_site(
    registry: Registry, texts: Texts, sector: str
) -> None:
    with (ROOT / "data/swv/pc4.csv").open(encoding="utf-8", newline="") as lines:
        first = {(row["po"], row["vo"]): row["pc4"] for row in csv.DictReader(lines)}
    assert len(first) > 100
    for pc4 in first.values():
        found = reply(f"pc4:{pc4}", sector, registry, texts)
        swv = [Partnership(**card) for card in found.swv]
        sources = [Link(**one) for one in found.sources]
        bodies = rendered(
            Message(
                text=found.text,
                buttons=[Button(**one) for one in found.buttons],
                sources=sources,
                swv=swv,
                reviewed=str(registry.dataset_date),
            )
        )
        text = "\n".join(map(said, bodies))
        for card in swv:
            assert f"*{card.name.removesuffix('.')}*" in text
            for detail in (card.website, card.phone, card.email):
                if detail:  # once where the text has it, and in the address of a source
                    again = sum(detail in source.url for source in sources)
                    assert text.count(detail) == found.text.count(detail) + again
        assert text.count("bijgewerkt op") == 1


def test_texts_around_the_look_up_are_within_all_limits() -> None:
    content = yaml.safe_load((ROOT / "data/texts/swv.yml").read_text(encoding="utf-8"))
    yes_no = [
        Button(title=content["buttons"][one], payload=f"sector:{one}") for one in ("po", "vo")
    ]
    for question in (*content["ask_location"].values(), *content["ask_sector"].values()):
        rendered(Message(text=question, asks="sector", buttons=yes_no), Message(text=question))


def test_headings_are_bold_and_a_question_stands_with_its_buttons() -> None:
    answer = ANSWERS["school_weigert"]
    question = AROUND["ask"]["sector"]
    asking = message(answer, f"{answer.text()}\n\n{question}", buttons=choices("sector"), asks="x")
    text, ask = rendered(asking)
    for heading in ("Wat kunt u doen?", "Termijnen:", "Let op:", "Bronnen:"):
        assert f"\n*{heading}*\n" in said(text)
    assert said(text).endswith("Bijgewerkt op 25 november 2026")
    assert said(ask) == question.strip()
    rows = ask["interactive"]["action"]["sections"][0]["rows"]
    assert rows[0] == {"id": "know:po", "title": "Basisschool of sbo"}


def test_short_titles_of_buttons_are_explained_above_them() -> None:
    (body,) = rendered(
        Message(text="Bedoelt u een van deze vragen?", buttons=buttons("school_vol", verb="choose"))
    )
    assert said(body) == (
        "Bedoelt u een van deze vragen?\n\n"
        "- *School is vol*: De school zegt dat ze vol is of een wachtlijst heeft. En nu?"
    )
    (button,) = body["interactive"]["action"]["buttons"]
    assert button["reply"] == {"id": "choose:school_vol", "title": "School is vol"}


@pytest.mark.parametrize(
    ("number", "kinds"), [(3, [3]), (4, [4]), (10, [10]), (11, [10, 1]), (25, [10, 10, 5])]
)
def test_up_to_three_choices_are_buttons_and_more_are_lists(number: int, kinds: list[int]) -> None:
    names = [name for name, answer in ANSWERS.items() if answer.question][:number]
    bodies = rendered(Message(text="Wat zoekt u?", buttons=buttons(*names)))
    actions = [body["interactive"]["action"] for body in bodies]
    assert ["buttons" in action for action in actions] == [number <= 3] * len(kinds)
    assert [len(a.get("buttons") or a["sections"][0]["rows"]) for a in actions] == kinds


def test_contact_details_that_the_text_does_not_say_are_added() -> None:
    swv = Partnership(
        name="Samenwerkingsverband Voorbeeld",
        sector="vo",
        website="https://example.nl",
        email="info@example.nl",
    )
    (body,) = rendered(Message(text="Dit hoort bij u.", swv=[swv], reviewed="2024-10-01"))
    assert said(body) == (
        "Dit hoort bij u.\n\n*Samenwerkingsverband Voorbeeld*\n"
        "Middelbare school (voortgezet onderwijs)\nE-mail: info@example.nl\n"
        "Website: https://example.nl\n\nBijgewerkt op 1 oktober 2024"
    )


def test_what_speaks_of_the_web_page_is_said_in_other_words() -> None:
    everything = "\n".join(answer.text() for answer in ANSWERS.values())
    content = yaml.safe_load((ROOT / "data/texts/whatsapp.yml").read_text(encoding="utf-8"))
    for of_the_web in content["instead"]:
        assert of_the_web in everything
    privacy = shown(rendered(message(ANSWERS["privacy"])))
    assert "Stuur STOP" in privacy
    assert "Meta" in privacy


def test_nothing_is_no_message_and_a_silent_question_gets_words() -> None:
    assert WORDS.render([Message(text=" ")]) == []
    (body,) = WORDS.render([Message(text="", buttons=buttons("opp_wat"))])
    assert violations(body) == []


anything = st.text(max_size=30)
long_text = st.builds(lambda part, times: part * times, st.text(max_size=60), st.integers(1, 120))


@given(
    st.builds(
        Message,
        text=long_text,
        buttons=st.lists(st.builds(Button, title=long_text, payload=anything), max_size=12),
        sources=st.lists(st.builds(Link, title=anything, url=anything), max_size=2),
        swv=st.lists(st.builds(Partnership, name=anything, website=anything), max_size=1),
        reviewed=st.one_of(st.none(), anything),
        asks=st.one_of(st.none(), anything),
    )
)
def test_any_message_is_within_all_limits(message: Message) -> None:
    for body in WORDS.render([message]):
        found = [one for one in violations(body) if not re.search("Markdown|spaces", one)]
        assert found == []
