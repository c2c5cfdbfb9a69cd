"""Ports for servers that must know theirs beforehand, or that start again on the same one."""

from __future__ import annotations

import random
import socket

_PORTS = range(20_000, 32_000)
"""Below those that systems hand out by themselves: no connection takes one in between."""
_chance = random.SystemRandom()


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    for port in _chance.sample(_PORTS, 200):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no free port found")
