"""Invented leaflets full of traps, and the ways to make, open and break an assistant."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from unittest.mock import patch

from askleaflet import compiling, setup
from askleaflet.assistant import Assistant
from askleaflet.compiling import General
from askleaflet.corpus import Corpus
from askleaflet.errors import RetrievalError
from askleaflet.evaluation import Scores, evaluate_all
from askleaflet.passages import passages
from askleaflet.records import Document, Hit, Passage, Query
from askleaflet.settings import PREFIX, Settings, read_settings
from askleaflet.structure import parse
from askleaflet.understanding.kinds import Kind, read_facets, read_kinds
from askleaflet.understanding.lexicon import Lexicon
from askleaflet.understanding.names import Names
from askleaflet.urgency import Likeness

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "askleaflet"
CORPUS = ROOT / "corpus"
# The element of the page, as its configuration holds it, in which the sample is named as such.
SHOWS_SAMPLE = r'data-say=\\?"about\.sample\\?"'
SETS = ROOT / "tests" / "evaluation"

ZORVEXIN = """\
# Zorvexin 5 mg tablets

Read all of this leaflet carefully.

## Who should not take it

Do not take Zorvexin if you:

- are allergic to lactose, e.g. milk sugar
- weigh less than 5.4 kg
* had a stroke. This holds for a small one too.

You can take it with water.

### Children

It is not for babies under 3.5 kg. Older children may have it.

## How to take it

1. Open the box
2. Swallow one tablet
   with a glass of water

The usual dose is 1.5 mg/kg, i.e. two tablets. Response was seen in \
patients with cells ≥ 0.1%. Dr. Hale wrote this.

## Possible side effects

- headache
- feeling sick
- low levels of potassium
"""

MELOTIN = """\
What Melotin is

Melotin is a spray for the nose. It helps against hay fever.

How to keep it

Keep Melotin in the fridge. Do not freeze it.
"""

LEAFLETS = {"zorvexin.md": ZORVEXIN, "melotin.txt": MELOTIN}

# Bad input: whatever comes, the reply is polite and names the care team.
ODD_QUESTIONS = {
    "empty": "",
    "spaces": " \t \n  ",
    "one megabyte": "how is it given " * 65536,
    "one word of a megabyte": "a" * 1_048_576,
    "NUL": "how is\x00 it given\x00",
    "control characters": "\x01\x02\x1b[31mhow\x07 is it given\x7f\x9b",
    "lone surrogates": "how \ud800is it\udfff given\udc80",
    "zero width": "h\u200bo\u200dw is it gi\ufeffven",
    "right to left marks": "\u202ehow is it given\u202c \u200f?",
    "ten thousand marks": "how is it give" + "\u0301" * 10_000 + "n",
    "only marks": "\u0301" * 10_000,
    "emoji only": "\U0001f489\U0001f937\u200d\u2640\ufe0f\U0001f1ea\U0001f1f8",
    "markup": "<script>alert('x')</script><b>how</b> is it given & <img src=x onerror=y>",
    "another script": "Как вводится это лекарство?",
    "han": "这种药怎么用",
    "arabic": "كيف يعطى هذا الدواء؟",
    "punctuation": "?!.,;:-_()[]{}*#~`|\\/",
    "digits": "38.5",
}


def write(path: Path, text: str) -> Path:
    """Writes a file, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def document(
    text: str,
    id: str = "zorvexin",
    markdown: bool = True,
    source: str = "",
    reviewed: str | None = None,
) -> Document:
    """A document as the corpus reads it, without files."""
    sections, blocks = parse(text, markdown)
    return Document(id, text, id.title(), sections, blocks, source=source, reviewed=reviewed)


def corpus_of(*documents: Document) -> Corpus:
    """A corpus of documents that were never files."""
    found = tuple(one for own in documents for one in passages(own))
    return Corpus(documents, found, ())


def passage(of: Document, words: str) -> Passage:
    """The passage whose mark reads ``words``."""
    return next(one for one in passages(of) if of.slice(one.mark) == words)


def settings(**given: object) -> Settings:
    """Settings for tests; the project's corpus where none is given."""
    return read_settings(**({"corpus": CORPUS} | given))


@cache
def shipped() -> tuple[Assistant, Corpus]:
    """The assistant and the corpus that the project ships. A function and no fixture where
    Hypothesis asks: it would print all of both beside the example that fails."""
    return setup.open_assistant(settings())


@cache
def general() -> General:
    """The whole vocabularies, compiled once for all leaflets without example questions."""
    return compiling.read_general()


@cache
def lexicon() -> Lexicon:
    """The shipped lay vocabulary, read once."""
    return Lexicon.load()


@cache
def learned() -> Likeness:
    """What the program learns from the shipped examples of emergencies."""
    kinds = read_kinds()
    asked = [*kinds.values(), *read_facets(kinds).values()]
    return compiling.learn_urgency(asked, frozenset())


@cache
def names() -> Names:
    """The shipped names, read once."""
    return Names.load()


@cache
def few_kinds() -> dict[str, Kind]:
    """A few kinds of question with a few wordings each, so that a leaflet opens at once."""
    wanted = (
        "side_effects serious_side_effects how_given who_should_not storage overdose missed_dose "
        "interactions chitchat other_health"
    ).split()
    kinds = read_kinds()
    return {
        id: replace(kinds[id], asked=kinds[id].asked[:12], near=()) for id in wanted if id in kinds
    }


def few_facets(_: Mapping[str, Kind]) -> dict[str, Kind]:
    """Two facets of those kinds."""
    facets = read_facets(read_kinds())
    return {
        id: replace(facets[id], asked=facets[id].asked[:12])
        for id in ("store_children", "store_cold")
    }


@contextmanager
def few_vocabularies() -> Iterator[None]:
    """Makes opening a leaflet quick: a few kinds, and vocabularies read once."""
    words, known, urgent = lexicon(), names(), learned()
    with (
        patch.object(compiling, "read_kinds", few_kinds),
        patch.object(compiling, "read_facets", few_facets),
        patch.object(Lexicon, "load", lambda: words),
        patch.object(Names, "load", lambda: known),
        patch.object(compiling, "learn_urgency", lambda *_: urgent),
    ):
        yield


def quick(corpus: Corpus, **given: object) -> Assistant:
    """The assistant for any corpus, by the program's own assembly, with few vocabularies."""
    with few_vocabularies():
        return setup.assemble(corpus, settings(**given))


OUT_OF_REACH = RetrievalError("The search engine does not answer. Start it and ask again.")


@dataclass(frozen=True)
class Down:
    """A search engine that fails whatever it is asked: out of reach, or with a fault inside."""

    error: Exception

    def search(self, query: Query, k: int) -> list[Hit]:
        raise self.error


def without_search(assistant: Assistant, error: Exception = OUT_OF_REACH) -> Assistant:
    """The same assistant, its search engine failing with ``error``."""
    return replace(assistant, retriever=Down(error))


def set_here() -> list[str]:
    """The settings of the program in this machine's environment, by name."""
    return [name for name in os.environ if name.upper().startswith(PREFIX)]


def score_all() -> list[Scores]:
    """Every labelled set, scored as the command does it, with no setting of this machine's."""
    for name in set_here():
        del os.environ[name]
    return list(evaluate_all(SETS, read_settings(corpus=CORPUS)))
