"""The reader: which of the candidates answers the question, and whether any does.

It looks at each candidate word by word (late interaction, after ColBERT: Khattab and Zaharia
2020): each word of the question looks for the nearest word of the passage, and some words count for
more than others. Beside it stands with what words people ask for it: of this leaflet where staff
gave many examples, else of all that were learned from. How much each says, and from what evidence
on a passage answers, was learned; the numbers stand in the model's card.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from askleaflet.analysis import stems, words
from askleaflet.glance import denies
from askleaflet.headings import Sense, asked_for, says, sense_of
from askleaflet.languages import TRAINED_FOR
from askleaflet.markers import is_for_those_without
from askleaflet.quantities import TIME, WEIGHT
from askleaflet.reader.encoder import NOTHING, Encoder
from askleaflet.reader.library import MOST_OPEN, Library, Shelf
from askleaflet.reader.texts import HEADED, WITHIN
from askleaflet.reader.words import WordReader
from askleaflet.records import (
    Candidate,
    Document,
    Encoded,
    Evidence,
    Floats,
    Hit,
    Passage,
    Query,
    Reading,
    headings,
)
from askleaflet.search.vectors import LEAST_LIKE, Nearest, near
from askleaflet.understanding.conversation import takes_it_for_treatment

CONSTANT = "constant"
# So many examples for each passage, answered and not. Set on no set: the sample has some 200 of
# each, and half of them serve as well as all by half the way (see its model card).
DENSE = 50
# Set on 772 turns in conversations about the sample: with 0.975 a quote fewer is wrong and three
# fewer are right. Without this, of 2,097 questions about it 11 fewer are right and 4 fewer wrong.
SURELY = 0.95
# A heading that says all telling words of a question, so many at least, is what is asked for; one
# word may stand in it by chance.
LEAST_WORDS = 2
# So many passages' words are remembered: those of the leaflets that are asked about.
MOST_PASSAGES = 4096
# So many words in common are no chance. Who asks how or how long asks for more than they say.
OWN_WORDS = 5
_MORE = frozenset("how what when where which who whose why".split())
# In words; what is longer may say what to do.
LONGEST_NAME = 8
# What only the lists of such a section say, what a list there says better than one item, and what
# not every sentence there says.
_LISTS = frozenset({"not", "effects"})
_LISTED = frozenset({"uses", "how", "missed"})
_OF_ITSELF = frozenset({"uses", "how"})
# What no item of a do-not section says.
_NEVER_BY_A_DO_NOT = frozenset({"uses", "effects", "how"})


class Reader:
    """Reads the leaflets of a library."""

    def __init__(self, encoder: Encoder, library: Library) -> None:
        """Raises ReaderError where the model's card lacks a number."""
        self._library = library
        self._by_words = lru_cache(MOST_OPEN)(WordReader)
        self._translations = encoder.translations
        self._words_of = lru_cache(MOST_PASSAGES)(encoder.translations.numbers)
        scores = encoder.numbers("scores", ("vector", "tokens", "wording", "terms", "translated"))
        # Of a few examples nobody can tell how people word what they ask; where there are many,
        # those from elsewhere choose nothing better, and that none is near is evidence, too.
        self._scale: dict[Evidence, dict[str, float]] = {
            "plain": {**scores, "terms": 0.0},
            "taught": {**scores, "translated": 0.0},
        }
        plain, taught = encoder.numbers("answers"), encoder.numbers("answers_taught")
        self._weights: dict[Evidence, dict[str, float]] = {"plain": plain, "taught": taught}

    def read(self, query: Query, candidates: Sequence[Candidate]) -> Reading:
        """The candidates, best first, and how likely the best one answers ``query``.

        No candidate, no answer: what search did not find is not read. A leaflet in a language that
        the network was not trained for is read by its words.
        """
        if not candidates or not query.vectors:
            return Reading()
        # Of several leaflets none is answered from: people are asked which (decide.py).
        shelf = self._library[candidates[0].passage.document]
        own = [one for one in candidates if one.passage.document == shelf.document.id]
        if shelf.document.language not in TRAINED_FOR:
            return self._by_words(shelf).read(query, own)
        asked = "" if query.earlier else asked_for(query.read)
        around = _around(shelf, own) if asked else ()
        # A question without an example near it is unanswered only where there are many.
        examples = min(len(shelf.texts.wordings), len(shelf.texts.beside))
        sort: Evidence = "taught" if examples >= DENSE * len(shelf.passages) else "plain"
        hits = self._hits(shelf, query, [*own, *around], self._scale[sort])
        hits = [one for one in hits if not _is_for_others(shelf.document, one.passage, query)]
        if takes_it_for_treatment(query.text):
            # What is used together with chemotherapy is none for that.
            hits = [one for one in hits if not _is_about_others(shelf.document, one.passage)]
        hits.sort(key=lambda hit: -hit.score)
        hits, whole = _whole_of(shelf.document, asked, hits)
        if not hits:
            return Reading()
        evidence = _evidence(shelf, query, hits, self._scale[sort])
        answers = answering(self._weights[sort], evidence)
        if sort == "taught":
            # What answers by itself, as good as surely, does so though no example is near.
            alone = answering(self._weights["plain"], evidence)
            answers = max(answers, alone if alone >= SURELY else 0.0)
        texts = [shelf.texts.passages[shelf.places[hit.passage.id]] for hit in hits]
        over = _asked_heading(query, texts[0])
        pairs = zip(hits, texts, strict=True)
        headed = (hit.passage.id for hit, text in pairs if over and text.startswith(over))
        under = whole.union(headed)
        if _in_its_words(query, texts[0]):
            under |= {hits[0].passage.id}
        # Of all that stands under a heading, its lists say most.
        hits.sort(key=lambda hit: hit.passage.kind != "list" or hit.passage.id not in under)
        best = _whole_choice(shelf, hits[0], query.text)
        if hits[0].passage.id in under:
            under |= {best.passage.id}
        return Reading(
            hits=(best, *hits[1:]),
            answers=answers,
            evidence=evidence,
            under=under,
            sort=sort,
            others=_is_about_others(shelf.document, hits[0].passage),
            bare=_is_bare(shelf.document, best.passage),
            opposed=_opposed(query, shelf.document, hits[0].passage),
        )

    def _hits(
        self,
        shelf: Shelf,
        query: Query,
        candidates: Sequence[Candidate],
        scale: Mapping[str, float],
    ) -> list[Hit]:
        places = [shelf.places[one.passage.id] for one in candidates]
        said = [self._words_of(shelf.texts.passages[place]) for place in places]
        translated = self._translations.likelihoods(query.read, said).tolist()
        counted = shelf.vectors.terms
        worded = counted.likelihoods(query.read, shelf.sizes)
        if query.earlier:
            # One that leans on another says no more by itself than with that, nor with that than by
            # itself: half of the words are of what was asked before.
            worded = np.minimum(worded, counted.likelihoods(query.text, shelf.sizes))
        found = []
        for one, place, words_told in zip(candidates, places, translated, strict=True):
            own = shelf.vectors.tokens_of(place)
            tokens = max(token_likeness(piece, own) for piece in query.vectors)
            vector, wording = one.near or near(shelf, place, query)
            told, terms = _telling(wording), float(worded[place])
            score = (
                scale["vector"] * vector
                + scale["tokens"] * tokens
                + scale["wording"] * told
                + scale["terms"] * terms
                + scale["translated"] * words_told
            )
            hit = Hit(one.passage, score, vector, tokens, told, terms, words_told, one.examples)
            found.append(hit)
        return found


def _evidence(
    shelf: Shelf, query: Query, hits: Sequence[Hit], scale: Mapping[str, float]
) -> dict[str, float]:
    """What speaks for the best of the hits, and against it."""
    best = hits[0]
    examples = best.examples or Nearest.of(shelf, query).say(shelf.places[best.passage.id])
    nothing = min(one.odds[NOTHING] for one in query.vectors)
    # The log-probability of the best hit among the hits and "none of them".
    own = [scale["vector"] * one.vector + scale["tokens"] * one.tokens for one in hits]
    most = max(*own, nothing)
    chosen = own[0] - most - math.log(sum(math.exp(one - most) for one in (*own, nothing)))
    return {
        "vector": best.vector,
        "tokens": best.tokens,
        "chosen": chosen,
        "wording": best.wording,
        "beside": _telling(examples.beside),
        "votes": examples.votes,
        "terms": best.terms,
        "translated": best.translated,
        "translated_lead": best.translated
        - max((one.translated for one in hits[1:]), default=best.translated),
    }


def token_likeness(question: Encoded, passage: Floats) -> float:
    """The mean over the question's tokens, by their weight, of the nearest token's likeness."""
    nearest = (question.tokens @ passage.T).max(axis=1)
    return float(np.dot(nearest, question.weights))


def _telling(example: float) -> float:
    """How much the likeness of an example says: 0 where any two questions are as like, 1 where it
    is the question."""
    return max(0.0, (example - LEAST_LIKE) / (1 - LEAST_LIKE))


def answering(weights: Mapping[str, float], evidence: Mapping[str, float]) -> float:
    """The probability that the evidence is that of an answer (logistic regression)."""
    odds = sum(
        weight if name == CONSTANT else weight * evidence[name] for name, weight in weights.items()
    )
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


def _sense(document: Document, passage: Passage) -> Sense:
    """What the list or section that ``passage`` stands in says: by its lead-in, else by the nearest
    heading that tells."""
    section = document.sections[passage.section]
    over = [document.sections[number].heading for number in (*section.outer, section.index)]
    told = [*([passage.lead] if passage.lead else []), *reversed(over)]
    return next((found for one in told if (found := sense_of(document.words(one)))), "")


def _around(shelf: Shelf, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The lists that the items found stand in, as far as they were not found themselves."""
    blocks, known = {one.passage.block for one in found}, {one.passage.id for one in found}
    for one in shelf.passages:
        if one.kind == "list" and one.block in blocks and one.id not in known:
            yield Candidate(one, 0.0)


def _whole_of(
    document: Document, asked: Sense, hits: Sequence[Hit]
) -> tuple[list[Hit], frozenset[str]]:
    """The hits that can answer a question, best first, and the ids of those that are what it asks
    for, where it asks for what a sort of section says: ``asked`` ("What are the side effects?").

    The section is known by its heading, or the list by the sentence that leads it in; where there
    is none, a sentence by its own words. Of lists the first of the leaflet comes first. Only what
    search found is looked at, and the lists around it.
    """
    if not asked:
        return list(hits), frozenset()
    senses = {hit.passage.id: _sense(document, hit.passage) for hit in hits}
    # "Do not use it to make a child sleepy" is nothing that it is for, nor how it is taken.
    never = "not" if asked in _NEVER_BY_A_DO_NOT else None
    left = [one for one in hits if senses[one.passage.id] != never]
    if asked == "not":
        # For whom it is tells nobody for whom it is not.
        left = [
            one for one in left if senses[one.passage.id] == "not" or _denies(document, one.passage)
        ]
    said = [one for one in left if says(document.words(one.passage.mark), asked)]
    own = [one for one in left if senses[one.passage.id] == asked]
    own = own or ([] if asked in _OF_ITSELF else said)
    lists = [one for one in own if one.passage.kind == "list"]
    if asked in _LISTS:
        first = sorted(lists, key=lambda one: one.passage.mark)
        first = first or (own if asked == "not" else [])
    else:
        best = [one for one in own if one in said] if asked in _OF_ITSELF else []
        # Much that stands there is not how: "Remove the cap", "Ask your doctor".
        first = (best or ([] if asked == "how" else own))[:1]
        if asked in _LISTED and first and first[0].passage.kind == "item":
            first = [one for one in lists if one.passage.block == first[0].passage.block] or first
    under = frozenset(one.passage.id for one in first)
    return [*first, *(one for one in left if one.passage.id not in under)], under


def _whole_choice(shelf: Shelf, hit: Hit, asked: str) -> Hit:
    """``hit``; of a list that tells one thing up to some number of hours, days or weeks and another
    beyond it, the whole list, unless ``asked`` says how long: one of its items may be the opposite
    of what holds."""
    said = shelf.document.words(hit.passage.mark)
    if hit.passage.kind != "item" or not TIME.limits(said) or TIME.fits(said, asked):
        return hit
    same = [one for one in shelf.passages if one.block == hit.passage.block]
    others = [one for one in same if one.kind == "item" and one.mark != hit.passage.mark]
    if not any(TIME.limits(shelf.document.words(one.mark)) for one in others):
        return hit
    return next((replace(hit, passage=one) for one in same if one.kind == "list"), hit)


def _is_for_others(document: Document, passage: Passage, query: Query) -> bool:
    """Whether a passage is only for people of another weight than the question gives, or for those
    without what somebody has."""
    said = document.words(passage.mark)
    return WEIGHT.fits(said, query.text) is False or is_for_those_without(said, query.read)


def _is_bare(document: Document, passage: Passage) -> bool:
    """Whether a passage names a side effect and says nothing of it ("Headache")."""
    few = len(document.words(passage.mark).split()) <= LONGEST_NAME
    return few and passage.kind == "item" and _sense(document, passage) == "effects"


def _asked_heading(query: Query, text: str) -> str:
    """The headings over a passage, down to that with which all the telling words of ``query`` are
    said, or which is the question word for word; empty where none is.

    Of a heading with "not" in it a part could be its opposite, and no stop word counts as telling.
    """
    over = text.partition(HEADED)[0].split(WITHIN)
    telling, every = set(query.stems), set(stems(query.read))
    said: set[str] = set()
    for depth, heading in enumerate(over, start=1):
        own = set(stems(heading))
        said |= own
        if (len(telling) >= LEAST_WORDS and telling <= said) or (every and every == own):
            return WITHIN.join(over[:depth])
    return ""


def _in_its_words(query: Query, text: str) -> bool:
    """Whether it is asked if what ``text`` says is so, in its own words: many telling ones, all of
    which stand there, whatever was asked before."""
    telling = set(query.stems)
    own = len(telling) >= OWN_WORDS and telling <= set(stems(text))
    return own and _MORE.isdisjoint(words(query.text))


def _opposed(query: Query, document: Document, passage: Passage) -> bool:
    """Whether the question denies something and nothing does in the passage or its headings
    ("who should not take it?"), or the passage by itself does and the question not."""
    if not denies(words(query.text)):
        return denies(words(document.words(passage.mark)))
    return not _denies(document, passage)


def _denies(document: Document, passage: Passage) -> bool:
    """Whether a passage denies something, or a heading over it does."""
    said = [document.words(passage.mark), *headings(document, passage)]
    return any(denies(words(one)) for one in said)


def _is_about_others(document: Document, passage: Passage) -> bool:
    """Whether a passage stands where a leaflet speaks of other medicines taken beside its own."""
    return any(sense_of(one) == "others" for one in headings(document, passage))
