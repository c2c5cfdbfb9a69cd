"""Rasa component: the topic of a message, and what to do with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_RESPONSE_KEY,
    METADATA,
    METADATA_EXAMPLE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content import HELD_OUT, INTENT_PREFIX, load_catalogue
from bot.nlu.entities import Mention
from bot.nlu.entity_extractor import MENTIONS
from bot.nlu.payload import has_form_of_payload, read_payload
from bot.nlu.topics import (
    Decision,
    HeldOut,
    Signs,
    TopicModel,
    Utterance,
    asks,
    beside_person,
    decide,
    lemma_table,
    mentions_danger,
    second_question,
    shorten,
    split_clauses,
    split_sentences,
    tells_of_danger,
    urgency,
    within,
)
from bot.nlu.verdict import write_verdict

_SPACY_DOC = "text_spacy_doc"
_MAX_CLAUSES = 4
Span: TypeAlias = tuple[int, int]
_WORD = re.compile(r"[^\W_]")
_BEFORE_POSTCODE = re.compile(
    r"(?:\b(?:postcode|pc|woon|wonen|adres|uit|in|naar|swv|samenwerkingsverband|voor)\b\W*|^\W*)$",
    re.IGNORECASE,
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent):
    """Fills `intent`, the response selector's result and the decision of every message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The catalogue of labels, and the classifier's two settings."""
        return {"catalogue": "data/topics.csv", "regularisation": 1.0}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Make an untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """Restore a trained classifier from our own model archive."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            classifier._model, classifier._kinds = joblib.load(Path(folder) / "topics.joblib")
        return classifier

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._model = TopicModel(config["regularisation"])
        self._kinds: dict[str, str] = {}

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the examples, calibrate on the sentences that are marked as held out."""
        catalogue = load_catalogue(Path(self._config["catalogue"]))
        self._kinds = {name: label.kind for name, label in catalogue.items()}
        examples, held_out = [], []
        for message in training_data.intent_examples:
            right = _held_out(message)
            if right is not None:
                held_out.append(HeldOut(_utterances(message), right))
            elif message.get(TEXT):
                examples.append(message)
        labels = [_label(message) for message in examples]
        utterances = [_utterances(message) for message in examples]
        self._model.fit(utterances, labels, self._kinds, held_out)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump((self._model, self._kinds), Path(folder) / "topics.joblib", compress=3)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Decide on each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            payload = read_payload(text, self._model.labels)
            if payload is None:
                decision, ranking = self._decide(message, text)
            else:
                decision, ranking = Decision("answer", payload.label, 1.0), [(payload.label, 1.0)]
                entities = [{"entity": "sector", "value": payload.sector}] if payload.sector else []
                message.set(ENTITIES, entities, add_to_output=True)
            write_verdict(message, decision, ranking, self._kinds)
        return messages

    def _decide(self, message: Message, text: str) -> tuple[Decision, list[tuple[str, float]]]:
        # A button of a topic that was removed means no more than an emoji does.
        if has_form_of_payload(text) or not _WORD.search(text):
            return Decision("fallback", "oos", 1.0), [("oos", 1.0)]
        text = shorten(text)
        sentences, clauses = split_sentences(text), split_clauses(text)
        # Most clauses are whole sentences: each part is ranked once, and all of them together.
        parts = list(dict.fromkeys([(0, len(text)), *sentences, *clauses]))
        utterances = dict(zip(parts, _utterances(message, parts), strict=True))
        ranked = dict(zip(parts, self._model.rank_all(list(utterances.values())), strict=True))
        whole, ranking = utterances[parts[0]], ranked[parts[0]]
        read = f"{text}\n{self._model.mended(whole)}"  # danger is misspelt too
        signs = _signs(text, read, [utterances[s] for s in sentences], message.get(MENTIONS) or [])
        thresholds, kinds = self._model.thresholds, self._kinds
        several = [ranked[span] for span in sentences] if len(sentences) > 1 else []
        decision = decide(ranking, several, signs, thresholds, kinds)
        if len(clauses) > 1:
            questions = [ranked[span] for span in clauses if asks(text[slice(*span)])]
            if len(questions) > 1:
                questions = questions[:_MAX_CLAUSES]
                decision = second_question(decision, questions, thresholds, kinds)
            decision = beside_person(decision, [ranked[span] for span in clauses])
        return replace(decision, urgent=urgency(text)), ranking


def _label(message: Message) -> str:
    return str(message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)).removeprefix(INTENT_PREFIX)


def _held_out(message: Message) -> frozenset[str] | None:
    """Every right label of a sentence that `bot.nlu.train` marked as held out, else None."""
    metadata = (message.get(METADATA) or {}).get(METADATA_EXAMPLE) or {}
    return frozenset(metadata[HELD_OUT]) if HELD_OUT in metadata else None


def _utterances(message: Message, spans: Sequence[Span] | None = None) -> list[Utterance]:
    """The parts `spans` of the message; by default the whole, then each of its sentences."""
    text = shorten(message.get(TEXT))
    mentions: list[Mention] = message.get(MENTIONS) or []
    lemmas = lemma_table(message.get(_SPACY_DOC))
    return [
        Utterance.of(text[begin:end], within(mentions, begin, end), lemmas)
        for begin, end in spans or [(0, len(text)), *split_sentences(text)]
    ]


def _without(text: str, mentions: Sequence[Mention]) -> str:
    """What is left of `text` beside what was found in it."""
    left, at = [], 0
    for mention in sorted(mentions, key=lambda each: each.start):
        left.append(text[at : mention.start])
        at = max(at, mention.end)
    return "".join([*left, text[at:]])


def _is_year(mention: Mention, text: str) -> bool:
    """Whether four digits are more likely a year: "inclusief onderwijs 2035"."""
    year = mention.kind == "pc4" and mention.value[:2] == "20" and mention.value < "2040"
    return year and not _BEFORE_POSTCODE.search(text[: mention.start])


def _signs(
    text: str, read: str, sentences: Sequence[Utterance], mentions: Sequence[Mention]
) -> Signs:
    found = {mention.entity for mention in mentions}
    return Signs(
        danger=mentions_danger(read),
        grave=tells_of_danger(read),
        danger_in=tuple(mentions_danger(sentence.surface) for sentence in sentences),
        postcode=any(each.entity == "postcode" and not _is_year(each, text) for each in mentions),
        place="plaats" in found,
        sector="sector" in found,
        bare=bool(mentions) and not _WORD.search(_without(text, mentions)),
        words=len(text.split()),
    )
