"""The hand-off: a question that a parent leaves is kept, and brought to a helpdesk.

`python -m bot.helpdesk` checks the helpdesks, lists what is stuck and has it tried again. Imports
nothing of `bot.front`, which uses it.
"""

from bot.helpdesk._desk import Desk
from bot.helpdesk._load import Desks, DesksError, load_desks
from bot.helpdesk._service import HelpdeskLine, helpdesk_line
from bot.helpdesk._steps import Tell
from bot.helpdesk._ticket import Contact, DeskHealth, NewTicket, Stuck, TicketState
from bot.helpdesk._tickets import Tickets
from bot.helpdesk._vault import Vault
from bot.helpdesk._vault import erase as erase_entries

__all__ = [
    "Contact",
    "Desk",
    "DeskHealth",
    "Desks",
    "DesksError",
    "HelpdeskLine",
    "NewTicket",
    "Stuck",
    "Tell",
    "TicketState",
    "Tickets",
    "Vault",
    "erase_entries",
    "helpdesk_line",
    "load_desks",
]
