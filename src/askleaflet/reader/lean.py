"""The network without what no leaflet needs of it.

A third of it only hears emergencies in what people write. An ONNX file is a protocol buffer
(protobuf.dev/programming-guides/encoding): fields one after another, each its number and kind, then
what it holds. Nodes on which no wanted output hangs are left out; all others stay byte for byte,
and so does what they compute.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

# The numbers of fields: of a model's graph; of a node in it, and of what that takes and gives; of
# weights, outputs and shapes, with that of the name in each.
_GRAPH, _NODE = 7, 1
_TAKES, _GIVES = 1, 2
_NAMED = {5: 8, 12: 1, 13: 1}
# The kind of what is told with its length; the other that these messages have is one number.
_SIZED = 2
_MORE, _BITS = 0x80, 7


class _Field(NamedTuple):
    number: int
    whole: memoryview
    held: memoryview


def only(model: bytes, outputs: Collection[str]) -> bytes:
    """``model`` with these of its outputs alone, and what they are computed from."""
    top = list(_fields(memoryview(model)))
    graph = next(one for one in top if one.number == _GRAPH)
    cut = _written(_GRAPH, b"".join(_needed(list(_fields(graph.held)), outputs)))
    return b"".join(cut if one is graph else one.whole for one in top)


def _needed(graph: list[_Field], outputs: Collection[str]) -> Iterator[memoryview]:
    """The fields of ``graph`` that stay, in order. Its nodes stand after those they take from."""
    needed: set[str] = set(outputs)
    left: set[memoryview] = set()
    for one in reversed(graph):
        if one.number == _NODE:
            if needed.isdisjoint(_names(one, _GIVES)):
                left.add(one.whole)
            else:
                needed |= _names(one, _TAKES)
    for one in graph:
        name = _NAMED.get(one.number)
        if one.whole not in left and (name is None or _names(one, name) <= needed):
            yield one.whole


def _names(field: _Field, number: int) -> set[str]:
    return {str(one.held, "utf-8") for one in _fields(field.held) if one.number == number}


def _fields(message: memoryview) -> Iterator[_Field]:
    at = 0
    while at < len(message):
        first = at
        key, at = _number(message, at)
        size, held = _number(message, at)
        at = held + size if key & _SIZED else held
        yield _Field(key >> 3, message[first:at], message[held:at])


def _number(message: memoryview, at: int) -> tuple[int, int]:
    """The number that begins at ``at``, seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & ~_MORE) << shift
        shift, at = shift + _BITS, at + 1
        if byte < _MORE:
            return value, at


def _written(number: int, held: bytes) -> bytes:
    """A field with its length."""
    size, told = len(held), bytearray([number << 3 | _SIZED])
    while size >= _MORE:
        told.append(size & ~_MORE & 0xFF | _MORE)
        size >>= _BITS
    return bytes(told + bytes([size])) + held
