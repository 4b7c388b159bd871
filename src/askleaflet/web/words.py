"""The page's words in a language, as elements that can change language in place.

Every element carries the key of its words and what fills their places, so that the scripts can say
the same in another language without asking the server.
"""

from __future__ import annotations

from markupsafe import Markup

from askleaflet.web.elements import element
from askleaflet.wording import all_words, languages, name_of, say


def word(language: str, key: str, **values: str) -> Markup:
    """Words that follow the language of the page.

    A place named ``spoken`` takes the code of a language and shows its name.
    """
    shown = {
        place: name_of(language, value) if place == "spoken" else value
        for place, value in values.items()
    }
    places = {f"data_{place}": value for place, value in values.items()}
    return element("span", say(language, key, **shown), data_say=key, **places)


def label(language: str, key: str) -> dict[str, str]:
    """The attributes that name an element for those who do not see it."""
    return {"aria_label": say(language, key), "data_say_label": key}


def page_words() -> dict[str, dict[str, str]]:
    """What the scripts may have to say, in every language."""
    groups = (
        *("page.", "quote.", "language.", "urgent.open", "about.", "reply.empty", "reply.error"),
        "server.too_long",
    )
    return {
        language: {
            key: words for key, words in all_words(language).items() if key.startswith(groups)
        }
        for language in languages()
    }
