"""From what a person typed to a Query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from askleaflet.analysis import beginning, singular, stem, stems, terms
from askleaflet.records import (
    Change,
    Concept,
    Document,
    Query,
    Span,
    Subject,
    SubjectSort,
    Term,
)
from askleaflet.understanding.asides import Asides, asked
from askleaflet.understanding.conversation import LONGEST_MEMORY, leans_on_earlier
from askleaflet.understanding.language import guess_language, is_foreign_script
from askleaflet.understanding.lexicon import Lexicon
from askleaflet.understanding.names import Named, Names
from askleaflet.understanding.personal import asks_for_advice
from askleaflet.understanding.spelling import Speller

# How far back a leaflet's name is looked for.
LONGEST_CONVERSATION = 20
# What stands for the leaflet's medicine, by whatever name.
MEDICINE = stem("medicine")
# A long name of a medicine may be spelled this wrong and still be it: "blinatunomab".
SHORTEST_MISSPELLED = 6
SLIPS_SHARE = 0.25
# A sentence of more words than this tells a story around its question.
LONG_SENTENCE = 18
SHORTEST_PIECE = 4
_TURNING = frozenset("so but because cos cuz pero porque".split())
_CLAUSE_END = re.compile(r"[.!?;\n]+(?=\s|$)|[?!]+")


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """Everything needed to understand a question."""

    lexicon: Lexicon
    names: Names
    speller: Speller
    asides: Asides
    stop: frozenset[str]


class Understanding:
    """Turns text into a Query, for one set of leaflets."""

    def __init__(self, vocabularies: Vocabularies, documents: Iterable[Document]) -> None:
        self._vocabularies = vocabularies
        self._own: dict[tuple[str, ...], list[str]] = {}
        self._said: set[str] = set()
        self._said_words: set[str] = set()
        documents = tuple(documents)
        self._only_one = len(documents) == 1
        for document in documents:
            for name in (document.title, document.id, *document.other_names):
                self._own.setdefault(stems(name), []).append(document.id)
            for word in {term.word for term in terms(document.text)}:
                self._said.add(stem(word))
                self._said_words.add(singular(word))
        self._longest = max((len(name) for name in self._own), default=0)
        self._names = [name[0] for name in self._own if len(name) == 1]

    def read(
        self,
        text: str,
        history: Sequence[str] = (),
        exact: bool = False,
        told: Sequence[Span] = (),
    ) -> Query:
        """The question ``text``, asked after ``history`` (earlier questions, oldest first).

        ``exact``: take the words as typed, without mending the spelling or reading lay words.
        ``told``: stretches of ``text`` that are read for the name of a medicine only.
        """
        query = self._read_alone(text, exact, told)
        if not history:
            return query
        if query.documents and not self._means_more(query):
            # "Which medicine do you mean?" "Entresto": the question before, about that leaflet.
            asked = self._read_alone(history[-1], exact)
            return replace(asked, documents=query.documents)
        query = replace(query, conversation=self._last_named(history))
        if not leans_on_earlier(query.stems, self._vocabularies.stop, bool(query.documents)):
            return query
        recent = [self._read_alone(one, exact) for one in reversed(history[-LONGEST_MEMORY:])]
        return replace(query, earlier=tuple(one for one in recent if one.terms))

    def without_asides(self, text: str) -> str:
        """``text`` with spaces for what is said around the question: the rest stays in place."""
        typed = terms(text)
        place = self._asked(typed)
        if place == Span(0, len(typed)):
            return text
        first, last = typed[place.start].start, typed[place.end - 1].end
        return " " * first + text[first:last]

    def _asked(self, typed: Sequence[Term]) -> Span:
        return asked(typed, self._vocabularies.asides, self._vocabularies.stop)

    def _means_more(self, query: Query) -> bool:
        """Whether a question says anything beside the name of a medicine."""
        stop = self._vocabularies.stop
        return any(stem != MEDICINE and stem not in stop for stem in query.stems)

    def _last_named(self, history: Sequence[str]) -> tuple[str, ...]:
        """The leaflets that the conversation named last; none where there is only one leaflet."""
        if self._only_one:
            return ()
        for text in reversed(history[-LONGEST_CONVERSATION:]):
            _, documents = self._without_own_names(terms(beginning(text)))
            if documents:
                return documents
        return ()

    def _read_alone(self, text: str, exact: bool, told: Sequence[Span] = ()) -> Query:
        shortened = beginning(text)
        every = terms(shortened)
        typed = [term for term in every if not any(a <= term.start < b for a, b in told)]
        place = Span(0, len(typed)) if exact else self._asked(typed)
        searched = typed[place.start : place.end]
        words, documents = self._without_own_names(searched)
        kept = {term.start for term in searched}
        around = [term for term in every if term.start not in kept]
        if around:
            _, documents = self._without_own_names(every)
        changes: list[Change] = []
        unknown: list[Subject] = []
        mended: list[Term] = []
        named = self._vocabularies.names.find([term.word for term in words])
        # "sulfate" in "ferrous sulfate" is spelled right, and "intron" in "Intron A", whatever the
        # speller knows.
        spelled = frozenset(place for one in named for place in range(one.first, one.last))
        for number, term in enumerate(words):
            if number in spelled:
                mended.append(term)
                continue
            read, subject = self._mend(term, shortened, number, exact)
            if read is not term:
                changes.append(Change(shortened[term.start : term.end], read.word))
            if subject:
                unknown.append(subject)
            mended.append(read)
        if changes:
            named = self._vocabularies.names.find([term.word for term in mended])
        found = tuple(term.stem for term in mended)
        language = guess_language(found)
        return Query(
            text=shortened,
            terms=tuple(mended),
            clauses=_clauses(shortened, mended),
            changes=tuple(changes),
            asides=tuple(term.word for term in around),
            concepts=() if exact else self._concepts(mended, shortened),
            subjects=self._subjects(mended, shortened, named, unknown),
            documents=documents,
            personal=asks_for_advice(found),
            truncated=len(shortened) < len(text),
            foreign=is_foreign_script(shortened),
            language=language,
            exact=exact,
        )

    def _without_own_names(self, typed: Sequence[Term]) -> tuple[list[Term], tuple[str, ...]]:
        """The terms with each of the leaflets' names read as "medicine", and whose names."""
        words: list[Term] = []
        named: list[str] = []
        at = 0
        while at < len(typed):
            length, documents = self._own_name(typed, at)
            if length:
                first, last = typed[at], typed[at + length - 1]
                words.append(Term("medicine", MEDICINE, first.start, last.end))
                named.extend(one for one in documents if one not in named)
            else:
                words.append(typed[at])
            at += length or 1
        return words, tuple(named)

    def _own_name(self, typed: Sequence[Term], at: int) -> tuple[int, list[str]]:
        for length in range(min(self._longest, len(typed) - at), 0, -1):
            name = tuple(term.stem for term in typed[at : at + length])
            if name in self._own:
                return length, self._own[name]
        word = typed[at].word
        if len(word) >= SHORTEST_MISSPELLED:
            near = process.extractOne(
                word, self._names, scorer=OSA.distance, score_cutoff=int(len(word) * SLIPS_SHARE)
            )
            if near and not self._vocabularies.speller.knows(word):
                return 1, self._own[(near[0],)]
        return 0, []

    def _mend(self, term: Term, text: str, number: int, exact: bool) -> tuple[Term, Subject | None]:
        """The term as read, and the subject it is where nothing known is meant."""
        names, speller = self._vocabularies.names, self._vocabularies.speller
        if term.stem in self._said or term.word in speller.ordinary or term.word in names:
            return term, None
        medicine = names.nearest(term.word)
        if medicine and medicine[1] and stem(medicine[0]) == term.stem:
            # "lisinoprill": its stem is known, as that of the medicine; the word is not.
            return Term(medicine[0], term.stem, term.start, term.end), None
        if speller.knows(term.word):
            return term, None
        better = None if exact else speller.correct(term.word)
        if better and not (medicine and medicine[1] < better[1]):
            return Term(better[0], stem(better[0]), term.start, term.end), None
        words = text[term.start : term.end]
        if medicine:
            return term, Subject(words, "medicine", number, number + 1, medicine[0])
        strange = term.word.isalpha() and len(term.word) > 3
        return term, Subject(words, "unknown", number, number + 1) if strange else None

    def _concepts(self, read: Sequence[Term], text: str) -> tuple[Concept, ...]:
        lexicon = self._vocabularies.lexicon
        return tuple(
            Concept(
                found.concept,
                lexicon.types[found.concept],
                text[read[found.first].start : read[found.last - 1].end],
                found.first,
                found.last,
            )
            for found in lexicon.find(read)
        )

    def _subjects(
        self,
        read: Sequence[Term],
        text: str,
        found: Sequence[Named],
        unknown: Sequence[Subject],
    ) -> tuple[Subject, ...]:
        """Medicines, classes and illnesses named; ``mentioned`` where a leaflet at hand names
        them too, so that a question about them may be one about the leaflet."""
        subjects = list(unknown)
        for named in found:
            # Word by word: the stem of Beforal, a medicine, is that of "before".
            own = {singular(term.word) for term in read[named.first : named.last]}
            said = own <= self._said_words
            written = text[read[named.first].start : read[named.last - 1].end]
            sort: SubjectSort = "mentioned" if said else named.sort
            if not said or named.sort != "illness":
                subjects.append(Subject(written, sort, named.first, named.last, named.name))
        return tuple(sorted(subjects, key=lambda subject: subject.first))


def _clauses(text: str, read: Sequence[Term]) -> tuple[Span, ...]:
    """The sentences of ``text`` as ranges of terms; a text without end marks is one. A long
    sentence is cut further, at its commas and where it turns ("so", "but", "because")."""
    ends = [match.end() for match in _CLAUSE_END.finditer(text)] + [len(text)]
    spans: list[Span] = []
    first = 0
    for end in ends:
        last = first
        while last < len(read) and read[last].start < end:
            last += 1
        if last - first > LONG_SENTENCE:
            spans.extend(_turns(text, read, first, last))
        elif last > first:
            spans.append(Span(first, last))
        first = last
    return tuple(spans)


def _turns(text: str, read: Sequence[Term], first: int, last: int) -> list[Span]:
    """A long sentence in pieces of at least a few words each."""
    spans: list[Span] = []
    start = first
    for at in range(first + 1, last):
        turns = "," in text[read[at - 1].end : read[at].start] or read[at].word in _TURNING
        if turns and at - start >= SHORTEST_PIECE and last - at >= SHORTEST_PIECE:
            spans.append(Span(start, at))
            start = at
    return [*spans, Span(start, last)]
