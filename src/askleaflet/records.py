"""The vocabulary of the program: small frozen records, passed from stage to stage.

Offsets are Python string indices (code points) into ``Document.text``, end exclusive. The smallest
records, of which there are many, are named tuples: made three times as quickly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

ReplyKind = Literal["answer", "not_covered", "other_medicine", "unclear", "greeting", "error"]
PassageKind = Literal["sentence", "item", "list"]
# "mentioned": a medicine that a leaflet at hand speaks of itself; "unknown": a word nobody knows.
SubjectSort = Literal["medicine", "class", "illness", "unknown", "mentioned"]


class Span(NamedTuple):
    """A stretch of a text, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and what stands under it, up to the next heading.

    ``span`` covers the heading line too; ``heading`` covers its words without markup and is
    empty (start == end) only for text before the first heading. ``outer`` names the headings
    this one stands under, outermost first, as indices of sections.
    """

    index: int
    level: int
    span: Span
    heading: Span
    outer: tuple[int, ...] = ()


class Block(NamedTuple):
    """A paragraph or one list, with its sentences or items. Blocks tile their section's body."""

    kind: Literal["paragraph", "list"]
    section: int
    span: Span
    units: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class AskedAs:
    """Example questions which staff tied to words of the leaflet (the sidecar's ``asked_as``)."""

    says: tuple[str, ...]
    questions: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    starter: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One published leaflet: its exact text, its structure and what staff say about it."""

    id: str
    text: str
    title: str
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    other_names: tuple[str, ...] = ()
    source: str = ""
    reviewed: str | None = None
    language: str = "en"
    complete: bool = False
    asked_as: tuple[AskedAs, ...] = ()

    def slice(self, span: Span) -> str:
        """The exact words of ``span``."""
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Passage:
    """What can be found and quoted: a sentence, a list item or a whole list.

    ``mark`` is the part that answers; ``block`` is what must be shown around it so that the
    mark cannot be misread (the paragraph; or the list with the sentence that leads it in).
    """

    id: str
    document: str
    section: int
    kind: PassageKind
    mark: Span
    block: Span
    lead: Span | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found, with the evidence for it."""

    passage: Passage
    score: float
    matched: tuple[str, ...]
    unmatched: tuple[str, ...]


class Term(NamedTuple):
    """One word of a text: as written, as compared, and where it stands in the text."""

    word: str
    stem: str
    start: int
    end: int


class Change(NamedTuple):
    """A spelling that was read as another word."""

    typed: str
    read_as: str


class Bridge(NamedTuple):
    """The person's words beside the leaflet's words for the same thing."""

    you_wrote: str
    leaflet_says: str


class Concept(NamedTuple):
    """A thing of the lay vocabulary that a question names.

    ``first`` and ``last`` are the terms that name it (end exclusive), ``words`` the person's own.
    """

    id: str
    type: str
    words: str
    first: int
    last: int


class Subject(NamedTuple):
    """Something else than the leaflets at hand: a medicine, a class of medicines, an illness.

    ``words`` are the person's own; ``name`` is what they are read as, with the spelling mended.
    """

    words: str
    sort: SubjectSort
    first: int
    last: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood. Every step stays visible.

    ``terms`` are its words as read (spelling mended, the leaflet's name replaced by the word
    "medicine"), with offsets into ``text``; ``asides`` are the words around the question, which are
    left out. ``documents`` are the leaflets it names.
    ``clauses`` are its sentences, as ranges of terms. ``earlier`` are the questions it leans on,
    nearest first; empty for a question that stands alone. ``conversation`` are the leaflets that
    were named last before it.
    """

    text: str
    terms: tuple[Term, ...] = ()
    clauses: tuple[Span, ...] = ()
    changes: tuple[Change, ...] = ()
    asides: tuple[str, ...] = ()
    concepts: tuple[Concept, ...] = ()
    subjects: tuple[Subject, ...] = ()
    documents: tuple[str, ...] = ()
    personal: bool = False
    truncated: bool = False
    foreign: bool = False
    language: str = "en"
    exact: bool = False
    earlier: tuple[Query, ...] = ()
    conversation: tuple[str, ...] = ()

    @property
    def stems(self) -> tuple[str, ...]:
        """The stems of the terms, in order."""
        return tuple(term.stem for term in self.terms)


class Sign(NamedTuple):
    """One sign of an emergency. ``words`` are the person's own: ``text[start:end] == words``.

    ``group`` is one of reaction, nerves, infection, bleeding, pump, other, crisis; ``sign`` is its
    name in the vocabulary; ``life`` is true for signs that threaten life at once.
    """

    group: str
    sign: str
    life: bool
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do about a query, and why."""

    kind: ReplyKind
    passages: tuple[Passage, ...] = ()
    about: str | None = None
    reason: str = ""
    confidence: float = 0.0
    nearest: Passage | None = None
    subjects: tuple[str, ...] = ()
    covered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """An exact slice of a published leaflet. ``text == document.text[start:end]``."""

    text: str
    highlight: str
    highlight_start: int
    highlight_end: int
    start: int
    end: int
    document: str
    section: str
    under: tuple[str, ...]
    title: str
    source: str
    reviewed: str | None


class Related(NamedTuple):
    """A question which the leaflet answers, and the section it leads to."""

    section: str
    question: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person gets back, whichever way they asked.

    Only an ``answer`` has ``quotes``. ``nearest`` is the passage a refusal offers as "maybe
    related", never as the answer; ``covers`` names what the leaflet does cover; ``choices`` are
    the leaflets to choose from; ``notes`` are further sentences to show after the message;
    ``offers_help`` says that one of them speaks of a symptom or of feelings, so that a page can
    point to the help that it has.
    """

    kind: ReplyKind
    message: str
    care_team: str
    urgent: bool = False
    notice: Notice | None = None
    quotes: tuple[Quote, ...] = ()
    bridge: tuple[Bridge, ...] = ()
    changes: tuple[Change, ...] = ()
    about: str | None = None
    related: tuple[Related, ...] = ()
    covers: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    nearest: Quote | None = None
    notes: tuple[str, ...] = ()
    offers_help: bool = False
    language: str = "en"


class Number(NamedTuple):
    """A telephone number to show: what it is for, as text, and to dial (None: nothing to dial)."""

    label: str
    text: str
    dial: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """The urgent notice: one action as heading, then at most five short lines."""

    heading: str
    lines: tuple[str, ...]
    numbers: tuple[Number, ...] = field(default=())

    def as_text(self) -> str:
        """The whole notice as plain lines."""
        return "\n".join((self.heading, *self.lines))
