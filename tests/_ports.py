"""Ports for servers that must know theirs beforehand, or that start again on the same one."""

from __future__ import annotations

import socket
from collections import deque

_MANY = 64
_kept: deque[socket.socket] = deque()


def free_port() -> int:
    """A port of this machine that stays ours, for a server that sets SO_REUSEADDR, as all do.

    A socket that does not listen keeps it: without one the system gives the port to the next
    who asks, or to a connection, before our server listens.
    """
    while len(_kept) >= _MANY:
        _kept.popleft().close()
    holder = socket.socket()
    _kept.append(holder)
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind(("127.0.0.1", 0))
    return int(holder.getsockname()[1])
