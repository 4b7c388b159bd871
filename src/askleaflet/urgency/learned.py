"""What the network reads of an emergency: where no phrase tells one, and where one is no more than
a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from askleaflet.records import Encoded, First, Sign
from askleaflet.urgency.vocabulary import CRISIS

LIKE_EXAMPLES = "like the examples"
_GROUP = "group:"
# What the model's card must say.
THRESHOLDS = (
    "urgent",
    "urgent_story",
    "calm",
    "story",
    "grave",
    "story_grave",
    "maybe",
    "life",
)


def learned_signs(
    text: str, read: Sequence[Encoded], thresholds: Mapping[str, float]
) -> tuple[Sign, ...]:
    """The sign of an emergency in ``text``, of which the network ``read`` the pieces.

    ``thresholds``: the log-odds from which a message counts as ``urgent``, and a sign as one that
    threatens ``life``; below ``calm`` a phrase alone does not count, and from ``maybe`` on the
    reply says what to do if this is felt now. ``urgent_story`` and ``story`` stand for ``urgent``
    and ``calm`` where a message is read in pieces: a long one has more chances to hold a phrase,
    and tells the network more. Below ``story_grave``, and ``grave`` in a short message, a piece is
    calm though a phrase in it tells of a threat to life.
    """
    most = max(read, key=lambda one: one.odds["urgent"], default=None)
    least = thresholds["urgent_story" if len(read) > 1 else "urgent"]
    if most is None or most.odds["urgent"] < least:
        return ()
    groups = {name: odds for name, odds in most.odds.items() if name.startswith(_GROUP)}
    group = max(groups, key=lambda name: groups[name]).removeprefix(_GROUP)
    life = most.odds["life"] >= thresholds["life"]
    first: First = "emergency" if life else "team"
    return (Sign(group, LIKE_EXAMPLES, life, text, 0, len(text), first),)


def surely_calm(
    signs: Sequence[Sign],
    read: Sequence[Encoded],
    thresholds: Mapping[str, float],
    *,
    story: bool,
) -> bool:
    """Whether what was ``read`` where the phrases of ``signs`` stand is so calm that they make no
    emergency of it. ``story``: there is more of the message.

    Never where one of them tells of a crisis; where one is held, only in a long story.
    """
    if not read or any(one.group == CRISIS for one in signs):
        return False
    if not story and any(one.held for one in signs):
        return False
    least = calm_below(thresholds, life=any(one.life for one in signs), story=story)
    return all(one.odds["urgent"] < least for one in read)


def calm_below(thresholds: Mapping[str, float], *, life: bool, story: bool) -> float:
    """The log-odds below which a message is calm whatever phrases it holds; ``life``: one of them
    tells of a threat to life, ``story``: it is read in pieces."""
    if story:
        return thresholds["story_grave" if life else "story"]
    return thresholds["grave" if life else "calm"]


def maybe_urgent(read: Sequence[Encoded], thresholds: Mapping[str, float]) -> bool:
    """Whether a message for which no notice is due may still be of something felt now."""
    return any(one.odds["urgent"] >= thresholds["maybe"] for one in read)
