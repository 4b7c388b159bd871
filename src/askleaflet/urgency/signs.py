"""Find the signs of an emergency in what a person wrote."""

from collections.abc import Iterator, Sequence

from askleaflet.records import Sign
from askleaflet.urgency.compiling import load_vocabulary
from askleaflet.urgency.likeness import WINDOW, Likeness, telling_words, windows
from askleaflet.urgency.matching import Labelled, Match, label, matches
from askleaflet.urgency.repeats import without_repeats
from askleaflet.urgency.surroundings import Surroundings
from askleaflet.urgency.temperature import readings, speaks_of_temperature
from askleaflet.urgency.verdict import happening
from askleaflet.urgency.vocabulary import CALM, SignEntry, Vocabulary
from askleaflet.urgency.words import Sentence, sentences

# What "it" may stand for when an earlier message spoke of it.
_TOPICS = ("PUMP", "LINE", "BAG", "BLEED", "SPEECH", "RASH")
_EARLIER = 2
# Log-odds by the examples, set by folds. A sentence counts from the first on, whatever it holds.
# One that holds a phrase of the file counts down to the second ("I had a fit as a child" is calm),
# and where the phrase tells of a threat to life, down to the third; unless the few words around the
# phrase, by themselves, come up to the fourth.
URGENT, CALM_ODDS, SURELY_CALM, TOLD = 0.1, -3.5, -5.0, 0.0
_BEFORE, _AFTER = 4, 2
LIKE_EXAMPLES = "like the examples"


def find_signs(
    text: str,
    history: Sequence[str] = (),
    vocabulary: Vocabulary | None = None,
    likeness: Likeness | None = None,
) -> tuple[Sign, ...]:
    """Return every sign of an emergency that `text` describes as happening now, in order of place.

    Each sign is given once, where it is first met. `history` holds the earlier messages, oldest
    first: they complete `text` ("it says 39.2" after talk of a temperature) but never fire by
    themselves. The whole text is read, in time linear in its length; any str will do.
    `vocabulary` defaults to the shipped `urgent.toml`, read at the first call: that may raise
    VocabularyError or OSError. With `likeness`, sentences that are like an example of an emergency
    count too, and such as are like the calm examples do not.
    """
    known = load_vocabulary() if vocabulary is None else vocabulary
    talk = _Talk()
    examples = _Examples(likeness, known) if likeness else None
    for message in history[-_EARLIER:]:
        for sentence in sentences(message):
            talk.hear(sentence, known)
            if examples:
                examples.odds(sentence)
    talk.begin()
    first: dict[str, Sign] = {}
    told = without_repeats(text)
    for sentence, after in _with_next(told.text):
        found = talk.hear(sentence, known, after)
        for entry, start, end in examples.judge(sentence, found) if examples else found:
            if entry.name not in first:
                begin = told.original(sentence.tokens[start].start)
                finish = told.original(sentence.tokens[end - 1].end - 1) + 1
                first[entry.name] = Sign(
                    entry.group, entry.name, entry.life, text[begin:finish], begin, finish
                )
    return tuple(sorted(first.values(), key=lambda sign: (sign.start, sign.end)))


def _with_next(text: str) -> Iterator[tuple[Sentence, Sentence | None]]:
    before: Sentence | None = None
    for sentence in sentences(text):
        if before is not None:
            yield before, sentence
        before = sentence
    if before is not None:
        yield before, None


class _Examples:
    """What the examples say of one sentence after the other."""

    def __init__(self, likeness: Likeness, vocabulary: Vocabulary) -> None:
        self._likeness, self._vocabulary = likeness, vocabulary
        self._before: list[str] = []
        self._words: list[str] = []

    def odds(self, sentence: Sentence) -> float:
        """The log-odds of the sentence, or of it after the one before, where that was calm."""
        self._before = self._words
        self._words = telling_words(sentence, self._vocabulary)
        odds = max(map(self._likeness.odds, windows(self._words)))
        if self._before and len(self._before) + len(self._words) <= WINDOW:
            before = self._likeness.odds(self._before)
            if before < URGENT:
                odds = max(odds, self._likeness.odds([*self._before, *self._words]))
        return odds

    def judge(
        self, sentence: Sentence, found: Sequence[tuple[SignEntry, int, int]]
    ) -> Sequence[tuple[SignEntry, int, int]]:
        """The signs `found` in a sentence, none where it is calm, one more where it is like the
        urgent examples and none was found."""
        odds = self.odds(sentence)
        kept = [
            (entry, start, end)
            for entry, start, end in found
            if odds >= (SURELY_CALM if _grave(entry) else CALM_ODDS)
            or self._likeness.odds(_told(sentence, self._words, start, end)) >= TOLD
        ]
        if kept or odds < URGENT:
            return kept
        group, life = self._likeness.group(self._words)
        entry = SignEntry(group, LIKE_EXAMPLES, life, always=False, source="examples")
        return ((entry, 0, len(sentence.tokens)),)


def _told(sentence: Sentence, words: Sequence[str], start: int, end: int) -> Sequence[str]:
    """The words around a sign, up to the next commas: "he has a fever of 39, what are the side
    effects" asks in calm, and tells."""
    first, last = max(start - _BEFORE, 0), min(end + _AFTER, len(words))
    breaks = [place for place, broken in enumerate(sentence.breaks) if broken]
    first = max((place for place in breaks if first < place <= start), default=first)
    return words[first : min((place for place in breaks if start < place < last), default=last)]


def _grave(entry: SignEntry) -> bool:
    return entry.life or entry.group == "crisis"


class _Talk:
    """What was said so far, and may be meant by "it", "one" or a bare number in what follows."""

    def __init__(self) -> None:
        self.meant: frozenset[str] = frozenset()
        self.temperature = False
        self.named: SignEntry | None = None
        self.happened: SignEntry | None = None
        self.earlier: SignEntry | None = None

    def begin(self) -> None:
        """The earlier messages end here: only what happened in them can be "still going"."""
        self.earlier = self.happened

    def hear(
        self, sentence: Sentence, vocabulary: Vocabulary, after: Sentence | None = None
    ) -> list[tuple[SignEntry, int, int]]:
        """The signs of the next sentence, each with its words, and remember what it was about.

        `after` is the sentence that follows: "it was 38.4. that's his temp".
        """
        labelled = label(sentence, vocabulary, self.meant)
        met = list(matches(labelled, vocabulary))
        topic = self.temperature or _names_temperature(sentence, after, vocabulary)
        found = [
            (match.phrase.sign, match.start, match.end)
            for match in _happening(labelled, met, vocabulary, topic)
        ]
        if found:
            self.happened = found[-1][0]
        found += self._resumed(labelled)
        about = {topic for topic in _TOPICS if topic in labelled.places}
        # "It" is what was spoken of last: a new topic takes the place of the old ones.
        self.meant = frozenset(about) or self.meant
        self.temperature = self.temperature or speaks_of_temperature(labelled)
        named = [match.phrase.sign for match in met if match.phrase.sign is not CALM]
        self.named = named[-1] if named else self.named
        return found

    def _resumed(self, labelled: Labelled) -> list[tuple[SignEntry, int, int]]:
        """ "he is having one now" after talk of seizures; "still going" after an earlier sign."""
        found: list[tuple[SignEntry, int, int]] = []
        for key, entry in (("@has_one", self.named), ("@goes_on_still", self.earlier)):
            if entry is not None:
                places = [place for place in range(len(labelled.at)) if labelled.has(place, key)]
                found += [
                    (entry, place, place + labelled.length(place, key)) for place in places[:1]
                ]
        return found


def _names_temperature(sentence: Sentence, after: Sentence | None, vocabulary: Vocabulary) -> bool:
    """True when the sentence holds a number and the next one says that it is a temperature."""
    if after is None or not any(token.number for token in sentence.tokens):
        return False
    return speaks_of_temperature(label(after, vocabulary), numbers=False)


def _happening(
    labelled: Labelled, met: Sequence[Match], vocabulary: Vocabulary, topic: bool
) -> Iterator[Match]:
    """The matches of a sentence that nothing around them denies."""
    calm = {
        place
        for match in met
        if match.phrase.sign is CALM
        for place in range(match.start, match.end)
    }
    found = [
        match
        for match in met
        if match.phrase.sign is not CALM and not {match.start, match.end - 1} & calm
    ]
    found += readings(labelled, vocabulary, topic)
    denied: dict[int, bool] = {}
    for match in sorted(found, key=lambda one: one.start):
        if happening(Surroundings(labelled, match), denied):
            yield match
