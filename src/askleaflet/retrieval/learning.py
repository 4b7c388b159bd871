"""Learn the weights of `learned` from example wordings.

For each topic a linear support vector machine tells its wordings from all others, by scikit-learn's
LIBLINEAR (Fan and others, LIBLINEAR: a library for large linear classification, JMLR 2008). The
order in which it looks at them is fixed, so the same wordings give the same weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from askleaflet.retrieval.learned import Learned, Weights
from askleaflet.retrieval.okapi import inverse_frequency
from askleaflet.retrieval.postings import Postings
from askleaflet.termkeys import TermKeys, hashed

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# A feature that fewer wordings hold is no evidence.
FEWEST = 3
# How little large weights are punished, and how near to the best fit is near enough. Set by folds.
FIT, NEAR_ENOUGH = 0.5, 0.001
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
    idf = np.array([inverse_frequency(len(rows), held[one]) for one in ids])
    unknown = float(np.log(1 + len(rows) / 0.5))
    weights = np.zeros((len(owners), len(ids)), np.float32)
    bias = np.full(len(owners), -1.0, np.float32)
    if ids:
        matrix = _matrix(rows, ids, idf, unknown)
        own = np.array([*topics, *[_NO_TOPIC] * len(others)], np.int64)
        owner = np.array([*(owners[one] or "" for one in topics), *[""] * len(others)])
        for group in dict.fromkeys(one or "" for one in owners):
            chosen = np.flatnonzero((owner == group) | (owner == "") | (group == ""))
            told = np.where(owner[chosen] == group, own[chosen], _NO_TOPIC)
            for topic, row, constant in _machines(matrix[chosen], told):
                weights[topic], bias[topic] = row, constant
    return _packed(list(ids), idf, unknown, weights, bias)


def _matrix(rows: Features, ids: dict[str, int], idf: Weights, unknown: float) -> csr_matrix:
    """The rows as sparse vectors of length one."""
    # Only compiling needs it: it would cost every start a second.
    from scipy.sparse import csr_matrix  # noqa: PLC0415

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
    matrix = csr_matrix((np.array(values, np.float32), places, ends), (len(rows), len(ids)))
    matrix.sum_duplicates()
    return matrix


def _machines(matrix: csr_matrix, told: Numbers) -> Iterator[tuple[int, Weights, float]]:
    """For each topic of ``told``, one a row: its number, its weights and its constant; nothing
    where there is only one thing to be told."""
    from sklearn.svm import LinearSVC  # noqa: PLC0415 (as above)

    if len(np.unique(told)) < 2:
        return
    machine = LinearSVC(C=FIT, tol=NEAR_ENOUGH, dual=True, random_state=0)
    machine.fit(matrix, told)
    rows, constants = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # one machine tells them apart: it speaks for the second
        rows, constants = np.vstack((-rows, rows)), np.concatenate((-constants, constants))
    for topic, row, constant in zip(machine.classes_.tolist(), rows, constants, strict=True):
        if topic != _NO_TOPIC:
            yield topic, row, constant


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
