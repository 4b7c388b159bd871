"""Described emergencies: what `find_signs` recognises in a message, whatever the leaflet says."""

from .signs import Sign, find_signs
from .vocabulary import Vocabulary, VocabularyError, load_vocabulary, read_vocabulary

__all__ = ["Sign", "Vocabulary", "VocabularyError", "find_signs", "load_vocabulary", "read_vocabulary"]
