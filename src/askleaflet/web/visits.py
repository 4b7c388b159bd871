"""A visit: one page that was opened. Its sign is made here and cannot be made up.

The page shows it with each question, so that a limit falls on whoever asks too much and not on
everybody behind the same address. It says nothing about a person and is gone with the page.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from hmac import compare_digest, digest

HEADER = "x-visit"
_BYTES = 12


class Visits:
    """Signs visits with a key of this process, and knows its own signs again."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def open(self) -> str:
        """The sign of a new visit."""
        name = secrets.token_hex(_BYTES)
        return f"{name}.{self._seal(name)}"

    def name(self, sign: str) -> str | None:
        """The name of the visit with this sign; None where it was not made here."""
        name, _, seal = sign.partition(".")
        known = name.isascii() and seal.isascii() and compare_digest(seal, self._seal(name))
        return name if known else None

    def _seal(self, name: str) -> str:
        return digest(self._key, name.encode(), sha256).hex()[:32]
