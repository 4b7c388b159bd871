"""Ask the Leaflet: exact quotes from medicine leaflets, in answer to plain questions."""

__version__ = "0.1.0"
