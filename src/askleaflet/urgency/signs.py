"""Find the signs of an emergency in what a person wrote."""

from collections.abc import Collection, Container, Iterable, Iterator, Sequence

from askleaflet.records import Sign
from askleaflet.urgency.compiling import load_vocabulary
from askleaflet.urgency.matching import Labelled, Match, label, matches
from askleaflet.urgency.repeats import LONG, without_repeats
from askleaflet.urgency.surroundings import Surroundings
from askleaflet.urgency.temperature import readings, speaks_of_temperature
from askleaflet.urgency.verdict import happening, note_denied
from askleaflet.urgency.vocabulary import CALM, SignEntry, Vocabulary
from askleaflet.urgency.words import Sentence, sentences

# What "it" may stand for when an earlier message spoke of it.
_TOPICS = ("PUMP", "LINE", "BAG", "BLEED", "SPEECH", "RASH")
_EARLIER = 2
# Of a very long message a sentence is read in stretches of so many words, and each begins so many
# words before the last one ends: no phrase, and nothing that a check looks at, takes more.
_STRETCH, _COMMON = 400, 40


def find_signs(
    text: str,
    history: Sequence[str] = (),
    vocabulary: Vocabulary | None = None,
) -> tuple[Sign, ...]:
    """Return every sign of an emergency that `text` describes as happening now, in order of place.

    Each sign is given once, where it is first met. `history` holds the earlier messages, oldest
    first: they complete `text` ("it says 39.2" after talk of a temperature) but never fire by
    themselves. The whole text is read, in time linear in its length; any str will do.
    `vocabulary` defaults to the shipped `urgent.toml`, read at the first call: that may raise
    VocabularyError or OSError. No model is needed.
    """
    known = load_vocabulary() if vocabulary is None else vocabulary
    talk = _Talk()
    for message in history[-_EARLIER:]:
        for sentence in sentences(message):
            talk.hear(sentence, known)
    talk.begin()
    first: dict[str, Sign] = {}
    told, long = without_repeats(text), len(text) > LONG
    for sentence, after in _with_next(told.text, _STRETCH if long else None):
        # The notice is due: a megabyte of alarms need not be read for the same ones again.
        spare = frozenset(first) if long else frozenset()
        for entry, start, end in talk.hear(sentence, known, after, first, spare):
            if entry.name not in first:
                begin = told.original(sentence.tokens[start].start)
                finish = told.original(sentence.tokens[end - 1].end - 1) + 1
                first[entry.name] = Sign(
                    entry.group, entry.name, entry.life, text[begin:finish], begin, finish
                )
    return tuple(sorted(first.values(), key=lambda sign: (sign.start, sign.end)))


def _with_next(text: str, most: int | None) -> Iterator[tuple[Sentence, Sentence | None]]:
    before: Sentence | None = None
    for sentence in _stretches(sentences(text), most):
        if before is not None:
            yield before, sentence
        before = sentence
    if before is not None:
        yield before, None


def _stretches(told: Iterable[Sentence], most: int | None) -> Iterator[Sentence]:
    """The sentences; those of more words than ``most`` in stretches that overlap."""
    for sentence in told:
        tokens, breaks, asked = sentence
        if most is None or len(tokens) <= most:
            yield sentence
            continue
        for first in range(0, len(tokens) - _COMMON, most - _COMMON):
            some = slice(first, first + most)
            yield Sentence(tokens[some], breaks[some], asked)


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
        self,
        sentence: Sentence,
        vocabulary: Vocabulary,
        after: Sentence | None = None,
        known: Container[str] | None = None,
        spare: Collection[str] = (),
    ) -> list[tuple[SignEntry, int, int]]:
        """The signs of the next sentence, each with its words, and remember what it was about.

        `after` is the sentence that follows: "it was 38.4. that's his temp". Signs named in `known`
        need not be given again; those in `spare` are not even looked for.
        """
        labelled = label(sentence, vocabulary, self.meant)
        met = list(matches(labelled, vocabulary, spare))
        topic = self.temperature or _names_temperature(sentence, after, vocabulary)
        found = [
            (match.phrase.sign, match.start, match.end)
            for match in _happening(labelled, met, vocabulary, topic, known)
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
    labelled: Labelled,
    met: Sequence[Match],
    vocabulary: Vocabulary,
    topic: bool,
    known: Container[str] | None,
) -> Iterator[Match]:
    """The matches of a sentence that nothing around them denies.

    Of signs in `known`, and of each other one after its first, none is given: they are looked at
    no further than the denial of a list needs. All are given where nothing is said to be known.
    """
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
    given: set[str] = set()
    for match in sorted(found, key=lambda one: one.start):
        around, name = Surroundings(labelled, match), match.phrase.sign.name
        if known is not None and (name in given or name in known):
            note_denied(around, denied)
        elif happening(around, denied):
            given.add(name)
            yield match
