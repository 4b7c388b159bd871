"""The vocabulary of the program: small frozen records, passed from stage to stage.

Offsets are Python string indices (code points) into ``Document.text``, end exclusive. The smallest
records, of which there are many, are named tuples: made three times as quickly.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

ReplyKind = Literal["answer", "not_covered", "other_medicine", "unclear", "greeting", "error"]
PassageKind = Literal["sentence", "item", "list"]
# What a reading goes by: example questions that staff tied to the leaflet ("taught"), the network
# alone ("plain"), or the words, in languages that the network does not know ("words").
Evidence = Literal["taught", "plain", "words"]
# "mentioned": a medicine that a leaflet at hand speaks of itself.
SubjectSort = Literal["medicine", "mentioned"]
# Whom to call first.
First = Literal["emergency", "team"]
# Whether a text is the one that was signed: not signed at all, the same, or another.
Signature = Literal["none", "fits", "changed"]


class Span(NamedTuple):
    """A stretch of a text, end exclusive."""

    start: int
    end: int


class Mark(NamedTuple):
    """A stretch of a text that is shown as other signs: ``**`` as nothing, ``&lt;`` as "<".

    ``strong``: in how many strong stretches what follows it stands.
    """

    start: int
    end: int
    says: str = ""
    strong: int = 0


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
    """A paragraph, a list or a table, with its sentences, items or rows (the first one heads the
    columns). Blocks tile their section's body."""

    kind: Literal["paragraph", "list", "table"]
    section: int
    span: Span
    units: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class AskedAs:
    """Example questions which staff tied to words of the leaflet (the sidecar's ``asked_as``).

    ``starter`` is offered on the page; ``starter_in``: its words in other languages, by language.
    """

    says: tuple[str, ...]
    questions: tuple[str, ...]
    starter: str | None = None
    starter_in: tuple[tuple[str, str], ...] = ()


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
    asked_as: tuple[AskedAs, ...] = ()
    not_answered: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    # Whether staff said in which language it is.
    declared: bool = False

    def slice(self, span: Span) -> str:
        """The exact words of ``span``, marks and all."""
        return self.text[span.start : span.end]

    def within(self, span: Span) -> tuple[Mark, ...]:
        """The marks that begin in ``span``."""
        first = bisect_left(self.marks, (span.start,))
        return self.marks[first : bisect_left(self.marks, (span.end,))]

    def words(self, span: Span) -> str:
        """``span`` as a person sees it."""
        within = self.within(span)
        if not within:
            return self.slice(span)
        return "".join(one.shown for one in stretches(self.text, span, within))


class Stretch(NamedTuple):
    """A part of a text as it is shown: its own characters, or what a mark says."""

    start: int
    end: int
    shown: str
    strong: bool


def stretches(text: str, span: Span, marks: Sequence[Mark]) -> Iterator[Stretch]:
    """What is shown of ``span``, in order; ``marks`` are those that begin in it."""
    at, strong = span.start, False
    for mark in (*marks, Mark(span.end, span.end)):
        if at < mark.start:
            yield Stretch(at, mark.start, text[at : mark.start], strong)
        if mark.says:
            yield Stretch(mark.start, mark.end, mark.says, strong)
        at, strong = max(at, mark.end), mark.strong > 0


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


def headings(document: Document, passage: Passage) -> list[str]:
    """The headings over ``passage``, outermost first."""
    section = document.sections[passage.section]
    chain = [document.sections[number] for number in section.outer] + [section]
    return [document.words(one.heading) for one in chain if one.heading.end > one.heading.start]


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the network read in one text of ``t`` tokens.

    ``vector`` has length 1 (384 numbers); so has each row of ``tokens`` (t x 64); ``weights``
    (t) add up to 1; ``odds`` are log-odds, by the names that the model's card gives them.
    """

    vector: Floats
    tokens: Floats
    weights: Floats
    odds: Mapping[str, float]


class Examples(NamedTuple):
    """What example questions say of a passage: the likeness of the nearest one that the leaflet
    does not answer (``beside``), and the share of the ten nearest that are for it (``votes``)."""

    beside: float = 0.0
    votes: float = 0.0


class Candidate(NamedTuple):
    """A passage that search found, with the engine's own score.

    ``near`` and ``examples``: what a search by vectors knows of it already: the likeness to the
    passage and to the nearest wording tied to it, and what examples say. None where the engine
    knows no vectors.
    """

    passage: Passage
    score: float
    near: tuple[float, float] | None = None
    examples: Examples | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate as the reader sees it.

    ``score`` is the log-odds for this passage among the others; ``vector``, ``tokens``,
    ``wording``, ``terms`` and ``translated`` are what it is made of: the likeness of the whole, of
    the words, as far as it says something of the nearest example wording that staff tied to it (0
    where there is none), and how much likelier the question's words are in its examples than in
    others, and where its own words stand.
    ``examples`` as search knew them.
    """

    passage: Passage
    score: float
    vector: float = 0.0
    tokens: float = 0.0
    wording: float = 0.0
    terms: float = 0.0
    translated: float = 0.0
    examples: Examples | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of a question: the candidates, best first, and ``answers``, the
    probability that the best one answers it. ``evidence``: the numbers that say so, by name.
    ``under``: the candidates (ids) under the very heading over the best one that says all that
    is asked for; none where there is no such heading. ``sort``: of what evidence ``answers`` is
    made. ``others``: the best one stands where the leaflet speaks of other medicines taken beside
    it. ``bare``: the best one is the name of a side effect in a list, and says no more.
    ``opposed``: of the question and the best one, only one denies something."""

    hits: tuple[Hit, ...] = ()
    answers: float = 0.0
    evidence: Mapping[str, float] = field(default_factory=dict)
    under: frozenset[str] = frozenset()
    sort: Evidence = "plain"
    others: bool = False
    bare: bool = False
    opposed: bool = False


class Term(NamedTuple):
    """One word of a text: as written, as compared, and where it stands in the text."""

    word: str
    stem: str
    start: int
    end: int


class Bridge(NamedTuple):
    """The person's words beside the leaflet's words for the same thing."""

    you_wrote: str
    leaflet_says: str


class Subject(NamedTuple):
    """A medicine that is none of the leaflets at hand.

    ``words`` are the person's own; ``name`` is what they are read as.
    """

    words: str
    sort: SubjectSort
    name: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood. Every step stays visible.

    ``read`` is what search and reader see: the text with "this medicine" for the leaflet's own
    name, after the question it leans on, if it does; ``stems`` are its telling words. ``documents``
    are the leaflets it is about, ``named`` those it names itself, ``unsure`` those that it may
    mean. ``language``: that of the text, empty where it is not sure; ``beside``: that of the
    leaflet, where it is another. ``bound``: it has no subject of its own, and the question it leans
    on is about another medicine or treatment. ``vectors``: what the network read in ``read``, piece
    by piece.
    """

    text: str
    read: str = ""
    stems: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    documents: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    personal: bool = False
    truncated: bool = False
    foreign: bool = False
    language: str = "en"
    beside: str = ""
    earlier: str = ""
    bound: bool = False
    vectors: tuple[Encoded, ...] = ()


class Sign(NamedTuple):
    """One sign of an emergency. ``words`` are the person's own: ``text[start:end] == words``.

    ``group`` is one of reaction, nerves, infection, bleeding, pump, other, crisis; ``sign`` is its
    name in the vocabulary; ``life`` is true for signs that threaten life at once; ``first`` says
    whose number is named first; ``held`` is true for one that counts however calm the network
    finds the message: it is pointed at ("this rash"), or what was said before completes it.
    """

    group: str
    sign: str
    life: bool
    words: str
    start: int
    end: int
    first: First = "team"
    held: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do about a query, and why."""

    kind: ReplyKind
    passages: tuple[Passage, ...] = ()
    reason: str = ""
    nearest: Passage | None = None
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """An exact slice of a published leaflet. ``text == document.text[start:end]``.

    ``marks`` are those in ``text``, counted from its beginning.
    """

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
    marks: tuple[Mark, ...] = ()

    def words(self, start: int = 0, end: int | None = None) -> str:
        """``text[start:end]`` as a person sees it."""
        span = Span(start, len(self.text) if end is None else end)
        own = [one for one in self.marks if span.start <= one.start < span.end]
        return "".join(one.shown for one in stretches(self.text, span, own))


class Related(NamedTuple):
    """A question which the leaflet answers, and the section it leads to. ``said_in``: the question
    as it is offered to readers of other languages, by language."""

    section: str
    question: str
    said_in: tuple[tuple[str, str], ...] = ()

    def offered(self, language: str) -> str:
        """The question in the words of ``language``, where staff gave them; else as it is asked."""
        return dict(self.said_in).get(language, self.question)

    def spoken(self, language: str, asked_in: str) -> str:
        """The language that ``offered`` is in; ``asked_in`` is that of the leaflet."""
        return language if language in dict(self.said_in) else asked_in


@dataclass(frozen=True, slots=True)
class Listing:
    """What is known of a leaflet while it is closed. ``names``: those that it is read without,
    folded; ``called`` and ``substances``: those that it is chosen by; ``classes``: groups of
    medicines that its own belongs to; ``starters``: questions to start from, as staff chose them;
    ``signature``: whether its text is the one that was signed (none, fits, changed)."""

    id: str
    title: str
    names: tuple[str, ...]
    called: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    language: str = "en"
    reviewed: str | None = None
    starters: tuple[Related, ...] = ()
    signature: Signature = "none"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person gets back, whichever way they asked.

    Only an ``answer`` has ``quotes``. ``nearest`` is the passage a refusal offers as "maybe
    related", never as the answer; ``covers`` names what the leaflet ``covered`` does cover;
    ``choices`` are the leaflets to choose from; ``notes`` are further sentences to show after the
    message; ``offers_help`` says that one of them speaks of a symptom or of feelings, so that a
    page can point to the help that it has; ``offered`` is the language of the question, where the
    page should offer to be in it.
    """

    kind: ReplyKind
    message: str
    care_team: str
    urgent: bool = False
    notice: Notice | None = None
    quotes: tuple[Quote, ...] = ()
    bridge: tuple[Bridge, ...] = ()
    about: str | None = None
    related: tuple[Related, ...] = ()
    covers: tuple[str, ...] = ()
    covered: str = ""
    choices: tuple[str, ...] = ()
    nearest: Quote | None = None
    notes: tuple[str, ...] = ()
    offers_help: bool = False
    language: str = "en"
    offered: str = ""


class Number(NamedTuple):
    """A telephone number to show: what it is for, as text, and to dial (None: nothing to dial).

    ``line``: the line of the notice that says nothing but this number, if one does.
    """

    label: str
    text: str
    dial: str | None = None
    line: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """The urgent notice: one action as heading, then at most five short lines."""

    heading: str
    lines: tuple[str, ...]
    numbers: tuple[Number, ...] = field(default=())

    def as_text(self) -> str:
        """The whole notice as plain lines."""
        return "\n".join((self.heading, *self.lines))
