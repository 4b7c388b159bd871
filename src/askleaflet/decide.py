"""What to do about a question: answer, refuse or ask back. The one place that decides.

Whose subject it is comes first: another medicine is never answered from this leaflet, but by what
it says of taking both. All else is one probability, learned, against thresholds that stand in the
model's card: from ``answer`` on the best passage is quoted, from ``related`` on it is offered as
"maybe related".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from askleaflet.analysis import words
from askleaflet.data import read_lines
from askleaflet.glance import overlap
from askleaflet.records import Decision, Hit, Passage, Query, Reading
from askleaflet.spelling import phrases_in

# What the model's card must say.
THRESHOLDS = ("answer_taught", "answer_plain", "related_taught", "related_plain", "second")
# Where "it" of a follow-up may be another medicine, that was named before, only what answers as
# likely as this is quoted.
CERTAIN = 0.95
# What asks nothing of a leaflet, by the reason that the decision gives.
GREETING, FEAR, NUMBER, HELP = "greeting", "fear", "number", "help"
SMALL_TALK = {
    GREETING: "greetings.txt",
    FEAR: "fear.txt",
    NUMBER: "whom_to_call.txt",
    HELP: "help.txt",
}
# From here on an example in another language asks the same. The network knows little of one, and
# finds any two questions alike that begin alike. Set on 300 Spanish questions about the sample: of
# those from 0.45 to 0.59 half would be answered wrongly, above it all that were ("for whom is it
# not?", 0.66 to 0.73) but asked for the opposite, which ``Reading.opposed`` tells.
NEAR_EXAMPLE = 0.6
SERIOUS_FILE = "how_serious.txt"
# Words that change nothing of such a message.
_FILLERS = frozenset("so very really please just oh dear now right all por favor".split())
# "Can I take ibuprofen with it?" asks about this medicine, too.
_BESIDE = re.compile(
    r"\b(?:with|plus|alongside|together|on top of|while|mix\w*|combin\w*|con|junto)\b", re.I
)


class Decider:
    """Decides about questions, with the numbers of the model's card."""

    def __init__(self, thresholds: Mapping[str, float]) -> None:
        """``thresholds``: ``answer`` and ``related``, each for every sort of evidence, and
        ``second`` (how far behind the best hit a second one may be, in log-odds)."""
        self._thresholds = thresholds
        self._small_talk = {
            _without_fillers(words(line)): reason
            for reason, file in SMALL_TALK.items()
            for line in read_lines(file)
        }

    def decide(self, query: Query, reading: Reading) -> Decision:
        """The decision about ``query``, of which the reader made ``reading``."""
        others = tuple(dict.fromkeys(one.words for one in query.subjects if one.sort == "medicine"))
        rest = query.text
        for one in others:
            # "Nurofen Plus" is not something taken on top of it.
            rest = rest.replace(one, " ")
        both = bool(others and _BESIDE.search(rest))
        least = CERTAIN if query.bound else self._thresholds[f"answer_{reading.sort}"]
        sure = reading.answers >= least and bool(reading.hits)
        # Where this medicine is named as well, the reader says whether the leaflet answers; what
        # answers where it speaks of other medicines is about both ("I take senna, any clash?").
        here = both or query.named or (sure and reading.others and query.documents)
        settled = self._settled(query, () if here else others)
        if settled:
            return settled
        # Of both together only those places tell that speak of other medicines.
        decision = self._read(query, reading, sure=sure, apart=both and not reading.others)
        # A question in another language than the leaflet's is answered where an example is near.
        near = bool(reading.hits) and reading.hits[0].wording >= NEAR_EXAMPLE
        taught = near and not reading.opposed
        if query.beside and (decision.kind != "answer" or not taught):
            return Decision("unclear", reason="other language")
        return decision

    def _read(self, query: Query, reading: Reading, *, sure: bool, apart: bool) -> Decision:
        if not reading.hits:
            return Decision("not_covered", reason="nothing found")
        best = reading.hits[0]
        # It is asked how bad something is, or what to do about it, and no more than named.
        bare = reading.bare and phrases_in(SERIOUS_FILE, words).within(words(query.text))
        # What stands under a heading is about what it says.
        if (reading.under or sure) and not apart and not bare:
            quoted = (best.passage, *self._second(best, reading))
            return Decision("answer", quoted, reason="read")
        near = reading.answers >= self._thresholds[f"related_{reading.sort}"]
        nearest = best.passage if near else None
        return Decision("not_covered", reason="read", nearest=nearest)

    def small_talk(self, text: str) -> str | None:
        """Which kind of small talk ``text`` is, whole; None where it is none."""
        return self._small_talk.get(_without_fillers(words(text)))

    def _settled(self, query: Query, others: tuple[str, ...]) -> Decision | None:
        """The decision that no leaflet need be read for; None where one must. ``others``: the
        medicines that are asked about in place of this one, in the person's words."""
        if query.foreign:
            return Decision("unclear", reason="foreign")
        if talk := self.small_talk(query.text):
            return Decision("greeting", reason=talk)
        if not words(query.text):
            return Decision("unclear", reason="nothing to go on")
        if others:
            return Decision("other_medicine", reason="names another", subjects=others)
        return Decision("unclear", reason="which leaflet") if len(query.documents) != 1 else None

    def _second(self, best: Hit, reading: Reading) -> tuple[Passage, ...]:
        """The next best passage that shows other words: of the same section, where it is as good;
        under a heading that is what was asked for, where the best one is."""
        whole = best.passage.id in reading.under
        for hit in reading.hits[1:]:
            one = hit.passage
            near = best.score - hit.score <= self._thresholds["second"]
            same = near and one.section == best.passage.section
            wanted = same or (whole and one.id in reading.under)
            if wanted and not overlap(one.block, best.passage.block):
                return (one,)
        return ()


def _without_fillers(said: Sequence[str]) -> tuple[str, ...]:
    """The words that tell something; all where none does."""
    return tuple(one for one in said if one not in _FILLERS) or tuple(said)
