"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

from tests._line import line

__all__ = ["line"]  # started once, for the conversations and for the browser

# The same examples every time: a red run can be repeated, and a busy machine is no failure.
settings.register_profile("ouderwijzer", derandomize=True, deadline=None)
settings.load_profile("ouderwijzer")
