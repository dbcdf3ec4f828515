"""From which network address a request came; a header is believed only from our own proxies."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 - a value, not something to listen on


def client_address(request: HttpRequest) -> str:
    """The client's address: the peer, or what the outermost of ``PROXY_COUNT`` proxies saw."""
    peer = str(request.META.get("REMOTE_ADDR") or UNKNOWN)
    if settings.PROXY_COUNT:
        seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(seen) >= settings.PROXY_COUNT:
            peer = seen[-settings.PROXY_COUNT]
    try:
        return str(ipaddress.ip_address(peer))
    except ValueError:
        return UNKNOWN


def network_of(address: str) -> str:
    """What one customer of a network holds: the address itself, or the /64 of an IPv6 one."""
    parsed = ipaddress.ip_address(address)
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
