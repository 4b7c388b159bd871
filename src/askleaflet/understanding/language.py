"""In which language a question is, as far as the program has words for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from askleaflet.analysis import stems

_SPANISH = frozenset(
    stems(
        "el la los las un una de del que con por para es son se mi su lo le puedo puede tengo "
        "tiene esta estoy como cuando cuanto cuantos cual cuales donde porque si muy mas sin "
        "sobre hay ser hacer tomar medicamento medicina dolor fiebre durante despues antes este "
        "esto yo el ella nos qué y o pero no hijo hija madre padre"
    )
)
# Words that are as much English as Spanish.
_SHARED = frozenset(stems("no me a he as son y o con sin como este"))


def guess_language(words: Sequence[str]) -> str:
    """``es`` where Spanish words carry the question, else ``en``."""
    telling = [word for word in words if word in _SPANISH and word not in _SHARED]
    return "es" if len(telling) >= 2 and 3 * len(telling) >= len(words) else "en"


def is_foreign_script(text: str) -> bool:
    """Whether most letters of ``text`` are of another script than Latin."""
    if text.isascii():
        return False
    letters = [character for character in text if character.isalpha()]
    foreign = sum(not unicodedata.name(character, "").startswith("LATIN") for character in letters)
    return 2 * foreign > len(letters)
