"""A visit: one page that was opened. Its sign is made here and cannot be made up.

The page shows it with each question, so that a limit falls on whoever asks too much and not on
everybody behind the same address. It says nothing about a person and is gone with the page.
Replicas that share a key know each other's signs, and a page takes them for one server.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from hmac import compare_digest, digest

HEADER = "x-visit"
_BYTES = 12
# A script counts without rounding up to here.
_NUMBER_BITS = 53


class Visits:
    """Signs visits, and knows the signs of its key again; without one it has a key of its own."""

    def __init__(self, key: bytes | None = None) -> None:
        self._key = key or secrets.token_bytes(32)

    def open(self) -> str:
        """The sign of a new visit."""
        name = secrets.token_hex(_BYTES)
        return f"{name}.{self._seal(name)}"

    def name(self, sign: str) -> str | None:
        """The name of the visit with this sign; None where it was not made here."""
        name, _, seal = sign.partition(".")
        known = name.isascii() and seal.isascii() and compare_digest(seal, self._seal(name))
        return name if known else None

    def server(self, shown: str) -> int:
        """The number by which a page knows its server: another one where the key is, or what is
        ``shown``, and then the page starts afresh."""
        seal = digest(self._key, b"server:" + shown.encode(), sha256)
        return int.from_bytes(seal[:8], "big") >> (64 - _NUMBER_BITS)

    def _seal(self, name: str) -> str:
        return digest(self._key, name.encode(), sha256).hex()[:32]
