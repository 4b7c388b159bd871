"""The encoder: texts to vectors, by the small networks that ship with the program.

The reader gives a vector for search, a vector a token for the closer look, how much each token
counts, and whether the text asks what no leaflet answers. The alarm begins at the same words and
tells an emergency, and of which kind; what stands in a leaflet needs it not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from askleaflet.errors import ReaderError
from askleaflet.reader.translations import Translations, translations_in
from askleaflet.records import Encoded, Floats

MODEL_FOLDER = Path(__file__).with_name("model")
CARD, TOKENIZER = "model.json", "tokenizer.json"
READER, ALARM = "reader.onnx", "alarm.onnx"
TRANSLATIONS = "translations.safetensors"
# What the reader tells of a question beside the alarm's heads: the log-odds that nothing answers.
NOTHING = "nothing"
# In tokens. Longer passages are lists, whose first items say what they are; longer questions are
# stories, which are read in pieces.
LONGEST_PASSAGE, LONGEST_QUESTION = 64, 96
# The numbers of a vector of a text, and of a token.
WIDTH, TOKEN_WIDTH = 384, 64
# What is kept of that which stands in a leaflet; all that the reader gives; what the alarm takes.
_KEPT = ("vector", "tokens")
EMBEDDED = "embedded"
OUTPUTS = (*_KEPT, "weights", NOTHING, EMBEDDED)


@dataclass(frozen=True, slots=True)
class Encoder:
    """The networks, ready to read. ``card`` is what ``model.json`` says of them; ``heads`` are the
    names of what the alarm tells, in its order; ``vectors`` names the reader, on which vectors
    hang; ``translations`` are the words that came with it."""

    reader: onnxruntime.InferenceSession
    alarm: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    card: Mapping[str, object]
    heads: tuple[str, ...]
    vectors: str
    translations: Translations

    def numbers(self, name: str, needed: Collection[str] = ()) -> dict[str, float]:
        """The numbers that the card gives under ``name``, those ``needed`` among them. Raises
        ReaderError."""
        found = self.card.get(name)
        if not isinstance(found, dict) or not all(map(_is_number, found.values())):
            raise ReaderError(_broken(CARD, f"it has no '{name}'"))
        if missing := set(needed) - set(found):
            raise ReaderError(_broken(CARD, f"its '{name}' lacks '{min(missing)}'"))
        return {str(key): float(value) for key, value in found.items()}

    def words(self) -> frozenset[str]:
        """The 30,000 words, folded, that the network knows whole."""
        return frozenset(self.tokenizer.get_vocab(with_added_tokens=False))

    def of_leaflet(self, ids: Sequence[int]) -> tuple[Floats, Floats]:
        """The vectors of a text in a leaflet and of its tokens, which are given."""
        vector, tokens = self._run(_KEPT, ids)
        return vector[0], tokens[0]

    def tokens(self, texts: Sequence[str], longest: int) -> list[Sequence[int]]:
        """The tokens of each of ``texts``, ``longest`` of them at most."""
        # A half of a character (a lone surrogate) is none that the tokenizer takes.
        whole = [text.encode("utf-8", "replace").decode() for text in texts]
        return [one.ids[:longest] for one in self.tokenizer.encode_batch(whole)]

    def encode(self, texts: Sequence[str], longest: int) -> list[Encoded]:
        """What the network reads in each of ``texts``, of which it sees ``longest`` tokens.

        One after the other: int8 scales a batch by its largest number, so what is read in a text
        would hang on those beside it.
        """
        return [self._read(ids) for ids in self.tokens(texts, longest)]

    def _read(self, ids: Sequence[int]) -> Encoded:
        vector, tokens, weights, nothing, embedded = self._run(OUTPUTS, ids)
        (told,) = self.alarm.run(None, {EMBEDDED: embedded})
        odds = dict(zip(self.heads, told[0].tolist(), strict=True))
        return Encoded(vector[0], tokens[0], weights[0], {NOTHING: float(nothing[0, 0]), **odds})

    def _run(self, outputs: Sequence[str], ids: Sequence[int]) -> list[Floats]:
        """What the reader gives for one text: a row of each."""
        given: list[Floats] = self.reader.run(outputs, {"ids": np.array([ids], np.int64)})
        return given


def load_encoder(folder: Path = MODEL_FOLDER) -> Encoder:
    """The encoder in ``folder``, every file of it compared with its checksum first.

    Raises ReaderError with what to do.
    """
    card = _card(folder)
    sums = card.get("files")
    if not isinstance(sums, dict) or not {READER, ALARM, TOKENIZER} <= set(sums):
        raise ReaderError(_broken(CARD, "it names no files"))
    content = {name: _content(folder / name) for name in sums}
    # To check a file costs half of what it costs to put the network together: on another core.
    with ThreadPoolExecutor(1) as another:
        checked = another.submit(_check, content, sums)
        try:
            reader, alarm = (_session(name, content[name]) for name in (READER, ALARM))
        finally:
            checked.result()
    tokenizer, heads = _tokenizer(content[TOKENIZER]), card.get("heads")
    if not isinstance(heads, list) or len(heads) != alarm.get_outputs()[0].shape[-1]:
        raise ReaderError(_broken(CARD, "its 'heads' are not those of the alarm"))
    translations = translations_in(content.get(TRANSLATIONS))
    if translations is None:
        raise ReaderError(_broken(TRANSLATIONS, "it holds no words"))
    names = tuple(map(str, heads))
    return Encoder(reader, alarm, tokenizer, card, names, str(sums[READER]), translations)


def _session(name: str, content: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One question is read in a few milliseconds; more threads only get in each other's way.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # What can run together was made one when the network was written.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors have no base of their own
        raise ReaderError(_broken(name, "it is no network")) from error


def _tokenizer(content: bytes) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_str(content.decode())
    except Exception as error:  # its errors are plain ones
        raise ReaderError(_broken(TOKENIZER, "it is no tokenizer")) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(4 * LONGEST_QUESTION)
    return tokenizer


def _card(folder: Path) -> dict[str, object]:
    try:
        card = json.loads((folder / CARD).read_bytes())
    except (OSError, ValueError) as error:
        raise ReaderError(_broken(CARD, "it cannot be read")) from error
    if not isinstance(card, dict):
        raise ReaderError(_broken(CARD, "it is not what it should be"))
    return card


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReaderError(_broken(path.name, "it cannot be read")) from error


def _check(files: Mapping[str, bytes], sums: Mapping[str, object]) -> None:
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != sums[name]:
            raise ReaderError(_broken(name, "its checksum is wrong"))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _broken(name: str, why: str) -> str:
    return f"The reader's file {name} cannot be used: {why}. Install the program again."
