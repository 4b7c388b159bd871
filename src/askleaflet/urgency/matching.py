"""Lay the phrases of the vocabulary over one sentence.

From every word, each phrase that can begin there looks ahead over a few words only, and every look
around takes in a bounded number of them: the whole is linear in the length of the message.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import contains
from typing import NamedTuple

from askleaflet.urgency.vocabulary import NEAR, NUMBER, Longer, Phrase, Spans, Vocabulary
from askleaflet.urgency.words import Sentence


@dataclass(frozen=True)
class Labelled:
    """A sentence with, for each word, the groups that begin there and how many words each takes."""

    sentence: Sentence
    at: tuple[Spans, ...]

    @cached_property
    def places(self) -> Mapping[str, list[int]]:
        """For each group of the sentence the places where it begins, in order."""
        places: dict[str, list[int]] = {}
        for place, spans in enumerate(self.at):
            for key in spans:
                places.setdefault(key, []).append(place)
        return places

    def within(self, key: str, start: int, end: int) -> Sequence[int]:
        """The places from `start` to `end` (not included) where `key` begins, in order."""
        places = self.places.get(key)
        if places is None:
            return ()
        return places[bisect_left(places, start) : bisect_left(places, end)]

    def has(self, place: int, *keys: str) -> bool:
        """True when an instance of one of `keys` begins at the word number `place`."""
        if not 0 <= place < len(self.at):
            return False
        spans = self.at[place]
        # Asked more than anything else: a loop costs a third of any() with a generator.
        for key in keys:  # noqa: SIM110
            if key in spans:
                return True
        return False

    def any(self, start: int, end: int, *keys: str) -> bool:
        """True when one of `keys` begins anywhere in words `start` to `end` (not included)."""
        for key in keys:
            own = self.places.get(key)
            if own is not None:
                first = bisect_left(own, start)
                if first < len(own) and own[first] < end:
                    return True
        return False

    def length(self, place: int, key: str) -> int:
        """How many words the longest instance of `key` at `place` takes, 0 for none."""
        return max(self.at[place].get(key, (0,))) if 0 <= place < len(self.at) else 0


class Match(NamedTuple):
    """A phrase met in words `start` to `end` (not included), and the places between its parts."""

    phrase: Phrase
    start: int
    end: int
    between: tuple[int, ...] = ()


_NUMBER_SPANS: Spans = {NUMBER: (1,)}


def label(
    sentence: Sentence, vocabulary: Vocabulary, meant: frozenset[str] = frozenset()
) -> Labelled:
    """Look every word up. `meant`: groups spoken of before, which "it" and "its" stand for too."""
    # Each word once, and for this sentence alone: what a person typed is kept nowhere.
    words = {token.text for token in sentence.tokens if not token.number}
    read = {word: vocabulary.readings(word) for word in words}
    said = [(token.text,) if token.number else read[token.text] for token in sentence.tokens]
    at: list[Spans] = []
    for place, token in enumerate(sentence.tokens):
        if token.number:
            at.append(_NUMBER_SPANS)
            continue
        spans: Spans = {}
        for number, reading in enumerate(read[token.text]):
            known = vocabulary.labels.get(reading, {})
            spans = {**spans, **known} if number else known
        for reading in read[token.text]:
            longer = vocabulary.longer.get(reading)
            for length, key in _continued(longer, said, place + 1) if longer else ():
                spans = {**spans, key: (*spans.get(key, ()), length)}
        if meant and "@pronoun" in spans:
            spans = {**spans, **dict.fromkeys(meant, (1,))}
        at.append(spans)
    return Labelled(sentence, tuple(at))


def _continued(
    longer: Longer, said: Sequence[tuple[str, ...]], second: int
) -> Iterator[tuple[int, str]]:
    """The groups of several words that go on at the word number `second`, and their lengths."""
    for word in said[second] if second < len(said) else ():
        for rest, key in longer.get(word, ()):
            after = said[second + 1 : second + 1 + len(rest)]
            if len(after) == len(rest) and all(map(contains, after, rest)):
                yield 2 + len(rest), key


def matches(
    labelled: Labelled, vocabulary: Vocabulary, spare: Collection[str] = ()
) -> Iterator[Match]:
    """Yield every phrase met in the sentence, in the order of its first word, but those of the
    signs named in `spare`."""
    present = labelled.places.keys()
    possible = {
        key: [
            one
            for one in vocabulary.phrases[key]
            if one.sign.name not in spare and all(map(present.__contains__, one.elements))
        ]
        for key in present & vocabulary.phrases.keys()
    }
    for start, spans in enumerate(labelled.at):
        for key, lengths in spans.items():
            for phrase in possible.get(key, ()):
                reached = _reach(labelled, phrase, [start + length for length in lengths])
                if reached is not None:
                    yield Match(phrase, start, *reached)


def _reach(
    labelled: Labelled, phrase: Phrase, ends: Iterable[int]
) -> tuple[int, tuple[int, ...]] | None:
    """Where the phrase soonest ends when its first part ends at one of `ends`, and what is between.

    All ends a part can have are carried along together, so nothing is tried twice.
    """
    reached: dict[int, tuple[int, ...]] = dict.fromkeys(ends, ())
    for key, gap in zip(phrase.elements[1:], phrase.gaps[1:], strict=True):
        further: dict[int, tuple[int, ...]] = {}
        for end, between in reached.items():
            for place in _near(labelled, end, gap):
                for length in labelled.at[place].get(key, ()):
                    further.setdefault(place + length, (*between, *range(end, place)))
        if not further:
            return None
        reached = further
    soonest = min(reached)
    return soonest, reached[soonest]


def _near(labelled: Labelled, end: int, gap: int) -> Iterator[int]:
    """The places where the next part may begin: not over "but", over a comma only in wide gaps."""
    for place in range(end, min(end + gap + 1, len(labelled.at))):
        if (gap <= NEAR and labelled.sentence.breaks[place]) or "@but" in labelled.at[place]:
            return
        yield place
