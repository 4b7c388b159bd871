"""Reads settings, leaflets and vocabularies, and puts the assistant together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from askleaflet.analysis import terms
from askleaflet.answer import Composer
from askleaflet.assistant import Assistant
from askleaflet.corpus import Corpus, read_corpus
from askleaflet.decision import Decider
from askleaflet.records import Document, Passage, Related
from askleaflet.retrieval.bm25 import BM25Retriever, headings
from askleaflet.retrieval.coverage import Coverage
from askleaflet.retrieval.evidence import Evidence
from askleaflet.retrieval.topics import TopicIndex, passages_saying
from askleaflet.settings import Settings
from askleaflet.understanding.conversation import read_stop_words
from askleaflet.understanding.kinds import Kind, read_kinds
from askleaflet.understanding.lexicon import Lexicon
from askleaflet.understanding.names import Names
from askleaflet.understanding.spelling import OrdinaryWords, Speller
from askleaflet.understanding.understand import Understanding, Vocabularies


def open_assistant(settings: Settings) -> tuple[Assistant, Corpus]:
    """The assistant for the leaflets of ``settings.corpus``, and the corpus with its faults.

    Raises CorpusError, VocabularyError or RetrievalError with what to do.
    """
    corpus = read_corpus(settings.corpus)
    return assemble(corpus, settings), corpus


def assemble(corpus: Corpus, settings: Settings) -> Assistant:
    """The assistant for a corpus that is read already."""
    lexicon, kinds, stop = Lexicon.load(), read_kinds(), read_stop_words()
    passages = by_document(corpus)
    coverage = {one.id: Coverage(one, passages, kinds) for one in corpus.documents}
    speller = Speller(_words(corpus.documents, kinds, lexicon), OrdinaryWords.load())
    vocabularies = Vocabularies(lexicon, Names.load(), speller, stop)
    documents = {one.id: one for one in corpus.documents}
    starters = {
        one.id: _starters(one, passages, coverage[one.id], kinds) for one in corpus.documents
    }
    topics = TopicIndex.build(corpus.documents, passages, kinds, lexicon)

    def gather(document: Document) -> Evidence:
        own = passages[document.id]
        return Evidence(document, own, coverage[document.id], topics, lexicon, stop)

    return Assistant(
        settings=settings,
        understanding=Understanding(vocabularies, corpus.documents),
        topics=topics,
        retriever=BM25Retriever(corpus.documents, corpus.passages, lexicon, stop),
        decider=Decider(corpus.documents, coverage, kinds, lexicon, gather),
        composer=Composer(documents, kinds, lexicon, settings, starters),
    )


def by_document(corpus: Corpus) -> dict[str, list[Passage]]:
    """The passages of each leaflet, in the order of its text."""
    found: dict[str, list[Passage]] = {document.id: [] for document in corpus.documents}
    for passage in corpus.passages:
        found[passage.document].append(passage)
    return found


def _words(
    documents: Sequence[Document], kinds: Mapping[str, Kind], lexicon: Lexicon
) -> Iterator[str]:
    """Every word of leaflets and vocabularies: what the speller takes for right."""
    for document in documents:
        texts = [document.text, *(q for one in document.asked_as for q in one.questions)]
        for text in texts:
            yield from (term.word for term in terms(text))
    for kind in kinds.values():
        for wording in kind.asked:
            yield from (term.word for term in terms(wording))
    yield from lexicon.surface


def _starters(
    document: Document,
    passages: Mapping[str, Sequence[Passage]],
    coverage: Coverage,
    kinds: Mapping[str, Kind],
) -> list[Related]:
    """Questions that this leaflet answers, to start from, and the section each leads to."""
    chosen = [
        Related(
            _section(document, passages_saying(document, passages, one.says[0])[0]), one.starter
        )
        for one in document.asked_as
        if one.starter
    ]
    if chosen:
        return chosen
    return [
        Related(_section(document, coverage.cues(id)[0].passage), kinds[id].starter)
        for id in kinds
        if kinds[id].starter and coverage.cues(id)
    ]


def _section(document: Document, passage: Passage) -> str:
    over = headings(document, passage)
    return over[-1] if over else document.title
