"""Reading a message in the light of the conversation before it."""

from bot.nlu.context._before import ASKS, LOOK_UP_FORM, Before, before_message
from bot.nlu.context._dates import read_date
from bot.nlu.context._follow_up import FollowUp, follow_up, other_sector
from bot.nlu.context._told import told_by_the_way, told_in_answer

__all__ = [
    "ASKS",
    "LOOK_UP_FORM",
    "Before",
    "FollowUp",
    "before_message",
    "follow_up",
    "other_sector",
    "read_date",
    "told_by_the_way",
    "told_in_answer",
]
