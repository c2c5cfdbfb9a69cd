"""The chat on a school's page: one custom element. Source in `src/`, one folder per version.

`python -m bot.widget` prints the lines for a website and releases a version.
"""

from bot.widget._releases import FOLDER, Release, ReleaseError, load_releases, newest
from bot.widget._snippet import fallback, snippet

__all__ = [
    "FOLDER",
    "Release",
    "ReleaseError",
    "fallback",
    "load_releases",
    "newest",
    "snippet",
]
