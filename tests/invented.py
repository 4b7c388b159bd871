"""Invented leaflets full of traps, and the ways to make, open and break an assistant."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path

from askleaflet import setup
from askleaflet.assistant import Assistant
from askleaflet.catalogue import Catalogue
from askleaflet.corpus import Corpus, read_corpus
from askleaflet.errors import RetrievalError
from askleaflet.passages import passages
from askleaflet.reader.encoder import Encoder, load_encoder
from askleaflet.reader.storing import Store
from askleaflet.records import Candidate, Document, Passage, Query, Span
from askleaflet.settings import PREFIX, Settings, read_settings
from askleaflet.structure import parse
from askleaflet.urgency.learned import THRESHOLDS
from askleaflet.web.drawing import TEMPLATES
from askleaflet.web.passage import Parts, blocks

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
    "a quarter of a megabyte": "how is it given " * 16_384,
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
    sections, blocks, marks = parse(text, markdown)
    title = id.title()
    return Document(
        id, text, title, sections, blocks, source=source, reviewed=reviewed, marks=marks
    )


def put_together(of: Document) -> str:
    """The text of ``of``, joined from its headings, its units and what stands between them."""
    pieces: list[str] = []
    for section in of.sections:
        own = [one for one in of.blocks if one.section == section.index]
        first = own[0].span.start if own else section.span.end
        pieces.append(of.text[section.span.start : first])
        for block in own:
            at = block.span.start
            for unit in block.units:
                pieces += (of.text[at : unit.start], of.text[unit.start : unit.end])
                at = unit.end
            pieces.append(of.text[at : block.span.end])
    return "".join(pieces)


def passage_html(of: Document, shown: Span, *marks: Span) -> str:
    """``shown`` as a page draws it."""
    macros = TEMPLATES.get_template("passage.html").module
    marked: Parts = [(one, "mark") for one in sorted(marks)]
    return str(macros.passage(blocks(of, shown, marked)))  # type: ignore[attr-defined]


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
def shipped() -> tuple[Assistant, Catalogue]:
    """The assistant and the list of leaflets that the project ships. A function and no fixture
    where Hypothesis asks: it would print all of both beside the example that fails."""
    return _compiled_once(settings())


def compiled(corpus: Path = CORPUS) -> Path:
    """The folder of this run where the leaflets of ``corpus`` are compiled already, for a process
    that is to start at once."""
    given = settings(corpus=corpus)
    if corpus == CORPUS:
        shipped()
    else:
        _compiled_once(given)
    return given.cache_folder() or Path()


@cache
def whole() -> Corpus:
    """The corpus that the project ships, read whole."""
    return read_corpus(CORPUS)


def _compiled_once(given: Settings) -> tuple[Assistant, Catalogue]:
    """Opens the leaflets while no other process of this run does."""
    folder = given.cache_folder()
    if folder is None:
        return setup.open_assistant(given)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "compiling").open("w") as lock:
        flock(lock, LOCK_EX)
        return setup.open_assistant(given)


@cache
def encoder() -> Encoder:
    """The shipped network, loaded once."""
    return load_encoder()


def by_phrases(assistant: Assistant) -> Assistant:
    """The same assistant, to which the network tells of no emergency and of no calm."""
    never = dict.fromkeys(("urgent", "urgent_story", "maybe"), 999.0)
    return replace(assistant, alarms={**dict.fromkeys(THRESHOLDS, -999.0), **never})


def quick(corpus: Corpus, **given: object) -> Assistant:
    """The assistant for any corpus, by the program's own assembly; vectors are kept nowhere."""
    return setup.assemble(corpus, settings(**given), encoder(), Store())


OUT_OF_REACH = RetrievalError("The search engine does not answer. Start it and ask again.")


@dataclass(frozen=True)
class Down:
    """A search engine that fails whatever it is asked: out of reach, or with a fault inside."""

    error: Exception

    def search(self, query: Query, k: int) -> list[Candidate]:
        raise self.error


@dataclass(frozen=True)
class Empty:
    """A search engine that never finds anything."""

    def search(self, query: Query, k: int) -> list[Candidate]:
        return []


def without_search(assistant: Assistant, error: Exception = OUT_OF_REACH) -> Assistant:
    """The same assistant, its search engine failing with ``error``."""
    return replace(assistant, searches=(Down(error),))


def set_here() -> list[str]:
    """The settings of the program in this machine's environment, by name."""
    return [name for name in os.environ if name.upper().startswith(PREFIX)]
