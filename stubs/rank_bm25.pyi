from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

class BM25:
    corpus_size: int
    avgdl: float
    doc_freqs: list[dict[str, int]]
    idf: dict[str, float]
    doc_len: list[int]
    tokenizer: Callable[[str], list[str]] | None
    def __init__(
        self,
        corpus: Sequence[Sequence[str]],
        tokenizer: Callable[[str], list[str]] | None = ...,
    ) -> None: ...
    def _initialize(self, corpus: Sequence[Sequence[str]]) -> dict[str, int]: ...
    def _calc_idf(self, nd: dict[str, int]) -> None: ...
    def get_scores(self, query: Any) -> npt.NDArray[np.float64]: ...

class BM25Okapi(BM25):
    k1: float
    b: float
    epsilon: float
    def __init__(
        self,
        corpus: Sequence[Sequence[str]],
        tokenizer: Callable[[str], list[str]] | None = ...,
        k1: float = ...,
        b: float = ...,
        epsilon: float = ...,
    ) -> None: ...
