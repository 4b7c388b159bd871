"""Described emergencies: what `find_signs` recognises in a message, whatever the leaflet says."""

from askleaflet.urgency.compiling import load_vocabulary, read_vocabulary
from askleaflet.urgency.learned import (
    asks,
    learned_signs,
    maybe_urgent,
    says_all_is_well,
    surely_calm,
)
from askleaflet.urgency.signs import find_signs
from askleaflet.urgency.vocabulary import Vocabulary

__all__ = [
    "Vocabulary",
    "asks",
    "find_signs",
    "learned_signs",
    "load_vocabulary",
    "maybe_urgent",
    "read_vocabulary",
    "says_all_is_well",
    "surely_calm",
]
