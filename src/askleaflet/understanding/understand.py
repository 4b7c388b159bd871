"""From what a person typed to a Query."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from askleaflet.analysis import beginning, singular, stems, terms, words
from askleaflet.data import read_lines
from askleaflet.languages import TRAINED_FOR, language_of_question, stop_words
from askleaflet.naming import PLACEHOLDER
from askleaflet.reader.encoder import LONGEST_QUESTION as MOST_TOKENS
from askleaflet.reader.encoder import Encoder
from askleaflet.reader.library import Library
from askleaflet.reader.texts import most_pieces, pieces
from askleaflet.records import Listing, Query, Subject, SubjectSort
from askleaflet.spelling import Phrases
from askleaflet.understanding.choosing import Choosing
from askleaflet.understanding.conversation import (
    LONGEST_MEMORY,
    leans_on_earlier,
    points_back,
    speaks_of_treatment,
)
from askleaflet.understanding.names import MedicineNames

# How far back a leaflet's name is looked for.
LONGEST_CONVERSATION = 20
# How the reader sees a question and the one that it leans on, as in its training.
_AFTER = " | "
_PLACEHOLDER = frozenset(stems(PLACEHOLDER))
PERSONAL_FILE = "personal_advice.txt"
_ENGLISH = "en"


class Understanding:
    """Turns text into a Query, for one set of leaflets."""

    def __init__(
        self,
        listings: Mapping[str, Listing],
        library: Library,
        names: MedicineNames,
        encoder: Encoder,
        stop: frozenset[str],
    ) -> None:
        self._listings, self._library = listings, library
        self._names, self._encoder = names, encoder
        self._stop = stop | _PLACEHOLDER
        self._choosing = Choosing(listings, names)
        self._only = tuple(listings) if len(listings) == 1 else ()

    def read(self, text: str, history: Sequence[str] = (), leaflet: str = "") -> Query:
        """The question ``text``, asked after ``history`` (earlier questions, oldest first) where
        ``leaflet`` was chosen. It is read by itself: they tell which medicine is meant, no more.
        """
        query = self._alone(text)
        if query.named and not query.stems and history:
            # "Which medicine do you mean?" "Entresto": the question before, about that leaflet.
            query = replace(self._alone(history[-1]), named=query.named)
        chosen = (leaflet,) if leaflet in self._listings else self._last_named(history)
        documents = query.named or (() if query.unsure else chosen) or self._only
        unsure = query.unsure or (() if documents else self._choosing.by_class(query.text))
        read = self._choosing.neutral(query.text, documents)
        offered = self._offered(query.text, documents)
        if offered:
            read = self._choosing.neutral(offered, documents)
            query = replace(query, stems=self._alone(offered).stems)
        query = replace(
            self._spoken(query, read, documents),
            documents=documents,
            unsure=() if documents else unsure,
            subjects=self._subjects(query.text, documents),
        )
        return self._encoded(replace(query, read=read), text)

    def _offered(self, text: str, documents: Sequence[str]) -> str:
        """The question that staff offer in the words of ``text`` to readers of another language, as
        the leaflet is asked it; empty where they offer none."""
        asked = words(text)
        for one in self._listings[documents[0]].starters if len(documents) == 1 else ():
            if any(words(said) == asked for _, said in one.said_in):
                return one.question
        return ""

    def leaning(self, query: Query, text: str, history: Sequence[str]) -> Query:
        """``query``, as it was read from ``text``, with the question of ``history`` that it leans
        on; itself where it stands alone, as one in another language than the leaflet's does (what
        was answered before would answer for it), and one that staff offer to start from.
        """
        offered = (self._listings[id].starters for id in query.documents)
        if query.beside or text in {one.question for several in offered for one in several}:
            return query
        earlier = self._earlier(query, history, query.documents)
        if not earlier:
            return query
        read = f"{earlier}{_AFTER}{query.read}"
        other = self._subjects(earlier, query.documents) or speaks_of_treatment(stems(earlier))
        bound = bool(other) and points_back(query.text, query.stems)
        return self._encoded(replace(query, read=read, earlier=earlier, bound=bound), text)

    def _encoded(self, query: Query, text: str) -> Query:
        """``query`` with what the network makes of its words, which were typed as ``text``."""
        some = pieces(query.read, most_pieces(text)) if query.text else []
        vectors = tuple(self._encoder.encode(some, MOST_TOKENS)) if some else ()
        return replace(query, vectors=vectors)

    def _alone(self, text: str) -> Query:
        shortened = beginning(text)
        chosen = self._choosing.choose(shortened)
        named = chosen.named
        found = stems(self._choosing.neutral(shortened, named))
        return Query(
            text=shortened,
            stems=tuple(one for one in found if one not in self._stop),
            named=named,
            unsure=chosen.unsure,
            personal=asks_for_advice(found),
            truncated=len(shortened) < len(text),
            foreign=is_foreign_script(shortened),
        )

    def leans(self, query: Query) -> bool:
        """Whether ``query`` cannot be understood without the questions before it."""
        return leans_on_earlier(stems(query.text), self._stop, bool(query.named))

    def _earlier(self, query: Query, history: Sequence[str], documents: Sequence[str]) -> str:
        """The question that ``query`` leans on, as the reader sees it (of a story its end, in which
        most ask); empty where it stands alone."""
        if not history or not self.leans(query):
            return ""
        for earlier in reversed(history[-LONGEST_MEMORY:]):
            alone = self._alone(earlier)
            if not self.leans(alone):
                return pieces(self._choosing.neutral(alone.text, documents))[-1]
        return pieces(self._choosing.neutral(beginning(history[-1]), documents))[-1]

    def _spoken(self, query: Query, read: str, documents: Sequence[str]) -> Query:
        """``query``, as ``read``, with its language and, where it is about one leaflet, its telling
        words as that leaflet's language has them."""
        code = self._listings[documents[0]].language if len(documents) == 1 else _ENGLISH
        asked = read.replace(PLACEHOLDER, " ")
        language = language_of_question(asked, code) or self._guessed(asked, documents, code)
        telling = query.stems
        if code not in TRAINED_FOR:
            found, stop = stems(asked, code), stop_words(code)
            telling = tuple(one for one in found if one not in stop)
        beside = code if language != code and len(documents) == 1 else ""
        return replace(query, stems=telling, language=language, beside=beside)

    def _guessed(self, asked: str, documents: Sequence[str], code: str) -> str:
        """The language of a question without small words: that of the leaflet, or none that is
        sure, where the network knows all its words as English ones and the leaflet lacks some."""
        if code == _ENGLISH:
            return code
        said = {singular(one) for one in words(asked)} <= self._library[documents[0]].said
        return code if said or not all(map(self._names.is_word, words(asked))) else ""

    def _last_named(self, history: Sequence[str]) -> tuple[str, ...]:
        """The leaflets that the conversation named last; none where there is only one leaflet."""
        for text in reversed(history[-LONGEST_CONVERSATION:] if not self._only else ()):
            if named := self._choosing.choose(beginning(text)).named:
                return named
        return ()

    def _subjects(self, text: str, documents: Sequence[str]) -> tuple[Subject, ...]:
        """The other medicines named; "mentioned" where a leaflet asked about speaks of them, too,
        and spells them better."""
        typed = terms(text)
        read = [term.word for term in typed]
        own = {word for id in documents for one in self._listings[id].names for word in words(one)}
        found = []
        for one in self._names.find(read):
            name = {singular(word) for word in read[one.first : one.last]}
            if name <= own:
                continue
            # Several leaflets are not opened: people are asked which is meant.
            said = self._library[documents[0]].said if len(documents) == 1 else frozenset()
            # A word of the leaflet is no misspelled name.
            if one.guessed and not name.isdisjoint(said | own):
                continue
            written = text[typed[one.first].start : typed[one.last - 1].end]
            if not self._choosing.choose(written).named:
                spoken_of = name <= said or set(one.name.split()) <= said
                sort: SubjectSort = "mentioned" if spoken_of else "medicine"
                found.append(Subject(written, sort, one.name))
        return tuple(found)


@cache
def _openings() -> Phrases:
    return Phrases(map(stems, read_lines(PERSONAL_FILE)))


def asks_for_advice(words: Sequence[str]) -> bool:
    """Whether a question (stems) asks what is right for a person: "should I", "can my son"."""
    return any(_openings().length(words, at) for at in range(len(words)))


def is_foreign_script(text: str) -> bool:
    """Whether most letters of ``text`` are of another script than Latin."""
    if text.isascii():
        return False
    letters = [character for character in text if character.isalpha()]
    foreign = sum(not unicodedata.name(character, "").startswith("LATIN") for character in letters)
    return 2 * foreign > len(letters)
