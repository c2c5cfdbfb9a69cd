"""Postcodes, places and school sectors in a parent's message.

Pure functions of the text (and of the list of place names), so that they can be tested
without Rasa; `bot.nlu.entity_extractor` makes entities of what they find.
"""

from bot.nlu.entities._mention import Mention
from bot.nlu.entities._places import Gazetteer
from bot.nlu.entities._postcodes import find_postcodes
from bot.nlu.entities._sectors import find_sectors

__all__ = ["Gazetteer", "Mention", "find_postcodes", "find_sectors"]
