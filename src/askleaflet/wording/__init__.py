"""Every sentence the program says that is not a quote: one TOML file per language.

Adding a language is adding one file with the same keys; a test fails on a missing or unused key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from askleaflet.errors import VocabularyError

DEFAULT_LANGUAGE = "en"
_PLACE = re.compile(r"\{(\w+)\}")


@cache
def languages() -> tuple[str, ...]:
    """The languages there is wording for, the default one first."""
    names = sorted(
        entry.name.removesuffix(".toml")
        for entry in files(__name__).iterdir()
        if entry.name.endswith(".toml")
    )
    return (DEFAULT_LANGUAGE, *(name for name in names if name != DEFAULT_LANGUAGE))


@cache
def all_words(language: str) -> Mapping[str, str]:
    """Every key and its words in ``language``. Raises VocabularyError where there is no file."""
    if language not in languages():
        raise VocabularyError(
            f"There is no wording in '{language}'. Choose one of: {', '.join(languages())}."
        )
    content = tomllib.loads(files(__name__).joinpath(f"{language}.toml").read_text("utf-8"))
    return {
        f"{group}.{key}": words for group, part in content.items() for key, words in part.items()
    }


def say(language: str, key: str, /, **values: str) -> str:
    """The words for ``key``, its places filled in. Raises VocabularyError for an unknown key."""
    try:
        words = all_words(language)[key]
    except KeyError as error:
        raise VocabularyError(f"wording/{language}.toml lacks the key '{key}'. Add it.") from error
    # In one pass: a place in a value, which may be a person's words, is no place.
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), words)


def name_of(language: str, spoken: str) -> str:
    """The name of the language ``spoken``, in ``language``; its code where there is no name."""
    return all_words(language).get(f"language.{spoken}", spoken)


def listed(language: str, things: tuple[str, ...]) -> str:
    """Things in a row: "a, b and c"."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {say(language, 'list.and')} {things[-1]}"
