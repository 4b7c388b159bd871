"""The urgent notice: one action first, at most five lines, the site's own numbers and no others."""

from __future__ import annotations

import re
from itertools import product

import pytest

from askleaflet.notice import MOST_LINES, dial, notice_for, standing_notice
from askleaflet.records import Sign
from askleaflet.urgency import find_signs, read_vocabulary
from askleaflet.urgency.compiling import VOCABULARY_FILE
from askleaflet.wording import languages, say
from invented import settings

NUMBERS = {
    "care_team_name": "Ward 7",
    "care_team_phone": "020 7946 0001",
    "care_team_phone_night": "020 7946 0002",
    "emergency_number": "112",
    "crisis_name": "Night Line",
    "crisis_number": "116 123",
    "fever_threshold": "38.0 °C",
}


def sign(group: str = "reaction", life: bool = False) -> Sign:
    return Sign(group, "some sign", life, "some words", 0, 10, "emergency" if life else "team")


LIFE = (sign(life=True),)
OTHER = (sign("infection"),)
CRISIS = (sign("crisis", life=True),)
PUMP = (sign("pump"),)


def test_without_a_sign_there_is_no_notice() -> None:
    assert notice_for((), settings(**NUMBERS), "en", None) is None


def test_for_signs_that_threaten_life_the_emergency_number_comes_first() -> None:
    notice = notice_for(LIFE, settings(**NUMBERS), "en", "Blinatumomab")
    assert notice
    assert notice.heading == "Call 112 now"
    assert notice.lines == (
        "Then call Ward 7: 020 7946 0001.",
        "At night and at weekends: 020 7946 0002.",
        "Say: “I am on Blinatumomab.”",
        "Do not wait to see if it gets better.",
    )
    assert notice.numbers[0].text == "112"


def test_where_life_is_in_danger_in_a_crisis_the_crisis_line_is_there_too() -> None:
    both = (*LIFE, sign("crisis"))
    notice = notice_for((sign(life=True), *both), settings(**NUMBERS), "en", "Blinatumomab")
    assert notice
    assert notice.heading == "Call 112 now"
    assert "116 123" in [one.text for one in notice.numbers]
    assert any("Night Line" in line for line in notice.lines)
    assert len(notice.lines) <= MOST_LINES


def test_for_other_signs_the_care_team_comes_first() -> None:
    notice = notice_for(OTHER, settings(**NUMBERS), "en", "Blinatumomab")
    assert notice
    assert notice.heading == "Call your care team now"
    assert notice.lines[0] == "Call Ward 7: 020 7946 0001."
    assert "If you cannot reach them, or it gets worse, call 112." in notice.lines
    assert "Your team wants a call from 38.0 °C." in notice.lines
    assert [number.text for number in notice.numbers][-1] == "112"


def test_what_to_say_gives_way_before_who_to_call_and_not_to_wait() -> None:
    notice = notice_for(OTHER, settings(**NUMBERS), "en", "Blinatumomab")
    assert notice
    assert len(notice.lines) == MOST_LINES
    assert notice.lines[-1] == "Do not wait to see if it gets better."
    assert not any(line.startswith("Say") for line in notice.lines)


def test_at_a_kiosk_staff_come_first_and_nothing_can_be_dialled() -> None:
    for signs in (LIFE, OTHER, CRISIS, PUMP):
        notice = notice_for(signs, settings(kiosk=True, **NUMBERS), "en", None)
        assert notice
        assert notice.heading == "Tell a member of staff now"
        assert all(number.dial is None for number in notice.numbers)


def test_without_numbers_the_notice_names_none() -> None:
    for signs, kiosk in product((LIFE, OTHER, CRISIS, PUMP), (False, True)):
        notice = notice_for(signs, settings(kiosk=kiosk), "en", None)
        assert notice
        assert notice.numbers == ()
        assert not re.search(r"\d", notice.as_text())


def test_a_crisis_has_its_own_words_and_its_own_line() -> None:
    notice = notice_for(CRISIS, settings(**NUMBERS), "en", "Blinatumomab")
    assert notice
    assert notice.heading == "Please talk to someone now"
    assert notice.lines[:3] == (
        "You do not have to carry this alone.",
        "Call Night Line: 116 123.",
        "If you could hurt yourself now, call 112.",
    )
    assert notice.numbers[0].text == "116 123"


def test_a_crisis_line_without_a_name_is_still_called_one() -> None:
    notice = notice_for(CRISIS, settings(crisis_number="116 123"), "en", None)
    assert notice
    assert "Call the crisis line: 116 123." in notice.lines


def test_a_crisis_with_a_sign_that_threatens_life_gets_the_urgent_notice() -> None:
    both = (sign("crisis", life=True), sign("reaction", life=True))
    notice = notice_for(both, settings(**NUMBERS), "en", None)
    assert notice
    assert notice.heading == "Call 112 now"


def test_talk_of_the_pump_says_to_leave_its_settings_alone() -> None:
    notice = notice_for(PUMP, settings(), "en", None)
    assert notice
    assert "Do not change the settings of the pump." in notice.lines


def test_where_more_than_one_leaflet_is_served_the_person_says_which() -> None:
    notice = notice_for(LIFE, settings(), "en", None)
    assert notice
    assert "Say which medicine you are on." in notice.lines


def test_only_the_night_number_set_is_named_too() -> None:
    notice = notice_for(LIFE, settings(care_team_phone_night="5551"), "en", None)
    assert notice
    assert "At night and at weekends: 5551." in notice.lines


def test_the_standing_notice_says_the_same_as_the_one_that_threatens_life() -> None:
    given = settings(**{**NUMBERS, "crisis_number": ""})
    assert standing_notice(given, "en", "A") == notice_for(LIFE, given, "en", "A")
    kiosk = standing_notice(settings(kiosk=True), "en", None)
    assert kiosk.heading == "Tell a member of staff now"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("signs", [LIFE, OTHER, CRISIS, PUMP])
def test_no_notice_is_longer_than_five_lines_in_any_language(
    signs: tuple[Sign, ...], language: str
) -> None:
    for kiosk, given in product((False, True), ({}, NUMBERS)):
        notice = notice_for(signs, settings(kiosk=kiosk, **given), language, "Blinatumomab")
        assert notice
        assert 1 <= len(notice.lines) <= MOST_LINES
        assert "{" not in notice.as_text()
        assert notice.as_text().startswith(notice.heading)


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("112", "112"),
        ("+44 (0)20 7946-0000", "+4402079460000"),
        ("01.23/45 67", "01234567"),
        ("", ""),
    ],
)
def test_a_telephone_gets_the_digits_and_a_leading_plus(written: str, dialled: str) -> None:
    assert dial(written) == dialled


def test_no_name_of_another_language_stands_in_a_notice() -> None:
    given = settings(**NUMBERS, care_team_name_es="la Planta 7")
    for signs in (LIFE, OTHER, CRISIS):
        notice = notice_for(signs, given, "es", None)
        assert notice
        told = (notice.as_text(), *(one.label for one in notice.numbers))
        assert not [one for one in told if "Ward 7" in one or "Night Line" in one]
        assert any("la Planta 7" in one for one in told)
    given = settings(fever_threshold="38.0 °C or 100.4 °F")
    notice = notice_for(OTHER, given, "es", None)
    assert notice
    assert "Su equipo pide que llame desde 38.0 °C o 100.4 °F." in notice.lines


STROKE = ("his face is drooping", "she suddenly cant speak", "tiene la boca torcida")


@pytest.mark.parametrize("text", STROKE)
def test_for_a_drooping_face_or_lost_speech_the_emergency_number_comes_first(text: str) -> None:
    notice = notice_for(find_signs(text), settings(**NUMBERS), "en", None)
    assert notice
    assert notice.heading == "Call 112 now"


def test_whom_to_call_first_is_the_clinics_choice_sign_by_sign() -> None:
    chosen = (("trouble speaking", "team"), ("cannot be woken", "team"), ("fever", "emergency"))
    text = VOCABULARY_FILE.read_text("utf-8").replace('first = "emergency"\n', "")
    for name, first in chosen:
        text = text.replace(f'name = "{name}"\n', f'name = "{name}"\nfirst = "{first}"\n', 1)
    known = read_vocabulary(text)
    for said, place in (("she cant speak", 2), ("i cant wake her", 2), ("he has a fever", 0)):
        notice = notice_for(find_signs(said, vocabulary=known), settings(**NUMBERS), "en", None)
        assert notice
        assert [one.text for one in notice.numbers].index("112") == place


@pytest.mark.parametrize("kiosk", [False, True])
@pytest.mark.parametrize("signs", [LIFE, OTHER, CRISIS])
def test_heading_lines_and_buttons_name_the_numbers_in_one_order(
    signs: tuple[Sign, ...], kiosk: bool
) -> None:
    notice = notice_for(signs, settings(kiosk=kiosk, **NUMBERS), "en", None)
    assert notice
    told = notice.as_text()
    places = [told.index(one.text) for one in notice.numbers]
    assert places == sorted(places)


def labelled(signs: tuple[Sign, ...], **given: object) -> list[tuple[str, str, str | None]]:
    notice = notice_for(signs, settings(**given), "en", None)
    assert notice
    return [(one.label, one.text, one.dial) for one in notice.numbers]


def test_every_number_says_whose_it_is_and_can_be_dialled_in_the_order_of_need() -> None:
    team = [
        ("Ward 7, by day", "020 7946 0001", "02079460001"),
        ("Ward 7, at night and at weekends", "020 7946 0002", "02079460002"),
    ]
    emergency, crisis = ("Emergency", "112", "112"), ("Night Line", "116 123", "116123")
    assert labelled(LIFE, **NUMBERS) == [emergency, *team]
    assert labelled(OTHER, **NUMBERS) == [*team, emergency]
    assert labelled(CRISIS, **NUMBERS) == [crisis, emergency, *team]
    unnamed = labelled(CRISIS, crisis_number="1", care_team_phone="2")
    assert [label for label, _, _ in unnamed] == ["the crisis line", say("en", "care.your_team")]
    kiosk = labelled(CRISIS, kiosk=True, **NUMBERS)
    assert [(text, dialled) for _, text, dialled in kiosk[:2]] == [("116 123", None), ("112", None)]


def test_at_a_kiosk_the_numbers_come_after_the_staff() -> None:
    notice = notice_for(LIFE, settings(kiosk=True, **NUMBERS), "en", None)
    assert notice
    assert notice.lines == (
        "Not in the building? Call 112.",
        "Then call Ward 7: 020 7946 0001.",
        "At night and at weekends: 020 7946 0002.",
        "Say which medicine you are on.",
        "Do not wait to see if it gets better.",
    )
    unset = notice_for(LIFE, settings(kiosk=True), "en", None)
    assert unset
    assert unset.lines[:2] == (
        "Not in the building? Call your local emergency number.",
        "Then call the number your care team gave you.",
    )
    standing = standing_notice(settings(kiosk=True, **NUMBERS), "en", None)
    assert standing.heading == "Tell a member of staff now"
    assert standing.lines == (
        *notice.lines[:3],
        "If you cannot go on, call Night Line: 116 123.",
        "Do not wait to see if it gets better.",
    )


def test_without_numbers_each_notice_says_in_words_whom_to_call_and_in_which_order() -> None:
    life, other, crisis = (
        notice_for(signs, settings(), "en", None) for signs in (LIFE, OTHER, CRISIS)
    )
    assert life
    assert (life.heading, life.lines[0]) == (
        "Call your local emergency number now",
        "Then call the number your care team gave you.",
    )
    assert other
    assert other.lines[:2] == (
        "Call the number your care team gave you.",
        "If you cannot reach them, or it gets worse, call your local emergency number.",
    )
    assert crisis
    assert crisis.lines == (
        "You do not have to carry this alone.",
        "Call a crisis line, or tell someone you trust.",
        "If you could hurt yourself now, call your local emergency number.",
        "Call the number your care team gave you.",
    )


def test_the_day_number_alone_is_named_and_nothing_of_a_night() -> None:
    notice = notice_for(CRISIS, settings(care_team_phone="5550"), "en", None)
    assert notice
    assert notice.lines[-1] == f"Call {say('en', 'care.your_team')}: 5550."


def test_the_temperature_is_told_only_where_fever_belongs() -> None:
    fever = "Your team wants a call from 38.0 °C."
    for group, told in (("infection", True), ("reaction", True), ("bleeding", False)):
        notice = notice_for((sign(group),), settings(fever_threshold="38.0 °C"), "en", None)
        assert notice
        assert (fever in notice.lines) == told
    life = notice_for(LIFE, settings(fever_threshold="38.0 °C"), "en", None)
    assert life
    assert fever not in life.lines


def test_the_card_behind_get_help_now_is_headed_by_the_number_or_by_the_staff() -> None:
    for kiosk, heading in ((False, "Call 112 now"), (True, "Tell a member of staff now")):
        card = standing_notice(settings(kiosk=kiosk, **NUMBERS), "en", None)
        assert card.heading == heading


@pytest.mark.parametrize("language", languages())
def test_the_crisis_line_is_in_get_help_now_wherever_it_is_set(language: str) -> None:
    for kiosk, given in product((False, True), (NUMBERS, {"crisis_number": "116 123"})):
        card = standing_notice(settings(kiosk=kiosk, **given), language, "Blinatumomab")
        assert "116 123" in [one.text for one in card.numbers]
        assert any("116 123" in line for line in card.lines)
        assert len(card.lines) <= MOST_LINES


def test_each_number_knows_the_line_that_says_no_more_than_it() -> None:
    for signs in (LIFE, OTHER, CRISIS):
        notice = notice_for(signs, settings(**NUMBERS), "en", "Blinatumomab")
        assert notice
        own = [one.line for one in notice.numbers if one.line]
        assert len(own) >= 2
        assert set(own) <= set(notice.lines)
        rest = [line for line in notice.lines if line not in own]
        assert not any("020" in line for line in rest)
