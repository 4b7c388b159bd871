"""The phrases of ``urgent.toml`` for the page itself, which has to know an emergency when no server
answers. urgent.js lays them over what is typed; this writes them as small as they go."""

from __future__ import annotations

import json

from askleaflet.urgency import Vocabulary, load_vocabulary
from askleaflet.urgency.readings import HUNDRED, ONES, POINT, TENS
from askleaflet.urgency.vocabulary import CALM, NUMBER

# The lists of [context] and [words] that urgent.js asks for.
CONTEXT = (
    "@about", "@allowed", "@and", "@article", "@asking", "@asks", "@aux", "@back", "@be",
    "@but", "@filler", "@generic", "@goes_on", "@have", "@hypothetically", "@if", "@lasting",
    "@modal", "@named", "@negation", "@not_only", "@now", "@opener", "@or", "@other",
    "@other_unit", "@owner", "@part", "@past", "@person", "@present", "@present_person",
    "@resolved", "@right_now", "@stopped", "@storage", "@subject", "@temperature", "@this",
    "@threshold", "@unsure", "@unsure_if", "@was", "@whom", "@wonders", "@yet_to_come", "WONT",
    "NOT", "SITE", "LINE",
)  # fmt: skip
SIGNS = "signs.js"
CRISIS, LIFE, ALWAYS, BARE, EMERGENCY, PUMP = 1, 2, 4, 8, 32, 64


def signs_script() -> bytes:
    """A script that gives the page ``SIGNS``, as text, which costs nothing until it is read.
    Raises VocabularyError."""
    quoted = written(load_vocabulary()).replace("\\", "\\\\").replace("'", "\\'")
    return f"\"use strict\";\nconst SIGNS = '{quoted}';\n".encode()


def written(vocabulary: Vocabulary) -> str:
    """As JSON: ``words`` by group number (a space parts the words of one), ``phrases`` as
    ``[marks, element, gap, element, ...]`` and ``limits``. Groups are numbered in ``keys``.
    ``slips`` are forgiven where nothing is written so; the rest is for numbers in words."""
    used = {NUMBER, *CONTEXT}
    phrases: list[list[int]] = []
    rows = [one for own in vocabulary.phrases.values() for one in own]
    for one in rows:
        used.update(one.elements)
    keys = sorted(used)
    number = {key: place for place, key in enumerate(keys)}
    for one in rows:
        marks = CRISIS * (one.sign.group == "crisis") + LIFE * one.sign.life
        marks += ALWAYS * one.sign.always + BARE * one.bare
        marks += EMERGENCY * (one.sign.first == "emergency") + PUMP * (one.sign.group == "pump")
        steps = [-1 if one.sign is CALM else marks]
        for element, gap in zip(one.elements, one.gaps, strict=True):
            steps += [number[element], gap]
        phrases.append(steps)
    said: dict[str, list[int]] = {}
    for word, labels in vocabulary.labels.items():
        places = [number[key] for key in labels if key in number]
        if places:
            said[word] = places
    for first, after in vocabulary.longer.items():
        for second, rests in after.items():
            for rest, key in rests:
                if key in number:
                    said.setdefault(" ".join((first, second, *rest)), []).append(number[key])
    spread = sorted({word for words in vocabulary.slips.values() for word in words})
    # With those of several words, all that is known as written, so that it is no slip of another.
    plain = {word for many in said for word in many.split(" ")}
    content = {
        "slips": spread,
        "plain": sorted(vocabulary.labels.keys() - plain),
        "ones": ONES,
        "tens": TENS,
        "hundred": sorted(HUNDRED),
        "point": sorted(POINT),
        "keys": {key: number[key] for key in CONTEXT},
        "number": number[NUMBER],
        "words": {word: said[word] for word in sorted(said)},
        "phrases": phrases,
        "limits": vocabulary.limits._asdict(),
    }
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False)
