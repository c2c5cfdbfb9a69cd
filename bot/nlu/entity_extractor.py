"""Rasa component: postcodes, places and sectors become entities."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.entities import Gazetteer, Mention, find_postcodes, find_sectors
from bot.nlu.topics._text import shorten

MENTIONS = "mentions"
"""Attribute of a message that holds what was found, for the classifier."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class DutchEntityExtractor(GraphComponent):
    """Finds entities by rule: they must be right at once, for every one of 4,000 postcodes.

    Training only reads the place names of the registry (`registry`, default `data/swv`), so that
    a model carries the names it was made with.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Where the registry's files are."""
        return {"registry": "data/swv"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DutchEntityExtractor:
        """Make an extractor that still has to read its names."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DutchEntityExtractor:
        """Restore an extractor with the names of its model."""
        extractor = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            names = json.loads((Path(folder) / "names.json").read_text(encoding="utf-8"))
        extractor._gazetteer = Gazetteer(names)
        find_postcodes("duizend honderd")  # the numbers in words are made on first use
        return extractor

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._folder = Path(config["registry"])
        self._storage = model_storage
        self._resource = resource
        self._gazetteer = Gazetteer(())

    def train(self, training_data: TrainingData) -> Resource:
        """Read the place names and keep them with the model."""
        self._gazetteer = Gazetteer.from_registry(self._folder)
        with self._storage.write_to(self._resource) as folder:
            path = Path(folder) / "names.json"
            path.write_text(json.dumps(self._gazetteer.names), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Find the mentions in every example, for the classifier that comes next."""
        for message in training_data.training_examples:
            if message.get(TEXT):
                message.set(MENTIONS, self.mentions(message.get(TEXT)))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            mentions = self.mentions(text)
            message.set(MENTIONS, mentions)
            entities = [_as_entity(mention) for mention in mentions]
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages

    def mentions(self, text: str) -> list[Mention]:
        """Everything found in `text`."""
        return find_mentions(text, self._gazetteer)


def find_mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """The postcodes, places and school types in `text`."""
    text = shorten(text)
    postcodes = find_postcodes(text)
    covered = [(mention.start, mention.end) for mention in postcodes]
    places = [
        place
        for place in gazetteer.find(text)
        if not any(start < place.end and place.start < end for start, end in covered)
    ]
    return [*postcodes, *places, *find_sectors(text)]


def _as_entity(mention: Mention) -> dict[str, Any]:
    return {
        "entity": mention.entity,
        "value": mention.value,
        "start": mention.start,
        "end": mention.end,
        "kind": mention.kind,
        "alternatives": list(mention.alternatives),
        "home": mention.home,
        "extractor": "DutchEntityExtractor",
    }
