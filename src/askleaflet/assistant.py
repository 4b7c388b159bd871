"""The flow: understand, search, read, decide, compose. What every face of the program calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from askleaflet.answer import Composer, answered_in, care_team
from askleaflet.decide import HELP, Decider
from askleaflet.languages import language_of_question
from askleaflet.notice import notice_for, standing_notice
from askleaflet.reader.encoder import LONGEST_QUESTION, Encoder
from askleaflet.reader.reader import Reader
from askleaflet.reader.texts import all_read, most_pieces, pieces, pieces_with
from askleaflet.records import (
    Candidate,
    Decision,
    Encoded,
    Notice,
    Query,
    Reading,
    Reply,
    Sign,
)
from askleaflet.reporting import report
from askleaflet.search.base import Search
from askleaflet.search.vectors import merged
from askleaflet.settings import Settings
from askleaflet.suggesting import Suggestions
from askleaflet.understanding.understand import Understanding
from askleaflet.urgency import (
    asks,
    find_signs,
    learned_signs,
    maybe_urgent,
    says_all_is_well,
    surely_calm,
)
from askleaflet.wording import DEFAULT_LANGUAGE, languages, say

# What the reader reads: the best of each search. More changes no reply (see the model's card).
CANDIDATES = 12
# From here on a short question is sure of its answer by itself; else the same words behind the
# question before must be as good as sure. Set on 410 short questions in 143 conversations about the
# sample, written to trip it: 72 wrong quotes and 255 right ones; with 0.995 and 0.93 73 and 255.
STANDS, FOLLOWS = 0.998, 0.95
# Languages of which there are phrases (urgent.toml) and the network knows nothing: it takes "thank
# you for everything" for a crisis, and no threshold parts that from a real one.
_PHRASED = frozenset({"es"})
# What lies beyond that which is searched is read for emergencies, in so many pieces.
PIECES_BEYOND = 3
# How a message may end.
_ENDS = " .!?"


@dataclass(frozen=True, slots=True)
class Explained:
    """Every intermediate value of one question, for staff."""

    query: Query
    found: tuple[Candidate, ...]
    reading: Reading
    decision: Decision


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from the leaflets at hand. Keeps nothing between questions.

    ``alarms``: the log-odds from which what the network reads counts as an emergency.
    """

    settings: Settings
    encoder: Encoder
    understanding: Understanding
    searches: tuple[Search, ...]
    reader: Reader
    decider: Decider
    composer: Composer
    suggestions: Suggestions
    alarms: Mapping[str, float]

    def reply(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        language: str | None = None,
        leaflet: str = "",
    ) -> Reply:
        """The reply to ``question``, asked after ``history`` (earlier questions, oldest first).

        ``language``: of the page, and of the program's own words unless the question is surely in
        another one that there is wording for; the site's where None. ``leaflet``: the id of the
        one that was chosen, which a question is about that names no other. Where anything inside
        fails, search engine or program, the reply is of kind ``error``, never a refusal; an urgent
        notice that is due stands above it all the same.
        """
        page = language if language in languages() else self.settings.language
        spoken, notice = page, None
        try:
            asked = language_of_question(question, DEFAULT_LANGUAGE)
            spoken = answered_in(asked, page)
            signs = find_signs(question, history)
            # Should the reader fail, what the phrases found is shown all the same.
            notice = self._notice(signs, spoken)
            query = self.understanding.read(question, history, leaflet)
            talk, uneasy = self.decider.small_talk(question), False
            # Small talk is known to be calm, and of marks alone a network makes anything.
            if not talk and any(map(str.isalpha, question)):
                read, whole = self._read(question, query)
                if asked not in _PHRASED:
                    signs = self._heard(question, signs, read, whole=whole)
                    if history and not signs:
                        signs = self._pieced_together(question, query, history)
                notice = self._notice(signs, spoken)
                uneasy = notice is None and maybe_urgent(read, self.alarms)
            elif talk == HELP and notice is None:
                notice = standing_notice(self.settings, spoken, self.composer.medicine())
            if not self.composer.listings:
                return self.broken(say(spoken, "reply.none"), notice, spoken)
            # What tells of an emergency asks nothing more about what was asked before.
            explained = self._explained(query, question, () if notice else history)
            related = self.suggestions.beside(explained.query, explained.decision, spoken)
            return self.composer.compose(
                explained.decision,
                explained.query,
                notice,
                spoken,
                page=page,
                related=related,
                uneasy=uneasy,
            )
        except Exception as error:
            report(error, "a reply failed")
            broken = f"{say(spoken, 'reply.error')} {say(spoken, 'reply.error_help')}"
            return self.broken(broken, notice, spoken)

    def explain(self, question: str, history: Sequence[str] = ()) -> Explained:
        """How ``question`` is understood, what is found and read for it, and what is decided."""
        return self._explained(self.understanding.read(question, history), question, history)

    def _explained(self, query: Query, question: str, history: Sequence[str]) -> Explained:
        """A short question may lean on the one before ("how long for?") or stand alone ("how is it
        given?"): it is read both ways, and what answers more surely counts.

        Alone it counts only where it is sure or what was asked before does not speak against it,
        and never where "it" may be another medicine or treatment, of which was asked before.
        """
        leaning = self.understanding.leaning(query, question, history)
        if leaning.bound:
            return self._explain(leaning)
        alone = self._explain(query)
        if leaning is query or (alone.decision.kind == "answer" and alone.reading.under):
            return alone
        after = self._explain(leaning)
        stands = alone.reading.answers >= STANDS or after.reading.answers >= FOLLOWS
        return alone if stands and alone.reading.answers > after.reading.answers else after

    def _explain(self, query: Query) -> Explained:
        # Of several leaflets none is answered from: people are asked which (decide.py).
        searches = self.searches if len(query.documents) == 1 else ()
        found = merged(*(one.search(query, CANDIDATES) for one in searches))
        reading = self.reader.read(query, found)
        return Explained(query, tuple(found), reading, self.decider.decide(query, reading))

    def _read(self, question: str, query: Query) -> tuple[Sequence[Encoded], bool]:
        """What the network reads in the message, and whether that is all of it; what was read for
        the search is not read twice."""
        done, rest = query.vectors, question[len(query.text) :]
        most = most_pieces(question, PIECES_BEYOND)
        if not done or not question.startswith(query.text):
            done, rest, most = (), question, most_pieces(question)
        whole = all_read(rest, most) and (not done or all_read(query.text, most_pieces(question)))
        if not rest:
            return done, whole
        return (*done, *self.encoder.encode(pieces(rest, most), LONGEST_QUESTION)), whole

    def _heard(
        self, question: str, signs: tuple[Sign, ...], read: Sequence[Encoded], *, whole: bool
    ) -> tuple[Sign, ...]:
        """The signs that phrases found, with what the network ``read`` in the message: one more,
        or none where the message is surely calm, which only who read the ``whole`` can tell."""
        if signs:
            return () if whole and self._calm(question, signs, read) else signs
        found = learned_signs(question, read, self.alarms)
        return () if found and says_all_is_well(question) else found

    def _calm(self, question: str, signs: Sequence[Sign], read: Sequence[Encoded]) -> bool:
        """Whether ``question``, of which all was ``read``, is surely calm: a story is so where its
        phrases stand, and urgent nowhere."""
        story = len(read) > 1
        if surely_calm(signs, read, self.alarms, story=story):
            return True
        if not story or learned_signs(question, read, self.alarms):
            return False
        # Anew: what was read for the search has other words for names, and may be cut elsewhere.
        near = pieces_with(question, ((one.start, one.end) for one in signs))
        read = self.encoder.encode(near, LONGEST_QUESTION)
        return surely_calm(signs, read, self.alarms, story=True)

    def _pieced_together(
        self, question: str, query: Query, history: Sequence[str]
    ) -> tuple[Sign, ...]:
        """What is told in pieces ("he has diarrhoea", "there is blood in it"): the network reads a
        message that leans on the one before with that. What was urgent before had its notice."""
        if asks(question) or says_all_is_well(question) or not self.understanding.leans(query):
            return ()
        before = pieces(history[-1])[-1]
        together = f"{before.rstrip(_ENDS)}. {query.text}"
        signs = learned_signs(question, self._encoded(together), self.alarms)
        if not signs or find_signs(before) or maybe_urgent(self._encoded(before), self.alarms):
            return ()
        return signs

    def _encoded(self, text: str) -> Sequence[Encoded]:
        return self.encoder.encode(pieces(text, most_pieces(text)), LONGEST_QUESTION)

    def _notice(self, signs: Sequence[Sign], language: str) -> Notice | None:
        return notice_for(signs, self.settings, language, self.composer.medicine())

    def broken(
        self, message: str, notice: Notice | None = None, language: str | None = None
    ) -> Reply:
        """A reply that says that something failed; it carries the care-team prompt too."""
        spoken = language or self.settings.language
        prompt = care_team(self.settings, spoken)
        return Reply("error", message, prompt, notice is not None, notice, language=spoken)
