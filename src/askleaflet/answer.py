"""From a Decision to a Reply. The one place where quotes are cut, by offset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from askleaflet.analysis import stems, terms
from askleaflet.records import (
    Bridge,
    Decision,
    Document,
    Notice,
    Passage,
    Query,
    Quote,
    Related,
    Reply,
)
from askleaflet.retrieval.bm25 import headings
from askleaflet.settings import Settings
from askleaflet.understanding.kinds import FEELINGS, Kind
from askleaflet.understanding.lexicon import Lexicon
from askleaflet.wording import listed, say

MOST_QUOTES = 3
MOST_RELATED = 3
# Longer lists of headings help nobody choose.
MOST_COVERED = 12
# What is said where a question gives too little to go on, by the decision's reason.
_UNCLEAR = {
    "which leaflet": "reply.which",
    "nothing to go on": "reply.empty",
    "foreign": "reply.foreign",
}


@dataclass(frozen=True, slots=True)
class Composer:
    """Puts replies together, in the words of one language."""

    documents: Mapping[str, Document]
    kinds: Mapping[str, Kind]
    lexicon: Lexicon
    settings: Settings
    starters: Mapping[str, Sequence[Related]]
    # What each passage names, once it was quoted: words of leaflets, never of a question.
    named: dict[str, dict[str, str]] = field(default_factory=dict)

    def compose(
        self, decision: Decision, query: Query, notice: Notice | None, language: str
    ) -> Reply:
        """The reply for ``decision``. Every reply carries the care-team prompt."""
        if notice and decision.kind == "not_covered":
            # Under "call now" no one needs to read that the leaflet "says nothing about" a guess.
            decision = replace(decision, about=None, covered=())
        quotes = tuple(self.quote(passage) for passage in decision.passages[:MOST_QUOTES])
        document = self._document(decision, query)
        help_note = "" if notice else self._help_note(decision, query, language)
        return Reply(
            kind=decision.kind,
            message=self._message(decision, language),
            care_team=care_team(self.settings, language),
            urgent=notice is not None,
            notice=notice,
            quotes=quotes,
            bridge=self._bridge(query, decision.passages[:1]) if quotes else (),
            changes=query.changes,
            about=self._about(decision, language) or None,
            related=self._related(decision, document),
            covers=covered_headings(document) if document and not quotes else (),
            choices=self._choices(decision, query),
            nearest=self.quote(decision.nearest)
            if decision.nearest and decision.kind == "not_covered"
            else None,
            notes=self._notes(decision, query, language, help_note),
            offers_help=bool(help_note),
            language=language,
        )

    def quote(self, passage: Passage) -> Quote:
        """The exact slice of the leaflet for ``passage``, with what must stand around it."""
        document = self.documents[passage.document]
        over = headings(document, passage)
        return Quote(
            text=document.slice(passage.block),
            highlight=document.slice(passage.mark),
            highlight_start=passage.mark.start - passage.block.start,
            highlight_end=passage.mark.end - passage.block.start,
            start=passage.block.start,
            end=passage.block.end,
            document=document.id,
            section=over[-1] if over else "",
            under=tuple(over[:-1]),
            title=document.title,
            source=document.source,
            reviewed=document.reviewed,
        )

    def _document(self, decision: Decision, query: Query) -> Document | None:
        if decision.passages:
            return self.documents[decision.passages[0].document]
        if len(query.documents) == 1:
            return self.documents.get(query.documents[0])
        return next(iter(self.documents.values())) if len(self.documents) == 1 else None

    def _choices(self, decision: Decision, query: Query) -> tuple[str, ...]:
        """The leaflets to choose from where the question could be about several."""
        if decision.reason != "which leaflet":
            return ()
        named = query.documents or tuple(self.documents)
        return tuple(self.documents[id].title for id in named)

    def _about(self, decision: Decision, language: str) -> str:
        if decision.about is not None and decision.about in self.kinds:
            return self.kinds[decision.about].name(language)
        return listed(language, tuple(f"“{words}”" for words in decision.covered))

    def _message(self, decision: Decision, language: str) -> str:
        titles = listed(language, tuple(one.title for one in self.documents.values()))
        match decision.kind:
            case "answer":
                two = decision.reason == "two questions"
                return say(language, "reply.answer_two" if two else "reply.answer")
            case "greeting":
                return say(language, "reply.greeting", titles=titles)
            case "unclear":
                return say(language, _UNCLEAR.get(decision.reason, "reply.unclear"))
        return self._refusal(decision, language, say(language, "reply.have", titles=titles))

    def _refusal(self, decision: Decision, language: str, have: str) -> str:
        if decision.kind == "other_medicine":
            subjects = listed(language, decision.subjects)
            return f"{say(language, 'reply.other_medicine', subjects=subjects)} {have}"
        if decision.reason == "off topic":
            return f"{say(language, 'reply.other_topic')} {have}"
        about = self._about(decision, language)
        if about:
            return say(language, "reply.not_covered_about", about=about)
        return say(language, "reply.not_covered")

    def _notes(
        self, decision: Decision, query: Query, language: str, help_note: str
    ) -> tuple[str, ...]:
        """Further sentences of the reply, in the order they are read."""
        notes = []
        if query.personal and decision.kind == "answer":
            notes.append(say(language, "reply.personal"))
        if query.personal and decision.kind == "not_covered":
            notes.append(say(language, "reply.personal_uncovered"))
        if help_note:
            notes.append(help_note)
        if query.truncated:
            notes.append(say(language, "reply.truncated"))
        spoken = {self.documents[one.document].language for one in decision.passages}
        if spoken and query.language not in spoken:
            notes.append(say(query.language, "reply.foreign"))
        return tuple(notes)

    def _help_note(self, decision: Decision, query: Query, language: str) -> str:
        """What to do for who has the symptom or the feelings asked about; else nothing."""
        symptoms = [one for one in query.concepts if one.type == "symptom"]
        if any(one.id in self.lexicon.needed for one in symptoms):
            return say(language, "urgent.when")
        return say(language, "reply.feelings") if decision.about == FEELINGS else ""

    def _related(self, decision: Decision, document: Document | None) -> tuple[Related, ...]:
        if document is None:
            return ()
        shown = {self.quote(passage).section for passage in decision.passages}
        others = [one for one in self.starters[document.id] if one.section not in shown]
        return tuple(others[:MOST_RELATED])

    def _bridge(self, query: Query, passages: Sequence[Passage]) -> tuple[Bridge, ...]:
        """Where the quoted words say a thing of the question in other words."""
        bridges: list[Bridge] = []
        for passage in passages if query.concepts else ():
            if passage.id not in self.named:
                self.named[passage.id] = self._names(passage)
            for concept in query.concepts:
                says = self.named[passage.id].get(concept.id)
                if says and concept.type != "process" and stems(says) != stems(concept.words):
                    bridges.append(Bridge(concept.words, says))
        return tuple(dict.fromkeys(bridges))

    def _names(self, passage: Passage) -> dict[str, str]:
        """The concepts that the words of a leaflet name, each with these words."""
        text = self.documents[passage.document].slice(passage.mark)
        words = terms(text)
        return {
            one.concept: _said(text, words[one.first].start, words[one.last - 1].end)
            for one in self.lexicon.find(words)
        }


def _said(text: str, start: int, end: int) -> str:
    """The words from ``start`` to ``end``, with the bracket open before them if it closes in
    them: "(IV) infusion"."""
    words = text[start:end]
    opened = words.count(")") > words.count("(") and text[start - 1 : start] == "("
    return text[start - 1 : end] if opened else words


def covered_headings(document: Document) -> tuple[str, ...]:
    """The headings of ``document``, as published."""
    spans = [one.heading for one in document.sections if one.heading.end > one.heading.start]
    return tuple(document.slice(span) for span in spans[:MOST_COVERED])


def care_team(settings: Settings, language: str) -> str:
    """The prompt to talk to the care team, with its name and numbers where they are set."""
    if settings.care_team_name:
        words = [say(language, "care.named", name=settings.care_team_name)]
    else:
        words = [say(language, "care.plain")]
    if settings.care_team_phone:
        words.append(say(language, "care.call", number=settings.care_team_phone))
    if settings.care_team_phone_night:
        words.append(say(language, "care.night", number=settings.care_team_phone_night))
    return " ".join(words)
