"""What two wordings of a question can have in common: words, pairs, letter grams, concepts."""

from __future__ import annotations

from collections.abc import Sequence

from askleaflet.analysis import grams, pairs
from askleaflet.records import Term
from askleaflet.understanding.lexicon import Found, Lexicon

START, END = "^", "$"


def wording_features(read: Sequence[Term], found: Sequence[Found], lexicon: Lexicon) -> list[str]:
    """The features of a wording, given its terms and the concepts in them.

    Words, neighbouring words, four-letter grams; a concept counts twice, its type once, and the
    pairs stand a second time with each concept replaced by its type, so that "will I get
    <symptom>" is recognised whatever the symptom.
    """
    words = [term.stem for term in read]
    framed = (START, *words, END)
    features = [*words, *pairs(framed)]
    for word in words:
        features.extend(grams(word))
    for concept in found:
        features.extend((f"@{concept.concept}",) * 2)
        features.append(f"@@{lexicon.types[concept.concept]}")
    if found:
        general = pairs((START, *_typed(words, found, lexicon), END))
        features.extend(pair for pair in general if "@@" in pair)
    return features


def _typed(words: Sequence[str], found: Sequence[Found], lexicon: Lexicon) -> list[str]:
    typed: list[str] = []
    at = 0
    for concept in found:
        typed.extend(words[at : concept.first])
        typed.append(f"@@{lexicon.types[concept.concept]}")
        at = concept.last
    return [*typed, *words[at:]]
