"""What all tests share."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from tests._line import line

__all__ = ["line"]  # started once, for the conversations and for the browser

# Else each front would make a key in var/ and keep it there.
os.environ["VAULT_KEY"] = "b3VkZXJ3aWp6ZXItc2xldXRlbC12b29yLXRlc3RzISE="

# The same examples every time: a red run can be repeated, and a busy machine is no failure.
settings.register_profile("ouderwijzer", derandomize=True, deadline=None)
settings.load_profile("ouderwijzer")

_LONGEST = ("test_kill.py", "test_thousand.py", "test_line.py", "test_mishaps.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: then no process is left with one at the end."""
    items.sort(key=lambda item: item.path.name not in _LONGEST)
