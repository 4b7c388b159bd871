"""Emergencies that no phrase tells: what the network reads in a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from askleaflet.records import Encoded, Sign

LIKE_EXAMPLES, CRISIS = "like the examples", "crisis"
_GROUP = "group:"


def learned_signs(
    text: str, read: Sequence[Encoded], thresholds: Mapping[str, float]
) -> tuple[Sign, ...]:
    """The sign of an emergency in ``text``, of which the network ``read`` the pieces.

    ``thresholds``: the log-odds from which a message counts as ``urgent``, and a sign as one that
    threatens ``life``; below ``calm`` a phrase alone does not count, and from ``maybe`` on the
    reply says what to do if this is felt now. ``story`` stands for ``calm`` where a message is read
    in pieces: a long one has more chances to hold a phrase, and tells the network more. Below
    ``grave``, which is lower by far, it is calm whatever phrase it holds but that of a crisis.
    """
    most = max(read, key=lambda one: one.odds["urgent"], default=None)
    if most is None or most.odds["urgent"] < thresholds["urgent"]:
        return ()
    groups = {name: odds for name, odds in most.odds.items() if name.startswith(_GROUP)}
    group = max(groups, key=lambda name: groups[name]).removeprefix(_GROUP)
    life = most.odds["life"] >= thresholds["life"]
    return (Sign(group, LIKE_EXAMPLES, life, text, 0, len(text)),)


def surely_calm(
    signs: Sequence[Sign], read: Sequence[Encoded], thresholds: Mapping[str, float]
) -> bool:
    """Whether all that was read is so calm that the phrases of ``signs`` make no emergency of it.

    Never where one of them tells of a crisis, and of a threat to life only in a long story.
    """
    if not read or any(one.group == CRISIS for one in signs):
        return False
    story, life = len(read) > 1, any(one.life for one in signs)
    if life and not story:
        return False
    least = thresholds["grave" if life else "story" if story else "calm"]
    return all(one.odds["urgent"] < least for one in read)


def maybe_urgent(read: Sequence[Encoded], thresholds: Mapping[str, float]) -> bool:
    """Whether a message for which no notice is due may still be of something felt now."""
    return any(one.odds["urgent"] >= thresholds["maybe"] for one in read)
