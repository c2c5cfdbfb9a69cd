"""A person when it matters: the conversation in which a parent leaves a message for a helpdesk.

Delivering it is `bot.helpdesk`. Contact details are in its vault, and pass through here only.
"""

from bot.front.handoff._gemeenten import Gemeenten
from bot.front.handoff._party import Party, Reply, Said
from bot.front.handoff._private import PrivateWords
from bot.front.handoff._service import Handoffs, handoffs_of

__all__ = [
    "Gemeenten",
    "Handoffs",
    "Party",
    "PrivateWords",
    "Reply",
    "Said",
    "handoffs_of",
]
