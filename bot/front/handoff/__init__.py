"""A person when it matters: the conversation in which a parent leaves a message for a helpdesk.

Delivering it is `bot.helpdesk`. Contact details are in its vault, and pass through here only.
"""

from bot.front.handoff._gemeenten import Gemeenten
from bot.front.handoff._party import Party, Reply, Said
from bot.front.handoff._private import PrivateWords
from bot.front.handoff._rows import StateRows
from bot.front.handoff._service import Handoffs
from bot.front.handoff._words import HandoffWords

__all__ = [
    "Gemeenten",
    "HandoffWords",
    "Handoffs",
    "Party",
    "PrivateWords",
    "Reply",
    "Said",
    "StateRows",
]
