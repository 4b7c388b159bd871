"""What the detector knows: signs, phrases, word groups, limits; looked up by the word in hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from askleaflet.urgency.inflections import HalfIndex, near_words, squeeze

NEAR, FAR = 2, 6
NUMBER = "#"
GROUPS = frozenset({"reaction", "nerves", "infection", "bleeding", "pump", "other", "crisis"})
READINGS = frozenset({"temperature", "pressure", "pulse", "oxygen"})
# The lists of [context] that the program asks for by name.
CONTEXT = frozenset(
    [
        "about",
        "allowed",
        "and",
        "article",
        "as",
        "asking",
        "asks",
        "aux",
        "back",
        "be",
        "but",
        "counts",
        "denies",
        "filler",
        "future",
        "generic",
        "goes_on",
        "goes_on_still",
        "has_one",
        "have",
        "hypothetically",
        "if",
        "is",
        "lasting",
        "makes",
        "modal",
        "named",
        "negation",
        "not_only",
        "now",
        "opener",
        "or",
        "other",
        "other_unit",
        "owner",
        "oxygen",
        "part",
        "past",
        "person",
        "present",
        "present_person",
        "pressure",
        "pronoun",
        "purpose",
        "pulse",
        "reading_of",
        "request",
        "resolved",
        "stopped",
        "storage",
        "subject",
        "temperature",
        "thing",
        "this",
        "threshold",
        "unsure",
        "unsure_if",
        "was",
        "whom",
        "wonders",
    ]
)
Spans = Mapping[str, tuple[int, ...]]
# By the second of several words: the words after it, and the group that they all belong to.
Longer = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
_NO_SPANS: Spans = {}


class SignEntry(NamedTuple):
    """One sign of the file: what it is called, how pressing it is, and the source it rests on."""

    group: str
    name: str
    life: bool
    always: bool
    source: str


# Not a sign: what its phrases cover does not count.
CALM = SignEntry("calm", "calm", life=False, always=False, source="none")


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
    """Everything the detector knows, looked up by the word in hand."""

    signs: tuple[SignEntry, ...]
    phrases: Mapping[str, tuple[Phrase, ...]]
    labels: Mapping[str, Spans]
    longer: Mapping[str, Longer]
    slips: HalfIndex
    readings_of: Mapping[str, Phrase]
    limits: Limits

    def readings(self, word: str) -> tuple[str, ...]:
        """The words of the file that `word` may stand for: itself, or those one slip away."""
        if word in self.labels:
            return (word,)
        plain = squeeze(word)
        return (plain,) if plain in self.labels else tuple(sorted(near_words(plain, self.slips)))

    def spans(self, word: str) -> Spans:
        """Which groups the one word `word` belongs to, each with the length 1."""
        return self.labels.get(word, _NO_SPANS)
