"""What the detector knows: signs, phrases, word groups, limits; looked up by the word in hand.

A written word is known by its endings, too, and by the slips of the finger that still mean it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from askleaflet.records import First

NEAR, FAR = 2, 6
NUMBER, CRISIS = "#", "crisis"
GROUPS = frozenset({"reaction", "nerves", "infection", "bleeding", "pump", "other", "crisis"})
READINGS = frozenset({"temperature", "pressure", "pulse", "oxygen"})
# The lists of [context] that the program asks for by name.
CONTEXT = frozenset(
    "about allowed and article asking asks aux back be but counts defines filler generic "
    "goes_on goes_on_still has_one have hypothetically if lasting modal named negation normal "
    "not_only now opener or other other_unit owner oxygen part past person plain present "
    "present_person pressure pronoun pulse question reading_of resolved right_now stopped "
    "storage subject temperature this threshold unsure unsure_if was whom wonders "
    "yet_to_come".split()
)
# Slips of shorter words are none; a changed letter is forgiven only in longer ones.
SHORTEST_FUZZY, SHORTEST_CHANGED = 5, 7
# In words this long two slips are forgiven, after two right letters: "convulsng", "hemorage".
SHORTEST_TWICE = 8
# Longer strings are not words; skipping them keeps one pasted megabyte "word" from costing much.
LONGEST_FUZZY = 24
_VOWELS = "aeiou"
_DRAWN_OUT = re.compile(r"(.)\1\1+", re.DOTALL)
Spans = Mapping[str, tuple[int, ...]]
# By the second of several words: the words after it, and the group that they all belong to.
Longer = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
# By their first letter.
Initials = Mapping[str, Sequence[str]]


class SignEntry(NamedTuple):
    """One sign of the file: what it is called, how pressing it is, and whom to call first."""

    group: str
    name: str
    life: bool
    always: bool
    first: First


# Not a sign: what its phrases cover does not count.
CALM = SignEntry("calm", "calm", life=False, always=False, first="team")


class Phrase(NamedTuple):
    """A row of word groups to be met in order, each at most `gaps` words after the one before.

    `bare` phrases only name a sign ("fever"): they count when someone is said to have it. The
    others describe it happening.
    """

    elements: tuple[str, ...]
    gaps: tuple[int, ...]
    sign: SignEntry
    bare: bool


class Limits(NamedTuple):
    """Where readings become alarming: they only make the notice show and are never printed."""

    high_c: float
    low_c: float
    high_f: float
    low_f: float
    pressure: float
    pulse: float
    oxygen: float


@dataclass(frozen=True)
class Vocabulary:
    """Everything the detector knows, looked up by the word in hand.

    `labels`: which groups a word belongs to, each with the length 1; `longer`: by the first of
    several words, the groups that they belong to together.
    """

    phrases: Mapping[str, tuple[Phrase, ...]]
    labels: Mapping[str, Spans]
    longer: Mapping[str, Longer]
    slips: Initials
    readings_of: Mapping[str, Phrase]
    limits: Limits

    def readings(self, word: str) -> tuple[str, ...]:
        """The words of the file that `word` may stand for: itself, or those one slip away."""
        if word in self.labels:
            return (word,)
        plain = _DRAWN_OUT.sub(r"\1\1", word)  # "feverrrr"
        return (plain,) if plain in self.labels else tuple(sorted(near_words(plain, self.slips)))


def inflect(base: str) -> tuple[str, ...]:
    """The forms of an English verb or noun: shake -> shake, shakes, shaked, shaking, shakin.

    Forms that do not exist ("shaked") do no harm: people write them.
    """
    stem = base[:-1] if base.endswith("e") and not base.endswith("ee") else base
    forms = [base, base + "s", stem + "ed", stem + "ing", stem + "in"]
    if base.endswith("y") and len(base) > 2 and base[-2] not in _VOWELS:
        forms += [base[:-1] + "ies", base[:-1] + "ied"]
    if base.endswith(("s", "x", "ch", "sh")):
        forms.append(base + "es")
    if len(base) > 2 and base[-1] not in "aeiouwxy" and base[-2] in _VOWELS:
        # Both "vomiting" and the common "vomitting": people double consonants by ear.
        forms += [base + base[-1] + ending for ending in ("ed", "ing", "in")]
    return tuple(forms)


def _sounds(word: str) -> str:
    """The word by its consonants: "hemorage" and "hemorrhage" are both "hmrg"."""
    kept = word[0]
    for letter in word[1:]:
        if letter not in "aeiouyh" and letter != kept[-1]:
            kept += letter
    return kept


def is_double_slip(typed: str, word: str) -> bool:
    """True for two slips safe to forgive: the consonants are those of `word`, or nearly."""
    if OSA.distance(typed, word) > 2:
        return False
    heard, meant = _sounds(typed), _sounds(word)
    if heard == meant:
        return True
    changed = len(heard) == len(meant) and sorted(heard) != sorted(meant)
    return typed[-1] == word[-1] and not changed and OSA.distance(heard, meant) == 1


def is_slip(typed: str, word: str) -> bool:
    """True for a slip safe to forgive: `typed` begins like `word` and is one letter from it.

    A changed letter is forgiven only in long words: many pairs such as "waking" and "baking" are
    both real words, while a letter too many, too few or swapped rarely makes another word. The same
    first letter keeps "never" from being "fever".
    """
    if typed[:2] == word[1::-1] and typed[2:] == word[2:]:
        return True
    if typed[0] != word[0] or OSA.distance(typed, word) != 1:
        return False
    changed = len(typed) == len(word) and sorted(typed) != sorted(word)
    return not changed or len(word) >= SHORTEST_CHANGED


def by_first_letter(words: Iterable[str]) -> Initials:
    """The words that a slip may be of, by the first letter."""
    index: dict[str, list[str]] = {}
    for word in words:
        if SHORTEST_FUZZY <= len(word) <= LONGEST_FUZZY:
            index.setdefault(word[0], []).append(word)
    return index


def near_words(typed: str, index: Initials) -> frozenset[str]:
    """The words of the index one safe slip away from `typed`, or in long words two."""
    if not SHORTEST_FUZZY <= len(typed) <= LONGEST_FUZZY:
        return frozenset()
    near = process.extract(
        typed, index.get(typed[0], ()), scorer=OSA.distance, score_cutoff=2, limit=None
    )
    alike = [word for word, _, _ in near]
    swapped = typed[1] + typed[0] + typed[2:]
    if swapped in index.get(typed[1], ()):
        alike.append(swapped)
    slips = frozenset(word for word in alike if is_slip(typed, word))
    if slips or len(typed) < SHORTEST_TWICE - 1:
        return slips
    long = (word for word in alike if len(word) >= SHORTEST_TWICE and word[:2] == typed[:2])
    return frozenset(word for word in long if is_double_slip(typed, word))
