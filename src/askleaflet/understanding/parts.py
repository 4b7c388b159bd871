"""Several questions in one message, and the question inside a story."""

from __future__ import annotations

import re

from askleaflet.analysis import terms
from askleaflet.records import Concept, Query, Span

# Each part must be able to stand as a question of its own; "really?" is none.
SHORTEST_QUESTION = 3
MOST_QUESTIONS = 2
_ENDS = re.compile(r"[?？؟]+")
# "how is it given and what are the side effects": a question word after "and" begins a new one, and
# so does "is it"; "he has leukaemia and is on the drip" goes on.
_AND_ASKS = re.compile(
    r"\s+(?:and|y)\s+(?=(?:what|whats|how|when|why|who|which|que|como|cuando)\b"
    r"|(?:can|does|do|is|are)\s+(?:i|we|you|it|this|that|these|there|they|he|she|the|my|our|your|a)\b)",
    re.IGNORECASE,
)
# In the middle of a sentence these begin its question.
_THEN_ASKS = re.compile(
    r"\s+(?=(?:what|how|which|why|any idea|(?:should|can|do) (?:i|we)|is (?:it|this|that)|does it"
    r"|are there)\b)",
    re.IGNORECASE,
)
_SUPPOSING = frozenset("if suppose supposing imagine unless incase case would might si".split())
_SENTENCE_ENDS = (".", "!", "?", ";", ":")
# What begins so and does not ask tells something: "my son is ill and when he sleeps ..."
_TELLING_FIRST = frozenset(
    "i im ive my our his her he hes she shes we were weve they theyre mi mis yo".split()
)


def split_questions(text: str) -> tuple[str, ...]:
    """The questions in ``text`` where it asks two or more, else nothing.

    Told apart by question marks, or by "and" with a question word after it. At most the first
    two: the reply answers those and the person can ask on.
    """
    parts = _ENDS.split(text)
    marked = parts[:-1] if len(parts) > 1 else parts
    pieces = [piece.strip() for part in marked for piece in _AND_ASKS.split(part)]
    if len(pieces) < MOST_QUESTIONS:
        return ()
    asked = [piece for piece in pieces if _may_ask(piece)]
    return tuple(asked[:MOST_QUESTIONS]) if len(asked) > 1 else ()


def told_first(text: str) -> str:
    """What a sentence tells before it asks: "shivering all night is that normal", up to "is".
    Empty where it tells nothing first, or begins with a question or an "if"."""
    turn = _THEN_ASKS.search(text)
    told = text[: turn.start()] if turn else ""
    said = [term.word for term in terms(told)]
    asks = set(said[:1]) & (_ASKING | _ASKING_FIRST) or set(said[:_ASKS_WITHIN]) & _SUPPOSING
    whole = told.rstrip().endswith(_SENTENCE_ENDS)
    return "" if asks or whole or len(said) < SHORTEST_QUESTION else told


def _may_ask(piece: str) -> bool:
    """Whether a piece of a message can stand as a question of its own."""
    said = [term.word for term in terms(piece)]
    tells = bool(said) and said[0] in _TELLING_FIRST
    return len(said) >= SHORTEST_QUESTION and not (tells and not _ASKING & set(said))


# Words that ask wherever they stand near the beginning of a clause, and words that ask only as
# its first: "was it bad" asks, "she was upset" does not.
_ASKING = frozenset(
    "what whats which who whom whose when where why how tell wonder wondering can cant could "
    "should shall may might que cual cuando cuanto como donde puedo puede".split()
)
_ASKING_FIRST = frozenset(
    "is isnt are arent am was were does doesnt do dont did will wont would wouldnt must has have "
    "any so hay es".split()
)
# How far into a clause its asking word may stand: "and please just tell me".
_ASKS_WITHIN = 4


def asking_clauses(query: Query) -> tuple[Span, ...]:
    """The clauses of a message that ask something; all of them where none clearly does."""
    asking = tuple(one for one in query.clauses if _asks(query, one))
    return asking or query.clauses


def asked_concepts(query: Query) -> list[Concept]:
    """The concepts that stand in the asking clauses, in order."""
    asked = asking_clauses(query)
    return [
        one for one in query.concepts if any(span.start <= one.first < span.end for span in asked)
    ]


def _asks(query: Query, clause: Span) -> bool:
    last = query.terms[clause.end - 1].end
    after = query.terms[clause.end].start if clause.end < len(query.terms) else len(query.text)
    if "?" in query.text[last:after]:
        return True
    opening = query.terms[clause.start : min(clause.end, clause.start + _ASKS_WITHIN)]
    return opening[0].word in _ASKING_FIRST or any(term.word in _ASKING for term in opening)
