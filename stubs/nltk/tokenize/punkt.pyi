from collections.abc import Iterator

class PunktParameters:
    abbrev_types: set[str]

class PunktSentenceTokenizer:
    def __init__(self, train_text: PunktParameters) -> None: ...
    def span_tokenize(self, text: str) -> Iterator[tuple[int, int]]: ...
