"""Described emergencies: what `find_signs` recognises in a message, whatever the leaflet says."""

from askleaflet.urgency.compiling import load_vocabulary, read_vocabulary
from askleaflet.urgency.signs import find_signs, learned_signs, maybe_urgent, surely_calm
from askleaflet.urgency.vocabulary import Vocabulary

__all__ = [
    "Vocabulary",
    "find_signs",
    "learned_signs",
    "load_vocabulary",
    "maybe_urgent",
    "read_vocabulary",
    "surely_calm",
]
