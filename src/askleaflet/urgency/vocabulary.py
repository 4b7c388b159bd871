"""Read `urgent.toml`, check it, and make it quick to look things up in.

The file is for nurses to read and edit, so every mistake in it is an error that says which entry and what to do.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path

from .inflections import deletion_index, inflect, near_words, squeeze

VOCABULARY_FILE = Path(__file__).parent.parent / "urgent.toml"
NEAR, FAR = 2, 6
NUMBER = "#"
GROUPS = frozenset({"reaction", "nerves", "infection", "bleeding", "pump", "other", "crisis"})
Spans = Mapping[str, tuple[int, ...]]
_NO_SPANS: Spans = {}


class VocabularyError(ValueError):
    """The vocabulary file cannot be used; the message names the entry and says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class SignEntry:
    """One sign of the file: what it is called, how pressing it is, and the source it rests on."""

    group: str
    name: str
    life: bool
    always: bool
    source: str


# Not a sign: what its phrases cover does not count.
CALM = SignEntry("calm", "calm", life=False, always=False, source="none")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A row of word groups to be met in order, each at most `gaps` words after the one before.

    `bare` phrases only name a sign ("fever"): they count when someone is said to have it. The others describe it happening.
    """

    elements: tuple[str, ...]
    gaps: tuple[int, ...]
    sign: SignEntry
    bare: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """Where readings become alarming: they only make the notice show and are never printed."""

    high_c: float
    low_c: float
    high_f: float
    low_f: float
    pressure: float
    pulse: float
    oxygen: float


@dataclass(frozen=True)
class Vocabulary:
    """Everything the detector knows, looked up by the word in hand."""

    signs: tuple[SignEntry, ...]
    phrases: Mapping[str, tuple[Phrase, ...]]
    labels: Mapping[str, Spans]
    longer: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    slips: dict[str, tuple[str, ...]]
    readings_of: Mapping[str, Phrase]
    limits: Limits
    _seen: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def readings(self, word: str) -> tuple[str, ...]:
        """The words of the file that `word` may stand for: itself, or those one slip of the finger away."""
        if word in self.labels:
            return (word,)
        found = self._seen.get(word)
        if found is None:
            plain = squeeze(word)
            found = (plain,) if plain in self.labels else tuple(sorted(near_words(plain, self.slips)))
            if len(self._seen) < 20_000 and len(word) < 40:
                self._seen[word] = found
        return found

    def spans(self, word: str) -> Spans:
        """Which groups the one word `word` belongs to, each with the length 1."""
        return self.labels.get(word, _NO_SPANS)


def _text(table: Mapping[str, object], key: str, where: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if not isinstance(value, str):
        raise VocabularyError(f"urgent.toml, {where}: '{key}' must be a text in quotes")
    return value


def _flag(table: Mapping[str, object], key: str, where: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise VocabularyError(f"urgent.toml, {where}: '{key}' must be true or false, without quotes")
    return value


def _table(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise VocabularyError(f"urgent.toml: the part [{where}] is missing or not a table")
    return value


def _listed(table: Mapping[str, object], name: str, part: str) -> list[str]:
    return [one.strip() for one in _text(table, name, f"[{part}] {name}").split(",") if one.strip()]


def _limits(raw: Mapping[str, object]) -> Limits:
    table = _table(raw.get("limits"), "limits")
    numbers = {key: value for key, value in table.items() if isinstance(value, int | float)}
    missing = [key for key in Limits.__slots__ if key not in numbers]
    if missing:
        raise VocabularyError(f"urgent.toml, [limits]: no number for {', '.join(missing)}")
    return Limits(**{key: float(numbers[key]) for key in Limits.__slots__})


def spellings(alternative: str) -> Iterable[tuple[str, ...]]:
    """All forms of one alternative, as rows of words: "throw~ up" -> (throw, up), (throws, up), (throwing, up) ..."""
    forms = [inflect(word[:-1]) if word.endswith("~") else (word,) for word in alternative.split()]
    return product(*forms)


class _Builder:
    """Gathers the file's entries; `finish` turns them into a Vocabulary."""

    def __init__(self) -> None:
        self.signs: list[SignEntry] = []
        self.phrases: dict[str, list[Phrase]] = {}
        self.labels: dict[str, dict[str, tuple[int, ...]]] = {}
        self.longer: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.groups: dict[str, list[str]] = {}
        self.made: set[str] = set()
        self.in_signs: set[str] = set()
        self.readings_of: dict[str, Phrase] = {}

    def add(self, key: str, alternatives: Iterable[str]) -> None:
        """Make every alternative (a word, a row of words, `~` for its endings) an instance of `key`."""
        for alternative in alternatives:
            for row in spellings(alternative):
                for word in row:
                    self.labels.setdefault(word, {})
                    if key[0] != "@":
                        self.in_signs.add(word)
                if len(row) == 1:
                    self.labels[row[0]][key] = (1,)
                else:
                    self.longer.setdefault(row[0], []).append((row[1:], key))

    def element(self, written: str, where: str) -> str:
        """The key for one element of a phrase: a GROUP, or words split by `|`, `_` for a space."""
        if written in self.groups or written == NUMBER or written in self.made:
            return written
        self.made.add(written)
        for one in written.split("|"):
            if one.isupper() and one not in self.groups:
                raise VocabularyError(f"urgent.toml, {where}: the word group {one} is not in [words]")
            self.add(written, self.groups.get(one, [one.replace("_", " ")]))
        return written

    def phrase(self, line: str, sign: SignEntry, bare: bool) -> None:
        """Add one line of a sign. `..` widens the gap before the next element, `&` allows either order."""
        halves = [half.split() for half in line.split("&")]
        if not all(halves):
            raise VocabularyError(f"urgent.toml, sign '{sign.name}': the line '{line}' has an empty side of '&'")
        orders = [halves] if len(halves) == 1 else [halves, halves[::-1]]
        for order in orders:
            elements: list[str] = []
            gaps: list[int] = []
            for place, half in enumerate(order):
                gap = FAR if place else NEAR
                for written in half:
                    if written == "..":
                        gap = FAR
                        continue
                    elements.append(self.element(written, f"sign '{sign.name}'"))
                    gaps.append(gap)
                    gap = NEAR
            found = Phrase(tuple(elements), tuple(gaps), sign, bare)
            self.phrases.setdefault(elements[0], []).append(found)

    def sign(self, table: Mapping[str, object]) -> None:
        """Add one [[sign]] of the file."""
        name = _text(table, "name", "a [[sign]]")
        where = f"sign '{name}'"
        group, source = _text(table, "group", where), _text(table, "source", where)
        if group not in GROUPS:
            raise VocabularyError(f"urgent.toml, {where}: '{group}' is not one of {', '.join(sorted(GROUPS))}")
        if not source.strip():
            raise VocabularyError(f"urgent.toml, {where}: every sign needs a source")
        entry = SignEntry(group, name, _flag(table, "life", where), _flag(table, "always", where), source)
        says, names = _text(table, "says", where, "").splitlines(), _text(table, "names", where, "").splitlines()
        lines = [(line.strip(), bare) for part, bare in ((says, False), (names, True)) for line in part]
        for line, bare in lines:
            if line and not line.startswith("#"):
                self.phrase(line, entry, bare)
        self.signs.append(entry)
        if reading := _text(table, "reading", where, ""):
            self.readings_of[reading] = Phrase((), (), entry, False)

    def finish(self, calm: Iterable[str], limits: Limits) -> Vocabulary:
        """Freeze what was gathered. `calm` words are known words without a meaning here, so they are no slips of others."""
        # Context words need no forgiving: a sign is found without them, and they would only swallow ordinary words.
        alarming = [word for word in self.labels if word in self.in_signs]
        for word in calm:
            self.labels.setdefault(word, {})
        return Vocabulary(
            tuple(self.signs),
            {first: tuple(found) for first, found in self.phrases.items()},
            self.labels,
            {first: tuple(found) for first, found in self.longer.items()},
            deletion_index(alarming),
            self.readings_of,
            limits,
        )


def read_vocabulary(content: str) -> Vocabulary:
    """Compile the text of an `urgent.toml`. Raises VocabularyError, naming the entry, when it cannot be used."""
    try:
        raw: Mapping[str, object] = tomllib.loads(content)
    except tomllib.TOMLDecodeError as wrong:
        raise VocabularyError(f"urgent.toml cannot be read: {wrong}") from wrong
    builder = _Builder()
    words, context = _table(raw.get("words"), "words"), _table(raw.get("context"), "context")
    for name in words:
        builder.groups[name] = _listed(words, name, "words")
        builder.add(name, builder.groups[name])
    for name in context:
        builder.add("@" + name, _listed(context, name, "context"))
    for line in _text(_table(raw.get("calm"), "calm"), "says", "[calm]").splitlines():
        if line.strip():
            builder.phrase(line.strip(), CALM, bare=False)
    listed = raw.get("sign")
    if not isinstance(listed, list) or not listed:
        raise VocabularyError("urgent.toml holds no [[sign]]")
    for table in listed:
        builder.sign(_table(table, "[sign]"))
    return builder.finish(_text(_table(raw.get("spelling"), "spelling"), "calm", "[spelling]").split(), _limits(raw))


@lru_cache(maxsize=8)
def load_vocabulary(path: Path = VOCABULARY_FILE) -> Vocabulary:
    """Read and compile the vocabulary at `path`, once per path. Raises VocabularyError or OSError."""
    return read_vocabulary(path.read_text(encoding="utf-8"))
