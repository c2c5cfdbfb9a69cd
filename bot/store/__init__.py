"""The database: the registry of samenwerkingsverbanden, its migrations and how to open it.

`python -m bot.store` migrates, loads and shows; the bot reads through `Registry`.
"""

from bot.store._columns import Moment, Number
from bot.store._engine import open_engine
from bot.store._migrate import migrate
from bot.store._models import Base
from bot.store._transaction import Rows, StoreUnavailable, transaction, utc
from bot.store._types import (
    Dataset,
    Organisation,
    PlaceKind,
    PlaceMatch,
    PostcodeEntry,
    Sector,
    Swv,
    dutch_date,
)
from bot.store.registry import Registry, RegistryEmpty, load_swvs

__all__ = [
    "Base",
    "Dataset",
    "Moment",
    "Number",
    "Organisation",
    "PlaceKind",
    "PlaceMatch",
    "PostcodeEntry",
    "Registry",
    "RegistryEmpty",
    "Rows",
    "Sector",
    "StoreUnavailable",
    "Swv",
    "dutch_date",
    "load_swvs",
    "migrate",
    "open_engine",
    "transaction",
    "utc",
]
