"""``askleaflet-lab evaluate``: how well the program does on labelled questions.

A mark is right when it stands in its quote, holds at least one gold sentence whole, and at least
60 % of it is gold. A refusal is a reply without quotes. No question of these sets, nor one that is
nearly one of them, is among what the reader or a sidecar was taught (a test).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from askleaflet.assistant import Assistant
from askleaflet.corpus import Corpus, read_corpus
from askleaflet.errors import VocabularyError
from askleaflet.reader.encoder import load_encoder
from askleaflet.reader.storing import folder_store
from askleaflet.reading import read_leaflet
from askleaflet.records import Quote, Reply
from askleaflet.settings import Settings
from askleaflet.setup import assemble
from askleaflet_lab.examples import GOLD_SHARE, bare, unheaded

# The sets about the first leaflet: those that rules and numbers were set on, then those kept aside.
SETS = (
    "nurse_desk",
    "real_phrasing",
    "other_medicines",
    "fresh",
    "web_search",
    "messages",
    "more_messages",
    "stories",
    "third_messages",
    "earlier/patients",
    "earlier/headings",
    "earlier/more_patients",
    "earlier/more_headings",
    "earlier/long_messages",
    "earlier/more_long_messages",
    "earlier/third_patients",
    "earlier/third_headings",
    "earlier/third_long_messages",
    "earlier/fourth_long_messages",
    "earlier/fourth_patients",
    "earlier/fourth_headings",
    "earlier/fifth_long_messages",
    "earlier/fifth_patients",
    "earlier/fifth_headings",
    "earlier/sixth_long_messages",
    "earlier/sixth_patients",
    "earlier/sixth_headings",
    "earlier/seventh_long_messages",
    "earlier/seventh_patients",
    "earlier/eighth_patients",
    "unread",
    "third_unread",
    "kept/unread",
    "kept/more_unread",
    "kept/fourth_unread",
    "kept/fifth_unread",
    "kept/headings",
    "kept/conversations",
    "kept/messages",
    "kept/long_messages",
)
# Folders with other leaflets, each with a set of its own.
LEAFLETS = {
    "leaflets": "twelve leaflets",
    "leaflets_raw": "twelve, as imported",
    "unseen_leaflets": "four more leaflets",
    "unseen_leaflets_raw": "four more, as imported",
    "earlier_leaflets": "forty-three more leaflets",
    "earlier_leaflets_raw": "thirty-three more, as imported",
    "languages": "two Spanish leaflets and a Danish one",
    "kept_leaflets": "ten leaflets kept aside, as imported",
    "kept_conversations": "two of these, in conversations",
}
KEPT, RAW, URGENT = "kept", "_raw", "urgent"
ANSWERABLE = frozenset({"answerable", "calm_mention"})
UNCOVERED = frozenset({"unanswerable", "offtopic"})
REFUSALS = frozenset({"not_covered", "other_medicine", "unclear"})


@dataclass(frozen=True, slots=True)
class Question:
    """One labelled question.

    ``alarm``: of one about a leaflet that tells of an emergency, too, "urgent"; "unsure" where a
    nurse could not tell.
    """

    id: str
    kind: str
    text: str
    history: tuple[str, ...]
    gold: tuple[str, ...]
    alarm: str = ""

    @property
    def due(self) -> bool:
        """Whether it tells of an emergency."""
        return URGENT in {self.kind, self.alarm}

    @property
    def calm(self) -> bool:
        """Whether it surely tells of none."""
        return not self.due and not self.alarm

    @property
    def answerable(self) -> bool:
        """Whether the leaflet answers it."""
        return self.kind in ANSWERABLE and bool(self.gold)

    @property
    def uncovered(self) -> bool:
        """Whether it is to be refused, as is a calm mention of what the leaflet does not say."""
        return self.kind in UNCOVERED or (self.kind in ANSWERABLE and not self.gold)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question, its reply, and whether the reply was the right one."""

    question: Question
    reply: Reply
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
            lambda one: one.question.answerable,
        )

    @property
    def refused(self) -> float:
        """Refusals of all questions that the leaflet does not answer."""
        return self.share(_refused, lambda one: one.question.uncovered)

    @property
    def wrong_of_answered(self) -> float:
        """Wrong quotes of all quotes given to calm questions."""
        return self.share(
            lambda one: one.wrong_quote,
            lambda one: bool(one.reply.quotes) and one.question.kind != URGENT,
        )

    @property
    def urgent_recall(self) -> float:
        """Urgent notices of all described emergencies."""
        return self.share(lambda one: one.reply.urgent, lambda one: one.question.due)

    @property
    def false_alarms(self) -> float:
        """Urgent notices of all calm messages."""
        return self.share(lambda one: one.reply.urgent, lambda one: one.question.calm)


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
                    str(row.get("alarm") or ""),
                )
            )
        except (ValueError, KeyError) as error:
            raise VocabularyError(f"{path.name}, line {number}: {error!r}. Mend it.") from error
    return questions


def questions_on(leaflet: Path) -> list[Question]:
    """The labelled questions on a leaflet of the sets; as imported it has those of its twin."""
    folder = leaflet.parent.with_name(leaflet.parent.name.removesuffix(RAW))
    return read_questions(folder / f"{leaflet.stem}.jsonl")


def evaluate(assistant: Assistant, questions: Sequence[Question], name: str = "") -> Scores:
    """Asks every question once."""
    scores = Scores(name)
    for question in questions:
        reply = assistant.reply(question.text, question.history)
        scores.outcomes.append(judge(question, reply))
    return scores


def evaluate_all(folder: Path, settings: Settings, *, kept: bool = False) -> Iterator[Scores]:
    """The scores of every set in ``folder``: about the corpus at hand, then about other leaflets,
    each on its own; no scores where a folder holds none. Those kept aside only where ``kept`` says
    so: every look at them counts.

    Raises CorpusError or VocabularyError for a missing file.
    """
    corpus = read_corpus(settings.leaflets(), settings.only_signed)
    encoder, store = load_encoder(), folder_store(settings.cache_folder())
    assistant = assemble(corpus, settings, encoder, store)
    for name in looked_at(SETS, kept):
        yield evaluate(assistant, read_questions(folder / f"{name}.jsonl"), name)
    for name in looked_at(LEAFLETS, kept):
        scores = Scores(LEAFLETS[name])
        for path in sorted((folder / name).glob("*.md")):
            own = assemble(one_leaflet(path), settings, encoder, store)
            questions = questions_on(path)
            scores.outcomes.extend(evaluate(own, questions).outcomes)
        if scores.outcomes:
            yield scores


def looked_at(names: Iterable[str], kept: bool) -> Iterator[str]:
    """The sets to look at: those kept aside only where ``kept`` says so."""
    return (one for one in names if kept or not one.startswith(KEPT))


def one_leaflet(path: Path) -> Corpus:
    """A corpus of this one leaflet."""
    leaflet = read_leaflet(path)
    return Corpus((leaflet.document,), leaflet.passages, ())


def judge(question: Question, reply: Reply) -> Outcome:
    """Whether ``reply`` is the right one for ``question``."""
    quoted = reply.kind == "answer" and bool(reply.quotes)
    good_quote = quoted and is_right(reply, question.gold)
    heard = (reply.urgent or not question.due) and not (reply.urgent and question.calm)
    if question.answerable:
        good = good_quote
    elif question.uncovered:
        good = _refused_reply(reply, question)
    else:
        # A calm message is labelled for nothing than that.
        good = reply.urgent or question.kind == "calm"
    wrong = quoted and not good_quote and question.kind != "calm"
    return Outcome(question, reply, good and heard, wrong)


def is_right(reply: Reply, gold: Sequence[str]) -> bool:
    """Whether the first quote's mark is one of the gold sentences, or mostly."""
    return is_right_mark(reply.quotes[0], gold)


def is_right_mark(quote: Quote, gold: Sequence[str]) -> bool:
    """Whether a quote's mark is one of the gold sentences, or mostly."""
    lines = [one for one in quote.highlight.splitlines() if not one.rstrip().endswith(":")]
    marked = bare("\n".join(lines or [quote.highlight]))
    if bare(quote.highlight) not in bare(quote.text):
        return False
    wanted = (unheaded(bare(one), quote.section) for one in gold)
    held = {one for one in wanted if one and one in bare(quote.highlight)}
    return bool(held) and sum(len(one) for one in held) >= GOLD_SHARE * len(marked)


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
        due = any(outcome.question.due for outcome in one.outcomes)
        answerable = any(outcome.question.answerable for outcome in one.outcomes)
        uncovered = any(outcome.question.uncovered for outcome in one.outcomes)
        cells = [
            one.name,
            str(len(one.outcomes)),
            f"{one.right_reply:.2f}",
            f"{one.answered_right:.2f}" if answerable else "-",
            f"{one.refused:.2f}" if uncovered else "-",
            f"{one.wrong_of_answered:.2f}" if answerable else "-",
            f"{one.urgent_recall:.2f}" if due else "-",
            f"{one.false_alarms:.3f}",
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def misses(scores: Scores) -> Iterator[str]:
    """Each question that did not get its right reply, for a person to read."""
    for one in scores.outcomes:
        if not one.right:
            quoted = one.reply.quotes[0].highlight[:60] if one.reply.quotes else "-"
            alarm = " FALSE ALARM" if one.reply.urgent and one.question.calm else ""
            yield (
                f"{scores.name} | {one.question.kind} | {one.question.text[:110]!r} | "
                f"{one.reply.kind}{alarm} | quoted: {quoted!r}"
            )
