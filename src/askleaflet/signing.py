"""Signing a leaflet: its SHA-256 is written into its sidecar, so that a change in it is seen.

Everything else in the sidecar stays as it is, byte for byte. A signature tells that the text is
the one that was checked; it does not tell by whom.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

from askleaflet.corpus import inspect_corpus
from askleaflet.files import replace_file
from askleaflet.reading import LEAFLET_ENDINGS, LeafletError, read_source
from askleaflet.sidecar import SidecarError, sidecar_of, toml_of, toml_text

# A key and its value on one line: a text, or a date.
_LINE = r"""(?m)^([ \t]*+(?:{key}|"{key}"|'{key}')[ \t]*+=[ \t]*+)"""
_VALUE = r"""(?:"(?:\\.|[^"\\\n])*+"|'[^'\n]*+'|[0-9-]++)"""
_MARK = b"\xef\xbb\xbf"


def sign_all(folder: Path) -> tuple[list[str], list[str]]:
    """Signs every leaflet of ``folder`` that can be served. Returns the ids of those that are
    signed now, and what kept others from it. Raises CorpusError without a folder."""
    served = {one.id for one in inspect_corpus(folder).documents}
    signed, faults = [], []
    for path in sorted(folder.iterdir()):
        id = path.stem.lower()
        if path.suffix.lower() not in LEAFLET_ENDINGS or id not in served:
            continue
        served.discard(id)
        try:
            sign(path)
        except (LeafletError, SidecarError) as error:
            faults.append(f"{error.file}: {error}")
        else:
            signed.append(id)
    return signed, faults


def sign(path: Path) -> None:
    """Writes the SHA-256 of the leaflet in ``path`` into its sidecar, which is made where there is
    none. Raises LeafletError or SidecarError, and leaves the sidecar as it was."""
    source, sidecar = read_source(path), path.with_suffix(".toml")
    old = source.sidecar or b""
    new = with_value(old, "sha256", hashlib.sha256(source.raw).hexdigest(), sidecar.name)
    if new == old:
        return
    try:
        # Where it is a link, what it leads to is written.
        replace_file(Path(os.path.realpath(sidecar)), new)
    except OSError as error:
        reason = error.strerror or "unknown"
        raise SidecarError(
            sidecar.name, f"it cannot be written ({reason}), so it is not signed. Check its rights."
        ) from error


def with_value(old: bytes, key: str, text: str, name: str) -> bytes:
    """The sidecar ``old`` that says ``text`` under ``key``, all else as it was, byte for byte.
    Raises SidecarError where it is broken."""
    sidecar_of(old, name)
    written = toml_text(text)
    wanted = {**toml_of(old), **toml_of(f"{key} = {written}".encode())}
    for found in re.finditer((_LINE + _VALUE).format(key=key).encode(), old):
        new = old[: found.end(1)] + written.encode() + old[found.end() :]
        # A line of wordings can look like it, too, and a text of several lines begin like it.
        with suppress(ValueError):
            if toml_of(new) == wanted:
                return new
    if key in toml_of(old):
        raise SidecarError(name, f"its {key} cannot be replaced. Take that line away.")
    mark = _MARK if old.startswith(_MARK) else b""
    end = b"\r\n" if b"\r\n" in old else b"\n"
    line = f"{key} = {written}".encode() + end
    return mark + line + old[len(mark) :]
