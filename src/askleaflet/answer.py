"""From a Decision to a Reply. The one place where quotes are cut, by offset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from askleaflet.bridges import Bridges
from askleaflet.decide import FEAR, GREETING, NUMBER
from askleaflet.records import (
    Bridge,
    Decision,
    Document,
    Listing,
    Notice,
    Passage,
    Query,
    Quote,
    Related,
    Reply,
    headings,
)
from askleaflet.settings import Settings
from askleaflet.wording import DEFAULT_LANGUAGE, languages, listed, name_of, say

MOST_QUOTES = 3
MOST_CHOICES = 12
# Longer lists of headings help nobody choose.
MOST_COVERED = 12
# What is said where a question gives too little to go on, by the decision's reason.
_UNCLEAR = {
    "which leaflet": "reply.which",
    "nothing to go on": "reply.empty",
    "foreign": "reply.foreign",
}
# What is said to small talk; to a cry for help its notice says all.
_SMALL_TALK = {
    GREETING: "reply.greeting",
    FEAR: "reply.fear",
    NUMBER: "reply.number",
}
# After these the page points to the help that it has.
_TO_A_PERSON = frozenset({FEAR, NUMBER})


@dataclass(frozen=True, slots=True)
class Composer:
    """Puts replies together, in the words of one language."""

    documents: Mapping[str, Document]
    bridges: Bridges
    settings: Settings
    listings: Mapping[str, Listing]

    def compose(
        self,
        decision: Decision,
        query: Query,
        notice: Notice | None,
        language: str,
        *,
        page: str = "",
        related: tuple[Related, ...] = (),
        uneasy: bool = False,
    ) -> Reply:
        """The reply for ``decision``, all in ``language``; with the care-team prompt, as every one.

        ``page``: the language of the page, where it is another: it is offered to change.

        ``related``: questions to ask next. ``uneasy``: what was said may be felt now, though no
        notice is due; the reply then says what to do. After an urgent notice a reply without a
        quote ends: it offers nothing else.
        """
        quotes = tuple(self.quote(passage) for passage in decision.passages[:MOST_QUOTES])
        to_a_person = decision.reason in _TO_A_PERSON and notice is None
        described = None if quotes or to_a_person else self._described(query)
        reply = Reply(
            kind=decision.kind,
            message=self._message(decision, query, language),
            care_team=care_team(self.settings, language),
            urgent=notice is not None,
            notice=notice,
            quotes=quotes,
            bridge=self._bridged(query, quotes[0]) if quotes else (),
            related=related,
            covers=covered_headings(described) if described else (),
            covered=described.id if described else "",
            choices=self._choices(decision, query),
            nearest=self.quote(decision.nearest)
            if decision.nearest and decision.kind == "not_covered"
            else None,
            notes=self._notes(decision, query, language, uneasy),
            offers_help=uneasy or to_a_person,
            language=language,
            offered=language if page not in {"", language} else "",
        )
        # What failed is said whatever stands above it.
        ends = notice and not quotes and decision.kind != "error"
        return _ended(reply, query) if ends else reply

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
            marks=tuple(
                one._replace(
                    start=one.start - passage.block.start, end=one.end - passage.block.start
                )
                for one in document.within(passage.block)
            ),
            source=document.source,
            reviewed=document.reviewed,
        )

    def _bridged(self, query: Query, best: Quote) -> tuple[Bridge, ...]:
        said = best.words(best.highlight_start, best.highlight_end)
        return self.bridges.between(query.text, said)

    def _described(self, query: Query) -> Document | None:
        """The leaflet of which a reply without a quote says what it covers."""
        if len(query.documents) == 1:
            return self.documents.get(query.documents[0])
        return next(iter(self.documents.values())) if len(self.documents) == 1 else None

    def _choices(self, decision: Decision, query: Query) -> tuple[str, ...]:
        """The leaflets to choose from where the question could be about several."""
        if decision.reason != "which leaflet":
            return ()
        named = query.documents or query.unsure or tuple(self.listings)
        # Longer lists help nobody choose: there the name has to be written.
        return tuple(self.listings[id].title for id in named) if len(named) <= MOST_CHOICES else ()

    def medicine(self) -> str | None:
        """The medicine's name, where there is only one leaflet."""
        titles = [one.title for one in self.listings.values()]
        return titles[0] if len(titles) == 1 else None

    def _message(self, decision: Decision, query: Query, language: str) -> str:
        match decision.kind:
            case "answer":
                return say(language, "reply.answer")
            case "greeting":
                key = _SMALL_TALK.get(decision.reason, "reply.greeting")
                return say(language, key, titles=self._titles(language))
            case "unclear" if decision.reason == "other language":
                spoken = name_of(language, query.beside)
                return say(language, "reply.other_language", spoken=spoken)
            case "unclear":
                key = _UNCLEAR.get(decision.reason, "reply.unclear")
                offers = key != "reply.which" or self._choices(decision, query)
                return say(language, key if offers else "reply.which_of_many")
            case "other_medicine":
                other = say(
                    language, "reply.other_medicine", subjects=listed(language, decision.subjects)
                )
                return f"{other} {say(language, 'reply.have', titles=self._titles(language))}"
        return say(language, "reply.not_covered")

    def _titles(self, language: str) -> str:
        """The medicines that there are leaflets for; of many, how many."""
        if len(self.listings) > MOST_CHOICES:
            return say(language, "reply.many", number=str(len(self.listings)))
        return listed(language, tuple(one.title for one in self.listings.values()))

    def _notes(
        self, decision: Decision, query: Query, language: str, uneasy: bool
    ) -> tuple[str, ...]:
        """Further sentences of the reply, in the order they are read."""
        notes = []
        if query.personal and decision.kind == "answer":
            notes.append(say(language, "reply.personal"))
        if query.personal and decision.kind == "not_covered":
            notes.append(say(language, "reply.personal_uncovered"))
        if uneasy:
            notes.append(say(language, "urgent.when"))
        if query.truncated:
            notes.append(say(language, "reply.truncated"))
        spoken = {self.documents[one.document].language for one in decision.passages}
        # English is what most leaflets have to be asked in: that tells nothing of who reads.
        reads = {query.language, *({language} - {DEFAULT_LANGUAGE})}
        if spoken and not reads <= spoken:
            notes.append(say(language, "reply.foreign"))
        return tuple(notes)


def _ended(reply: Reply, query: Query) -> Reply:
    """What is left of a reply below an urgent notice where there is no quote: nothing to read on,
    but that a part of the message was."""
    notes = (say(reply.language, "reply.truncated"),) if query.truncated else ()
    return replace(reply, message="", notes=notes, related=(), covers=(), choices=(), nearest=None)


def answered_in(asked: str, page: str) -> str:
    """The language to answer in: that of the question (empty where it is not sure), where there is
    wording in it; else that of the ``page``, as for English, in which most leaflets are asked."""
    return asked if asked in languages() and asked != DEFAULT_LANGUAGE else page


def covered_headings(document: Document) -> tuple[str, ...]:
    """The headings of ``document``, as published."""
    spans = [one.heading for one in document.sections if one.heading.end > one.heading.start]
    return tuple(document.words(span) for span in spans[:MOST_COVERED])


def care_team(settings: Settings, language: str) -> str:
    """The prompt to talk to the care team, with its name and numbers where they are set."""
    name = settings.name_in(language, "care_team")
    if settings.care_team_phone:
        name = name or say(language, "care.your_team")
        words = [say(language, "care.call", name=name, number=settings.care_team_phone)]
    else:
        words = [say(language, "care.named", name=name) if name else say(language, "care.plain")]
    if settings.care_team_phone_night:
        words.append(say(language, "care.night", number=settings.care_team_phone_night))
    return " ".join(words)
