"""What the usual recipe does with the same questions: plain BM25, nothing understood or refused.

The leaflet's sentences and list items, split on spaces; the one that BM25 scores highest is the
answer, whatever was asked. It is what this program has to be better than.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from askleaflet.corpus import Corpus, read_corpus
from askleaflet.evaluation import LEAFLETS, SETS, Scores, judge, one_leaflet, read_questions
from askleaflet.records import Document, Passage, Quote, Reply
from askleaflet.retrieval.okapi import PostingsOkapi
from askleaflet.settings import Settings


def score_baseline(folder: Path, settings: Settings) -> Iterator[Scores]:
    """The scores of plain BM25 on every set of ``folder``. Raises CorpusError, VocabularyError."""
    ask = plain_bm25(read_corpus(settings.leaflets()))
    for name in SETS:
        yield _scored(f"{name}, plain BM25", [(ask, folder / f"{name}.jsonl")])
    for place, name in LEAFLETS.items():
        paths = sorted((folder / place).glob("*.jsonl"))
        alone = [(plain_bm25(one_leaflet(path.with_suffix(".md"))), path) for path in paths]
        yield _scored(f"{name}, plain BM25", alone)


def _scored(name: str, asked: list[tuple[Callable[[str], Reply], Path]]) -> Scores:
    scores = Scores(name)
    for ask, path in asked:
        scores.outcomes += [judge(one, ask(one.text)) for one in read_questions(path)]
    return scores


def plain_bm25(corpus: Corpus) -> Callable[[str], Reply]:
    """Answers with the sentence or item of ``corpus`` that plain BM25 finds nearest."""
    documents = {document.id: document for document in corpus.documents}
    found = [one for one in corpus.passages if one.kind != "list"]
    texts = [documents[one.document].slice(one.mark) for one in found]
    okapi = PostingsOkapi([text.lower().split() for text in texts])

    def ask(question: str) -> Reply:
        scores = okapi.get_scores(question.lower().split())
        best = int(scores.argmax())
        if scores[best] <= 0:
            return Reply("not_covered", "", "")
        passage = found[best]
        quote = _quote(documents[passage.document], passage)
        return Reply("answer", "", "", quotes=(quote,))

    return ask


def _quote(document: Document, passage: Passage) -> Quote:
    text, mark = document.slice(passage.mark), passage.mark
    end, title = len(text), document.title
    return Quote(text, text, 0, end, mark.start, mark.end, document.id, "", (), title, "", None)
