"""The flow: understand, retrieve, decide, compose. What every face of the program calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from askleaflet.analysis import beginning
from askleaflet.answer import Composer, care_team
from askleaflet.decision import Decider, both_answered
from askleaflet.notice import notice_for
from askleaflet.records import Decision, Hit, Notice, Query, Reply
from askleaflet.reporting import report
from askleaflet.retrieval.base import Retriever
from askleaflet.retrieval.topics import TopicHit, TopicIndex
from askleaflet.settings import Settings
from askleaflet.understanding.parts import split_questions, told_first
from askleaflet.understanding.understand import Understanding
from askleaflet.urgency import Likeness, find_signs
from askleaflet.wording import languages, say


@dataclass(frozen=True, slots=True)
class Explained:
    """Every intermediate value of one question, for staff."""

    query: Query
    topics: tuple[TopicHit, ...]
    hits: tuple[Hit, ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from the leaflets at hand. Keeps nothing between questions."""

    settings: Settings
    likeness: Likeness
    understanding: Understanding
    topics: TopicIndex
    facets: TopicIndex
    retriever: Retriever
    decider: Decider
    composer: Composer

    def reply(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        exact: bool = False,
        language: str | None = None,
    ) -> Reply:
        """The reply to ``question``, asked after ``history`` (earlier questions, oldest first).

        ``exact``: take the words as typed. ``language``: of the program's own words; the site's
        where None. Where anything inside fails, search engine or program, the reply is of kind
        ``error``, never a refusal; an urgent notice that is due stands above it all the same.
        """
        spoken = language if language in languages() else self.settings.language
        notice = None
        try:
            notice = self._notice(question, history, spoken)
            explained = self.explain(question, history, exact=exact)
            return self.composer.compose(explained.decision, explained.query, notice, spoken)
        except Exception as error:
            report(error, "a reply failed")
            broken = f"{say(spoken, 'reply.error')} {say(spoken, 'reply.error_help')}"
            return self.broken(broken, notice, spoken)

    def explain(
        self, question: str, history: Sequence[str] = (), *, exact: bool = False, k: int = 20
    ) -> Explained:
        """How ``question`` is understood, what is found for it, and what is decided."""
        whole = self._explain(question, history, exact, k)
        parts = split_questions(beginning(question))
        if not parts or whole.decision.kind == "other_medicine":
            return whole
        asked: list[Explained] = []
        for number, part in enumerate(parts):
            asked.append(self._explain(part, [*history, *parts[:number]], exact, k))
        both = both_answered([one.decision for one in asked])
        return replace(whole, decision=both) if both else whole

    def _explain(self, question: str, history: Sequence[str], exact: bool, k: int) -> Explained:
        query = self.understanding.read(question, history, exact)
        told = [] if exact else self.topics.background(query)
        if told:
            query = self.understanding.read(question, history, exact, told)
        topics = tuple(self.topics.rank(query))
        hits = tuple(self.retriever.search(query, k))
        return Explained(query, topics, hits, self.decider.decide(query, topics, hits))

    def _notice(self, question: str, history: Sequence[str], language: str) -> Notice | None:
        documents = list(self.composer.documents.values())
        medicine = documents[0].title if len(documents) == 1 else None
        # Nothing more is looked at once a sign is found: a fault there must not take it away.
        found = (find_signs(said, history, likeness=self.likeness) for said in self._said(question))
        signs = next(filter(None, found), ())
        return notice_for(signs, self.settings, language, medicine)

    def _said(self, question: str) -> Iterator[str]:
        """What emergencies are looked for in: the message, then what it tells without what is said
        around it or asked after it. "Sweats and chills all night, thanks" is no less urgent."""
        yield question
        if len(beginning(question)) == len(question):
            bare = self.understanding.without_asides(question)
            if bare != question:
                yield bare
            if told := told_first(bare):
                yield told

    def broken(
        self, message: str, notice: Notice | None = None, language: str | None = None
    ) -> Reply:
        """A reply that says that something failed; it carries the care-team prompt too."""
        spoken = language or self.settings.language
        prompt = care_team(self.settings, spoken)
        return Reply("error", message, prompt, notice is not None, notice, language=spoken)
