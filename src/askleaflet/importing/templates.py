"""Lines that leaflets of all makers share, as the templates of the EMA and the FDA word them."""

from __future__ import annotations

import re

_OPENINGS = (
    r"package leaflet( \(pil\))?\s*:", r"patient information leaflet\s*:", r"indlægsseddel\s*:",
    r"prospecto\s*(:|$)", r"gebrauchsinformation\s*:", r"packungsbeilage\s*:",
    r"notice\s*:\s*information", r"foglio illustrativo\s*:", r"bijsluiter\s*:",
    r"folheto informativo\s*:", r"bipacksedel\s*:", r"pakkausseloste\s*:", r"pakningsvedlegg\s*:",
    r"ulotka dołączona do opakowania", r"příbalová informace\s*:", r"betegtájékoztató\s*:",
    r"prospect\s*:", r"písomná informácia", r"navodilo za uporabo\s*:", r"листовка\s*:",
    r"φύλλο οδηγιών χρήσης\s*:", r"pakendi infoleht\s*:", r"lietošanas instrukcija\s*:",
    r"pakuotės lapelis\s*:", r"uputa o lijeku\s*:", r"fylgiseðill\s*:",
)  # fmt: skip
# "B. PACKAGE LEAFLET" is the title of the part, not yet the line that a leaflet opens with.
LEAFLET = re.compile(rf"(?:{'|'.join(_OPENINGS)})", re.IGNORECASE)
_ANNEX = (
    "ANNEX|BILAG|ANEXO|ANHANG|ANNEXE|ALLEGATO|BIJLAGE|BILAGA|LIITE|VEDLEGG|ANEKS|PŘÍLOHA|"
    "MELLÉKLET|ANEXA|PRÍLOHA|PRILOGA|PRILOG|LISA|PIELIKUMS|PRIEDAS|DODATAK"
)
_PROFESSIONAL = (
    rf"(?:{_ANNEX})\s+[I1]$", "summary of product characteristics$", "produktresumé$",
    "ficha técnica", "zusammenfassung der merkmale", "résumé des caractéristiques",
    "riassunto delle caratteristiche", "samenvatting van de productkenmerken",
    "resumo das características", "produktresumé", "valmisteyhteenveto", "preparatomtale",
)  # fmt: skip
PROFESSIONAL_DOCUMENT = re.compile(rf"(?:{'|'.join(_PROFESSIONAL)})", re.IGNORECASE)
ANNEX_END = re.compile(rf"(?:{_ANNEX})\s+(?:II|III|IV|V|[2-5])")
ANNEX_B = re.compile(
    r"B\.\s*(?:PACKAGE LEAFLET|INDLÆGSSEDDEL|PROSPECTO|PACKUNGSBEILAGE|NOTICE|BIJSLUITER|"
    r"FOGLIO ILLUSTRATIVO|FOLHETO INFORMATIVO|BIPACKSEDEL|PAKKAUSSELOSTE|PAKNINGSVEDLEGG)"
)
_TO_PROFESSIONALS = (
    r"the following information is intended for (healthcare|medical)",
    r"nedenstående oplysninger er (kun )?(beregnet )?til (sundhedsp|læger)",
    r"esta información está destinada únicamente a (médicos|profesionales)",
    r"die folgenden informationen sind (nur )?für (medizinisches|ärzte)",
    r"les informations suivantes sont destinées exclusivement aux professionnels",
)
FOR_PROFESSIONALS = re.compile(rf"(?:{'|'.join(_TO_PROFESSIONALS)})", re.IGNORECASE)
US_DOCUMENT = re.compile(r"(?:full|highlights of) prescribing information", re.IGNORECASE)
US_PARTS = re.compile(
    r"medication guide|patient information|patient package insert|instructions for use",
    re.IGNORECASE,
)
_READ_ALL = (
    "read all of this", "læs denne", "lea todo el", "lesen sie die", "veuillez lire",
    "legga attentamente", "lees goed", "leia com aten", "läs noga", "les nøye",
    "this medicine is subject", r"\W*dette lægemiddel er", r"\W*este medicamento está sujeto",
    r"\W*dieses arzneimittel unterliegt", "is this leaflet hard",
)  # fmt: skip
READ_ALL = re.compile(rf"(?:{'|'.join(_READ_ALL)})", re.IGNORECASE)
_REVISED = (
    r"this leaflet was last (?:revised|approved)(?: in)?",
    r"leaflet (?:last )?(?:revised|prepared)(?: in)?",
    r"denne indlægsseddel blev senest ændret",
    r"fecha de la (?:última )?revisión de este prospecto",
    r"diese (?:packungsbeilage|gebrauchsinformation) wurde zuletzt \w+ im",
    r"la dernière date à laquelle cette notice a été révisée est",
    r"deze bijsluiter is voor het laatst goedgekeurd in",
    r"questo foglio illustrativo è stato aggiornato",
    r"este folheto foi revisto pela última vez em",
    r"denna bipacksedel ändrades senast",
    r"\brevised",
)
REVISED = re.compile(rf"(?:{'|'.join(_REVISED)})\s*:?", re.IGNORECASE)
