"""Read `urgent.toml`, check it, and compile it into a Vocabulary.

The file is for nurses to read and edit, so every mistake in it is an error that says which entry is
wrong and what to do.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path

from askleaflet.errors import VocabularyError
from askleaflet.records import First
from askleaflet.urgency.vocabulary import (
    CALM,
    CONTEXT,
    FAR,
    GROUPS,
    NEAR,
    NUMBER,
    READINGS,
    Limits,
    Phrase,
    SignEntry,
    Vocabulary,
    by_first_letter,
    inflect,
)

# What a message holds once it is folded: all of ASCII but capitals and apostrophes.
_MET = re.compile(r"[\x00-&(-@\[-\x7f]*").fullmatch
VOCABULARY_FILE = Path(__file__).parent.parent / "data" / "urgent.toml"


def _text(table: Mapping[str, object], key: str, where: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if not isinstance(value, str):
        raise VocabularyError(f"urgent.toml, {where}: '{key}' must be a text in quotes")
    return value


def _flag(table: Mapping[str, object], key: str, where: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise VocabularyError(
            f"urgent.toml, {where}: '{key}' must be true or false, without quotes"
        )
    return value


def _first(table: Mapping[str, object], life: bool, where: str) -> First:
    """Whom to call first: as the file says, else the emergency number where life is threatened."""
    match table.get("first", "emergency" if life else "team"):
        case "emergency":
            return "emergency"
        case "team":
            return "team"
    raise VocabularyError(f"urgent.toml, {where}: 'first' must be 'emergency' or 'team'")


def _table(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise VocabularyError(f"urgent.toml: the part [{where}] is missing or not a table")
    return value


def _listed(table: Mapping[str, object], name: str, part: str) -> list[str]:
    return [one.strip() for one in _text(table, name, f"[{part}] {name}").split(",") if one.strip()]


def _limits(raw: Mapping[str, object]) -> Limits:
    table = _table(raw.get("limits"), "limits")
    numbers = {key: value for key, value in table.items() if isinstance(value, int | float)}
    missing = [key for key in Limits._fields if key not in numbers]
    if missing:
        raise VocabularyError(f"urgent.toml, [limits]: no number for {', '.join(missing)}")
    return Limits(**{key: float(numbers[key]) for key in Limits._fields})


def spellings(alternative: str) -> Iterable[tuple[str, ...]]:
    """All forms of one alternative as rows of words: "throw~ up" -> (throw, up), (throws, up)..."""
    words = alternative.split()
    if "~" not in alternative:
        return (tuple(words),)
    if len(words) == 1:
        return [(form,) for form in inflect(alternative[:-1])]
    return product(*[inflect(word[:-1]) if word.endswith("~") else (word,) for word in words])


class _Builder:
    """Gathers the file's entries; `finish` turns them into a Vocabulary."""

    def __init__(self) -> None:
        self.phrases: dict[str, list[Phrase]] = {}
        self.labels: dict[str, dict[str, tuple[int, ...]]] = {}
        self.longer: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
        self.groups: dict[str, list[str]] = {}
        self.made: set[str] = set()
        self.in_signs: set[str] = set()
        self.readings_of: dict[str, Phrase] = {}

    def add(self, key: str, alternatives: Sequence[str]) -> None:
        """Make every alternative (a word, some words, `~` for endings) an instance of `key`."""
        if not _MET("".join(alternatives)):
            wrong = next(one for one in alternatives if not _MET(one))
            raise VocabularyError(
                f"urgent.toml: '{wrong}' would never be met: write it in small letters, "
                "without accents or apostrophes"
            )
        labels, one_word = self.labels, (1,)
        for alternative in alternatives:
            for row in spellings(alternative):
                if key[0] != "@":
                    self.in_signs.update(row)
                for word in row:
                    if word not in labels:
                        labels[word] = {}
                if len(row) == 1:
                    labels[row[0]][key] = one_word
                else:
                    after = self.longer.setdefault(row[0], {})
                    after.setdefault(row[1], []).append((row[2:], key))

    def element(self, written: str, where: str) -> str:
        """The key for one element of a phrase: a GROUP, or words split by `|`, `_` for a space."""
        if written in self.groups or written == NUMBER or written in self.made:
            return written
        self.made.add(written)
        for one in written.split("|"):
            if one.islower() and one.isalpha() and one.isascii():
                # Most are plain words: no need for all of `add`.
                self.in_signs.add(one)
                self.labels.setdefault(one, {})[written] = (1,)
                continue
            if one.isupper() and one not in self.groups:
                raise VocabularyError(
                    f"urgent.toml, {where}: the word group {one} is not in [words]"
                )
            self.add(written, self.groups.get(one, [one.replace("_", " ")]))
        return written

    def phrase(self, line: str, sign: SignEntry, bare: bool) -> None:
        """Add one line of a sign; `..` widens the gap before a part, `&` allows either order."""
        halves = [half.split() for half in line.split("&")]
        if not all(halves):
            raise VocabularyError(
                f"urgent.toml, sign '{sign.name}': the line '{line}' has an empty side of '&'"
            )
        near = 0 if sign is CALM else NEAR  # what calms must be as written, word beside word
        orders = [halves] if len(halves) == 1 else [halves, halves[::-1]]
        for order in orders:
            elements: list[str] = []
            gaps: list[int] = []
            for place, half in enumerate(order):
                gap = FAR if place else near
                for written in half:
                    if written == "..":
                        gap = FAR
                        continue
                    elements.append(self.element(written, f"sign '{sign.name}'"))
                    gaps.append(gap)
                    gap = near
            found = Phrase(tuple(elements), tuple(gaps), sign, bare)
            self.phrases.setdefault(elements[0], []).append(found)

    def sign(self, table: Mapping[str, object]) -> None:
        """Add one [[sign]] of the file."""
        name = _text(table, "name", "a [[sign]]")
        where = f"sign '{name}'"
        group = _text(table, "group", where)
        if group not in GROUPS:
            raise VocabularyError(
                f"urgent.toml, {where}: '{group}' is not one of {', '.join(sorted(GROUPS))}"
            )
        if not _text(table, "source", where).strip():
            raise VocabularyError(f"urgent.toml, {where}: every sign needs a source")
        life, always = _flag(table, "life", where), _flag(table, "always", where)
        entry = SignEntry(group, name, life, always, _first(table, life, where))
        says, names = (
            _text(table, "says", where, "").splitlines(),
            _text(table, "names", where, "").splitlines(),
        )
        lines = [
            (line.strip(), bare) for part, bare in ((says, False), (names, True)) for line in part
        ]
        for line, bare in lines:
            if line and not line.startswith("#"):
                self.phrase(line, entry, bare)
        if reading := _text(table, "reading", where, ""):
            self.readings_of[reading] = Phrase((), (), entry, False)

    def finish(self, calm: Iterable[str], limits: Limits) -> Vocabulary:
        """Freeze what was gathered. `calm` words are known and mean nothing: no slips of others."""
        missing = READINGS - self.readings_of.keys()
        if missing:
            raise VocabularyError(f"urgent.toml: no [[sign]] with reading {', '.join(missing)}")
        # Words of [context] need no forgiving: forgiven, they would only swallow ordinary words.
        alarming = sorted(self.in_signs)
        for word in calm:
            self.labels.setdefault(word, {})
        return Vocabulary(
            {first: tuple(found) for first, found in self.phrases.items()},
            self.labels,
            self.longer,
            by_first_letter(alarming),
            self.readings_of,
            limits,
        )


def read_vocabulary(content: str) -> Vocabulary:
    """Compile the text of an `urgent.toml`. Raises VocabularyError, naming the faulty entry."""
    try:
        raw: Mapping[str, object] = tomllib.loads(content)
    except tomllib.TOMLDecodeError as wrong:
        raise VocabularyError(f"urgent.toml cannot be read: {wrong}") from wrong
    builder = _Builder()
    words, context = _table(raw.get("words"), "words"), _table(raw.get("context"), "context")
    for name in words:
        if not name.isupper():
            raise VocabularyError(f"urgent.toml, [words]: write the name {name} in capitals")
        builder.groups[name] = _listed(words, name, "words")
        builder.add(name, builder.groups[name])
    if context.keys() != CONTEXT:
        wrong_names = ", ".join(sorted(context.keys() ^ CONTEXT))
        raise VocabularyError(f"urgent.toml, [context]: missing or unknown list: {wrong_names}")
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
    return builder.finish(
        _text(_table(raw.get("spelling"), "spelling"), "calm", "[spelling]").split(), _limits(raw)
    )


@lru_cache(maxsize=8)
def load_vocabulary(path: Path = VOCABULARY_FILE) -> Vocabulary:
    """Read and compile the vocabulary at `path`, once a path. Raises VocabularyError or OSError."""
    return read_vocabulary(path.read_text(encoding="utf-8"))
