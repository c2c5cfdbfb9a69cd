"""What all tests share."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from bot.settings import ROOT
from tests._line import line

__all__ = ["line"]  # started once, for the conversations and for the browser

# Else each front would make a key in var/ and keep it there.
os.environ["VAULT_KEY"] = "b3VkZXJ3aWp6ZXItc2xldXRlbC12b29yLXRlc3RzISE="

# The same examples every time: a red run can be repeated, and a busy machine is no failure.
settings.register_profile("ouderwijzer", derandomize=True, deadline=None)
settings.load_profile("ouderwijzer")

_LONGEST = ("test_thousand.py", "test_kill.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests stay together when several processes run them, the longest first.

    Those of one file and one kind of database do, and all that talk to the one real line.
    """
    items.sort(key=lambda item: item.path.name not in _LONGEST)
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))


def _group(item: pytest.Item) -> str:
    if isinstance(item, pytest.Function) and "line" in item.fixturenames:
        return "line"
    callspec = getattr(item, "callspec", None)
    is_postgres = callspec is not None and "postgres" in callspec.params.values()
    return f"{item.path.relative_to(ROOT)}{' postgres' if is_postgres else ''}"
