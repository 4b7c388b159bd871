"""Find the signs of an emergency in what a person wrote: those that phrases tell, which need no
model, and what the network reads where none does."""

import math
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, tee, zip_longest

from askleaflet.records import Encoded, First, Sign
from askleaflet.urgency.compiling import load_vocabulary
from askleaflet.urgency.matching import Labelled, Match, Surroundings, label, matches
from askleaflet.urgency.readings import readings, speaks_of_temperature
from askleaflet.urgency.verdict import happening, note_denied
from askleaflet.urgency.vocabulary import CALM, SignEntry, Vocabulary
from askleaflet.urgency.words import LONG, Sentence, sentences, without_repeats

# What "it" may stand for when an earlier message spoke of it.
_TOPICS = ("PUMP", "LINE", "BAG", "BLEED", "SPEECH", "RASH")
_EARLIER = 2
# Of a very long message a sentence is read in stretches of so many words, and each begins so many
# words before the last one ends: no phrase, and nothing that a check looks at, takes more.
_STRETCH, _COMMON = 400, 40
LIKE_EXAMPLES, CRISIS = "like the examples", "crisis"
_GROUP = "group:"


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
    # The earlier messages end here: only what happened in them can be "still going".
    talk.earlier = talk.happened
    first: dict[str, Sign] = {}
    told, long = without_repeats(text), len(text) > LONG
    read, ahead = tee(_stretches(told.text, _STRETCH if long else None))
    for sentence, after in zip_longest(read, islice(ahead, 1, None)):
        # The notice is due: a megabyte of alarms need not be read for the same ones again.
        spare = frozenset(first) if long else frozenset()
        for entry, start, end in talk.hear(sentence, known, after, first, spare):
            if entry.name not in first:
                begin = told.original(sentence.tokens[start].start)
                finish = told.original(sentence.tokens[end - 1].end - 1) + 1
                words = text[begin:finish]
                first[entry.name] = Sign(
                    entry.group, entry.name, entry.life, words, begin, finish, entry.first
                )
    return tuple(sorted(first.values(), key=lambda sign: (sign.start, sign.end)))


def _stretches(text: str, most: int | None) -> Iterator[Sentence]:
    """The sentences; those of more words than ``most`` in stretches that overlap."""
    for sentence in sentences(text):
        tokens, breaks, asked = sentence
        if most is None or len(tokens) <= most:
            yield sentence
            continue
        for first in range(0, len(tokens) - _COMMON, most - _COMMON):
            some = slice(first, first + most)
            yield Sentence(tokens[some], breaks[some], asked)


@dataclass
class _Talk:
    """What was said so far, and may be meant by "it", "one" or a bare number in what follows."""

    meant: frozenset[str] = frozenset()
    temperature: bool = False
    named: SignEntry | None = None
    happened: SignEntry | None = None
    earlier: SignEntry | None = None

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
        topic = self.temperature
        if not topic and after and any(token.number for token in sentence.tokens):
            topic = speaks_of_temperature(label(after, vocabulary), numbers=False)
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


def learned_signs(
    text: str, read: Sequence[Encoded], thresholds: Mapping[str, float]
) -> tuple[Sign, ...]:
    """The sign of an emergency in ``text``, of which the network ``read`` the pieces.

    ``thresholds``: the log-odds from which a message counts as ``urgent``, and a sign as one that
    threatens ``life``; below ``calm`` a phrase alone does not count, and from ``maybe`` on the
    reply says what to do if this is felt now. ``story`` stands for ``calm`` where a message is read
    in pieces: a long one has more chances to hold a phrase, and tells the network more. Below
    ``grave``, which is lower by far, it is calm whatever phrase it holds but that of a crisis.
    """
    most = max(read, key=lambda one: one.odds["urgent"], default=None)
    if most is None or most.odds["urgent"] < thresholds["urgent"]:
        return ()
    groups = {name: odds for name, odds in most.odds.items() if name.startswith(_GROUP)}
    group = max(groups, key=lambda name: groups[name]).removeprefix(_GROUP)
    life = most.odds["life"] >= thresholds["life"]
    first: First = "emergency" if life else "team"
    return (Sign(group, LIKE_EXAMPLES, life, text, 0, len(text), first),)


def surely_calm(
    signs: Sequence[Sign], read: Sequence[Encoded], thresholds: Mapping[str, float]
) -> bool:
    """Whether all that was read is so calm that the phrases of ``signs`` make no emergency of it.

    Never where one of them tells of a crisis, and of a threat to life only in a long story.
    """
    if not read or any(one.group == CRISIS for one in signs):
        return False
    least = calm_below(thresholds, life=any(one.life for one in signs), story=len(read) > 1)
    return all(one.odds["urgent"] < least for one in read)


def calm_below(thresholds: Mapping[str, float], *, life: bool, story: bool) -> float:
    """The log-odds below which a message is calm whatever phrases it holds; ``life``: one of them
    tells of a threat to life, ``story``: it is read in pieces."""
    if life and not story:
        return -math.inf
    return thresholds["grave" if life else "story" if story else "calm"]


def maybe_urgent(read: Sequence[Encoded], thresholds: Mapping[str, float]) -> bool:
    """Whether a message for which no notice is due may still be of something felt now."""
    return any(one.odds["urgent"] >= thresholds["maybe"] for one in read)
