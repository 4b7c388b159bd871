"""Everything that can go wrong, as one tree.

    AskLeafletError
    |-- SettingsError       a setting is unknown, has the wrong type or is out of range
    |-- CorpusError         no leaflet can be served
    |-- VocabularyError     a data file of the program is broken
    |-- CacheError          what is kept for the next start cannot be trusted, read or written
    |-- StreamError         what was asked cannot be read, or the answer not written
    |-- ImportingError      a file cannot be made a leaflet (importing/blocks.py)
    |-- ReviewError         a leaflet cannot be reviewed, accepted or withdrawn
    |-- BundleError         a bundle for a machine without a network cannot be made
    |-- WorkersError        the processes that answer end as soon as they start
    |-- PublishingError     leaflets cannot be published to the search engine as they stand
    `-- RetrievalError      the search engine cannot answer

Every message says what is wrong and what to do about it, on one line, and never holds
a word that a person typed.
"""


class AskLeafletError(Exception):
    """Base of every error this program raises on purpose."""


class SettingsError(AskLeafletError):
    """A setting cannot be used as it stands."""


class CorpusError(AskLeafletError):
    """The folder of leaflets holds nothing that can be served."""


class VocabularyError(AskLeafletError):
    """A vocabulary or wording file cannot be used as it stands."""


class CacheError(AskLeafletError):
    """What is kept for the next start cannot be trusted, read or written."""


class StreamError(AskLeafletError):
    """Standard input cannot be read, or standard output not written."""


class ReviewError(AskLeafletError):
    """A leaflet cannot be reviewed, accepted or withdrawn as it stands."""


class BundleError(AskLeafletError):
    """A bundle for a machine without a network cannot be made."""


class WorkersError(AskLeafletError):
    """The processes that answer end as soon as they start."""


class PublishingError(AskLeafletError):
    """Leaflets cannot be published, or taken back, as they stand. Nothing was changed."""


class RetrievalError(AskLeafletError):
    """Searching failed. This must never read as "the leaflet does not say"."""


class ReaderError(AskLeafletError):
    """The trained reader cannot be loaded."""
