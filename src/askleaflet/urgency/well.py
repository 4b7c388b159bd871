"""Tell a short message that says that all is well, or counts something else, and nothing more.

A network hears a fever in "temp 36.9" and in "crp 38.5": it is not asked about what is known.
"""

from askleaflet.urgency.amounts import amount_at
from askleaflet.urgency.compiling import load_vocabulary
from askleaflet.urgency.matching import Labelled, label, matches
from askleaflet.urgency.readings import is_normal
from askleaflet.urgency.surroundings import Surroundings
from askleaflet.urgency.verdict import note_denied
from askleaflet.urgency.vocabulary import Vocabulary
from askleaflet.urgency.words import sentences

# What may stand beside "no fever" and "36.9" and adds nothing to them.
_PLAIN = ("@plain", "@owner", "@negation")
# A question begins with one of these, or with one after "and", "please".
_ASKING = ("@asks", "@wonders", "@aux", "@be", "@if", "@question")
# A longer message says more.
_LONGEST = 12


def says_all_is_well(text: str, vocabulary: Vocabulary | None = None) -> bool:
    """Whether ``text`` names a normal temperature, denies a sign or gives a number of another kind
    ("37.8 kg", "ward 38"), and says nothing else. For messages in which no phrase tells a sign."""
    known = load_vocabulary() if vocabulary is None else vocabulary
    found = list(sentences(text))
    if not found or sum(len(one.tokens) for one in found) > _LONGEST:
        return False
    return all(_is_well(label(one, known), known) for one in found)


def asks(text: str, vocabulary: Vocabulary | None = None) -> bool:
    """Whether ``text`` is put as a question: with its mark, or a word that opens one."""
    known = load_vocabulary() if vocabulary is None else vocabulary
    return any(one.asked or _opens_question(label(one, known)) for one in sentences(text))


def _opens_question(labelled: Labelled) -> bool:
    first = 1 if labelled.has(0, "@opener") else 0
    return any(labelled.has(place, *_ASKING) for place in {0, first})


def _is_well(labelled: Labelled, vocabulary: Vocabulary) -> bool:
    well = _denied(labelled, vocabulary) | _calm_numbers(labelled, vocabulary)
    for place in range(len(labelled.at)):
        # "Not normal" is not well.
        if labelled.has(place, "@normal") and not labelled.any(place - 3, place, "@negation"):
            well |= _taken(labelled, place, "@normal")
    beside: set[int] = set()
    for place in range(len(labelled.at)):
        for key in _PLAIN:
            beside |= _taken(labelled, place, key)
    return bool(well) and well | beside >= set(range(len(labelled.at)))


def _taken(labelled: Labelled, place: int, key: str) -> set[int]:
    return set(range(place, place + labelled.length(place, key)))


def _denied(labelled: Labelled, vocabulary: Vocabulary) -> set[int]:
    """The words of the signs that are denied."""
    found: set[int] = set()
    denied: dict[int, bool] = {}
    for match in matches(labelled, vocabulary):
        if match.phrase.bare and note_denied(Surroundings(labelled, match), denied):
            found |= set(range(match.start, match.end))
    return found


def _calm_numbers(labelled: Labelled, vocabulary: Vocabulary) -> set[int]:
    """The words of normal temperatures, and of numbers that say of what they are."""
    tokens, found = labelled.sentence.tokens, set()
    for place, token in enumerate(tokens):
        amount = amount_at(tokens, place) if token.number else None
        if amount is None:
            continue
        own = set(range(amount.start, amount.end))
        unit, before = labelled.length(amount.end, "@other_unit"), amount.start - 1
        if unit:
            found |= own | set(range(amount.end, amount.end + unit))
        elif labelled.has(before, "@counts"):
            found |= own | {before}
        elif is_normal(amount, tokens, vocabulary.limits):
            found |= own
    return found
