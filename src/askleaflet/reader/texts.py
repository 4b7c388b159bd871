"""What the reader sees of a leaflet and of a question."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from askleaflet.layout import SIGNS
from askleaflet.naming import neutral, own_names
from askleaflet.passages import sayings
from askleaflet.records import Document, Passage

# A list's lead-in may be long; its end says what the items are.
LONGEST_LEAD = 25
# Between the headings over a passage, and before its words.
WITHIN, HEADED = " > ", " : "
# The first heading over all others is the leaflet's title, which says nothing of a passage.
_TITLE_LEVEL = 1
_BULLET = re.compile(rf"(?m)^[ \t]*(?:[{SIGNS}][ \t]*|[-*+–—][ \t]+)")
_NUMBER = re.compile(r"\b\d+\.\s")
# A story is read in pieces of so many words, each up to the end of a sentence where there is one.
PIECE, MOST_PIECES = 60, 6
# In characters, for messages that no person types.
LONGEST_HEAD, LONGEST_TAIL = 5_000, 1_000
_LONG_WORD = re.compile(r"(\S{60})\S+")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")


@dataclass(frozen=True, slots=True)
class LeafletTexts:
    """What of a leaflet is turned into vectors, in order.

    ``wordings`` are the example questions of the sidecar, ``says`` for each the numbers of the
    passages that answer it; ``beside`` are those that the leaflet does not answer.
    """

    passages: tuple[str, ...]
    wordings: tuple[str, ...]
    says: tuple[tuple[int, ...], ...]
    beside: tuple[str, ...]

    def key(self, network: str) -> str:
        """The name under which is kept what is made of these texts, vectors by a network among
        it."""
        tied = [" ".join(map(str, one)) for one in self.says]
        parts = (network, *self.passages, "\1", *self.wordings, "\1", *self.beside, "\1", *tied)
        return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


def leaflet_texts(document: Document, passages: Sequence[Passage]) -> LeafletTexts:
    """What of ``document`` is turned into vectors; ``passages`` are its own, in order."""
    names = own_names(document)
    wordings: list[str] = []
    says: list[tuple[int, ...]] = []
    known, places = sayings(document, passages), {one.id: n for n, one in enumerate(passages)}
    for entry in document.asked_as:
        numbers = tuple(places[known[one].id] for one in entry.says)
        wordings.extend(neutral(one, names) for one in entry.questions)
        says.extend([numbers] * len(entry.questions))
    return LeafletTexts(
        tuple(passage_text(document, one, names) for one in passages),
        tuple(wordings),
        tuple(says),
        tuple(neutral(one, names) for one in document.not_answered),
    )


def passage_text(document: Document, passage: Passage, names: Collection[str]) -> str:
    """A passage as the reader sees it: headings, the end of the lead-in, its own words."""
    section = document.sections[passage.section]
    chain = [document.sections[number] for number in (*section.outer, section.index)]
    over = [
        _NUMBER.sub("", document.words(one.heading))
        for one in chain
        if one.level > _TITLE_LEVEL and one.heading.end > one.heading.start
    ]
    mark = _BULLET.sub(" ; ", document.words(passage.mark))
    words = " ".join(mark.split()).lstrip("; ")
    if passage.lead and passage.kind != "sentence":
        words = f"{' '.join(document.words(passage.lead).split()[-LONGEST_LEAD:])} {words}"
    return neutral(f"{WITHIN.join(over)}{HEADED}{words}", names)


def pieces(text: str, most: int = MOST_PIECES) -> list[str]:
    """A message in pieces that the reader can take in: itself where it is short.

    Of more than ``most``, the first pieces and the last, in which most stories ask. Of a very long
    message only its beginning and end are looked at, and of a very long word its beginning.
    """
    if len(text) > LONGEST_HEAD + LONGEST_TAIL:
        text = f"{text[:LONGEST_HEAD]}\n{text[-LONGEST_TAIL:]}"
    text = _LONG_WORD.sub(r"\1 ", text)
    if len(text.split()) <= PIECE:
        return [text]
    found = list(_pieces(text))
    return found if len(found) <= most else [*found[: most - 1], found[-1]]


def pieces_with(text: str, places: Iterable[tuple[int, int]]) -> list[str]:
    """Those of all pieces of a long message in which something stands at ``places``: where each
    begins, and where it ends."""
    found = list(_pieces(text))
    ends = list(accumulate(len(one.split()) for one in found))
    own = set[int]()
    for start, end in places:
        last = max(1, _size(text[:end]))
        first = min(_size(text[:start]), last - 1)
        own |= {n for n, one in enumerate(found) if first < ends[n] < last + len(one.split())}
    return [found[number] for number in sorted(own)]


def _size(text: str) -> int:
    """In how many words pieces tell ``text``."""
    return sum(len(one.split()) for one in _SENTENCE.findall(text))


def most_pieces(text: str, most: int = MOST_PIECES) -> int:
    """In how many pieces a message is read at most: in a third of ``most`` where it is so long
    that nobody typed it, as each costs some ten milliseconds."""
    return most if len(text) <= LONGEST_HEAD + LONGEST_TAIL else most // 3


def all_read(text: str, most: int = MOST_PIECES) -> bool:
    """Whether ``pieces`` leaves nothing of a message out."""
    if len(text) > LONGEST_HEAD + LONGEST_TAIL or _LONG_WORD.search(text):
        return False
    return len(text.split()) <= PIECE or sum(1 for _ in _pieces(text)) <= most


def _pieces(text: str) -> Iterator[str]:
    held: list[str] = []
    for sentence in _SENTENCE.findall(text):
        for first in range(0, len(words := sentence.split()), PIECE):
            some = words[first : first + PIECE]
            if held and len(held) + len(some) > PIECE:
                yield " ".join(held)
                held = []
            held += some
    if held:
        yield " ".join(held)
