"""The spaCy pipeline as a Rasa component.

In `config.yml`, before SpacyTokenizer:

    pipeline:
      - name: bot.nlu._spacy_nlp.OuderwijzerSpacyNLP
      - name: SpacyTokenizer
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.model import InvalidModelError
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP

from bot.nlu._spacy_model import SpacyModelError, chosen_name, fingerprint, load


# Rasa finds a component's model provider by class name, so a component that takes `model` as
# an argument must be registered with model_from="OuderwijzerSpacyNLP". SpacyTokenizer and
# SpacyFeaturizer do not: they read the document from the message.
@DefaultV1Recipe.register(
    [
        DefaultV1Recipe.ComponentType.MODEL_LOADER,
        DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER,
    ],
    is_trainable=False,
    model_from="OuderwijzerSpacyNLP",
)
class OuderwijzerSpacyNLP(SpacyNLP):
    """Rasa's SpacyNLP with our own pipeline by default and SPACY_MODEL to choose another.

    It differs in three ways: `model` may be left out; SPACY_MODEL goes before it; and a changed
    pipeline is noticed, so that `rasa train` trains again what depends on its lemmas.
    """

    @staticmethod
    def load_model(spacy_model_name: str | None = None) -> SpacyModel:
        """Load the pipeline. Raises InvalidModelError, which Rasa shows without a stack trace."""
        name = chosen_name(spacy_model_name)
        try:
            return SpacyModel(model=load(name), model_name=fingerprint(name))
        except SpacyModelError as error:
            raise InvalidModelError(str(error)) from error

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Make Rasa's training cache depend on the pipeline's contents, not on its name."""
        try:
            return fingerprint(chosen_name(config.get("model")))
        except SpacyModelError as error:
            raise InvalidModelError(str(error)) from error
