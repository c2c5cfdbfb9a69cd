"""Who asks: the page, and the address."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from aiohttp import hdrs, web


def foreign_origin(request: web.Request) -> str | None:
    """The origin of the page that asks, when it is not a page of this front itself.

    None as well without the header: browsers send it with every request to another origin.
    """
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is None:
        return None
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return origin
    return None if host and host.lower() == request.host.lower() else origin


def address_key(address: str | None) -> str:
    """What counts as one address: an IPv4 address, or the /64 that one IPv6 household gets."""
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
