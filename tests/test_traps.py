"""Leaflets as they come, and what must be made of them: each is one of its kind.

First what the structure is, which no reader has a say in; then replies of the whole program with
the trained reader (``test_asked_...``).
"""

from __future__ import annotations

import re

import pytest

from askleaflet.assistant import Assistant
from askleaflet.languages import likely_language
from askleaflet.naming import own_names
from askleaflet.passages import passages
from askleaflet.records import Document, Reply
from askleaflet.rendering import as_text
from askleaflet.structure import parse, sentences
from askleaflet.web.html import reply_html
from askleaflet.web.leaflet import pane
from invented import corpus_of, document, passage_html, put_together, quick


def headings(of: Document) -> list[str]:
    return [of.words(one.heading) for one in of.sections if one.heading.end > one.heading.start]


def units(of: Document) -> list[str]:
    return [of.words(one) for block in of.blocks for one in block.units]


def marked(of: Document) -> list[str]:
    return [of.words(one.mark) for one in passages(of)]


def lists(of: Document) -> list[list[str]]:
    return [[of.words(one) for one in block.units] for block in of.blocks if block.kind == "list"]


def txt(text: str) -> Document:
    return document(text, markdown=False)


# Wrapped lines


@pytest.mark.parametrize(
    "paragraph",
    [
        "Do not drink alcohol while taking this medicine; it may increase\n"
        "gastrointestinal bleeding risk and prolong bleeding time.",
        "Take it with a glass of water and wait for half an hour before\neating.",
        "Ask your doctor or nurse at the\nMelotin clinic in your town.",
        "Keep this medicine in the fridge between 2 and 8\ndegrees.",
        "Children under 12 years\nshould not take it.",
        "Tell your doctor if you have had a stroke in the last\nYear or two.",
        "Do not use it after the date on the\r\nbox.",
    ],
)
def test_the_first_line_of_a_wrapped_paragraph_is_no_heading(paragraph: str) -> None:
    read = txt(f"Alcohol\n\n{paragraph}\n\nStorage\n\nKeep it dry.\n")
    assert headings(read) == ["Alcohol", "Storage"]
    assert paragraph in [read.slice(one.mark) for one in passages(read)]


@pytest.mark.parametrize(
    "heading",
    ["Alcohol", "Food and drink", "Driving", "Storage", "Children", "Surgery", "How to keep it"],
)
def test_a_short_line_right_over_a_paragraph_of_plain_text_is_its_heading(heading: str) -> None:
    read = txt(f"About\n\nIt helps.\n\n{heading}\nYou should be careful with this for some days.\n")
    assert headings(read) == ["About", heading]


# Bullets, page furniture, contents


@pytest.mark.parametrize(
    "sign",
    ["\uf0b7", "\uf0b7 ", "o ", "l ", "x ", "→ ", "● ", "✓ ", "■\t", "– ",
     "\uf0a7 ", "•\xa0", "‣", "♦ ", "◊ ", "➔ ", "¨ ", "Ø ", "(a) ", "i) "],
)  # fmt: skip
@pytest.mark.parametrize("markdown", [True, False])
def test_whatever_opens_its_lines_a_list_is_a_list(sign: str, markdown: bool) -> None:
    read = document(f"Do not take X if you:\n{sign}are allergic\n{sign}have gout\n", "x", markdown)
    assert lists(read) == [["are allergic", "have gout"]]


@pytest.mark.parametrize("word", ["o", "l", "x", "v"])
def test_a_letter_that_is_a_word_opens_no_list(word: str) -> None:
    read = txt(f"Uso\n\nTome la pastilla con agua\n{word} con leche cada noche.\n")
    assert lists(read) == []


@pytest.mark.parametrize("line", ["(see below) Ask us", "Ø", "Ask (a) or b", "¨"])
def test_a_sign_that_opens_nothing_opens_no_list(line: str) -> None:
    assert lists(document(f"## Use\n\nTake the pill with water\n{line}\n")) == []


@pytest.mark.parametrize(
    "between",
    ["V8", "1 de 5", "21", "- 3 -", "Page 2 of 6", "•", "Seite 4", "2 of 9", "v2.1",
     "3/6", "Page 2 / 6", "– 3 –", "[3]", "v.3"],
)  # fmt: skip
@pytest.mark.parametrize("markdown", [True, False])
def test_what_a_printer_puts_between_two_items_parts_no_list(between: str, markdown: bool) -> None:
    text = f"## Use\n\nTell us if you:\n• have fever\n\n{between}\n\n• have kidney problems\n"
    read = document(text, "x", markdown)
    assert lists(read) == [["have fever", "have kidney problems"]]
    assert between not in marked(read)
    assert all(not heading.startswith(between) for heading in headings(read))


@pytest.mark.parametrize("between", ["V8", "21", "1 de 5"])
def test_page_numbers_between_paragraphs_are_neither_headings_nor_text(between: str) -> None:
    read = txt(f"Use\n\nTake it.\n\n{between}\n\nKeep it dry.\n")
    assert (headings(read), marked(read)) == (["Use"], ["Take it.", "Keep it dry."])


@pytest.mark.parametrize("line", ["38 °C", "2 tablets", "Day 3", "1/2 tablet", "[3] ml", "3 x 4"])
def test_a_short_line_with_a_number_that_counts_no_pages_is_kept(line: str) -> None:
    read = document(f"## Use\n\nTake it.\n\n{line}\n\nKeep it dry.\n")
    assert marked(read) == ["Take it.", line, "Keep it dry."]


def test_a_running_head_beside_page_numbers_is_no_text() -> None:
    page = "Melotin 5 mg tablets\n\n{}\n\nTake it with water on day {}.\n\n"
    read = txt("Use\n\n" + "".join(page.format(n, n) for n in (1, 2, 3)))
    assert headings(read) == ["Use"]
    assert marked(read) == [f"Take it with water on day {n}." for n in (1, 2, 3)]


@pytest.mark.parametrize("numbers", ["1\n\n2\n\n3", "200\n\n400"])
def test_numbers_under_each_other_are_kept(numbers: str) -> None:
    read = document(f"## Dose\n\nIn mg:\n\n{numbers}\n\nOnce a day.\n")
    assert all(one in units(read) for one in numbers.split())


@pytest.mark.parametrize("bullet", ["•", "\uf0b7", "-", "→"])
def test_a_bullet_that_stands_alone_belongs_to_what_follows(bullet: str) -> None:
    read = document(
        f"## Use\n\nTell us if you:\n\n{bullet}\n\nhave fever\n\n{bullet}\n\nhave gout\n"
    )
    assert lists(read) == [["have fever", "have gout"]]


CONTENTS = """\
# What is in this leaflet
1. What X is and what it is used for
2. How to take X
3. Possible side effects

## 1. What X is and what it is used for

X treats high blood pressure.

## 2. How to take X

Take one a day. (See section 3.)

## 3. Possible side effects

- headache
- rash
"""


@pytest.mark.parametrize(
    "text",
    [
        CONTENTS,
        CONTENTS.replace("# What is in this leaflet\n", "# Contents\n\n"),
        CONTENTS.replace("used for\n2. How", "used for ... 2\n2. How"),
        CONTENTS.replace("# What is in this leaflet\n1.", "What is in this leaflet 1."),
        CONTENTS.replace("# What is in this leaflet\n", ""),
        CONTENTS.replace("# What is in this leaflet\n", "In this leaflet:\n\n"),
        CONTENTS.replace("\n1. ", "\n- 1. ").replace("\n2. ", "\n- 2. ").replace(
            "\n3. ", "\n- 3. "),
        CONTENTS.replace("side effects\n\n## 1", "side effects ..... 7\n\n## 1"),
    ],
)  # fmt: skip
def test_a_list_of_contents_and_a_reference_answer_nothing(text: str) -> None:
    read = document(text)
    assert marked(read) == [
        "X treats high blood pressure.", "Take one a day.", "headache\n- rash", "headache", "rash"
    ]  # fmt: skip
    # They are shown all the same.
    assert any("How to take X" in one for one in units(read))


@pytest.mark.parametrize(
    "first", ["What X is for", "What X is and what it is used for", "What is X?"]
)
def test_the_first_section_right_behind_the_contents_of_plain_text_is_one(first: str) -> None:
    read = txt(
        f"What is in this leaflet\n\n1. {first}\n2. How to store X\n\n"
        f"1. {first}\n\nX treats hay fever.\n\n2. How to store X\n\nKeep it dry.\n"
    )
    assert headings(read) == ["What is in this leaflet", f"1. {first}", "2. How to store X"]
    assert marked(read) == ["X treats hay fever.", "Keep it dry."]


@pytest.mark.parametrize(
    "line",
    ["See section 2.", "(Please see section 4.)", "See “Storage”.", "See sections 2, 3 and 4.",
     "See section 2, Do not take Melotin.", "See section 2 X contains lactose and sodium (E420).",
     "See section 4 for what to do and what to look out for.", "See section 1 “What X is”."],
)  # fmt: skip
def test_a_line_that_only_says_where_to_look_answers_nothing(line: str) -> None:
    assert marked(document(f"## Use\n\nTake one. {line} Wait.\n")) == ["Take one.", "Wait."]


@pytest.mark.parametrize(
    "line",
    ["Take one a day (see section 2).", "See a doctor.", "Contents: 20 tablets.",
     "See section 2 and take one a day.", "See section 4 for more, then ask your doctor.",
     "See section 2; do not drive.", "See section 4 but it may bleed.", "(see section 4) Wait.",
     "See section 4 or call the ward.", "See “Storage” and wait.", "See 4 doctors."],
)  # fmt: skip
def test_a_sentence_that_says_more_than_where_to_look_answers(line: str) -> None:
    assert line in marked(document(f"## Use\n\n{line}\n"))


def test_side_effects_that_have_sections_of_their_own_are_no_list_of_contents() -> None:
    read = document(
        "## Side effects\n\n- Headache\n- Rash\n\n## Headache\n\nRest.\n\n## Rash\n\nAsk.\n"
    )
    assert "Headache\n- Rash" in marked(read)


# Headings


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("5. How to store X tablets", "5. How to store X tablets"),
        ("3. How to take this medicine", "3. How to take this medicine"),
        ("What is X used for?", "What is X used for?"),
        ("Who should not take it?", "Who should not take it?"),
        ("6. Further information", "6. Further information"),
        ("2) Before you take X", "2) Before you take X"),
        ("10. More about X", "10. More about X"),
        ("4. Side effects?", "4. Side effects?"),
        ("Can I drive?", "Can I drive?"),
        ("How should I store X?", "How should I store X?"),
        ("What if I forget a dose?", "What if I forget a dose?"),
    ],
)
def test_numbers_and_questions_are_headings_of_plain_text(line: str, heading: str) -> None:
    read = txt(f"About\n\nIt helps.\n\n{line}\n\nKeep it dry.\n")
    assert headings(read) == ["About", heading]
    assert marked(read) == ["It helps.", "Keep it dry."]


def test_steps_with_numbers_stay_a_list_whatever_stands_between_them() -> None:
    read = txt("Use\n\n1. Open it\n\n2. Shake it\n\n3. Drink it\n\nWait a day.\n")
    assert lists(read) == [["Open it", "Shake it", "Drink it"]]


@pytest.mark.parametrize(
    "text",
    ["Have you got gout? Tell us.", "Tell us: have you got gout?\nThen wait.",
     "- Have you got gout?\n- Do you smoke?", "5. Shake it well, then wait.",
     "1. Open it\n2. Shake it\n\n1. Wait\n2. Drink it", "Have 2. Then wait."],
)  # fmt: skip
def test_questions_and_numbers_in_the_text_are_no_headings(text: str) -> None:
    assert headings(txt(f"Use\n\n{text}\n\nThen rest.\n")) == ["Use"]


@pytest.mark.parametrize(
    ("line", "heading", "rest"),
    [
        ("Warnings and precautions Talk to your doctor before it.", "Warnings and precautions",
         "Talk to your doctor before it."),
        ("Driving and using machines X may make you sleepy.", "Driving and using machines",
         "X may make you sleepy."),
        ("Do not take X If you are allergic, tell us.", "Do not take X",
         "If you are allergic, tell us."),
        ("Efient contains lactose If you cannot have sugars, ask.", "Efient contains lactose",
         "If you cannot have sugars, ask."),
        ("Pregnancy: If you are pregnant, ask.", "Pregnancy", "If you are pregnant, ask."),
        ("What is X? X is a tablet for pain.", "What is X?", "X is a tablet for pain."),
        ("No tome Clipper Si es alérgico al principio activo, dígalo.", "No tome Clipper",
         "Si es alérgico al principio activo, dígalo."),
        ("Warnhinweise und Vorsichtsmaßnahmen Bitte sprechen Sie mit ihr.",
         "Warnhinweise und Vorsichtsmaßnahmen", "Bitte sprechen Sie mit ihr."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("markdown", [True, False])
def test_a_heading_that_runs_on_into_its_text_is_cut_off_by_offset(
    line: str, heading: str, rest: str, markdown: bool
) -> None:
    text = f"## 2. Before you take it\n\n{line}\n" if markdown else f"Before\n\nAsk.\n\n{line}\n"
    read = document(text, "x", markdown)
    assert headings(read)[-1] == heading
    assert rest.split(", ", maxsplit=1)[0] in marked(read)[-1]
    assert read.slice(read.sections[-1].span).startswith(line)


@pytest.mark.parametrize(
    "line",
    [
        "Do not take X if you are allergic to it.",
        "Driving and using machines may be dangerous.",
        "If you stop taking X, tell your doctor at once.",
        "Pregnancy and breast-feeding are no time for it.",
        "Each tablet contains lactose If anything.",
        "Children should not have it.",
        "Do not take more than your doctor says",
        "Warnings and precautions",
    ],
)
def test_a_sentence_that_begins_like_a_heading_is_none(line: str) -> None:
    assert headings(document(f"## Use\n\n{line}\n")) == ["Use"]


@pytest.mark.parametrize(
    ("heading", "rest"),
    [
        ("Driving and using machines", "X may make you sleepy."),
        ("Other medicines and Melotin", "Tell your doctor what you take."),
        ("Melotin contains lactose", "If you cannot have sugars, ask."),
        ("If you take more Melotin than you should", "Call a doctor at once."),
        ("4. Possible side effects", "Like all medicines, it can harm."),
        ("Pregnancy", "If you are pregnant, ask."),
        ("Conducción y uso de máquinas", "No conduzca si tiene sueño."),
        ("Si olvidó tomar Melotin", "No tome una dosis doble."),
        ("Embarazo, lactancia y fertilidad", "Consulte a su médico."),
        ("Trafik- og arbejdssikkerhed", "Du kan blive træt af det."),
        ("Hvis du har glemt at tage Melotin", "Tag aldrig en dobbelt dosis."),
        ("Børn og unge", "Børn må ikke få det."),
        ("Verkehrstüchtigkeit und Fähigkeit zum Bedienen von Maschinen", "Sie können müde sein."),
        ("Wenn Sie die Einnahme von Melotin vergessen haben", "Nehmen Sie nie zwei."),
        ("Melotin darf nicht eingenommen werden", "Wenn Sie allergisch sind, fragen Sie."),
        ("Conduite de véhicules et utilisation de machines", "Ne conduisez pas après."),
        ("What are the possible side effects of Melotin?", "Melotin can make you sick."),
        ("How should I store Melotin?", "Store it in the fridge."),
        ("USES", "To relieve a cough."),
        ("STOP USE AND ASK DOCTOR", "If it gets worse, stop."),
    ],
)
@pytest.mark.parametrize("markdown", [True, False])
def test_a_heading_amid_a_paragraph_is_cut_out_by_offset(
    heading: str, rest: str, markdown: bool
) -> None:
    line = f"Take it with water every day. {heading} {rest} Then take a rest."
    read = document(f"## Use\n\n{line}\n" if markdown else f"Use\n\n{line}\n", "x", markdown)
    assert headings(read) == ["Use", heading]
    assert marked(read) == ["Take it with water every day.", rest, "Then take a rest."]
    assert line in read.text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- Rest. Driving and using machines It may make you sleepy.\n- Wait.\n",
         ["Driving and using machines"]),
        ("Ask. Pregnancy and breast-feeding If you are pregnant, ask. Driving and using machines "
         "You may drive.\n", ["Pregnancy and breast-feeding", "Driving and using machines"]),
        ("Ask us first. Pregnancy and breast-feeding\n\nIf you are pregnant, ask.\n",
         ["Pregnancy and breast-feeding"]),
        ("Ask us first.\nPregnancy and breast-feeding\nIf you are pregnant, ask.\n",
         ["Pregnancy and breast-feeding"]),
        ("5. How to store Melotin Keep it dry.\n", ["5. How to store Melotin"]),
        ("**Warnings and precautions** Talk to your doctor first.\n", ["Warnings and precautions"]),
        ("__Pregnancy:__ If you are pregnant, ask.\n", ["Pregnancy"]),
    ],
)  # fmt: skip
def test_a_heading_in_an_item_a_wrapped_line_bold_or_numbered_is_one(
    text: str, found: list[str]
) -> None:
    assert headings(document(f"## Use\n\n{text}")) == ["Use", *found]


@pytest.mark.parametrize(
    "line",
    [
        "Ask your doctor about Warnings and precautions before you start.",
        "Stop it. Driving and using machines may be dangerous.",
        "Stop it. Do not take X if you are allergic.",
        "Stop it. Children should not have it.",
        "It is so. See section 4. Possible side effects are there.",
        "You feel well. Possible side effects.",
        "Ask. Melotin contains very small amounts (see below and ask. Melotin helps.",
        "DO NOT USE IF THE SEAL IS BROKEN. Ask us.",
        "**Take care** Melotin may harm you.",
        "Ask us first. How much to take",
    ],
)
def test_a_sentence_with_the_words_of_a_heading_is_none(line: str) -> None:
    assert headings(document(f"## Use\n\n{line}\n")) == ["Use"]


FLAT = (
    "# 1. What X is\n\n# How it works\n\nSo.\n\n# 4. Side effects\n\n# Common\n\n- rash\n\n"
    "# 5. Storage\n\nDry.\n"
)


@pytest.mark.parametrize(
    ("text", "under"),
    [
        (FLAT, ["1. What X is", "4. Side effects"]),
        (FLAT.replace("# ", "### "), ["1. What X is", "4. Side effects"]),
        (FLAT.replace("# ", "## ").replace("## How", "### How"), ["1. What X is", ""]),
        (FLAT.replace("1. ", "").replace("4. ", ""), ["", ""]),
    ],
)
def test_in_a_flat_outline_headings_stand_under_the_numbered_sections(
    text: str, under: list[str]
) -> None:
    read = document(text)
    over = {
        read.words(one.heading): read.words(read.sections[one.outer[-1]].heading)
        if one.outer
        else ""
        for one in read.sections
    }
    assert [over["How it works"], over["Common"]] == under


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ("## Use\n\n```\n# 1 Shake it\n# 2 Drink it\n```\n", ["Use"],
         ["# 1 Shake it", "# 2 Drink it"]),
        ("## Use\n\n~~~text\n# Shake\n\nDrink\n~~~\n", ["Use"], ["# Shake", "Drink"]),
        ("Do not take X\n-----\n\nIt harms.\n", ["Do not take X"], ["It harms."]),
        ("Use\n===\n\nDrink it.\n\nStorage\n---\n\nKeep it.\n", ["Use", "Storage"],
         ["Drink it.", "Keep it."]),
        ("## Use\n\nDrink it.\n\n---\n\nKeep it.\n", ["Use"], ["Drink it.", "Keep it."]),
        ("## Use\n\n```\nDrink it.\n", ["Use"], ["Drink it."]),
        ("## Use\n\n**Side effects**\n\nSick.\n", ["Use", "Side effects"], ["Sick."]),
        ("## Use\n\n<!--\n# Draft\n\nOld.\n-->\n\nNew.\n", ["Use"], ["New."]),
    ],
)  # fmt: skip
def test_fences_underlines_rules_bold_lines_and_comments_are_read_as_what_they_are(
    text: str, found: list[str], kept: list[str]
) -> None:
    read = document(text)
    assert (headings(read), marked(read)) == (found, kept)


def test_a_row_of_a_table_answers_with_the_heads_of_its_columns() -> None:
    read = document("## Dose\n\n| Age | Dose |\n|:---|---:|\n| Adults | 2 |\n| Children | 1 |\n")
    found = passages(read)
    assert [read.words(one.mark) for one in found] == ["Adults – 2", "Children – 1"]
    assert [read.words(one.lead) for one in found if one.lead] == ["Age – Dose"] * 2
    assert "---" not in read.words(found[0].block)


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ("| Age | Dose |\n|---|---|\n| Adults | 2 |\n", [["Age", "Dose"], ["Adults", "2"]]),
        ("Age|Dose\n-|-\nAdults|2\n", [["Age", "Dose"], ["Adults", "2"]]),
        ("| Age | Dose | Note |\n|---|---|---|\n| Adults | | none |\n",
         [["Age", "Dose", "Note"], ["Adults", "", "none"]]),
        ("| | Dose |\n|---|---|\n| **Adults** | 1 \\| 2 |\n", [["", "Dose"], ["Adults", "1 | 2"]]),
    ],
)  # fmt: skip
def test_a_table_is_drawn_as_a_table_with_the_heads_of_its_columns(
    rows: str, cells: list[list[str]]
) -> None:
    drawn = str(pane(document(f"## Dose\n\n{rows}"), {}, "en"))
    table = drawn[drawn.index("<table>") : drawn.index("</table>")]
    found = [
        [re.sub("<[^>]*>", "", cell) for cell in re.findall("<t[hd][ >].*?</t[hd]>", row)]
        for row in table.split("</tr>")[:-1]
    ]
    assert found == cells
    assert table.count("<th ") == len(cells[0])


def test_a_quoted_row_is_marked_cell_by_cell_in_its_table() -> None:
    text = "## Dose\n\n| Age | Dose |\n|---|---|\n| Adults | 2 a day |\n| Children | 1 a day |\n"
    read = document(text)
    row = passages(read)[1]
    drawn = passage_html(read, row.block, row.mark)
    assert re.findall(r"<mark [^>]*>(.*?)</mark>", drawn) == ["Children", "1 a day"]
    assert "<th data-start=" in drawn


# Sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Take it at 8 a.m. Do not take it with juice.",
         ["Take it at 8 a.m.", "Do not take it with juice."]),
        ("Have 20 mg max. Never more.", ["Have 20 mg max.", "Never more."]),
        ("It is given i.v. Tell us of pain.", ["It is given i.v.", "Tell us of pain."]),
        ("Eat rice, bread, etc. You can drink.", ["Eat rice, bread, etc.", "You can drink."]),
        ("Ask an M.D.: an overdose harms.", ["Ask an M.D.: an overdose harms."]),
        ("Take it at 8 a.m. Monday.", ["Take it at 8 a.m. Monday."]),
        ("Have max. 20 mg, e.g. Aspirin.", ["Have max. 20 mg, e.g. Aspirin."]),
        ("If you are allergic to this medicine.Ask a doctor first.",
         ["If you are allergic to this medicine.", "Ask a doctor first."]),
        ("Is it safe?Ask us. It helps!Then stop it.",
         ["Is it safe?", "Ask us.", "It helps!", "Then stop it."]),
        ("See www.medicines.ie and ask.", ["See www.medicines.ie and ask."]),
        ("It holds 2.5 mg.", ["It holds 2.5 mg."]),
        ("Take it at 9 p.m. You can eat then.", ["Take it at 9 p.m.", "You can eat then."]),
        ("Give it s.c. Do not rub.", ["Give it s.c.", "Do not rub."]),
        ("Keep it at room temp. Never freeze it.", ["Keep it at room temp.", "Never freeze it."]),
        ("Ask Dr. Smith on 8 p.m. May 3.", ["Ask Dr. Smith on 8 p.m. May 3."]),
        ("A Ph.D.; he knows, i.e. Anna.", ["A Ph.D.; he knows, i.e. Anna."]),
        ("It holds 5 mg.Take it daily.", ["It holds 5 mg.", "Take it daily."]),
        ("Keep it below 25 °C.Do not freeze it.", ["Keep it below 25 °C.", "Do not freeze it."]),
        ("Tell us (or a nurse).Stop it now.", ["Tell us (or a nurse).", "Stop it now."]),
        ("Ask at info@clinic.ie or A.Smith too.", ["Ask at info@clinic.ie or A.Smith too."]),
        ("Have it e.g.Monday or so.", ["Have it e.g.Monday or so."]),
        ("See Melotin.COM and ask.", ["See Melotin.COM and ask."]),
    ],
)  # fmt: skip
def test_sentences_end_where_a_person_ends_them(text: str, parts: list[str]) -> None:
    assert [text[one.start : one.end] for one in sentences(text, 0, len(text))] == parts


# Marks


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Do **not** drink.", "Do not drink."),
        ("Do __not__ *ever* drink.", "Do not ever drink."),
        ("Drink <!-- how much? --> water.", "Drink  water."),
        (r"Drink water \[see there\].", "Drink water [see there]."),
        ("Ask [us](https://example.org/a) now.", "Ask us now."),
        ("See <https://example.org/a> now.", "See https://example.org/a now."),
        ("Less &lt; 5 &amp; more.", "Less < 5 & more."),
        ("Take `one` a day.", "Take one a day."),
        ("Take 2 * 3 mg_per_day* daily.", "Take 2 * 3 mg_per_day* daily."),
        ("If a<b, ask [them].", "If a<b, ask [them]."),
        ("Do ***not*** ~~now~~ drink.", "Do not ~~now~~ drink."),
        ("Do **not\ndrink** it.", "Do not\ndrink it."),
        ("Take &frac12; or 2 &times; 3.", "Take ½ or 2 × 3."),
        ("<!-- one\ntwo -->Take it.", "Take it."),
        (r"Do not \*drink\*.", "Do not *drink*."),
        ("Salt & water, R&D2; too.", "Salt & water, R&D2; too."),
        ("Do <b>not</b> drink.", "Do not drink."),
        ('Do <STRONG class="a">not</STRONG> <i>ever</i> drink.', "Do not ever drink."),
        ("Do <em><u>not</u></em> drink<br/>it.", "Do not drink\nit."),
        ("Do <b>not drink it.", "Do not drink it."),
        ("Have CO<sub>2</sub> and 10<sup>-6</sup> g.", "Have CO₂ and 10⁻⁶ g."),
        ("Have it on the 5<sup>th</sup> day.", "Have it on the 5th day."),
        ("Have 10<sup>6 or 7</sup> cells.", "Have 10<sup>6 or 7</sup> cells."),
        ("If a <b and c> d, do not.", "If a <b and c> d, do not."),
        ("Do <s>not</s> <script>drink</script>.", "Do <s>not</s> <script>drink</script>."),
        (r"Write \<b> or `<b>` here.", "Write <b> or <b> here."),
    ],
)
def test_marks_are_shown_as_what_they_mean_and_quotes_stay_exact(raw: str, shown: str) -> None:
    read = document(f"## Use\n\n{raw}\n")
    (own,) = passages(read)
    assert read.words(own.mark) == shown
    assert read.slice(own.mark) in raw
    assert txt(f"Use\n\n{raw}\n").marks == ()


@pytest.mark.parametrize("bold", ["**{}**", "<b>{}</b>", "<strong>{}</strong>"])
def test_a_line_that_is_bold_is_a_heading_however_it_is_written(bold: str) -> None:
    read = document(f"# X\n\n{bold.format('Storage')}\n\nKeep it {bold.format('dry')}.\n")
    assert headings(read) == ["X", "Storage"]
    assert [read.words(one.mark) for one in passages(read)] == ["Keep it dry."]
    shown = str(pane(read, {}, "en"))
    assert "<strong><span data-start=" in shown
    assert "&lt;" not in shown


def replied(text: str, question: str, id: str = "melotin", markdown: bool = True) -> Reply:
    """The reply of the whole program, trained reader and all, to a question about this leaflet."""
    read = document(text, id, markdown)
    return quick(corpus_of(read)).reply(question)


def said(reply: Reply) -> str:
    """What the first quote marks, as a person sees it."""
    assert reply.kind == "answer", reply.message
    best = reply.quotes[0]
    return best.words(best.highlight_start, best.highlight_end)


def test_no_raw_mark_is_on_the_page_or_in_the_terminal() -> None:
    read = document("## **Use**\n\nDo **not** drink <!-- x --> milk \\[cold\\] with it.\n")
    reply = quick(corpus_of(read)).reply("can I drink milk with it")
    shown = (as_text(reply), str(reply_html(reply, {read.id: read}, "")), str(pane(read, {}, "en")))
    for one in shown:
        assert not any(mark in one for mark in ("**", "<!--", "\\["))
    assert "<strong><span data-start=" in shown[2]
    assert all(read.text[one.start : one.end] == one.text for one in reply.quotes)


# Replies of the whole program, by the trained reader.

STORE = "\n\n## Storage\n\nKeep it in the fridge.\n"


@pytest.mark.parametrize(
    "question",
    ["what are the side effects", "Side effects?", "what side effects does it have",
     "what are the possible side effects of Melotin?"],
)  # fmt: skip
def test_asked_for_the_side_effects_the_whole_list_answers(question: str) -> None:
    text = f"## Possible side effects\n\n- flushing\n- swollen fingers{STORE}"
    assert said(replied(text, question)) == "flushing\n- swollen fingers"


def test_asked_for_side_effects_in_groups_the_first_comes_first() -> None:
    groups = "Very common\n\n- flushing\n- rash\n\nCommon\n\n- itching\n- swollen fingers"
    reply = replied(f"## Possible side effects\n\n{groups}{STORE}", "what are the side effects")
    assert [one.highlight for one in reply.quotes] == [
        "flushing\n- rash",
        "itching\n- swollen fingers",
    ]


@pytest.mark.parametrize(
    "question",
    ["who can't take it", "does it have side effects", "are there any side effects?",
     "tell me all side effects", "does Melotin cause any side effects"],
)  # fmt: skip
@pytest.mark.parametrize(
    "heading", ["# Adverse reactions", "## 4. Side effects\n\nThey may come.", "Side effects"]
)
def test_asked_for_all_of_a_section_in_other_words_its_whole_list_answers(
    question: str, heading: str
) -> None:
    who = question.startswith("who")
    over = "## Who should not take it" if who else heading
    text = f"{over}\n\n- nausea\n- dizziness\n"
    text += "\nStorage\n\nKeep it dry.\n" if over[0] != "#" else STORE
    assert said(replied(text, question, markdown=over[0] == "#")) == "nausea\n- dizziness"


@pytest.mark.parametrize("question", ["what are the side effects", "does it have side effects"])
def test_asked_for_side_effects_of_which_nothing_is_said_it_is_refused(question: str) -> None:
    text = f"## Before you take it\n\n- Tell us of gout\n- Tell us of fits{STORE}"
    assert replied(text, question).kind == "not_covered"


@pytest.mark.parametrize(
    "question",
    [
        "Who should not take it?",
        "who shoudnt be on it",
        "Is there anyone who must never be given it?",
        "who really can't have this medicine at all",
        "whos not allowed it",
        "who should not take this",
        "is there anyone who mustnt be put on this",
    ],
)
def test_for_whom_it_is_not_is_never_told_by_for_whom_it_is(question: str) -> None:
    whom = "## Who should take it\n\n- adults with fits\n- children with fits\n"
    text = f"{whom}\n## Who should not take it\n\n- people with gout\n- people with asthma\n"
    assert said(replied(text, question)) == "people with gout\n- people with asthma"
    assert replied(whom, question).kind == "not_covered"


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("is it for HER2-negative cancer?", True),
        ("my cancer is HER2 positive, is it for adults with cancer like mine?", False),
        ("She has HER2. Is it for adults with cancer?", False),
    ],
)
def test_for_whom_without_something_it_is_is_not_shown_to_who_has_it(
    question: str, wanted: bool
) -> None:
    text = (
        f"## Who should take it\n\n- adults with HER2-negative cancer\n- children with fits{STORE}"
    )
    reply = replied(text, question)
    assert any("HER2-negative" in one.highlight for one in reply.quotes) is wanted


@pytest.mark.parametrize(
    "question",
    [
        "I am Ph positive, is it for me?",
        "My girl has the Philadelphia chromosome, may she have it?",
        "ph+ ALL, blina ok?",
    ],
)
def test_the_sample_never_shows_who_is_positive_the_use_for_who_is_negative(
    assistant: Assistant, question: str
) -> None:
    reply = assistant.reply(question)
    assert not any("chromosome-negative" in one.highlight for one in reply.quotes)


@pytest.mark.parametrize("question", ["it's chemo innit", "so it's chemo then?", "is it chemo"])
def test_what_the_sample_is_used_together_with_is_not_what_it_is(
    assistant: Assistant, question: str
) -> None:
    reply = assistant.reply(question)
    assert not any(one.section == "Commonly used with" for one in reply.quotes)
    assert any(
        "used with" in one.section for one in assistant.reply("is it used with chemo").quotes
    )


@pytest.mark.parametrize(
    "head",
    [
        "When not to use it",
        "Must not be used",
        "Do not use for",
        "Do not use",
        "Who should not take it",
        "Contraindications",
        "When you must not take it",
    ],
)
def test_asked_what_it_is_for_no_item_of_a_do_not_section_answers(head: str) -> None:
    text = (
        f"## Uses\n- relieves sneezing\n## {head}\n- for the purpose of making your child sleepy\n"
    )
    for question in ("What is it used for?", "what is melotin for", "what does it treat"):
        assert said(replied(text, question)) == "relieves sneezing"
        alone = text[text.index("\n## ") + 1 :]
        assert replied(alone, question).kind == "not_covered"


@pytest.mark.parametrize(
    "lead",
    [
        "**Do not use X:**",
        "X must not be taken if you",
        "You must not have X if:",
        "**Do not take X tablets if you:**",
        "You should not take X if you:",
        "Do not use X if you",
    ],
)
def test_asked_who_should_not_take_it_the_list_answers_with_its_lead_in(lead: str) -> None:
    text = (
        f"## Before you take X\n\n{lead}\n- Are allergic\n- Have gout\n### Breast-feeding\n"
        "Breast-feeding women should not take X because it passes into milk.\n"
    )
    reply = replied(text, "Who should not take it?")
    assert said(reply) == "Are allergic\n- Have gout"
    assert lead.strip("*").rstrip(":") in reply.quotes[0].text


@pytest.mark.parametrize(
    ("name", "text", "question", "answer"),
    [
        ("v8.txt", "Before\n\nTell your doctor before taking X if you:\n"
         "• have glandular fever\n\nV8\n\n• have kidney problems\n",
         "can I take it with kidney problems", "have kidney problems"),
        ("n.txt", "4. Possible side effects\n\nYou may feel sick.\n\n5. How to store X tablets\n\n"
         "Keep them below 25 degrees in a dry place.\n", "how to store",
         "Keep them below 25 degrees in a dry place."),
        ("c.md", CONTENTS, "what is it for", "X treats high blood pressure."),
        ("q.txt", "What is X used for?\n\nX treats high blood pressure in adults.\n",
         "What is X used for?", "X treats high blood pressure in adults."),
        ("t.md", "## Dose\n\n| Age | Dose |\n|---|---|\n| Adults | 2 tablets a day |\n"
         "| Children | 1 tablet a day |\n", "dose for children", "Children – 1 tablet a day"),
        ("g.md", "## Use\n\nTake it at 8 a.m. Do not take it with grapefruit juice.\n",
         "can I have grapefruit juice", "Do not take it with grapefruit juice."),
        ("pf.txt", "Before\n\nAsk us before taking X if you:\n- have asthma\n\nPage 2/6\n\n"
         "- have liver problems\n", "I have liver problems, can I take it?",
         "have liver problems"),
        ("st.txt", "1. How it works\n\nIt helps.\n\n2. How to take X\n\nSwallow one tablet a day."
         "\n\n3. Storing X\n\nKeep it below 25 degrees.\n", "how to store it",
         "Keep it below 25 degrees."),
        ("dr.txt", "Can I drive?\n\nDo not drive for a day.\n", "Can I drive?",
         "Do not drive for a day."),
        ("iv.md", "## Use\n\nIt is given i.v. Do not drive for a day. Have 20 mg max. Never crush "
         "it.\n", "can I drive", "Do not drive for a day."),
        ("ms.md", "## Use\n\nHave 5 mg.Do not use it if you have gout.Ask a doctor.Keep it in the "
         "fridge.\n", "can I take it with gout", "Do not use it if you have gout."),
        ("b.txt", "Do not take X if you\n\n\uf0b7 are allergic to it\n\uf0b7 have gout\n",
         "who should not take it", "are allergic to it\n\uf0b7 have gout"),
    ],
)  # fmt: skip
def test_asked_the_right_words_answer(name: str, text: str, question: str, answer: str) -> None:
    id, _, ending = name.partition(".")
    assert said(replied(text, question, id, ending == "md")) == answer


EVERYDAY = (
    "## 1. What Melotin is and what it is used for\n\nMelotin is a tablet.\n\nIt is used to treat "
    "high blood pressure in adults.\n\n"
    "## 2. Before you take Melotin\n\n### Pregnancy and breast-feeding\n\nIf you are pregnant, ask "
    "your doctor for advice.\n\n### Melotin with food and drink\n\nDo not drink too much alcohol "
    "while you take it.\n\n"
    "## 3. How to take Melotin\n\nAsk if you are not sure.\n\nSwallow one tablet a day with water."
    "\n\n### If you forget to take Melotin\n\n- Take it as soon as you remember.\n"
    "- Do not take two.\n\n## 5. How to store Melotin\n\nKeep it below 25 degrees.\n"
)
FACTS = (
    "## Purpose\n\nCough suppressant\n\n## Uses\n\nrelieves a cough\n\n## Warnings\n\n"
    "Liver damage may occur if you have 3 or more alcoholic drinks a day.\n\n"
    "If pregnant or breast-feeding, ask a health professional before use.\n\n"
    "### When using this product\n\n- drowsiness may occur\n- you may feel hot\n\n"
    "## Directions\n\n- take 2 caplets every 6 hours\n- ask a doctor for children\n"
)


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        (EVERYDAY, "What is it for?", "It is used to treat high blood pressure in adults."),
        (EVERYDAY, "How do I take it?", "Swallow one tablet a day with water."),
        (EVERYDAY, "What if I miss a dose?",
         "Take it as soon as you remember.\n- Do not take two."),
        (EVERYDAY, "How do I store it?", "Keep it below 25 degrees."),
        (EVERYDAY, "Can I take it if I am pregnant?",
         "If you are pregnant, ask your doctor for advice."),
        (EVERYDAY, "Can I drink alcohol with it?",
         "Do not drink too much alcohol while you take it."),
        (FACTS, "What is it for?", "relieves a cough"),
        (FACTS, "How do I take it?",
         "take 2 caplets every 6 hours\n- ask a doctor for children"),
        (FACTS, "What are the side effects?", "drowsiness may occur\n- you may feel hot"),
        (FACTS, "Can I take it if I am pregnant?",
         "If pregnant or breast-feeding, ask a health professional before use."),
        (FACTS, "Can I drink alcohol with it?",
         "Liver damage may occur if you have 3 or more alcoholic drinks a day."),
    ],
)  # fmt: skip
def test_asked_an_everyday_question_the_section_for_it_answers(
    text: str, question: str, answer: str
) -> None:
    assert said(replied(text, question)) == answer
    for other in ("this", "this drug", "this medicine"):
        assert said(replied(text, re.sub(r"\bit\b", other, question))) == answer


def test_asked_what_it_is_for_a_sentence_elsewhere_that_uses_the_words_is_not_preferred() -> None:
    text = "## How it works\n\nIt kills cancer cells.\n\n## Others\n\nWater is used to thin it.\n"
    reply = replied(text, "What is it used for?")
    assert all("Water" not in one.highlight for one in reply.quotes)


@pytest.mark.parametrize(
    "question", ["What if I miss a dose?", "How do I store it?", "Can I drink alcohol with it?"]
)
def test_asked_an_everyday_question_that_no_section_answers_it_is_refused(question: str) -> None:
    text = "## Uses\n\nrelieves a cough\n\n## Directions\n\ntake 2 caplets every 6 hours\n"
    assert replied(text, question).kind == "not_covered"


@pytest.mark.parametrize("named", ["rivaroxaban", "xarelto", "Xarelto"])
def test_asked_by_any_of_its_names_the_line_that_only_holds_the_name_never_answers(
    named: str,
) -> None:
    text = (
        "## What it is\n\nThe active substance is rivaroxaban.\n\nIt blocks a clotting factor and "
        f"so makes the blood less likely to clot.{STORE}"
    )
    reply = replied(text, f"{named} MOA", "xarelto")
    assert all("active substance" not in one.highlight for one in reply.quotes)


@pytest.mark.parametrize(
    ("line", "named", "question", "answer"),
    [
        ("The active ingredient is apixaban.", "eliquis", "what does apixaban do",
         "It thins the blood."),
        ("Zelotin contains the active substance melotinib.", "zelotin", "melotinib storage",
         "Keep it in the fridge."),
        ("The active ingredients in Zelotin are melotinib and salt.", "zelotin",
         "how do I store melotinib", "Keep it in the fridge."),
    ],
)  # fmt: skip
def test_asked_by_its_substance_the_sentence_asked_for_answers(
    line: str, named: str, question: str, answer: str
) -> None:
    text = f"## What it is\n\n{line}\n\nIt thins the blood.{STORE}"
    assert said(replied(text, question, named)) == answer


def test_an_inactive_ingredient_is_no_name_of_the_medicine() -> None:
    assert "starch" not in own_names(document("## Box\n\nThe inactive ingredients are starch.\n"))


FOREIGN = {
    "it": "## Effetti indesiderati\n\nCome tutti i medicinali, questo medicinale può causare "
    "effetti indesiderati, sebbene non tutte le persone li manifestino. Se si manifesta uno di "
    "questi effetti si rivolga al medico.\n",
    "sv": "## Biverkningar\n\nLiksom alla läkemedel kan detta läkemedel orsaka biverkningar, men "
    "alla användare behöver inte få dem. Tala om för din läkare om du får några av dem.\n",
    "nl": "## Bijwerkingen\n\nZoals elk geneesmiddel kan ook dit geneesmiddel bijwerkingen hebben, "
    "al krijgt niet iedereen daarmee te maken. Neem contact op met uw arts als u er last van "
    "heeft.\n",
    "da": "## Bivirkninger\n\nDenne medicin kan give bivirkninger, men ikke alle får dem, og du "
    "skal ikke være bange for at tage det.\n\n- hovedpine\n- kvalme\n\n## Opbevaring\n\n"
    "Opbevar det i store pakninger.\n",
    "de": "## Nebenwirkungen\n\nDieses Medikament kann Nebenwirkungen haben, die nicht bei jedem "
    "auftreten, wenn Sie es von der Apotheke haben und mit Wasser nehmen.\n\n## Lagerung\n\n"
    "Nicht in der Sonne.\n",
    "es": "## Efectos adversos\n\nEste medicamento puede producir efectos adversos, aunque no "
    "todas las personas los sufran. Si los sufre, hable con su médico para que lo sepa.\n",
    "fr": "## Effets indésirables\n\nComme tous les médicaments, ce médicament peut avoir des "
    "effets. Vous devez en parler avec votre médecin si vous les avez et ne pas en prendre.\n",
}  # fmt: skip


@pytest.mark.parametrize("code", FOREIGN)
@pytest.mark.parametrize("question", ["what are the side effects", "how should I store it"])
def test_asked_in_english_a_leaflet_in_another_language_says_so(code: str, question: str) -> None:
    text = FOREIGN[code]
    assert likely_language(text) == code
    sections, blocks, marks = parse(text, markdown=True)
    read = Document("melotin", text, "Melotin", sections, blocks, marks=marks, language=code)
    reply = quick(corpus_of(read)).reply(question)
    assert reply.kind == "unclear"
    assert reply.covers == tuple(headings(read))
    name = {"da": "Danish", "de": "German", "es": "Spanish", "fr": "French", "it": "Italian",
            "sv": "Swedish", "nl": "Dutch"}[code]  # fmt: skip
    assert f"This leaflet is in {name}." in reply.message


@pytest.mark.parametrize(
    ("code", "question"),
    [("da", "hvad er bivirkningerne"), ("de", "was sind die Nebenwirkungen"),
     ("da", "bivirkninger"),
     ("es", "cuáles son los efectos adversos"), ("fr", "effets indésirables")],
)  # fmt: skip
def test_asked_in_its_own_language_a_leaflet_is_searched(code: str, question: str) -> None:
    text = FOREIGN[code]
    sections, blocks, marks = parse(text, markdown=True)
    read = Document("melotin", text, "Melotin", sections, blocks, marks=marks, language=code)
    assert quick(corpus_of(read)).explain(question).query.beside == ""


TRAPS = (
    "Alcohol\n\nDo not drink it on the day before or after\r\nfood.\r\n",
    "## Use\n\nTell us if you:\n(a) have fever\n\n3/6\n\n(b) have gout\n\nv.3\n\nØ too\nØ much\n",
    "## Use\n\nTell us if you:\n\n•\n\nhave fever\n\n•\n\nhave gout\n\n[3]\n",
    CONTENTS.replace("#", ""),
    "What is X?\n\nX is a tablet.\n\n5. How to store X\n\nKeep it dry. Driving It may harm you.\n",
    "## Use\n\nHave 5 mg.Do **not** stop (or wait).Ask &frac12; <!-- x --> at 8 a.m. You may.\n",
    "## Dose\n\n| Age | Dose |\n|---|---|\n| **Adults** | 1 \\| 2 |\n\n```\n# 1 Shake\n```\n",
    EVERYDAY,
    FACTS,
    *FOREIGN.values(),
)


@pytest.mark.parametrize("text", TRAPS)
@pytest.mark.parametrize("markdown", [True, False])
def test_of_every_trap_the_parts_joined_again_are_the_leaflet(text: str, markdown: bool) -> None:
    read = document(text, "x", markdown)
    assert put_together(read) == text
    own = passages(read)
    assert own
    for one in own:
        assert one.block.start <= one.mark.start < one.mark.end <= one.block.end
        assert read.slice(one.mark) == read.slice(one.mark).strip()
