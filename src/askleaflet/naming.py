"""What a leaflet's medicine is called and made of, as its file name and its text have it.

A name tells which leaflet is meant and nothing of what is asked, so search and reader see "this
medicine" in its place, in questions and in leaflets alike. Substances are taken from where leaflets
name them (EMA's template, QRD): those that the list of medicines has, and one that it has not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache

from askleaflet.analysis import folded, singular, words
from askleaflet.data import read_lines
from askleaflet.records import Document
from askleaflet.spelling import Phrases

PLACEHOLDER = "this medicine"
MEDICINES_FILE = "medicines.txt"
SHORTEST_NAME = 4
# Where leaflets say what is in the medicine, and how much of it may say so.
_OPENING, _LONGEST_SAID = 12_000, 140
_LISTED = (
    # "if you are allergic to X or any of the other ingredients"
    re.compile(
        r"allergic\s*(?:\([^)]*\)\s*)?to\s+(?:the active substances?,?\s+)?"
        rf"([a-z0-9][^.;:\n]{{3,{_LONGEST_SAID}}}?)"
        r",?\s+or\s+(?:to\s+)?(?:any|one) of the"
    ),
    re.compile(
        r"(?<!same )(?<!other )(?<!containing the )(?<!contain the )"
        r"active\s+(?:substances?|ingredients?):?\s*(?:in\s+\S+(?:\s\S+)?\s+)?"
        r"(?:(?:is|are|called|,):?\s+)*"
        rf"(?!as\b)([a-z][^.;:()\n]{{3,{_LONGEST_SAID}}}?)"
        r"(?=[.;:()\n]|\s(?:which|that|as|used|and (?:it|is)|belong|or any|a|an|one)\b)"
    ),
)
# From here on other medicines are listed, or what was used in making this one: in brackets up to
# their end, else up to the end of the sentence. Abasaglar's leaflet names Toujeo, and says that the
# two are not interchangeable.
_OTHERS = re.compile(
    r"\([^()]*\b(?:other|another|such as|includ\w+|similar|related)\b[^()]*\)"
    r"|\b(?:other|another|such as|similar|related|includ\w+|same|traces|carrier|like)\b.*",
    re.DOTALL,
)
# What may follow a name that no list has: "is released from", "contains important information" tell
# none.
_ENDS = (
    r"(?=\s*[.,;:()\[*®\n\d]|\s+(?:and|or|which|that|as|used|a|an|one|works?|belongs?|"
    r"[a-z]+(?:ide|ate|ium|ethyl)|[a-z]+(?:in|vec)|(?:human|acid|alfa|beta|gamma|ii)\b))"
)
# "The active substance is rivaroxaban", wherever it stands.
_SUBSTANCE = re.compile(
    r"(?<!same )\bactive\s+(?:substance|ingredient)s?\s+(?:in\s+\S+\s+)?(?:is|are)\s+"
    r"([a-z][a-z-]{4,})" + _ENDS
)
# In the first section: "ABASAGLAR contains insulin glargine", "contains the active substance ...".
_CONTAINS = re.compile(
    r"contains\s+(?:(?:an?|the)\s+active\s+(?:substance|ingredient)\s+)?(?:called\s+)?"
    r"([a-z][a-z-]{5,})" + _ENDS
)
# Where the first section ends, whatever its end is called.
_FIRST_SECTION, _NOT_FIRST = 6000, "allergic"
# What stands in that place where no name does.
_NO_NAMES = frozenset(
    "which that this also your lactose sodium tablets medicine active substance soya gluten less "
    "each such called benzyl sorbitol potassium mannitol polysorbate propylene ethanol alcohol "
    "insulin human ingredient ingredients".split()
)
# What a substance comes with, or in, and what names no one medicine.
_NO_SUBSTANCE = frozenset(
    "sodium potassium calcium magnesium chloride acid water alcohol sucrose lactose glucose "
    "mannitol sorbitol gelatin benzalkonium polysorbate albumin protein iron zinc oxygen "
    "mg ml peanut soya milk egg latex hydrochloride hydrobromide disoproxil fumarate tartrate "
    "hydrogenated antiretroviral succinate maleate mesilate propionate furoate disodium dihydrate "
    "recombinant".split()
)
_TELLING = 8
# "... belongs to a group of medicines called protein kinase inhibitors".
_CLASS = re.compile(
    r"(?:group|class|family|type)s? of (?:\w+[- ])?(?:medicines?|medications?|drugs?|substances?)"
    r"\s*,?\s*(?:called|known as|named)\s*:?\s+(?:the\s+|an?\s+)?[\"'“‘]?"
    r"([a-z][^.,;:()\n\"'”’“]{2,70}?)[\"'”’]?(?=[.,;:()\n\"'”]|\s(?:which|that|and|used|for|it|this|"
    r"or|in|to|as|they|these|with|is|are|by)\b)"
)
_WHOLE_CLASS = 6
# Whose class a sentence tells: this medicine's, unless it speaks of one taken beside it.
_OWN = frozenset("it this these both each they".split())
_NOT_OWN = frozenset("another other with some certain if when take taking".split())


def called(document: Document) -> tuple[str, ...]:
    """The names that staff and makers gave ``document``, folded: title, id, and other names."""
    return _names(" ".join(words(one.replace("_", " "))) for one in _given(document))


def substances(document: Document) -> tuple[str, ...]:
    """The substances, folded, that ``document`` names as those of its medicine, in its text or,
    beside more, in its title or its file's name."""
    text, own = folded(document.text), called(document)
    said = (one[1] for one in (one.search(text[:_OPENING]) for one in _LISTED) if one)
    listed = {name for one in said for name in _listed(words(_OTHERS.sub(" ", one)))}
    beside = {name for one in own for name in _listed(words(one))}.union(_first(text))
    return _names(listed | beside.difference(own))


def own_names(document: Document) -> tuple[str, ...]:
    """The names, folded, that ``document`` is read without: as it is called, whole and by the words
    of its file's name, and its substances."""
    given = (*_given(document), *re.split(r"[-_ ]", document.id))
    names = {folded(one).strip() for one in given} - _NO_NAMES
    return _names((*names, *substances(document)))


def classes(document: Document) -> tuple[str, ...]:
    """The groups of medicines to which ``document`` says that its own belongs, in the singular."""
    text = folded(document.text[:_OPENING])
    own = _OWN.union(*map(words, own_names(document)))
    said = (one for one in _CLASS.finditer(text) if _is_own(text[: one.start()], own))
    found = (tuple(map(singular, words(one[1]))) for one in said)
    return tuple(dict.fromkeys(" ".join(one) for one in found if 0 < len(one) <= _WHOLE_CLASS))


def _is_own(before: str, own: Collection[str]) -> bool:
    """Whether the sentence that ``before`` ends in has this medicine as its subject."""
    said = words(re.split(r"[.:;\n]", before[-2 * _LONGEST_SAID :])[-1])
    return _NOT_OWN.isdisjoint(said) and any(one in own for one in said)


@cache
def medicines() -> Phrases:
    """Every name of the list of medicines, as written and in the singular."""
    names = filter(None, map(words, read_lines(MEDICINES_FILE)))
    return Phrases(form for one in names for form in (one, tuple(map(singular, one))))


def neutral(text: str, names: Collection[str]) -> str:
    """``text`` with "this medicine" for each of ``names``, which are folded."""
    plain = text.casefold()
    # Of forty thousand examples most hold none, which is seen in a third of the time.
    if not any(one in plain for one in names):
        return text
    return _pattern(tuple(names)).sub(PLACEHOLDER, text)


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """What finds each of ``names``, the longest first."""
    whole = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{whole})(?!\w)[®™]?", re.IGNORECASE)


def _given(document: Document) -> tuple[str, ...]:
    return (document.id, document.title, *document.other_names)


def _names(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({one for one in found if len(one) >= SHORTEST_NAME}))


def _listed(said: Sequence[str]) -> Iterator[str]:
    """The medicines of the list among the words where a leaflet says what it is about."""
    at = 0
    while at < len(said):
        length = medicines().length(said, at)
        name = said[at : at + length]
        if not _NO_SUBSTANCE.issuperset(name):
            yield " ".join(name)
            # "Insulin glargine" is asked for as "glargine", too.
            yield from (one for one in name if length > 1 and _stands_alone(one))
        at += max(length, 1)


def _stands_alone(word: str) -> bool:
    """Whether one word of a substance's name is asked for by itself."""
    return word not in _NO_SUBSTANCE and ((word,) in medicines() or len(word) >= _TELLING)


def _first(text: str) -> Iterator[str]:
    """The word where a substance is named that the list may lack."""
    first = text[:_FIRST_SECTION].partition(_NOT_FIRST)[0]
    for said in (_SUBSTANCE.search(text), _CONTAINS.search(first)):
        if said and said[1] not in _NO_NAMES | _NO_SUBSTANCE:
            yield said[1]
