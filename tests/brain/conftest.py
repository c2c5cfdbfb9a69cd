"""What the brain's tests share. They run in the brain's environment; elsewhere they are left out.

`.venv-brain/bin/python -m pytest -c tests/brain/pytest.ini --rootdir=. tests/brain`
"""

from __future__ import annotations

import os
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

# SQLAlchemy 1.4 sets its own filter for this one, so pytest.ini cannot.
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

ROOT = Path(__file__).resolve().parents[2]

if find_spec("rasa") is None:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def gazetteer() -> Any:
    """The place names of the real registry."""
    from bot.nlu.entities import Gazetteer

    return Gazetteer.from_registry(ROOT / "data/swv")


@pytest.fixture(scope="session")
def domain() -> Any:
    """The assistant's own domain."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # importing Rasa
        from rasa.shared.core.domain import Domain

        return Domain.load(str(ROOT / "domain.yml"))
