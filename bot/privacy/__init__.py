"""What we may not know and what we may not keep: redaction and retention.

Shared by the front and the actions; depends on neither.
"""

from bot.privacy._names import without_names
from bot.privacy._redact import Redacted, redact
from bot.privacy._retention import Expiring, enforce_retention

__all__ = ["Expiring", "Redacted", "enforce_retention", "redact", "without_names"]
