"""The public edge: the web chat API, its page, and nothing that understands Dutch.

`python -m bot.front` starts it.
"""

from bot.front._app import create_app
from bot.front._limits import Limits

__all__ = ["Limits", "create_app"]
