"""The chat on a school's page: one custom element. Source in `src/`, one folder per version."""

from bot.widget._releases import Release, load_releases, newest

__all__ = ["Release", "load_releases", "newest"]
