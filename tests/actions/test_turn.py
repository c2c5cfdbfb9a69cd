"""Reading a turn: what is taken from a message, and what is left to the rules."""

from __future__ import annotations

from typing import Any

import pytest

from actions.swv import Known, Turn, interpret
from actions.swv._location import Notice, locate
from bot.content import Texts
from bot.store import Registry


def postcode(value: str, kind: str = "pc4", home: bool = False) -> dict[str, Any]:
    return {"entity": "postcode", "value": value, "kind": kind, "home": home}


def place(value: str, kind: str = "exact", home: bool = False, *others: str) -> dict[str, Any]:
    return {
        "entity": "plaats", "value": value, "kind": kind, "home": home,
        "alternatives": list(others),
    }  # fmt: skip


def sector(value: str) -> dict[str, Any]:
    return {"entity": "sector", "value": value}


def read(
    registry: Registry,
    text: str,
    *entities: dict[str, Any],
    intent: str = "swv_zoeken",
    **known: Any,
) -> dict[str, Any] | None:
    return interpret(Turn(text, intent, entities), Known(**known), registry)


def notice(slots: dict[str, Any] | None) -> str:
    assert slots is not None
    return Notice.of(slots["swv_notice"]).code


def test_a_postcode_and_a_sector_fill_both(registry: Registry) -> None:
    slots = read(registry, "3512 groep 3", postcode("3512"), sector("po"))
    assert slots is not None
    assert (slots["swv_location"], slots["swv_sector"]) == ("pc4:3512", "po")


def test_what_is_known_stays_known(registry: Registry) -> None:
    slots = read(registry, "en voor 7411?", postcode("7411"), location="pc4:3512", sector="vo")
    assert slots is not None
    assert (slots["swv_location"], slots["swv_sector"]) == ("pc4:7411", "vo")


def test_another_child_asks_for_the_sector_again(registry: Registry) -> None:
    slots = read(registry, "en voor mijn andere kind", location="pc4:3512", sector="vo")
    assert slots is not None
    assert (slots["swv_location"], slots["swv_sector"]) == ("pc4:3512", None)


def test_searching_anew_forgets_the_location(registry: Registry) -> None:
    slots = read(registry, "opnieuw zoeken", location="pc4:3512", sector="vo")
    assert slots is not None
    assert (slots["swv_location"], slots["swv_sector"]) == (None, None)


@pytest.mark.parametrize(
    ("entity", "code"),
    [
        (postcode("0512AB", "invalid"), "invalid"),
        (postcode("99999", "foreign"), "invalid"),
        (postcode("1234"), "unknown"),
        (postcode("2500"), "po_box"),
        (postcode("123", "pobox"), "po_box"),
        (postcode("Dorpsstraat 3", "address"), "address"),
        (place("gent", "foreign"), "foreign"),
        (place("twente", "region"), "region"),
        (place("Bergen"), "ambiguous"),
        (place("Nergenshuizen"), "unknown_place"),
    ],
)
def test_a_location_that_will_not_do_says_why(
    registry: Registry, entity: dict[str, Any], code: str
) -> None:
    slots = read(registry, "x", entity, sector="po")
    assert slots is not None
    assert slots["swv_location"] is None
    assert notice(slots) == code


def test_where_the_family_lives_goes_before_other_places(registry: Registry) -> None:
    found = locate([place("Gouda", home=True), place("Deventer")], registry, "po")
    assert found.value == "place:Gouda"


def test_a_place_that_is_split_asks_for_the_postcode(registry: Registry) -> None:
    split = next(
        match.name
        for name in ("Amsterdam", "Rotterdam", "Groningen", "Leeuwarden")
        for match in registry.find_place(name)
        if len(match.po) > 1
    )
    found = locate([place(split)], registry, "po")
    assert found.notice is not None
    assert found.notice.code == "split"


def test_a_question_during_the_look_up_is_left_to_the_rules(registry: Registry) -> None:
    text = "mag een basisschool mijn kind eigenlijk zomaar weigeren?"
    known = {"requested": "swv_location"}
    assert read(registry, text, sector("po"), intent="faq", **known) is None
    assert read(registry, "stop maar", intent="cancel", **known) is None
    assert read(registry, "help", sector("po"), intent="crisis", **known) is None


def test_a_short_answer_is_an_answer_whatever_the_classifier_says(registry: Registry) -> None:
    slots = read(
        registry, "de basisschool", sector("po"), intent="faq",
        location="pc4:3512", requested="swv_sector",
    )  # fmt: skip
    assert slots is not None
    assert slots["swv_sector"] == "po"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("geef ik liever niet", "nlu_fallback"),
        ("dat is privé", "privacy"),
        ("weet ik niet", "feedback_negative"),
        ("ik geef mijn postcode niet", "privacy"),
        ("moet ik echt mijn adres geven? dat wil ik niet", "faq"),
        ("nee", "deny"),
    ],
)
def test_who_gives_no_postcode_is_asked_for_a_place(
    registry: Registry, text: str, intent: str
) -> None:
    slots = read(registry, text, intent=intent, requested="swv_location")
    assert notice(slots) == "refused"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("de school wil hem liever niet hebben, mag dat?", "faq"),
        ("ze willen daar mijn kind met adhd liever niet op school", "clarify"),
        ("is het dossier van mijn zoon privé?", "faq"),
        ("is dit gesprek privé?", "privacy"),
        ("ik weet niet of de school zorgplicht heeft, hoe zit dat?", "faq"),
        ("weet ik niet, laat maar", "cancel"),
    ],
)
def test_a_question_is_no_refusal(registry: Registry, text: str, intent: str) -> None:
    assert read(registry, text, intent=intent, requested="swv_location") is None


def test_who_keeps_refusing_is_not_asked_for_ever(registry: Registry) -> None:
    misses = 0
    for _ in range(2):
        slots = read(
            registry, "nee", intent="deny", requested="swv_location", misses=misses
        )  # fmt: skip
        assert slots is not None
        misses = slots["swv_misses"]
    assert read(registry, "nee", intent="deny", requested="swv_location", misses=misses) is None


def test_yes_is_no_place_name(registry: Registry) -> None:
    slots = read(registry, "ja", intent="affirm", requested="swv_location")
    assert notice(slots) == "not_understood"
    assert notice(read(registry, "oeps", intent="clarify", requested="swv_location")) == (
        "unknown_place"
    )


def test_who_does_not_know_the_sector_gets_it_explained(registry: Registry) -> None:
    slots = read(
        registry, "weet ik niet", intent="feedback_negative",
        location="pc4:3512", requested="swv_sector",
    )  # fmt: skip
    assert notice(slots) == "not_understood"


@pytest.mark.parametrize("text", ["nieuwe postcode", "ik heb een ander adres", "andere gemeente"])
def test_another_place_is_asked_when_it_is_announced(registry: Registry, text: str) -> None:
    slots = read(registry, text, location="pc4:3512", sector="vo")
    assert slots is not None
    assert slots["swv_location"] is None


def test_after_three_misses_the_rules_end_it(registry: Registry) -> None:
    misses, turns = 0, 0
    while (
        slots := read(
            registry, "ik heb geen flauw benul hoor", intent="nlu_fallback",
            misses=misses, requested="swv_sector", location="pc4:3512",
        )
    ) is not None:  # fmt: skip
        misses, turns = slots["swv_misses"], turns + 1
    assert turns == 2


def test_twelve_years_and_mbo_are_explained(registry: Registry) -> None:
    assert notice(read(registry, "3512, hij is 12 jaar", postcode("3512"))) == "twelve"
    assert notice(read(registry, "mbo in 3512", postcode("3512"), sector("mbo"))) == "mbo"


def test_every_notice_has_a_text_and_every_blank_is_filled(texts: Texts) -> None:
    for code in (
        "default", "invalid", "unknown", "po_box", "foreign", "region", "ambiguous", "split",
        "unknown_place", "refused", "not_understood", "address",
    ):  # fmt: skip
        assert "{" not in texts(f"ask_location.{code}", given="X", choices="Y")
    for code in ("default", "twelve", "mbo", "not_understood"):
        assert texts(f"ask_sector.{code}")
    with pytest.raises(KeyError):
        texts("ask_location.onbekend")
