"""What a web address may look like here."""

from __future__ import annotations

import re

HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*")
"""A name without anything around it."""
OWN_COMPUTER = frozenset({"localhost", "127.0.0.1"})
"""Hosts that need no https."""
