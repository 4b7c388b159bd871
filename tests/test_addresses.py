"""Who asks, and which proxies are believed."""

from __future__ import annotations

import pytest
from starlette.types import Scope

from askleaflet.errors import SettingsError
from askleaflet.settings import read_settings
from askleaflet.web.addresses import Proxies

PROXIES = Proxies(["10.0.0.9", "10.0.0.8", "192.168.0.0/16", "fd00::/8"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("10.0.0.5", "1.2.3.4", "10.0.0.5"),
        ("10.0.0.9", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.9", "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.9", "1.2.3.4, 10.0.0.8", "1.2.3.4"),
        ("10.0.0.9", "nonsense", "10.0.0.9"),
        ("10.0.0.9", "", "10.0.0.9"),
        ("2001:db8::1", "", "2001:db8::/64"),
        # With a port, as some proxies write it.
        ("10.0.0.9", "1.2.3.4:5678", "1.2.3.4"),
        ("10.0.0.9", "[2001:db8::7]:5678", "2001:db8::/64"),
        ("10.0.0.9", "1.2.3.4:56, 10.0.0.8:99", "1.2.3.4"),
        # A network of proxies, and one that listens on IPv6.
        ("192.168.3.4", "1.2.3.4", "1.2.3.4"),
        ("::ffff:10.0.0.9", "1.2.3.4", "1.2.3.4"),
        ("fd00::1", "1.2.3.4", "1.2.3.4"),
        # Two IPv4 addresses in IPv6 are two, not one /64.
        ("::ffff:1.2.3.4", "", "1.2.3.4"),
        ("::ffff:1.2.3.5", "", "1.2.3.5"),
        ("10.0.0.9", "::ffff:1.2.3.4", "1.2.3.4"),
        ("fe80::1%eth0", "", "fe80::/64"),
    ],
)
def test_forwarded_addresses_are_read_from_the_right(
    peer: str, forwarded: str, counted: str
) -> None:
    scope: Scope = {
        "type": "http",
        "client": (peer, 1),
        "headers": [(b"x-forwarded-for", forwarded.encode())],
    }
    assert PROXIES.asker(scope) == counted


@pytest.mark.parametrize("wrong", ["proxy.clinic.test", "10.0.0.300", "10.0.0.9/8", "localhost"])
def test_a_proxy_that_is_no_address_stops_the_start(wrong: str) -> None:
    with pytest.raises(SettingsError, match=r"trusted_proxies.*address or network"):
        read_settings(trusted_proxies=("10.0.0.9", wrong))
