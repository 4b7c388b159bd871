"""Find the signs of an emergency that phrases tell in what a person wrote. No model is needed."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, tee, zip_longest
from typing import NamedTuple

from askleaflet.records import Sign
from askleaflet.urgency.compiling import load_vocabulary
from askleaflet.urgency.happening import Around, happening, holds, imagined
from askleaflet.urgency.matching import Labelled, Match, label, matches
from askleaflet.urgency.readings import readings, speaks_of_temperature
from askleaflet.urgency.vocabulary import CALM, CRISIS, Phrase, SignEntry, Vocabulary
from askleaflet.urgency.words import LONG, Sentence, sentences, without_repeats

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
    signs = _told(text, _remembered(history, known), known)
    if not signs or not history:
        return signs
    alone = {sign.sign for sign in _told(text, _Talk(), known)}
    return tuple(one if one.sign in alone else one._replace(held=True) for one in signs)


def _remembered(history: Sequence[str], vocabulary: Vocabulary) -> _Talk:
    """What the earlier messages leave in mind: of the whole visit what happened, as it may go on,
    of the last ones what they were about, too."""
    talk, recent = _Talk(), len(history) - _EARLIER
    for number, message in enumerate(history):
        if number == recent:
            talk = _Talk(happened=talk.happened)
        for sentence in sentences(message):
            talk.hear(sentence, vocabulary)
    # The earlier messages end here: only what happened in them can be "still going".
    talk.earlier = talk.happened
    return talk


def _told(text: str, talk: _Talk, known: Vocabulary) -> tuple[Sign, ...]:
    """The signs of ``text``, which is said after ``talk``."""
    first: dict[str, Sign] = {}
    told, long = without_repeats(text), len(text) > LONG
    read, ahead = tee(_stretches(told.text) if long else sentences(text))
    for sentence, after in zip_longest(read, islice(ahead, 1, None)):
        # The notice is due: a megabyte of alarms need not be read for the same ones again.
        spare = frozenset(first) if long else frozenset()
        for entry, start, end, held in talk.hear(sentence, known, after, first, spare):
            if entry.name not in first:
                begin = told.original(sentence.tokens[start].start)
                finish = told.original(sentence.tokens[end - 1].end - 1) + 1
                words = text[begin:finish]
                first[entry.name] = Sign(
                    entry.group, entry.name, entry.life, words, begin, finish, entry.first, held
                )
    found = sorted(first.values(), key=lambda sign: (sign.start, sign.end))
    crises = [one for one in found if one.group == CRISIS]
    # Of "to fall asleep and not wake up" no part is a sign of its own.
    return tuple(one for one in found if one.group == CRISIS or not _within(one, crises))


def _within(sign: Sign, others: Iterable[Sign]) -> bool:
    return any(one.start <= sign.start and sign.end <= one.end for one in others)


def _stretches(text: str) -> Iterator[Sentence]:
    """The sentences; those of many words in stretches that overlap."""
    for sentence in sentences(text):
        tokens, breaks, asked = sentence
        if len(tokens) <= _STRETCH:
            yield sentence
            continue
        for first in range(0, len(tokens) - _COMMON, _STRETCH - _COMMON):
            some = slice(first, first + _STRETCH)
            yield Sentence(tokens[some], breaks[some], asked)


class _Found(NamedTuple):
    """A sign in words `start` to `end` (not included) of a sentence; `held` as in a Sign."""

    sign: SignEntry
    start: int
    end: int
    held: bool


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
    ) -> list[_Found]:
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
            _Found(around.phrase.sign, around.start, around.end, holds(around))
            for around in _happening(labelled, met, vocabulary, topic, known)
        ]
        if found:
            self.happened = found[-1].sign
        found += self._resumed(labelled)
        about = {topic for topic in _TOPICS if topic in labelled.places}
        # "It" is what was spoken of last: a new topic takes the place of the old ones.
        self.meant = frozenset(about) or self.meant
        read = vocabulary.readings_of["temperature"].sign in {one.sign for one in found}
        self.temperature = self.temperature or read or speaks_of_temperature(labelled)
        named = [match.phrase.sign for match in met if match.phrase.sign is not CALM]
        self.named = named[-1] if named else self.named
        return found

    def _resumed(self, labelled: Labelled) -> list[_Found]:
        """ "he is having one now" after talk of seizures; "still going" after an earlier sign."""
        found: list[_Found] = []
        for key, sign in (("@has_one", self.named), ("@goes_on_still", self.earlier)):
            places = labelled.places.get(key)
            if sign is None or not places:
                continue
            start, end = places[0], places[0] + labelled.length(places[0], key)
            match = Match(Phrase((key,), (0,), sign, bare=False), start, end)
            if not imagined(Around(labelled, match)):
                found.append(_Found(sign, start, end, held=False))
        return found


def _happening(
    labelled: Labelled,
    met: Sequence[Match],
    vocabulary: Vocabulary,
    topic: bool,
    known: Container[str] | None,
) -> Iterator[Around]:
    """The matches of a sentence that nothing around them denies, each with that.

    Of signs in `known`, and of each other one after its first, none is given. All are given where
    nothing is said to be known.
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
    given: set[str] = set()
    for match in sorted(found, key=lambda one: one.start):
        name = match.phrase.sign.name
        spare = known is not None and (name in given or name in known)
        around = Around(labelled, match)
        if not spare and happening(around):
            given.add(name)
            yield around
