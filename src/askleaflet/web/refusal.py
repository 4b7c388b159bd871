"""What is said where a question is not answered: why, whom to turn to, and the urgent notice.

An emergency is looked for in every post, before any limit and whatever its shape, by the phrases
of ``urgent.toml`` alone: they take time linear in the text and need nothing that could fail.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from math import ceil

from starlette.responses import JSONResponse

from askleaflet.answer import care_team
from askleaflet.notice import Kind, card, kind_of
from askleaflet.reporting import report
from askleaflet.settings import Settings
from askleaflet.urgency import find_signs
from askleaflet.wording import say

# Short texts never wait behind long ones.
SHORT = 2_000
# Where so many wait already the notice is shown unread: better one too many.
MOST_WAITING = 200


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """This post is not taken: status, key of the wording, seconds to wait; ``notice``: shown
    whatever the text says."""

    def __init__(self, status: int, key: str, wait: float = 0.0, notice: bool = False) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.wait = wait
        self.notice = notice


class Refusals:
    """Writes refusals in the words of the site."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lanes = {
            short: ThreadPoolExecutor(1, thread_name_prefix="urgent") for short in (True, False)
        }
        self._waiting = {True: 0, False: 0}

    async def answer(self, refused: Refused, text: str, language: str = "") -> JSONResponse:
        """The refusal of a post that holds ``text``, in ``language`` or else the site's. Gradio's
        client shows what is in "error"."""
        language = language or self._settings.language
        kind = "life" if refused.notice else await self._kind(text)
        notice = card(kind, (), self._settings, language, None) if kind else None
        said = {
            "error": say(language, refused.key),
            "care": care_team(self._settings, language),
            "urgent": kind or "",
            "notice": [notice.heading, *notice.lines] if notice else [],
        }
        headers = {"Retry-After": str(ceil(refused.wait))} if refused.wait else None
        return JSONResponse(said, refused.status, headers)

    async def _kind(self, text: str) -> Kind | None:
        """The notice that ``text`` calls for. A fault in reading it counts as an emergency."""
        short = len(text) <= SHORT
        if not text.strip():
            return None
        if self._waiting[short] >= MOST_WAITING:
            return "life"
        self._waiting[short] += 1
        try:
            running = asyncio.get_running_loop().run_in_executor(
                self._lanes[short], find_signs, text
            )
            return kind_of(await running)
        except Exception as error:
            report(error, "a refused message could not be read")
            return "life"
        finally:
            self._waiting[short] -= 1
