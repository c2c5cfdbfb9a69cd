"""The websites that have the chat, from `sites.yml`: addresses, colours, people and topics.

`python -m bot.sites check` says what is wrong with the file.
"""

from bot.sites._address import HOST, OWN_COMPUTER
from bot.sites._calendar import Region
from bot.sites._hours import Hours
from bot.sites._load import Sites, SitesError, load_sites
from bot.sites._site import Helpdesk, Site, phone_number, read_hours
from bot.sites._tokens import DEFAULTS, TOKENS, Token

__all__ = [
    "DEFAULTS",
    "HOST",
    "OWN_COMPUTER",
    "TOKENS",
    "Helpdesk",
    "Hours",
    "Region",
    "Site",
    "Sites",
    "SitesError",
    "Token",
    "load_sites",
    "phone_number",
    "read_hours",
]
