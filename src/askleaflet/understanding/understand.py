"""From what a person typed to a Query."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from askleaflet.analysis import beginning, singular, stems, terms, words
from askleaflet.languages import TRAINED_FOR, language_of_question, stop_words
from askleaflet.naming import PLACEHOLDER
from askleaflet.reader.encoder import LONGEST_QUESTION as MOST_TOKENS
from askleaflet.reader.encoder import Encoder
from askleaflet.reader.library import Library
from askleaflet.reader.texts import most_pieces, pieces
from askleaflet.records import Listing, Query, Subject, SubjectSort
from askleaflet.spelling import phrases_in
from askleaflet.understanding.beside import Stand, one_of_them, stand
from askleaflet.understanding.choosing import Choosing, Chosen
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
# Words that tell no more than that something is taken.
_TAKING = frozenset(stems("take takes taking took taken use using give given too well instead now"))


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
        # The question that staff offer, by leaflet and by its words in other languages.
        self._said_in: dict[tuple[str, tuple[str, ...]], str] = {}
        for id, one in listings.items():
            for starter in one.starters:
                for _, said in starter.said_in:
                    self._said_in.setdefault((id, words(said)), starter.question)

    def read(self, text: str, history: Sequence[str] = (), leaflet: str = "") -> Query:
        """The question ``text``, asked after ``history`` (earlier questions, oldest first) where
        ``leaflet`` was chosen. It is read by itself: they tell which medicine is meant, no more.
        """
        instead: tuple[str, ...] = ()
        chosen, talked = self._talked(history)
        chosen = (leaflet,) if leaflet in self._listings else chosen
        about = self._about(text, chosen, talked)
        query = self._alone(text, about)
        if about.named and not query.stems and history:
            # "Which medicine do you mean?" "Entresto": the question before, about that leaflet.
            before = self._alone(history[-1])
            instead = before.named if len(before.named) == 1 else ()
            query = replace(before, named=about.named, unsure=())
        documents = query.named or (() if query.unsure else chosen) or self._only
        unsure = query.unsure or (() if documents else self._choosing.by_class(query.text))
        read = self._choosing.neutral(query.text, (*documents, *instead))
        only = documents[0] if len(documents) == 1 else ""
        offered = self._said_in.get((only, words(query.text)), "")
        if offered:
            read = self._choosing.neutral(offered, documents)
            query = replace(query, stems=self._alone(offered).stems)
        query = replace(
            self._spoken(query, read, documents),
            documents=documents,
            unsure=() if documents else unsure,
            subjects=self._subjects(query.text, documents, chosen),
        )
        return self._encoded(replace(query, read=read), text)

    def leaning(self, query: Query, text: str, history: Sequence[str]) -> Query:
        """``query``, as it was read from ``text``, with the question of ``history`` that it leans
        on; itself where it stands alone, as one in another language than the leaflet's does (what
        was answered before would answer for it), and one that staff offer to start from.
        """
        if not history or query.beside or not self.leans(query):
            return query
        offered = (self._listings[id].starters for id in query.documents)
        if text in {one.question for several in offered for one in several}:
            return query
        recent = reversed(history[-LONGEST_MEMORY:])
        asked = next((one for one in recent if not self.leans(self._alone(one))), history[-1])
        # Of a story its end, in which most ask.
        earlier = pieces(self._choosing.neutral(beginning(asked), query.documents))[-1]
        if not earlier:
            return query
        read = f"{earlier}{_AFTER}{query.read}"
        others = self._subjects(earlier, query.documents)
        back = points_back(query.text, query.stems)
        if others and not (back or query.subjects or self._only):
            # "Im on warfarin" was told beside; "bad taste" asks nothing of it.
            return query
        bound = back and bool(others or speaks_of_treatment(stems(earlier)))
        return self._encoded(replace(query, read=read, earlier=earlier, bound=bound), text)

    def _encoded(self, query: Query, text: str) -> Query:
        """``query`` with what the network makes of its words, which were typed as ``text``."""
        some = pieces(query.read, most_pieces(text)) if query.text else []
        vectors = tuple(self._encoder.encode(some, MOST_TOKENS)) if some else ()
        return replace(query, vectors=vectors)

    def _alone(self, text: str, about: Chosen | None = None) -> Query:
        shortened = beginning(text)
        about = about or self._choosing.choose(shortened)
        found = stems(self._choosing.neutral(shortened, about.named))
        return Query(
            text=shortened,
            stems=tuple(one for one in found if one not in self._stop),
            named=about.named,
            unsure=about.unsure,
            personal=asks_for_advice(found),
            truncated=len(shortened) < len(text),
            foreign=is_foreign_script(shortened),
        )

    def _about(self, text: str, chosen: Sequence[str], talked: Sequence[str] = ()) -> Chosen:
        """The leaflets that ``text`` is about by its own words, where ``chosen`` are talked about
        and ``talked`` were before: both, where a name may stand for another medicine or beside."""
        shortened = beginning(text)
        found = self._choosing.choose(shortened, chosen)
        if not found.at and not found.picked and len(talked) > 1 and one_of_them(shortened):
            return Chosen(tuple(talked))
        if found.picked or len(chosen) != 1 or not found.at:
            return found
        if chosen[0] in found.named:
            return replace(found, named=tuple(chosen), unsure=())
        rest = self._choosing.neutral(shortened, {*found.named, *found.unsure})
        stands = {self._stand(shortened, at, rest) for at in found.at}
        if Stand.INSTEAD in stands:
            return found
        if Stand.UNSURE in stands and len(found.named) == 1:
            return replace(found, named=(*chosen, *found.named))
        return Chosen()

    def _stand(self, text: str, at: int, rest: str) -> Stand:
        """How the name at word ``at`` of ``text``, of which all else is ``rest``, stands to the
        medicine that is talked about."""
        read = stems(rest)
        telling = [one for one in read if one not in self._stop and one not in _TAKING]
        before = text[: terms(text)[at].start]
        return stand(before, more=bool(telling), asks=asks_for_advice(read))

    def leans(self, query: Query) -> bool:
        """Whether ``query`` cannot be understood without the questions before it."""
        return leans_on_earlier(stems(query.text), self._stop, bool(query.named))

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

    def _talked(self, history: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The leaflets that the conversation is about, and all that it was about, one after the
        other; none where there is only one leaflet. What was asked back and not answered counts
        for one question more."""
        last: tuple[str, ...] = ()
        asked: tuple[str, ...] = ()
        talked: dict[str, None] = {}
        for text in history[-LONGEST_CONVERSATION:] if not self._only else ():
            asked = self._about(text, asked or last, tuple(talked)).named
            if len(asked) == 1:
                last, asked = asked, ()
                talked[last[0]] = None
        return asked or last, tuple(talked)

    def _subjects(
        self, text: str, documents: Sequence[str], chosen: Sequence[str] = ()
    ) -> tuple[Subject, ...]:
        """The other medicines named; "mentioned" where a leaflet asked about speaks of them, too,
        and spells them better, or where they stand beside the one that was ``chosen``."""
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
            meant = self._choosing.choose(written)
            # Of what several leaflets may be meant by, people are asked.
            asked = len(documents) != 1 and (meant.named or (meant.unsure and not documents))
            if asked or not set(documents).isdisjoint(meant.named):
                continue
            rest = text.replace(written, " ")
            beside = documents == chosen and self._stand(text, one.first, rest) != Stand.INSTEAD
            spoken_of = name <= said or set(one.name.split()) <= said
            sort: SubjectSort = "mentioned" if spoken_of or beside else "medicine"
            found.append(Subject(written, sort, one.name))
        return tuple(found)


def asks_for_advice(words: Sequence[str]) -> bool:
    """Whether a question (stems) asks what is right for a person: "should I", "can my son"."""
    return phrases_in(PERSONAL_FILE, stems).within(words)


def is_foreign_script(text: str) -> bool:
    """Whether most letters of ``text`` are of another script than Latin."""
    if text.isascii():
        return False
    letters = [character for character in text if character.isalpha()]
    foreign = sum(not unicodedata.name(character, "").startswith("LATIN") for character in letters)
    return 2 * foreign > len(letters)
