"""Leaflets in languages that the network does not know: read by their words, strictly, and a
question in yet another language is told so in its own."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from askleaflet.analysis import STEMMERS, stems
from askleaflet.assistant import Assistant
from askleaflet.data import read_text
from askleaflet.languages import LANGUAGES_FILE, language_of_question, stop_words
from askleaflet.passages import passages
from askleaflet.reader.words import THRESHOLDS, WordReader
from askleaflet.reading import read_leaflet
from askleaflet.records import AskedAs, Candidate, Document
from askleaflet.web.html import reply_html
from askleaflet.wording import languages, say
from handmade import asking, axis, shelf
from invented import Empty, corpus_of, document, quick, write

LEAFLETS = {
    "da": """\
## Mad og drikke

Melotin kan tages med mælk. Spis ikke lakrids.

- grapefrugt
- te med honning

## Opbevaring

Opbevares i køleskab. Lakrids skal også ligge koldt.
""",
    "de": "## Essen\n\nTrinken Sie keinen Alkohol.\n\n## Lagerung\n\nNicht einfrieren.\n",
    "es": "## Alimentos\n\nEl pomelo aumenta el efecto.\n\n## Conservación\n\nNo congelar.\n",
    "fr": "## Boissons\n\nÉvitez l’alcool.\n\n## Conservation\n\nNe pas congeler.\n",
}


def leaflet(code: str) -> Document:
    return replace(document(LEAFLETS[code], "melotin"), language=code)


@cache
def about(code: str) -> Assistant:
    return quick(corpus_of(leaflet(code)))


@pytest.mark.parametrize(
    ("code", "question", "answer"),
    [
        ("da", "må jeg tage den med mælk?", "Melotin kan tages med mælk."),
        ("da", "skal den opbevares i et køleskab", "Opbevares i køleskab."),
        ("da", "hvad med grapefrugter?", "grapefrugt"),
        ("de", "Darf ich Alkohol trinken?", "Trinken Sie keinen Alkohol."),
        ("es", "¿puedo tomar pomelo con esto?", "El pomelo aumenta el efecto."),
        ("fr", "et avec de l'alcool ?", "Évitez l’alcool."),
    ],
)
def test_asked_in_its_own_language_a_leaflet_answers_in_its_own_words(
    code: str, question: str, answer: str
) -> None:
    reply = about(code).reply(question)
    assert [one.highlight for one in reply.quotes] == [answer]
    quote = reply.quotes[0]
    assert leaflet(code).text[quote.start : quote.end] == quote.text
    assert not {say(one, "reply.foreign") for one in languages()} & set(reply.notes)


@pytest.mark.parametrize(
    ("code", "question"),
    [
        ("da", "må jeg drikke vin"),
        ("da", "kan jeg få mælk og vin?"),
        ("da", "er det grapefrugt med honning?"),
        ("da", "hvad skal jeg gøre?"),
        ("de", "Darf ich Wein trinken?"),
        ("es", "¿puedo tomar el sol con esto?"),
        ("fr", "est-ce que je peux boire du café"),
    ],
)
def test_where_no_passage_says_every_telling_word_nothing_is_answered(
    code: str, question: str
) -> None:
    reply = about(code).reply(question)
    told = say("es" if code == "es" else "en", "reply.not_covered")
    assert (reply.kind, reply.message) == ("not_covered", told)
    assert reply.covers


def test_what_two_sections_say_is_offered_and_not_answered() -> None:
    reply = about("da").reply("må jeg få lakrids?")
    assert reply.kind == "not_covered"
    assert reply.nearest is not None
    assert "akrids" in reply.nearest.highlight
    shown = reply_html(reply, about("da").composer.documents, "må jeg få lakrids?")
    assert 'class="small-action see" lang="da"' in shown


def test_a_section_whose_heading_says_it_is_rather_meant_than_one_that_mentions_it() -> None:
    text = "## Mad\n\nMælk er mad.\n\n## Mælk og andet\n\nGerne mælk til.\n"
    read = replace(document(text, "melotin"), language="da")
    reply = quick(corpus_of(read)).reply("hvad med mælk?")
    assert [one.section for one in reply.quotes] == ["Mælk og andet"]


STRUCTURED = """\
## 4. Bivirkninger

Bivirkninger er sjældne.

Meget almindelige:

- hovedpine
- kvalme

### Andre bivirkninger

- hoste
- feber

## Melding af bivirkninger

Skriv til lægen.
"""


def test_a_heading_that_says_all_that_is_asked_has_its_lists_quoted() -> None:
    read = replace(document(STRUCTURED, "melotin"), language="da")
    reply = quick(corpus_of(read)).reply("hvad er bivirkningerne?")
    assert reply.quotes[0].highlight == "hovedpine\n- kvalme"
    assert {one.section for one in reply.quotes} <= {"4. Bivirkninger", "Andre bivirkninger"}


def test_a_section_whose_first_list_was_not_found_is_offered_and_not_answered() -> None:
    read = replace(document(STRUCTURED, "melotin"), language="da")
    own = passages(read)
    reader = WordReader(shelf(read, [axis(0)] * len(own)))
    asked = asking("bivirkninger", "melotin", stems=stems("bivirkninger", "da"))
    last = [Candidate(one, 0.0) for one in own if one.section == 1]
    reading = reader.read(asked, last)
    assert reading.under == frozenset()
    assert THRESHOLDS["related_words"] <= reading.answers < THRESHOLDS["answer_words"]
    assert reader.read(asked, []).hits == ()


def test_an_example_question_that_staff_tied_to_a_passage_counts_as_its_words() -> None:
    tied = AskedAs(("Spis ikke lakrids.",), ("må jeg få slik og bolsjer?",))
    read = replace(leaflet("da"), asked_as=(tied,))
    reply = quick(corpus_of(read)).reply("hvad med bolsjer eller slik")
    assert [one.highlight for one in reply.quotes] == ["Spis ikke lakrids."]
    assert about("da").reply("hvad med bolsjer eller slik").quotes == ()


def test_what_search_does_not_find_such_a_leaflet_does_not_answer() -> None:
    blind = replace(about("da"), searches=(Empty(),))
    assert blind.reply("må jeg tage den med mælk?").kind == "not_covered"


def test_a_leaflet_of_small_words_alone_is_read_and_answers_nothing() -> None:
    small = replace(document("## Den\n\nDet er den.\n", "melotin"), language="da")
    assistant = quick(corpus_of(small, replace(leaflet("es"), id="zorvexin")))
    assert not assistant.reply("melotin: er det den med mælk").quotes


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("¿cuáles son los efectos adversos?", "es"),
        ("¿puedo beber alcohol si lo tomo?", "es"),
        ("what are the side effects", "en"),
        ("Darf ich mit der Pumpe duschen?", "en"),
    ],
)
def test_a_third_language_is_told_so_in_itself_where_there_is_wording(
    question: str, code: str
) -> None:
    reply = about("da").reply(question)
    spoken = say(code, "language.da")
    assert reply.kind == "unclear"
    assert reply.message == say(code, "reply.other_language", spoken=spoken)
    assert (reply.language, reply.care_team) == (code, say(code, "care.plain"))
    assert reply.covers == ("Mad og drikke", "Opbevaring")


def test_letters_between_figures_are_no_words_of_a_language() -> None:
    assert language_of_question("E0Y", "en") == ""
    assert language_of_question("e y", "en") == "es"
    assert language_of_question("¿puedo conducir?", "en") == "es"


def test_a_spanish_question_never_hears_that_an_english_leaflet_says_nothing() -> None:
    reply = quick(corpus_of(document("## Storage\n\nKeep it cold.\n"))).reply(
        "¿puedo tomarlo con el desayuno?"
    )
    assert reply.kind == "unclear"
    assert reply.message == say("es", "reply.other_language", spoken="inglés")


@pytest.mark.parametrize(
    ("question", "language"), [("gleam", ""), ("mælk", "da"), ("melotin", "da")]
)
def test_a_word_that_may_be_english_is_told_so_where_the_leaflet_lacks_it(
    question: str, language: str
) -> None:
    reply = about("da").reply(question)
    assert about("da").explain(question).query.language == language
    assert (reply.kind == "unclear") == (not language)
    assert reply.language == "en"


@pytest.mark.parametrize("code", LEAFLETS)
@pytest.mark.parametrize("told", ["i cant breathe", "no puedo respirar"])
def test_an_emergency_comes_first_whatever_the_language_of_the_leaflet(
    code: str, told: str
) -> None:
    reply = about(code).reply(told)
    assert reply.urgent
    assert reply.notice
    assert reply.message == ""


@pytest.mark.parametrize(
    ("declared", "code"),
    [("da", "da"), ("en-GB", "en"), ("EN", "en"), ("no", "nb"), ("und", "da"), ("Danish", "da")],
)
def test_a_declared_language_is_read_by_its_code(tmp_path: Path, declared: str, code: str) -> None:
    told = (
        "Hvis du har det og ikke må få det af lægen, er det til dig og din medicin, eller med det."
    )
    write(tmp_path / "melotin.toml", f'language = "{declared}"\n')
    path = write(tmp_path / "melotin.md", f"## Mad\n\n{told} {told}\n")
    assert read_leaflet(path).document.language == code


def test_every_language_with_a_stemmer_has_its_small_words() -> None:
    file = tomllib.loads(read_text(LANGUAGES_FILE))
    assert set(file["common"]) == set(file["asked"]) == set(STEMMERS)
    for code in STEMMERS:
        assert len(stop_words(code)) > 40
        assert language_of_question(file["asked"][code], "") == code
    assert stop_words("xx") == frozenset()


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("es", "alérgicas", "ALERGICO"),
        ("da", "tabletterne opbevares", "tabletter opbevare"),
        ("de", "Schläfrigkeiten", "schlafrigkeit"),
        ("fr", "l'alcool", "alcool"),
        ("it", "dell’acqua", "acqua"),
        ("xx", "Wort", "wort"),
    ],
)
def test_words_are_compared_without_the_endings_of_their_language(
    code: str, one: str, other: str
) -> None:
    assert stems(one, code) == stems(other, code)


def test_a_stem_so_short_that_it_is_of_several_words_is_not_taken() -> None:
    assert stems("sol solamente", "es") == ("sol", "solamente")
