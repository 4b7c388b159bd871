"""Find the signs of an emergency in what a person wrote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .context import Surroundings
from .matching import Labelled, Match, label, matches
from .temperature import readings, speaks_of_temperature
from .vocabulary import CALM, SignEntry, Vocabulary, load_vocabulary
from .words import Sentence, sentences

# What "it" may stand for when an earlier message spoke of it.
_TOPICS = ("PUMP", "LINE", "BAG", "BLEED", "SPEECH", "RASH")
_EARLIER = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of an emergency. `words` are the person's own: `text[start:end] == words`.

    `group` is one of reaction, nerves, infection, bleeding, pump, other, crisis; `sign` its name in the vocabulary;
    `life` is true for signs that threaten life at once.
    """

    group: str
    sign: str
    life: bool
    words: str
    start: int
    end: int


def find_signs(text: str, history: Sequence[str] = (), vocabulary: Vocabulary | None = None) -> tuple[Sign, ...]:
    """Return every sign of an emergency that `text` describes as happening now, each once, in order of place.

    `history` holds the earlier messages, oldest first; they complete `text` ("it says 39.2" after talk of a temperature)
    but never fire by themselves. The whole text is read, in time linear in its length. Never raises on any str.
    `vocabulary` defaults to the shipped `urgent.toml`; reading that may raise VocabularyError or OSError.
    """
    known = load_vocabulary() if vocabulary is None else vocabulary
    talk = _Talk()
    for message in history[-_EARLIER:]:
        for sentence in sentences(message):
            talk.hear(sentence, known)
    talk.begin()
    first: dict[str, Sign] = {}
    for sentence in sentences(text):
        for entry, start, end in talk.hear(sentence, known):
            if entry.name not in first:
                begin, finish = sentence.tokens[start].start, sentence.tokens[end - 1].end
                first[entry.name] = Sign(entry.group, entry.name, entry.life, text[begin:finish], begin, finish)
    return tuple(sorted(first.values(), key=lambda sign: (sign.start, sign.end)))


class _Talk:
    """What was said so far and may be meant by "it", "one" or a bare number in the next sentence."""

    def __init__(self) -> None:
        self.meant: frozenset[str] = frozenset()
        self.temperature = False
        self.named: SignEntry | None = None
        self.happened: SignEntry | None = None
        self.earlier: SignEntry | None = None

    def begin(self) -> None:
        """The earlier messages end here: only what happened in them can be "still going"."""
        self.earlier = self.happened

    def hear(self, sentence: Sentence, vocabulary: Vocabulary) -> list[tuple[SignEntry, int, int]]:
        """The signs of the next sentence, each with its words, and remember what it was about."""
        labelled = label(sentence, vocabulary, self.meant)
        met = list(matches(labelled, vocabulary))
        found = [(match.phrase.sign, match.start, match.end) for match in _happening(labelled, met, vocabulary, self.temperature)]
        if found:
            self.happened = found[-1][0]
        found += self._resumed(labelled)
        about = {topic for spans in labelled.at for topic in _TOPICS if topic in spans}
        # "It" is what was spoken of last: a new topic takes the place of the old ones.
        self.meant = frozenset(about) or self.meant
        self.temperature = self.temperature or speaks_of_temperature(labelled)
        named = [match.phrase.sign for match in met if match.phrase.sign is not CALM]
        self.named = named[-1] if named else self.named
        return found

    def _resumed(self, labelled: Labelled) -> list[tuple[SignEntry, int, int]]:
        """ "he is having one now" after talk of seizures; "still going" after a sign of an earlier message."""
        found: list[tuple[SignEntry, int, int]] = []
        for key, entry in (("@has_one", self.named), ("@goes_on_still", self.earlier)):
            if entry is not None:
                places = [place for place in range(len(labelled.at)) if labelled.has(place, key)]
                found += [(entry, place, place + labelled.length(place, key)) for place in places[:1]]
        return found


def _happening(labelled: Labelled, met: Sequence[Match], vocabulary: Vocabulary, topic: bool) -> Iterator[Match]:
    """The matches of a sentence that nothing around them denies."""
    # The end of each denied match, and whether the denial runs on over commas to descriptions ("denies fever, vomiting").
    denied: dict[int, bool] = {}
    calm = {place for match in met if match.phrase.sign is CALM for place in range(match.start, match.end)}
    found = [match for match in met if match.phrase.sign is not CALM and match.start not in calm and match.end - 1 not in calm]
    found += readings(labelled, vocabulary, topic)
    for match in sorted(found, key=lambda one: one.start):
        around = Surroundings(labelled, match, denied)
        if not match.phrase.sign.always and around.negated():
            denied[match.end] = any(labelled.has(place, "@denies") for place in range(max(match.start - 8, 0), match.start))
        elif around.happening():
            yield match


