"""Reading by words: for leaflets in languages that the network was not trained for.

A passage answers where it says what the question says, word for word but for endings: there is no
meaning in it, so the rule is strict, and refuses rather than be wrong.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from askleaflet.analysis import stems
from askleaflet.languages import stop_words
from askleaflet.naming import PLACEHOLDER, neutral, own_names
from askleaflet.reader.library import Shelf
from askleaflet.records import Candidate, Document, Hit, Query, Reading
from askleaflet.search.bm25 import OWN_WEIGHT, PostingsOkapi, Scores, terms_of

# What decides: the share of the telling words (by weight, BM25's idf) that a passage says with its
# headings, over the number of sections that say as much. So nearly all, and in one section alone.
# Set by hand after a look at the sets in tests/evaluation/languages (see the README there).
THRESHOLDS = {"answer_words": 0.95, "related_words": 0.4}
# A heading is what is asked for where it has fewer than so many times the telling words: of one
# word that is all, as one may stand in a heading by chance.
FEWER_THAN = 2


class WordReader:
    """Reads one leaflet."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf, document = shelf, shelf.document
        stop = stop_words(document.language)
        terms = list(terms_of(document, shelf.passages, stop))
        whole = [own * OWN_WEIGHT + over + lead for own, over, lead in terms]
        self._own = [frozenset(own) for own, _, _ in terms]
        self._headings = _headings(document, stop)
        self._over = [self._chain(one.section) for one in shelf.passages]
        self._wordings = [frozenset(stems(one, document.language)) for one in shelf.texts.wordings]
        # A leaflet of small words alone is read all the same: it answers nothing.
        self._okapi = PostingsOkapi(whole if any(whole) else [[""]] * len(whole))
        self._unheard = math.log(1 + (len(terms) + 0.5) / 0.5)

    def _chain(self, section: int) -> frozenset[str]:
        """What the headings over the passages of a section say."""
        chain = (section, *self._shelf.document.sections[section].outer)
        return frozenset().union(*(self._headings[one] for one in chain))

    def read(self, query: Query, candidates: Sequence[Candidate]) -> Reading:
        """The candidates that say most of the telling words, best first by BM25, and how surely
        the first one answers."""
        asked = frozenset(query.stems)
        places = [self._shelf.places[one.passage.id] for one in candidates]
        shares = {place: self._share(place, asked) for place in places}
        scores = self._okapi.get_scores(query.stems)
        if (section := self._asked_section(asked)) is not None:
            return self._whole(section, places, scores)
        most = max(shares.values(), default=0.0)
        if not most:
            return Reading(sort="words")
        best = [place for place, share in shares.items() if share == most]
        # A section whose heading says a word of it is meant rather than one that mentions it.
        best = [place for place in best if asked & self._over[place]] or best
        hits = [Hit(self._shelf.passages[place], float(scores[place])) for place in best]
        hits.sort(key=lambda hit: -hit.score)
        sections = len({hit.passage.section for hit in hits})
        evidence = {"matched": most, "sections": float(sections)}
        return Reading(tuple(hits), most / sections, evidence, sort="words")

    def _asked_section(self, asked: frozenset[str]) -> int | None:
        """The one section whose heading says all of ``asked``, and little else; of one inside
        another the outer."""
        sections = self._shelf.document.sections
        found = {
            number
            for number, said in enumerate(self._headings)
            if asked and asked <= said and len(said) < FEWER_THAN * len(asked)
        }
        found = {one for one in found if self._headings[one] == asked} or found
        outer = [number for number in found if not found & set(sections[number].outer)]
        return outer[0] if len(outer) == 1 else None

    def _whole(self, section: int, places: Collection[int], scores: Scores) -> Reading:
        """Of a section that is asked for its lists, else its best passage. Its first list is the
        least that answers: where search did not find that, the section is no more than near."""
        sections, passages = self._shelf.document.sections, self._shelf.passages
        own = [
            place
            for place, one in enumerate(passages)
            if section in (one.section, *sections[one.section].outer)
        ]
        lists = [place for place in own if passages[place].kind == "list"]
        found = [place for place in own if place in places]
        sure = bool(found) and (not lists or lists[0] in found)
        best = [one for one in lists if one in found] if sure else found[:1]
        best = best or sorted(found, key=lambda one: -float(scores[one]))[:1]
        hits = tuple(Hit(passages[place], float(scores[place])) for place in best)
        under = frozenset(hit.passage.id for hit in hits if sure)
        answers = 1.0 if sure else THRESHOLDS["related_words"]
        return Reading(hits, answers if hits else 0.0, {"matched": 1.0}, under, sort="words")

    def _share(self, place: int, asked: frozenset[str]) -> float:
        """The share of ``asked`` that a passage says with its headings, which alone answer
        nothing, or one of the example wordings that staff tied to it."""
        tied = self._shelf.wording[self._shelf.answered == place].tolist()
        said = [self._wordings[number] for number in tied]
        if self._own[place] & asked:
            said.append(self._own[place] | self._over[place])
        whole = self._weight(asked)
        return max((self._weight(own & asked) / whole for own in said), default=0.0)

    def _weight(self, words: Collection[str]) -> float:
        """What words weigh: each its idf, and most where the leaflet has none of it."""
        return math.fsum(float(self._okapi.idf.get(one, self._unheard)) for one in words)


def _headings(document: Document, stop: frozenset[str]) -> list[frozenset[str]]:
    """The telling words of each heading, without the medicine's names and its own number."""
    names = own_names(document)
    shown = (neutral(document.words(one.heading), names) for one in document.sections)
    return [
        frozenset(
            word
            for word in stems(one.replace(PLACEHOLDER, " "), document.language)
            if word not in stop and not word.isdigit()
        )
        for one in shown
    ]
