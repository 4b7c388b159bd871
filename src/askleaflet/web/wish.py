"""What the page may send, to the last type: a post of Gradio's, and the wish inside it.

Gradio opens the file or fetches the address that a dictionary of the right shape names, in any
input of any event. So nothing reaches it but strings which were read here, word for word as the
schema says; whatever else stands in a post makes the whole of it refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from askleaflet.wording import languages

# Ten questions are twenty messages.
MOST_ASKED = 10
# More is refused, with the numbers to call; less is read whole for emergencies.
LONGEST_TEXT = 65_536
_EXACTLY = ConfigDict(strict=True, extra="forbid")
Session = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Short = Annotated[str, StringConstraints(max_length=255)]


@dataclass(frozen=True, slots=True, config=_EXACTLY)
class Asked:
    """One question of the visit, and the leaflet that was chosen when it was asked.

    ``urgent`` is the page's own note that a notice answered it, and is not believed here.
    """

    text: str
    urgent: bool = False
    leaflet: Short = ""


@dataclass(frozen=True, slots=True, config=_EXACTLY)
class Wish:
    """What the page asks for: the conversation, and a leaflet where ``leaflet`` names one.

    ``shown``: the leaflet beside the conversation, where another may take its place. ``known``:
    of so many questions, the first ones, the page holds the replies already.
    """

    asked: Annotated[tuple[Asked, ...], Field(max_length=MOST_ASKED)] = ()
    language: Short = ""
    leaflet: Short = ""
    shown: Short = ""
    known: Annotated[int, Field(ge=0, le=MOST_ASKED)] = 0


@dataclass(frozen=True, slots=True, config=_EXACTLY)
class Post:
    """The envelope of Gradio's page: which event, set off by what, with which strings."""

    fn_index: int
    data: tuple[str, ...]
    session_hash: Session
    trigger_id: int | None = None
    event_data: None = None


_POST, _WISH = TypeAdapter(Post), TypeAdapter(Wish)


class UnreadableError(ValueError):
    """What was sent is not what the page sends."""


def read_post(body: bytes) -> Post:
    """The post in ``body``. Raises UnreadableError where anything is not as the schema says."""
    try:
        return _POST.validate_json(_cleaned(body))
    except (ValidationError, ValueError, RecursionError):
        raise UnreadableError from None


def read_wish(sent: str, language: str) -> Wish:
    """The wish in what the page sent, in ``language`` where it names none that there is.

    Raises UnreadableError where it is not exactly a wish.
    """
    try:
        wish = _WISH.validate_json(_cleaned(sent))
    except (ValidationError, ValueError, RecursionError):
        raise UnreadableError from None
    return wish if wish.language in languages() else replace(wish, language=language)


def written(wish: Wish) -> str:
    """``wish`` as the page writes it."""
    return _WISH.dump_json(wish).decode()


def _cleaned(sent: str | bytes) -> bytes:
    """The same JSON; half an emoji, which a cut can leave, becomes a question mark."""
    return json.dumps(json.loads(sent), ensure_ascii=False).encode("utf-8", "replace")


def texts_in(body: bytes) -> str:
    """Every text in a post, of whatever shape, one a line: also what is refused may be a cry for
    help. A body that is no JSON counts as text."""
    try:
        return "\n".join(_texts(json.loads(body)))
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace")


def _texts(value: object, inside: bool = True) -> Iterator[str]:
    if isinstance(value, str):
        if inside and value.lstrip()[:1] in {"{", "["}:
            try:
                yield from _texts(json.loads(value), inside=False)
                return
            except (ValueError, RecursionError):
                pass
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one, inside)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, inside)
