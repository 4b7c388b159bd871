"""Learn the weights of `learned` from example wordings.

For each topic a linear support vector machine tells its wordings from all others, by scikit-learn's
LIBLINEAR (Fan and others, LIBLINEAR: a library for large linear classification, JMLR 2008). The
order in which it looks at them is fixed, so the same wordings give the same weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from askleaflet.retrieval.learned import Learned, Weights
from askleaflet.retrieval.postings import Postings
from askleaflet.termkeys import TermKeys, hashed

# A feature that fewer wordings hold is no evidence.
FEWEST = 3
# How little large weights are punished, and how near to the best fit is near enough. Set by folds.
FIT, NEAR_ENOUGH = 0.5, 0.2
# Without smaller weights a twentieth of the space is enough; no set of questions gets worse.
SMALLEST = 0.07
_NO_TOPIC = -1
Features = Sequence[Sequence[str]]
Numbers = npt.NDArray[np.int64]


def learn(
    features: Features,
    topics: Sequence[int],
    owners: Sequence[str | None],
    others: Features = (),
) -> Learned:
    """``features``: one list a wording; ``topics``: the number of the topic of each; ``owners``:
    for each topic the leaflet that it is of, None for a general one; ``others``: wordings of no
    topic at all.

    A leaflet's topics are told from each other and from the general ones; the general ones from
    each other and from all leaflets'. What two leaflets say of storage need not be told apart.
    """
    rows = [*features, *others]
    held = Counter(one for row in rows for one in set(row))
    ids = {one: number for number, one in enumerate(o for o, n in held.items() if n >= FEWEST)}
    counts = np.array([held[one] for one in ids], np.float64)
    idf = np.log(1 + (len(rows) - counts + 0.5) / (counts + 0.5))
    unknown = float(np.log(1 + len(rows) / 0.5))
    weights = np.zeros((len(owners), len(ids)), np.float32)
    bias = np.full(len(owners), -1.0, np.float32)
    if ids:
        places, starts, values = _vectors(rows, ids, idf, unknown)
        own = np.array([*topics, *[_NO_TOPIC] * len(others)], np.int64)
        owner = np.array([*(owners[one] or "" for one in topics), *[""] * len(others)])
        for group in dict.fromkeys(one or "" for one in owners):
            chosen = np.flatnonzero((owner == group) | (owner == "") | (group == ""))
            told = np.where(owner[chosen] == group, own[chosen], _NO_TOPIC)
            _fit((places, starts, values), len(ids), chosen, told, weights, bias)
    return _packed(list(ids), idf, unknown, weights, bias)


def _vectors(
    rows: Features, ids: dict[str, int], idf: Weights, unknown: float
) -> tuple[Numbers, Numbers, Weights]:
    """The rows as vectors of length one: places of their features, starts of rows, values."""
    places: list[int] = []
    ends = [0]
    values: list[float] = []
    for row in rows:
        known = [ids[one] for one in row if one in ids]
        rare = len(row) - len(known)
        length = float(np.sqrt(np.square(idf[known]).sum() + rare * unknown**2)) or 1.0
        places += known
        values += (idf[known] / length).tolist()
        ends.append(len(places))
    return np.array(places, np.int64), np.array(ends, np.int64), np.array(values, np.float32)


def _fit(
    vectors: tuple[Numbers, Numbers, Weights],
    size: int,
    chosen: Numbers,
    told: Numbers,
    weights: Weights,
    bias: Weights,
) -> None:
    """Learns from the ``chosen`` rows, of topics ``told``, into ``weights`` and ``bias``."""
    if len(set(told.tolist())) < 2:
        return
    # Only compiling needs these: they would cost every start a second.
    from scipy.sparse import csr_matrix  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    places, ends, values = vectors
    matrix = csr_matrix((values, places, ends), (len(ends) - 1, size))
    matrix.sum_duplicates()
    machine = LinearSVC(C=FIT, tol=NEAR_ENOUGH, dual=True, random_state=0)
    machine.fit(matrix[chosen], told)
    for number, topic in enumerate(machine.classes_.tolist()):
        if topic == _NO_TOPIC:
            continue
        two = len(machine.classes_) == 2
        sign = -1.0 if two and number == 0 else 1.0
        weights[topic] = sign * machine.coef_[0 if two else number]
        bias[topic] = sign * machine.intercept_[0 if two else number]


def _packed(
    names: list[str], idf: Weights, unknown: float, weights: Weights, bias: Weights
) -> Learned:
    hashes = hashed(names)
    order = np.argsort(hashes)
    idf, by_feature = idf[order], weights.T[order]
    feature, topic = np.nonzero(np.abs(by_feature) >= SMALLEST)
    first = np.searchsorted(feature, np.arange(len(names) + 1))
    impact = by_feature[feature, topic].astype(np.float64) * idf[feature]
    postings = Postings(len(bias), first, topic.astype(np.int32), impact).compact()
    return Learned(TermKeys(hashes[order]), idf.astype(np.float32), postings, bias, unknown)
