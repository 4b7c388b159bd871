"""Lay the phrases of the vocabulary over one sentence.

From every word, each phrase that can begin there looks ahead over a few words only, so the work per word is bounded
and the whole is linear in the length of the message.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .vocabulary import NEAR, NUMBER, Phrase, Spans, Vocabulary
from .words import Sentence


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with, for each word, the groups that begin there and how many words each takes."""

    sentence: Sentence
    at: tuple[Spans, ...]

    def has(self, place: int, key: str) -> bool:
        """True when an instance of `key` begins at the word number `place`."""
        return 0 <= place < len(self.at) and key in self.at[place]

    def length(self, place: int, key: str) -> int:
        """How many words the longest instance of `key` at `place` takes, 0 for none."""
        return max(self.at[place].get(key, (0,))) if 0 <= place < len(self.at) else 0


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase met in a sentence: words `start` to `end` (not included), and the words between its parts."""

    phrase: Phrase
    start: int
    end: int
    between: tuple[int, ...] = ()


_NUMBER_SPANS: Spans = {NUMBER: (1,)}


def label(sentence: Sentence, vocabulary: Vocabulary, meant: frozenset[str] = frozenset()) -> Labelled:
    """Look every word up. `meant` are groups an earlier message spoke of: "it" and "its" then stand for them too."""
    known = [() if token.number else vocabulary.readings(token.text) for token in sentence.tokens]
    at: list[Spans] = []
    for place, token in enumerate(sentence.tokens):
        readings = known[place]
        spans: Spans = _NUMBER_SPANS if token.number else (vocabulary.spans(readings[0]) if readings else {})
        own: dict[str, tuple[int, ...]] | None = dict(spans) if len(readings) > 1 else None
        for reading in readings[1:]:
            own = {**(own or {}), **vocabulary.spans(reading)}
        for reading in readings:
            for rest, key in vocabulary.longer.get(reading, ()):
                if _follows(rest, known, sentence, place + 1):
                    own = dict(spans) if own is None else own
                    own[key] = (*own.get(key, ()), 1 + len(rest))
        if meant and "@pronoun" in (own or spans):
            own = {**(own or spans), **dict.fromkeys(meant, (1,))}
        at.append(spans if own is None else own)
    return Labelled(sentence, tuple(at))


def _follows(rest: tuple[str, ...], known: list[tuple[str, ...]], sentence: Sentence, place: int) -> bool:
    if place + len(rest) > len(known):
        return False
    for offset, word in enumerate(rest):
        token = sentence.tokens[place + offset]
        if word not in known[place + offset] and not (token.number and token.text == word):
            return False
    return True


def matches(labelled: Labelled, vocabulary: Vocabulary) -> Iterator[Match]:
    """Yield every phrase met in the sentence, in the order of its first word."""
    for start, spans in enumerate(labelled.at):
        for key, lengths in spans.items():
            for phrase in vocabulary.phrases.get(key, ()):
                for length in lengths:
                    reached = _reach(labelled, phrase, 1, start + length)
                    if reached is not None:
                        end, between = reached
                        yield Match(phrase, start, end, between)
                        break


def _reach(labelled: Labelled, phrase: Phrase, element: int, end: int) -> tuple[int, tuple[int, ...]] | None:
    """Where the phrase ends when its element number `element` must come soon after `end`, and the words passed over."""
    if element == len(phrase.elements):
        return end, ()
    key, gap = phrase.elements[element], phrase.gaps[element]
    breaks, at = labelled.sentence.breaks, labelled.at
    for place in range(end, min(end + gap + 1, len(at))):
        if breaks[place] and gap <= NEAR:  # a comma ends a phrase unless its line allows distance
            return None
        if "@but" in at[place]:
            return None
        for length in at[place].get(key, ()):
            reached = _reach(labelled, phrase, element + 1, place + length)
            if reached is not None:
                return reached[0], (*range(end, place), *reached[1])
    return None
