"""Short transactions of the front, and the one error for a database that fails."""

from bot.store import Rows, StoreUnavailable, transaction, utc

__all__ = ["Rows", "StoreUnavailable", "transaction", "utc"]
