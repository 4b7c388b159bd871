"""How well the program does on labelled questions: the table, the misses, risk and coverage.

A mark is right when it stands in its quote, holds at least one gold sentence whole, and at least
60 % of it is gold. A refusal is a reply without quotes. Questions whose wordings are among the
example wordings are scored in folds, by an assistant that never saw the wordings of their fold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from askleaflet.assistant import Assistant
from askleaflet.compiling import read_general
from askleaflet.corpus import Corpus, read_corpus, read_leaflet
from askleaflet.errors import VocabularyError
from askleaflet.passages import passages
from askleaflet.records import Reply
from askleaflet.settings import Settings
from askleaflet.setup import assemble

# The sets about the first leaflet, and whether their wordings are among the example wordings.
SETS = {
    "nurse_desk": True,
    "real_phrasing": True,
    "other_medicines": False,
    "fresh": False,
    "web_search": False,
    "messages": False,
}
# Folders with other leaflets, each with a set of its own.
LEAFLETS = {
    "leaflets": "leaflets without example questions",
    "unseen_leaflets": "the same, leaflets kept aside",
}
FOLDS = 5
GOLD_SHARE = 0.6
ANSWERABLE = frozenset({"answerable", "calm_mention"})
UNCOVERED = frozenset({"unanswerable", "offtopic"})
REFUSALS = frozenset({"not_covered", "other_medicine", "unclear"})
_MARKS = re.compile(r"(?m)^\s*(?:[-*•]|#+)\s+")


@dataclass(frozen=True, slots=True)
class Question:
    """One labelled question."""

    id: str
    kind: str
    text: str
    history: tuple[str, ...]
    gold: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question, its reply, and whether the reply was the right one."""

    question: Question
    reply: Reply
    confidence: float
    right: bool
    wrong_quote: bool


@dataclass(slots=True)
class Scores:
    """The outcomes of one set, and the shares that are reported of it."""

    name: str
    outcomes: list[Outcome] = field(default_factory=list)

    def share(self, counts: Callable[[Outcome], bool], of: Callable[[Outcome], bool]) -> float:
        """The share of the outcomes ``of`` which ``counts``; 1 where there is none to count."""
        among = [one for one in self.outcomes if of(one)]
        return sum(counts(one) for one in among) / len(among) if among else 1.0

    @property
    def right_reply(self) -> float:
        """Right replies of all questions."""
        return self.share(lambda one: one.right, lambda _: True)

    @property
    def answered_right(self) -> float:
        """Right quotes of all questions that the leaflet answers."""
        return self.share(
            lambda one: bool(one.reply.quotes) and not one.wrong_quote,
            lambda one: one.question.kind in ANSWERABLE,
        )

    @property
    def refused(self) -> float:
        """Refusals of all questions that the leaflet does not answer."""
        return self.share(_refused, lambda one: one.question.kind in UNCOVERED)

    @property
    def wrong_of_answered(self) -> float:
        """Wrong quotes of all quotes given to calm questions."""
        return self.share(
            lambda one: one.wrong_quote,
            lambda one: bool(one.reply.quotes) and one.question.kind != "urgent",
        )

    @property
    def urgent_recall(self) -> float:
        """Urgent notices of all described emergencies."""
        return self.share(lambda one: one.reply.urgent, lambda one: one.question.kind == "urgent")

    @property
    def false_alarms(self) -> float:
        """Urgent notices of all calm messages."""
        return self.share(lambda one: one.reply.urgent, lambda one: one.question.kind != "urgent")

    def risk_coverage(self) -> list[tuple[float, float]]:
        """For each confidence from the highest: share of calm questions answered, and how many of
        those answers are wrong."""
        calm = [one for one in self.outcomes if one.question.kind != "urgent"]
        answered = [one for one in calm if one.reply.quotes]
        answered.sort(key=lambda one: -one.confidence)
        wrong = 0
        curve = []
        for number, one in enumerate(answered, start=1):
            wrong += one.wrong_quote
            curve.append((number / len(calm), wrong / number))
        return curve


def read_questions(path: Path) -> list[Question]:
    """The labelled questions of a JSON-lines file. Raises VocabularyError for a broken line."""
    questions = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            questions.append(
                Question(
                    str(row["id"]),
                    str(row["kind"]),
                    str(row["question"]),
                    tuple(row.get("history") or ()),
                    tuple(row.get("gold") or ()),
                )
            )
        except (ValueError, KeyError) as error:
            raise VocabularyError(f"{path.name}, line {number}: {error!r}. Mend it.") from error
    return questions


def evaluate(assistant: Assistant, questions: Sequence[Question], name: str = "") -> Scores:
    """Asks every question once."""
    scores = Scores(name)
    for question in questions:
        reply = assistant.reply(question.text, question.history)
        decision = assistant.explain(question.text, question.history).decision
        scores.outcomes.append(judge(question, reply, decision.confidence))
    return scores


def evaluate_all(folder: Path, settings: Settings) -> Iterator[Scores]:
    """The scores of every set of ``folder``: about the corpus at hand, then about other leaflets,
    each on its own. Raises CorpusError or VocabularyError for a missing file."""
    corpus = read_corpus(settings.leaflets())
    general = read_general()
    assistant = assemble(corpus, settings, general)
    for name, used in SETS.items():
        questions = read_questions(folder / f"{name}.jsonl")
        if used:
            yield evaluate_in_folds(corpus, settings, questions, f"{name} ({FOLDS} folds)")
        else:
            yield evaluate(assistant, questions, name)
    for place, name in LEAFLETS.items():
        unprepared = Scores(name)
        for path in sorted((folder / place).glob("*.jsonl")):
            alone = assemble(one_leaflet(path.with_suffix(".md")), settings, general)
            unprepared.outcomes.extend(evaluate(alone, read_questions(path)).outcomes)
        yield unprepared


def one_leaflet(path: Path) -> Corpus:
    """A corpus of this one leaflet."""
    document = read_leaflet(path)
    return Corpus((document,), passages(document), ())


def evaluate_in_folds(
    corpus: Corpus, settings: Settings, questions: Sequence[Question], name: str
) -> Scores:
    """Asks every question of an assistant that was given no wording of the question's fold."""
    scores = Scores(name)
    for fold in range(min(FOLDS, len(questions))):
        held = [one for number, one in enumerate(questions) if number % FOLDS == fold]
        wordings = frozenset(variant for one in held for variant in as_wordings(one.text))
        assistant = assemble(corpus, settings, read_general(wordings))
        scores.outcomes.extend(evaluate(assistant, held).outcomes)
    return scores


def as_wordings(text: str) -> Iterator[str]:
    """A question as it may stand among the example wordings: as it is, or without the name."""
    yield text
    yield re.sub(r"\"?\b(?:bl[iy]na\w*|blincyto)\b\??\"?", "{medicine}", text, flags=re.IGNORECASE)


def judge(question: Question, reply: Reply, confidence: float = 0.0) -> Outcome:
    """Whether ``reply`` is the right one for ``question``."""
    quoted = reply.kind == "answer" and bool(reply.quotes)
    good_quote = quoted and is_right(reply, question.gold)
    false_alarm = reply.urgent and question.kind != "urgent"
    if question.kind in ANSWERABLE:
        good = good_quote
    elif question.kind in UNCOVERED:
        good = _refused_reply(reply, question)
    else:
        # A calm message is labelled for nothing than that.
        good = reply.urgent or question.kind == "calm"
    wrong = quoted and not good_quote and question.kind != "calm"
    return Outcome(question, reply, confidence, good and not false_alarm, wrong)


def is_right(reply: Reply, gold: Sequence[str]) -> bool:
    """Whether the first quote's mark is one of the gold sentences, or mostly."""
    quote = reply.quotes[0]
    lines = [one for one in quote.highlight.splitlines() if not one.rstrip().endswith(":")]
    marked = bare("\n".join(lines or [quote.highlight]))
    if bare(quote.highlight) not in bare(quote.text):
        return False
    held = {bare(one) for one in gold if bare(one) and bare(one) in bare(quote.highlight)}
    return bool(held) and sum(len(one) for one in held) >= GOLD_SHARE * len(marked)


def bare(text: str) -> str:
    """``text`` without list and heading marks, white space folded."""
    return " ".join(_MARKS.sub(" ", text).split())


def _refused(outcome: Outcome) -> bool:
    return _refused_reply(outcome.reply, outcome.question)


def _refused_reply(reply: Reply, question: Question) -> bool:
    greeted = question.kind == "offtopic" and reply.kind == "greeting"
    return not reply.quotes and (reply.kind in REFUSALS or greeted)


def table(all_scores: Sequence[Scores]) -> str:
    """The figures of several sets as a Markdown table."""
    head = "| set | questions | right replies | right sentence | refused when not covered"
    head += " | wrong of answered | urgent seen | false alarms |"
    rows = [head, "|---|---|---|---|---|---|---|---|"]
    for one in all_scores:
        kinds = {outcome.question.kind for outcome in one.outcomes}
        cells = [
            one.name,
            str(len(one.outcomes)),
            f"{one.right_reply:.2f}",
            f"{one.answered_right:.2f}" if kinds & ANSWERABLE else "-",
            f"{one.refused:.2f}" if kinds & UNCOVERED else "-",
            f"{one.wrong_of_answered:.2f}" if kinds & ANSWERABLE else "-",
            f"{one.urgent_recall:.2f}" if "urgent" in kinds else "-",
            f"{one.false_alarms:.3f}",
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def misses(scores: Scores) -> Iterator[str]:
    """Each question that did not get its right reply, for a person to read."""
    for one in scores.outcomes:
        if not one.right:
            quoted = one.reply.quotes[0].highlight[:60] if one.reply.quotes else "-"
            alarm = " FALSE ALARM" if one.reply.urgent and one.question.kind != "urgent" else ""
            yield (
                f"{scores.name} | {one.question.kind} | {one.question.text[:110]!r} | "
                f"{one.reply.kind}{alarm} | quoted: {quoted!r}"
            )
