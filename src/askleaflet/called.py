"""What people may call a leaflet's medicine: its brand, its substances, its class.

Unlike ``own_names``, which text is read without, these only tell which of many leaflets is meant.
Substances are taken from where leaflets name them (EMA's template, QRD: "if you are allergic to X
or any of the other ingredients", "the active substance is X"), and are believed where the list of
medicines has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from askleaflet.analysis import folded, singular, words
from askleaflet.data import read_lines
from askleaflet.own_names import SHORTEST_NAME, own_names
from askleaflet.records import Document

MEDICINES_FILE = "medicines.txt"
# Where leaflets say what is in the medicine, and how much of it may say so.
_OPENING, _LONGEST_SAID = 12_000, 140
_ALLERGIC = re.compile(
    r"allergic\s*(?:\([^)]*\)\s*)?to\s+(?:the active substances?,?\s+)?"
    rf"([a-z0-9][^.;:\n]{{3,{_LONGEST_SAID}}}?)"
    r",?\s+or\s+(?:to\s+)?(?:any|one) of the"
)
_ACTIVE = re.compile(
    r"active\s+(?:substances?|ingredients?)\s*(?:in\s+\S+(?:\s\S+)?\s+)?(?:(?:is|are|called|,):?\s+)*"
    rf"([a-z][^.;:()\n]{{3,{_LONGEST_SAID}}}?)"
    r"(?=[.;:()\n]|\s(?:which|that|as|used|and (?:it|is)|belong|or any|a|an|one)\b)"
)
# What a substance comes with, or in, and what names no one medicine.
_NO_SUBSTANCE = frozenset(
    "sodium potassium calcium magnesium chloride acid water alcohol sucrose lactose glucose "
    "mannitol sorbitol gelatin benzalkonium polysorbate albumin protein iron zinc oxygen "
    "mg ml peanut soya milk egg latex hydrochloride hydrobromide disoproxil fumarate tartrate "
    "hydrogenated antiretroviral succinate maleate mesilate propionate furoate disodium dihydrate "
    "recombinant".split()
)
# "... belongs to a group of medicines called protein kinase inhibitors".
_CLASS = re.compile(
    r"(?:group|class|family|type)s? of (?:\w+[- ])?(?:medicines?|medications?|drugs?|substances?)"
    r"\s*,?\s*(?:called|known as|named)\s*:?\s+(?:the\s+|an?\s+)?[\"'“‘]?"
    r"([a-z][^.,;:()\n\"'”’“]{2,70}?)[\"'”’]?(?=[.,;:()\n\"'”]|\s(?:which|that|and|used|for|it|this|"
    r"or|in|to|as|they|these|with|is|are|by)\b)"
)
_WHOLE_CLASS, _TELLING = 6, 8


def called(document: Document) -> tuple[str, ...]:
    """The names that staff and makers gave ``document``, folded: title, id, and other names."""
    given = (document.id, document.title, *document.other_names)
    names = {" ".join(words(one.replace("_", " "))) for one in given}
    return tuple(sorted(one for one in names if len(one) >= SHORTEST_NAME))


def substances(document: Document) -> tuple[str, ...]:
    """The substances that ``document`` names as those of its medicine, folded."""
    found = {one for one in own_names(document) if one not in _NO_SUBSTANCE}
    found -= {word for one in called(document) for word in (one, *one.split())}
    found.update(_substances(folded(document.text[:_OPENING])))
    return tuple(sorted(one for one in found if len(one) >= SHORTEST_NAME))


def _substances(text: str) -> Iterator[str]:
    for said in (_ALLERGIC.search(text), _ACTIVE.search(text)):
        read, at = words(said[1]) if said else (), 0
        while at < len(read):
            length = next((n for n in (4, 3, 2, 1) if read[at : at + n] in _known()), 0)
            name = read[at : at + length]
            if length and not set(name) <= _NO_SUBSTANCE:
                yield " ".join(name)
                # "Insulin glargine" is asked for as "glargine", too.
                yield from (one for one in name if length > 1 and _stands_alone(one))
            at += max(length, 1)


def _stands_alone(word: str) -> bool:
    """Whether one word of a substance's name is asked for by itself."""
    return word not in _NO_SUBSTANCE and ((word,) in _known() or len(word) >= _TELLING)


@cache
def _known() -> frozenset[tuple[str, ...]]:
    return frozenset(words(line) for line in read_lines(MEDICINES_FILE))


def classes(document: Document) -> tuple[str, ...]:
    """The groups of medicines to which ``document`` says that its own belongs, in the singular."""
    text = folded(document.text[:_OPENING])
    found = (tuple(map(singular, words(one[1]))) for one in _CLASS.finditer(text))
    return tuple(dict.fromkeys(" ".join(one) for one in found if 0 < len(one) <= _WHOLE_CLASS))
