"""What the network reads of an emergency: where no phrase tells one, and where one is no more than
a word. A short message that says that all is well, or counts something else, and nothing more, it
is not asked about: it hears a fever in "temp 36.9" and in "crp 38.5"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from askleaflet.records import Encoded, First, Sign
from askleaflet.urgency.compiling import load_vocabulary
from askleaflet.urgency.happening import Around, denied
from askleaflet.urgency.matching import Labelled, label, matches
from askleaflet.urgency.readings import amount_at, is_normal
from askleaflet.urgency.vocabulary import CRISIS, Vocabulary
from askleaflet.urgency.words import sentences

LIKE_EXAMPLES = "like the examples"
_GROUP = "group:"
# What the model's card must say.
THRESHOLDS = (
    "urgent",
    "urgent_story",
    "calm",
    "story",
    "grave",
    "story_grave",
    "maybe",
    "life",
)
# What may stand beside "no fever" and "36.9" and adds nothing to them.
_PLAIN = ("@plain", "@owner", "@negation")
# A question begins with one of these, or with one after "and", "please".
_ASKING = ("@asks", "@wonders", "@aux", "@be", "@if", "@question")
# A longer message says more.
_LONGEST = 12


def learned_signs(
    text: str, read: Sequence[Encoded], thresholds: Mapping[str, float]
) -> tuple[Sign, ...]:
    """The sign of an emergency in ``text``, of which the network ``read`` the pieces.

    ``thresholds``: the log-odds from which a message counts as ``urgent``, and a sign as one that
    threatens ``life``; below ``calm`` a phrase alone does not count, and from ``maybe`` on the
    reply says what to do if this is felt now. ``urgent_story`` and ``story`` stand for ``urgent``
    and ``calm`` where a message is read in pieces: a long one has more chances to hold a phrase,
    and tells the network more. Below ``story_grave``, and ``grave`` in a short message, a piece is
    calm though a phrase in it tells of a threat to life.
    """
    most = max(read, key=lambda one: one.odds["urgent"], default=None)
    least = thresholds["urgent_story" if len(read) > 1 else "urgent"]
    if most is None or most.odds["urgent"] < least:
        return ()
    groups = {name: odds for name, odds in most.odds.items() if name.startswith(_GROUP)}
    group = max(groups, key=lambda name: groups[name]).removeprefix(_GROUP)
    life = most.odds["life"] >= thresholds["life"]
    first: First = "emergency" if life else "team"
    return (Sign(group, LIKE_EXAMPLES, life, text, 0, len(text), first),)


def surely_calm(
    signs: Sequence[Sign],
    read: Sequence[Encoded],
    thresholds: Mapping[str, float],
    *,
    story: bool,
) -> bool:
    """Whether what was ``read`` where the phrases of ``signs`` stand is so calm that they make no
    emergency of it. ``story``: there is more of the message.

    Never where one of them tells of a crisis; where one is held, only in a long story.
    """
    if not read or any(one.group == CRISIS for one in signs):
        return False
    if not story and any(one.held for one in signs):
        return False
    least = calm_below(thresholds, life=any(one.life for one in signs), story=story)
    return all(one.odds["urgent"] < least for one in read)


def calm_below(thresholds: Mapping[str, float], *, life: bool, story: bool) -> float:
    """The log-odds below which a message is calm whatever phrases it holds; ``life``: one of them
    tells of a threat to life, ``story``: it is read in pieces."""
    if story:
        return thresholds["story_grave" if life else "story"]
    return thresholds["grave" if life else "calm"]


def maybe_urgent(read: Sequence[Encoded], thresholds: Mapping[str, float]) -> bool:
    """Whether a message for which no notice is due may still be of something felt now."""
    return any(one.odds["urgent"] >= thresholds["maybe"] for one in read)


def says_all_is_well(text: str) -> bool:
    """Whether ``text`` names a normal temperature, denies a sign or gives a number of another kind
    ("37.8 kg", "ward 38"), and says nothing else. For messages in which no phrase tells a sign."""
    known = load_vocabulary()
    found = list(sentences(text))
    if not found or sum(len(one.tokens) for one in found) > _LONGEST:
        return False
    return all(_is_well(label(one, known), known) for one in found)


def asks(text: str) -> bool:
    """Whether ``text`` is put as a question: with its mark, or a word that opens one."""
    known = load_vocabulary()
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
    for match in matches(labelled, vocabulary):
        if match.phrase.bare and denied(Around(labelled, match)):
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
