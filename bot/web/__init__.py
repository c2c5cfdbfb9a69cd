"""What the front and the dashboard both need of a web server; it imports neither."""

from bot.web._files import CHECK_AGAIN, FOR_EVER, MemoryFile
from bot.web._repeat import repeat
from bot.web._requests import address_key, foreign_origin
from bot.web._secret import session_secret

CSP = "Content-Security-Policy"
"""The header's name."""

__all__ = [
    "CHECK_AGAIN",
    "CSP",
    "FOR_EVER",
    "MemoryFile",
    "address_key",
    "foreign_origin",
    "repeat",
    "session_secret",
]
