"""Answer, ask back or pass: the one place where that is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

OOS = "oos"
CRISIS = "crisis"
LOOK_UP = "swv_zoeken"

PERSON = "handoff"
ALWAYS_ANSWERED = frozenset({CRISIS, PERSON})
"""Labels that are never asked back: who needs them should not have to explain twice."""

ASKED_BACK = frozenset({LOOK_UP, PERSON, "privacy"})
"""Dialogue labels that may stand among the choices; all topics may."""

_ABOUT_SWV = frozenset({"swv_wat", "swv_hulp_ouders", "swv_steunpunt", "swv_kaart"})
_LOOK_UP_AT_LEAST, _LOOK_UP_NEAR = 0.02, 0.08
_EMPTY = frozenset({"affirm", "deny", "greet", "thanks", "feedback_negative"})
"""Labels that say little: with a place or a school type beside them, that is the message."""

_DIALOGUE_AT_LEAST = 0.4
_SENTENCE_EXTRA = 0.15
_CRISIS_WITH_WORDS, _CRISIS_WITHOUT_WORDS, _CRISIS_WHEN_GRAVE = 0.3, 0.98, 0.02
_CRISIS_IN_SENTENCE = 0.5
"""A sentence of a long story by itself sounds graver than it is."""
_HARDLY = 0.02
_MAX_CHOICES = 3
_CERTAIN, _BESIDE_AT_LEAST, _MAX_BESIDE = 0.97, 0.015, 2
_ONLY_CHOICE = 0.5
_PERSON_IN_CLAUSE = 0.9
_SHORT, _FRAGMENT, _SURELY_OUTSIDE = 7, 3, 0.85

Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Thresholds:
    """Probabilities from which we act."""

    answer: float = 0.5
    """A topic is answered. Chosen by `calibrate` when the model is trained."""
    outside: float = 0.5
    """A message is out of scope. Chosen likewise."""
    clarify: float = 0.25
    """Least probability of the choices together."""
    choice: float = 0.02
    """Least probability of a choice."""


@dataclass(frozen=True)
class Decision:
    """What is done with a message."""

    kind: Literal["answer", "clarify", "fallback"]
    label: str
    """The label that is answered; otherwise the best guess."""
    confidence: float
    alternatives: tuple[str, ...] = ()
    """The labels offered, best first: instead of an answer, or beside one that is not certain."""
    also: str = ""
    """The topic of a second question in the same message."""
    urgent: str = ""
    """Why a person should be called first: see `urgency`."""
    person: bool = False
    """A person is asked for beside something else."""


@dataclass(frozen=True)
class Signs:
    """What the message shows besides the rankings."""

    danger: bool = False
    """Words of acute danger."""
    grave: bool = False
    """It tells of an overdose, abuse, a missing child or a wish to die."""
    danger_in: tuple[bool, ...] = ()
    """For each sentence, whether such words are in it."""
    postcode: bool = False
    """A postcode, or something meant as one."""
    place: bool = False
    """A place name."""
    sector: bool = False
    """A school sector, by a school word or an age."""
    bare: bool = False
    """Nothing but a place, a postcode or a school type."""
    words: int = 0


def decide(
    whole: Ranking,
    sentences: Sequence[Ranking],
    signs: Signs,
    thresholds: Thresholds,
    kinds: Mapping[str, str],
) -> Decision:
    """Decide on the ranking of the whole message and of each of its sentences.

    `kinds` says of every label whether it is a `topic` or a `dialogue` label. Danger anywhere
    in the message goes first. What the whole message leaves open, one clear sentence settles:
    long stories hide their question. A postcode that serves no certain question is a look-up,
    and so is a few words with a place or a school type ("nee, de middelbare").
    """
    crisis = _crisis(whole, sentences, signs)
    if crisis is not None:
        return Decision("answer", CRISIS, crisis)
    ranking = [(name, p) for name, p in whole if name != CRISIS]
    label, confidence = ranking[0]
    look_up = dict(whole).get(LOOK_UP, 0.0)
    if _is_look_up(label, confidence, look_up, signs, thresholds, kinds):
        return Decision("answer", LOOK_UP, max(confidence, look_up))
    outside = dict(whole).get(OOS, 0.0)
    if outside >= thresholds.outside:
        return Decision("fallback", OOS, outside)
    if confidence >= _needed(label, thresholds, kinds) and label != OOS:
        return Decision("answer", label, confidence, _beside(ranking, confidence, kinds))
    possible = {name for name, p in ranking if p >= thresholds.choice}
    told = _clear_sentence(sentences, thresholds.answer + _SENTENCE_EXTRA, possible, kinds)
    if told is not None:
        others = [(name, p) for name, p in ranking if name != told[0]]
        return Decision("answer", *told, _beside([told, *others], told[1], kinds))
    choices = [
        (name, p) for name, p in ranking if p >= thresholds.choice and _may_be_choice(name, kinds)
    ][:_MAX_CHOICES]
    if choices and sum(p for _, p in choices) >= thresholds.clarify:
        names = tuple(name for name, _ in choices)
        if names == (LOOK_UP,) or (len(names) == 1 and choices[0][1] >= _ONLY_CHOICE):
            return Decision("answer", *choices[0])  # one choice is no choice
        return Decision("clarify", names[0], choices[0][1], names)
    return Decision("fallback", label, confidence)


def second_question(
    decision: Decision,
    clauses: Sequence[Ranking],
    thresholds: Thresholds,
    kinds: Mapping[str, str],
) -> Decision:
    """`decision` with the topic of a second question, when the message clearly asks two.

    Both clauses must be clear by themselves and one of them is what is answered; a message that
    is asked back because it holds two clear questions is answered after all.
    """
    clear: list[tuple[str, float]] = []
    for ranking in clauses:
        label, confidence = ranking[0]
        certain = confidence >= thresholds.answer and kinds.get(label) == "topic"
        if certain and all(label != other for other, _ in clear):
            clear.append((label, confidence))
    if len(clear) != 2:
        return decision
    (first, confidence), (second, _) = clear
    if decision.kind == "answer" and kinds.get(decision.label) == "topic":
        if decision.label not in (first, second):
            return decision
        other = second if decision.label == first else first
        return replace(decision, also=other)
    if decision.kind == "clarify" and {first, second} & set(decision.alternatives):
        return Decision("answer", first, confidence, also=second)
    return decision


def beside_person(decision: Decision, clauses: Sequence[Ranking]) -> Decision:
    """`decision` when one of several clauses clearly asks for a person.

    That is noted beside an answer; who would be asked back or not be answered gets the person.
    """
    found = max((dict(ranking).get(PERSON, 0.0) for ranking in clauses), default=0.0)
    if found < _PERSON_IN_CLAUSE or decision.label in ALWAYS_ANSWERED:
        return decision
    if decision.kind == "answer":
        return replace(decision, person=True)
    return Decision("answer", PERSON, found)


def _crisis(whole: Ranking, sentences: Sequence[Ranking], signs: Signs) -> float | None:
    """The probability of an emergency when it is to be taken for one.

    Beside words of danger it is weighed against the other labels only: that a message is none of
    ours (medicine taken at home) makes no danger smaller.
    """
    if not signs.danger and not signs.grave:
        found = dict(whole).get(CRISIS, 0.0)
        return found if found >= _CRISIS_WITHOUT_WORDS else None
    found = _of_what_is_ours(whole, CRISIS)
    if found >= _CRISIS_WITH_WORDS:
        return found
    if signs.grave and (found >= _CRISIS_WHEN_GRAVE or whole[0][1] < _CERTAIN):
        return max(found, _CRISIS_WITH_WORDS)
    told = [
        _of_what_is_ours(ranking, CRISIS)
        for ranking, words in zip(sentences, signs.danger_in, strict=False)
        if words
    ]
    return max(told) if told and max(told) >= _CRISIS_IN_SENTENCE else None


def _of_what_is_ours(ranking: Ranking, label: str) -> float:
    """The probability of `label` if the message is within scope."""
    found = dict(ranking)
    within = 1.0 - found.get(OOS, 0.0)
    return found.get(label, 0.0) / within if within > _HARDLY else 0.0


def _is_look_up(
    label: str,
    confidence: float,
    look_up: float,
    signs: Signs,
    thresholds: Thresholds,
    kinds: Mapping[str, str],
) -> bool:
    if label in ALWAYS_ANSWERED:
        return False
    if signs.bare:
        return True
    certain = confidence >= thresholds.answer
    few = signs.words <= _SHORT
    fragment = signs.words <= _FRAGMENT
    if (
        few
        and label in _ABOUT_SWV
        and look_up >= (_LOOK_UP_AT_LEAST if fragment else _LOOK_UP_NEAR)
    ):
        return True  # "het swv opzoeken": asking for the postcode serves best
    if label == OOS and look_up < _LOOK_UP_NEAR:
        # A few words with a postcode; "ergens bij Zwolle", but not "het weer in Zwolle".
        by_place = signs.place and fragment and confidence < _SURELY_OUTSIDE
        return by_place or (signs.postcode and few)
    if signs.postcode:
        topic = certain and kinds.get(label) == "topic" and label not in _ABOUT_SWV
        return few or not topic
    if signs.place and signs.sector and (label in _ABOUT_SWV or (few and not certain)):
        return True
    if not (signs.place or signs.sector):
        return False
    if label == LOOK_UP:
        return True
    if label in _ABOUT_SWV:
        return few and look_up >= _LOOK_UP_AT_LEAST
    if label == OOS:
        return fragment
    return few and (not certain or label in _EMPTY)


def _needed(label: str, thresholds: Thresholds, kinds: Mapping[str, str]) -> float:
    if label in ALWAYS_ANSWERED or kinds.get(label) == "dialogue":
        return min(thresholds.answer, _DIALOGUE_AT_LEAST)
    return thresholds.answer


def _beside(ranking: Ranking, confidence: float, kinds: Mapping[str, str]) -> tuple[str, ...]:
    """The next likely topics, offered beside an answer that may not be what was asked."""
    if confidence >= _CERTAIN:
        return ()
    others = [
        name for name, p in ranking[1:] if p >= _BESIDE_AT_LEAST and _may_be_choice(name, kinds)
    ]
    return tuple(others[:_MAX_BESIDE])


def _may_be_choice(label: str, kinds: Mapping[str, str]) -> bool:
    return kinds.get(label) == "topic" or label in ASKED_BACK


def _clear_sentence(
    sentences: Sequence[Ranking], needed: float, possible: set[str], kinds: Mapping[str, str]
) -> tuple[str, float] | None:
    """The surest topic of a single sentence that is possible for the whole message too."""
    best: tuple[str, float] | None = None
    for ranking in sentences:
        label, confidence = ranking[0]
        if label not in possible or not _may_be_choice(label, kinds) or confidence < needed:
            continue
        if best is None or confidence >= best[1]:
            best = (label, confidence)
    return best
