"""Question kinds: what patients ask about medicines, whatever the medicine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from askleaflet.data import Entry, lines_of, read_toml
from askleaflet.errors import VocabularyError

# Stands in example wordings where a medicine's name would.
PLACE = "{medicine}"
KIND_FILES = ("kinds_using.toml", "kinds_living.toml", "kinds_effects.toml")
FACETS_FILE, SYMPTOMS_FILE = "facets.toml", "facets_symptoms.toml"
# Kinds that are no question about a medicine at all.
GREETING_KINDS = frozenset({"chitchat", "about_this_service"})
OFF_TOPIC_KINDS = frozenset({"other_health"})
# What people feel, not what they have: the reply says that they are not alone.
FEELINGS = "emotional_support"
# What people tell beside a question; never what a message is about.
BACKGROUND = "background"
# A sentence of these beside a question says nothing of what is asked.
TOLD_KINDS = frozenset({BACKGROUND, "chitchat"})
# Kinds whose answers name symptoms one by one.
SYMPTOM_KINDS = frozenset({"side_effects", "serious_side_effects"})
# Kinds about what somebody has or takes beside this medicine.
BESIDE_KINDS = frozenset(
    {
        "combined_with",
        "herbs_supplements",
        "infection_now",
        "interactions",
        "kidney_problems",
        "liver_problems",
        "heart_problems",
        "neuro_history",
        "other_conditions",
        "painkillers_otc",
    }
)

# Kinds whose wordings tell of something amiss: no examples of calm questions.
TELLING_KINDS = frozenset(
    {
        "infection_now",
        "missed_dose",
        "other_health",
        "overdose",
        "pump_problem",
        "report_symptoms",
        "side_effect_relief",
    }
)


class _Entry(Entry):
    name: str
    name_es: str
    asked: str
    heading: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    starter: str = ""
    any_symptom: bool = False


class _File(Entry):
    kind: dict[str, _Entry]


class _Facet(Entry):
    part_of: str
    asked: str
    says: tuple[str, ...]
    calm: bool = False


class _Facets(Entry):
    facet: dict[str, _Facet]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question: its name in words, example wordings, and how leaflets answer it.

    ``any_symptom``: its answer holds for every symptom, named there or not ("tell your doctor").
    ``symptom``: a facet that is one symptom, in the words of those who have it. ``calm``: nobody
    who writes so needs help at once.
    """

    id: str
    names: Mapping[str, str]
    asked: tuple[str, ...]
    heading: tuple[str, ...]
    says: tuple[str, ...]
    near: tuple[str, ...]
    starter: str = ""
    any_symptom: bool = False
    symptom: bool = False
    calm: bool = False

    def name(self, language: str) -> str:
        """The name in ``language``, else in English."""
        return self.names.get(language) or self.names["en"]


def read_kinds() -> dict[str, Kind]:
    """Every kind by id. Raises VocabularyError where a file is broken."""
    kinds: dict[str, Kind] = {}
    for file in KIND_FILES:
        for id, entry in read_toml(file, _File).kind.items():
            kinds[id] = Kind(
                id,
                {"en": entry.name, "es": entry.name_es},
                lines_of(entry.asked),
                entry.heading,
                entry.says,
                entry.near,
                entry.starter,
                entry.any_symptom,
                calm=id not in TELLING_KINDS,
            )
    return kinds


def read_facets(kinds: Mapping[str, Kind]) -> dict[str, Kind]:
    """Finer kinds of question, each part of a general one, by id.

    Leaflets are written from templates: the same sort of sentence stands in most of them. A facet
    is what is asked for one such sentence, or one symptom of those that leaflets list. Raises
    VocabularyError where a file is broken.
    """
    facets: dict[str, Kind] = {}
    for file in (FACETS_FILE, SYMPTOMS_FILE):
        for id, entry in read_toml(file, _Facets).facet.items():
            if entry.part_of not in kinds:
                raise VocabularyError(
                    f"data/{file}: {id}: there is no kind of question '{entry.part_of}'."
                )
            whole, asked = kinds[entry.part_of], lines_of(entry.asked)
            symptom = file == SYMPTOMS_FILE
            facets[id] = Kind(
                id,
                whole.names,
                asked,
                (),
                entry.says,
                (whole.id,),
                symptom=symptom,
                calm=entry.calm,
            )
    return facets
