"""The labelled examples that the reader learns from, as they lie in ``data/``.

- ``leaflets/<id>.md`` and, where it came from a real import, ``<id>.raw.md``: the same text as the
  import left it, headings run into paragraphs and all;
- ``questions/<id>.jsonl``: questions about it, each with the sentences that answer;
- ``facets.toml``: ways to ask for what nearly every leaflet says, with words of that sentence;
- ``messages.jsonl``: described emergencies, and calm messages with the same words.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from tokenizers import Tokenizer

from askleaflet.catalogue import listing_of
from askleaflet.passages import passages
from askleaflet.reader.encoder import MODEL_FOLDER, TOKENIZER
from askleaflet.reader.texts import leaflet_texts
from askleaflet.reading import read_leaflet
from askleaflet.records import Document
from askleaflet.understanding.choosing import Choosing
from askleaflet.understanding.names import MedicineNames

DATA = Path(__file__).with_name("data")
RAW = ".raw"
# Which leaflet is chosen by its name is measured on it, not what is read.
NAMES_FILE = "names.jsonl"
GOLD_SHARE = 0.6
# A passage of fewer characters that stands in a gold sentence may stand there by chance.
_SHORTEST_PART = 25
# A facet that fits more sentences of a leaflet than this says nothing of either.
MOST_FITTING = 6
_AFTER = " | "
_MARKS = re.compile(r"(?m)^\s*(?:[-*•]|#+)\s+")


@dataclass(frozen=True, slots=True)
class Example:
    """A question as the reader sees it, and the numbers of the passages that answer it.

    ``kind``: answerable, unanswerable, offtopic, urgent, or facet where only words say so.
    """

    question: str
    answers: tuple[int, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """One leaflet with its questions; ``facets``: further ways to ask, with their passages."""

    id: str
    passages: tuple[str, ...]
    examples: tuple[Example, ...]
    facets: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A message that tells an emergency (``urgent``, or ``life``), or is ``calm``."""

    text: str
    kind: str
    group: str


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """``text`` without list and heading marks, white space folded."""
    return " ".join(_MARKS.sub(" ", text).split())


def unheaded(gold: str, heading: str) -> str:
    """A gold sentence as it is under ``heading``: without it, where the label was written while the
    heading still ran on into the sentence."""
    return gold.removeprefix(f"{bare(heading)} ") if heading else gold


def answering(
    marks: Sequence[str], gold: Sequence[str], headings: Sequence[str] = ()
) -> tuple[int, ...]:
    """The passages that answer: those that are gold for the most part; where none is (an import
    cut the text otherwise), those that hold a gold sentence or are held by one. ``headings``: the
    one right over each mark, where they are known."""
    wanted = [bare(one) for one in gold if bare(one)]
    mostly = []
    for number, mark in enumerate(marks):
        lines = [line for line in mark.splitlines() if not line.rstrip().endswith(":")]
        own = bare("\n".join(lines) or mark)
        over = headings[number] if headings else ""
        held = {one for one in (unheaded(one, over) for one in wanted) if one in bare(mark)}
        if held and sum(map(len, held)) >= GOLD_SHARE * len(own):
            mostly.append(number)
    if mostly:
        return tuple(mostly)
    return tuple(
        number
        for number, mark in enumerate(map(bare, marks))
        if any(one in mark or (mark in one and len(mark) > _SHORTEST_PART) for one in wanted)
    )


def read_rows(path: Path) -> list[dict[str, object]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def lesson(document: Document, rows: Sequence[dict[str, object]]) -> Lesson:
    """``document`` with labelled questions about it (the fields of ``tests/evaluation``)."""
    own = passages(document)
    texts = leaflet_texts(document, own)
    marks = [document.slice(one.mark) for one in own]
    heads = [document.words(document.sections[one.section].heading) for one in own]
    choosing = Choosing({document.id: listing_of(document, own)}, _medicines())
    found = []
    for row in rows:
        gold = [str(one) for one in _listed(row, "gold")]
        answers = answering(marks, gold, heads)
        if gold and not answers:
            continue
        history = [str(one) for one in _listed(row, "history")]
        asked = _AFTER.join([*history[-1:], str(row["question"])])
        found.append(Example(choosing.neutral(asked, (document.id,)), answers, str(row["kind"])))
    return Lesson(document.id, texts.passages, tuple(found))


@cache
def _medicines() -> MedicineNames:
    """As the program knows them, without the network, which may be still to come."""
    tokenizer = Tokenizer.from_file(str(MODEL_FOLDER / TOKENIZER))
    return MedicineNames.load(tokenizer.get_vocab(with_added_tokens=False))


def _listed(row: dict[str, object], name: str) -> list[object]:
    value = row.get(name)
    return list(value) if isinstance(value, list) else []


def taught_examples(document: Document) -> tuple[Example, ...]:
    """The examples of a sidecar: its wordings, and the questions that it says go unanswered."""
    texts = leaflet_texts(document, passages(document))
    told = zip(texts.wordings, texts.says, strict=True)
    examples = [Example(wording, says, "answerable") for wording, says in told]
    examples += [Example(question, (), "unanswerable") for question in texts.beside]
    return tuple(examples)


def training_lessons(folder: Path = DATA) -> list[tuple[Lesson, ...]]:
    """Every training leaflet, in each of its forms (cleaned, as imported)."""
    facets = tomllib.loads((folder / "facets.toml").read_text("utf-8"))["facet"]
    found = []
    for path in sorted((folder / "leaflets").glob("*.md")):
        if not path.stem.endswith(RAW):
            raw = path.with_name(f"{path.stem}{RAW}.md")
            rows = read_rows(folder / "questions" / f"{path.stem}.jsonl")
            forms = [one for one in (path, raw) if one.is_file()]
            lessons = (lesson(_document(one), rows) for one in forms)
            found.append(tuple(_with_facets(one, facets) for one in lessons))
    return found


def _document(path: Path) -> Document:
    return replace(read_leaflet(path).document, id=path.stem.removesuffix(RAW))


def _with_facets(lesson: Lesson, facets: dict[str, dict[str, object]]) -> Lesson:
    texts = [one.lower() for one in lesson.passages]
    # Most of what facets say stands nowhere in a leaflet.
    whole = "\n".join(texts)
    found = []
    for facet in facets.values():
        says = [one for one in (str(one).lower() for one in _listed(facet, "says")) if one in whole]
        fits = tuple(n for n, text in enumerate(texts) if any(one in text for one in says))
        if 0 < len(fits) <= MOST_FITTING:
            found.append((tuple(str(facet["asked"]).split("\n")), fits))
    return replace(lesson, facets=tuple(found))


def messages(folder: Path = DATA) -> list[Message]:
    """The messages, urgent and calm."""
    rows = read_rows(folder / "messages.jsonl")
    return [Message(str(row["text"]), str(row["kind"]), str(row["group"])) for row in rows]


def all_messages(folder: Path = DATA) -> list[Message]:
    """The messages, and the questions about leaflets: calm ones, but those that tell of an
    emergency. Those of which a nurse could not tell (``alarm``: unsure) are left out."""
    found = messages(folder)
    for path in sorted((folder / "questions").glob("*.jsonl")):
        for row in read_rows(path):
            kind = str(row.get("alarm") or ("urgent" if row["kind"] == "urgent" else "calm"))
            if kind != "unsure":
                found.append(Message(str(row["question"]), kind, "none"))
    return found


def kept_questions(folder: Path) -> Iterator[str]:
    """Every question that is kept for measuring what is read, in ``folder`` and below it; one that
    follows another ("how long for?") with that."""
    for path in sorted(folder.rglob("*.jsonl")):
        if path.name != NAMES_FILE:
            yield from map(after_another, read_rows(path))


def after_another(row: dict[str, object]) -> str:
    """The question of a row, behind the one that it follows, if any."""
    return " ".join(map(str, (*_listed(row, "history")[-1:], row["question"])))
