"""Lines that leaflets of all makers share, as the templates of the EMA and the FDA word them: those
of ``data/headings.toml``, as imports look for them."""

from __future__ import annotations

import re

from askleaflet.headings import fixed_lines

_ANNEX = fixed_lines("annex")
# "B. PACKAGE LEAFLET" is the title of the part, not yet the line that a leaflet opens with.
LEAFLET = re.compile(rf"(?:{fixed_lines('openings')})", re.IGNORECASE)
PROFESSIONAL_DOCUMENT = re.compile(
    rf"(?:(?:{_ANNEX})\s+[I1]$|{fixed_lines('professional')})", re.IGNORECASE
)
ANNEX_END = re.compile(rf"(?:{_ANNEX})\s+(?:II|III|IV|V|[2-5])")
ANNEX_B = re.compile(rf"B\.\s*(?:{fixed_lines('part_b')})")
FOR_PROFESSIONALS = re.compile(rf"(?:{fixed_lines('to_professionals')})", re.IGNORECASE)
US_DOCUMENT = re.compile(rf"(?:{fixed_lines('us_document')})", re.IGNORECASE)
US_PARTS = re.compile(fixed_lines("us_parts"), re.IGNORECASE)
READ_ALL = re.compile(rf"(?:{fixed_lines('read_all')})", re.IGNORECASE)
REVISED = re.compile(rf"(?:{fixed_lines('revised')})\s*:?", re.IGNORECASE)
