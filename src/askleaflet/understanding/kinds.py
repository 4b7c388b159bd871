"""Question kinds: what patients ask about medicines, whatever the medicine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from askleaflet.data import Entry, lines_of, read_toml

# Stands in example wordings where a medicine's name would.
PLACE = "{medicine}"
KIND_FILES = ("kinds_using.toml", "kinds_living.toml", "kinds_effects.toml")
# Kinds that are no question about a medicine at all.
GREETING_KINDS = frozenset({"chitchat", "about_this_service"})
OFF_TOPIC_KINDS = frozenset({"other_health"})
# Kinds whose answers name symptoms one by one.
SYMPTOM_KINDS = frozenset({"side_effects", "serious_side_effects"})

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


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question: its name in words, example wordings, and how leaflets answer it.

    ``any_symptom``: its answer holds for every symptom, named there or not ("tell your doctor").
    """

    id: str
    names: Mapping[str, str]
    asked: tuple[str, ...]
    heading: tuple[str, ...]
    says: tuple[str, ...]
    near: tuple[str, ...]
    starter: str = ""
    any_symptom: bool = False

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
            )
    return kinds
