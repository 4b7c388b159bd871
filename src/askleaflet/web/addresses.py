"""Who asks, as an address; a forwarded one counts only where a named proxy hands it on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

Address = IPv4Address | IPv6Address
# "1.2.3.4:567" and "[2001:db8::1]:567", as some proxies write it.
_WITH_PORT = re.compile(r"\[(?P<six>[^\]]{,60})\](?::\d{1,5})?|(?P<four>[\d.]{,15}):\d{1,5}")


class Proxies:
    """The proxies whose word is believed. Raises ValueError for what is no address or network."""

    def __init__(self, listed: Iterable[str]) -> None:
        self._networks = [ip_network(one) for one in listed]

    def __contains__(self, peer: str) -> bool:
        found = read(peer)
        return found is not None and any(found in one for one in self._networks)

    def asker(self, scope: Scope) -> str:
        """The address that asks.

        Read from the right: what stands left of the last proxy's own entry anyone can write.
        IPv6 counts by its /64, which is what one household or one device is given.
        """
        peer = scope["client"][0] if scope.get("client") else ""
        if peer in self:
            forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
            for hop in reversed(forwarded.split(",")):
                if read(hop) is None:
                    break
                peer = hop
                if hop not in self:
                    break
        return counted(peer)


def read(written: str) -> Address | None:
    """The address in ``written``, with or without a port; an IPv4 one in IPv6 is that IPv4 one."""
    text = written.strip()
    match = _WITH_PORT.fullmatch(text)
    try:
        found = ip_address((match["six"] or match["four"]) if match else text.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def counted(written: str) -> str:
    """What a limit counts an address as."""
    found = read(written)
    if isinstance(found, IPv6Address):
        return str(ip_network((int(found), 64), strict=False))
    return str(found) if found else written
