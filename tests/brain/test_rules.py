"""The rules, the domain and the catalogue say the same."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from rasa.shared.core.domain import Domain

from bot.content import load_catalogue
from bot.nlu.verdict import CLARIFY, FALLBACK, FAQ

from .conftest import ROOT

FORM = "swv_form"
LABELS = load_catalogue(ROOT / "data/topics.csv")
DIALOGUE = sorted(name for name, label in LABELS.items() if label.kind == "dialogue")
# Out of scope is passed as a fallback, and swv_zoeken starts the form.
INTENTS = sorted({FAQ, CLARIFY, FALLBACK, *DIALOGUE} - {"oos"})


def _rules() -> list[dict[str, Any]]:
    return [
        rule
        for path in sorted((ROOT / "data/rules").glob("*.yml"))
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    ]


def _for(intent: str, *, in_form: bool) -> list[list[str]]:
    """The actions of every rule for `intent`, with or without the form as its condition."""
    return [
        [step["action"] for step in rule["steps"] if "action" in step]
        for rule in _rules()
        if {"intent": intent} in rule["steps"]
        and ({"active_loop": FORM} in rule.get("condition", [])) == in_form
    ]


@pytest.mark.parametrize("intent", INTENTS)
def test_every_label_has_one_rule(intent: str) -> None:
    (actions,) = _for(intent, in_form=False)
    assert actions == ([FORM] if intent == "swv_zoeken" else [f"utter_{intent}"])


@pytest.mark.parametrize("intent", sorted(set(INTENTS) - {"swv_zoeken"}))
def test_every_label_has_one_rule_during_the_look_up(intent: str) -> None:
    (actions,) = _for(intent, in_form=True)
    spoken = [action for action in actions if action.startswith("utter_")]
    assert spoken in ([f"utter_{intent}"], ["utter_swv_stuck"])
    assert actions in (["action_deactivate_loop", *spoken], [*spoken, FORM])


@pytest.mark.parametrize("intent", ["crisis", "handoff", "cancel", "goodbye"])
def test_what_cannot_wait_ends_the_look_up(intent: str) -> None:
    assert _for(intent, in_form=True) == [["action_deactivate_loop", f"utter_{intent}"]]


def test_the_domain_knows_every_label_and_no_other(domain: Domain) -> None:
    own = {intent for intent in domain.intents if intent not in _rasas_own()}
    assert own | {FALLBACK} == {*INTENTS, "oos"}


def test_the_domain_knows_every_action_of_the_rules(domain: Domain) -> None:
    used = {step["action"] for rule in _rules() for step in rule["steps"] if "action" in step}
    known = {*domain.action_names_or_texts, *(f"utter_{intent}" for intent in [FAQ])}
    assert used <= known


def _rasas_own() -> set[str]:
    from rasa.shared.core.constants import DEFAULT_INTENTS

    return set(DEFAULT_INTENTS)
