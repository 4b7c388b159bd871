"""A Reply as JSON and as text: nothing lost, nothing that steers a terminal."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given

from askleaflet.records import Bridge, Notice, Quote, Related, Reply
from askleaflet.rendering import as_json, as_text, origin, printable
from strategies import any_text

QUOTE = Quote(
    text="Do not take it if you:\n- weigh 5 kg",
    highlight="weigh 5 kg",
    highlight_start=25,
    highlight_end=35,
    start=100,
    end=135,
    document="zorvexin",
    section="Who should not take it",
    under=("Zorvexin",),
    title="Zorvexin",
    source="the maker",
    reviewed=None,
)
ANSWER = Reply(
    "answer",
    "The leaflet says:",
    "Please talk to Ward 7.",
    urgent=True,
    notice=Notice("Call 112 now", ("Do not wait.",)),
    quotes=(QUOTE,),
    bridge=(Bridge("tiny", "weigh 5 kg"),),
    about="who can have it",
    related=(Related("How to take it", "How do I take it?"),),
    notes=("A note.",),
)


def test_json_holds_the_whole_contract() -> None:
    assert as_json(ANSWER, "q1") == {
        "id": "q1",
        "kind": "answer",
        "urgent": True,
        "notice": "Call 112 now\nDo not wait.",
        "quotes": [
            {
                "text": QUOTE.text,
                "highlight": "weigh 5 kg",
                "highlight_start": 25,
                "highlight_end": 35,
                "start": 100,
                "end": 135,
                "document": "zorvexin",
                "section": "Who should not take it",
                "under": ["Zorvexin"],
                "title": "Zorvexin",
                "source": "the maker",
                "reviewed": None,
            }
        ],
        "bridge": [{"you_wrote": "tiny", "leaflet_says": "weigh 5 kg"}],
        "about": "who can have it",
        "message": "The leaflet says: A note.",
        "care_team": "Please talk to Ward 7.",
        "related": [{"section": "How to take it", "question": "How do I take it?"}],
        "covers": [],
        "choices": [],
        "maybe_related": None,
    }


def test_json_of_a_bare_reply_has_the_same_keys_and_no_notice() -> None:
    bare = as_json(Reply("unclear", "m", "c"))
    assert bare.keys() == as_json(ANSWER).keys()
    assert (bare["id"], bare["notice"], bare["quotes"]) == (None, None, [])
    assert json.loads(json.dumps(bare)) == bare


def test_text_shows_the_notice_first_then_answer_quote_words_and_care_team() -> None:
    assert as_text(ANSWER) == (
        "============\nCALL 112 NOW\nDo not wait.\n============\n\n"
        "The leaflet says:\nA note.\n\n"
        "Zorvexin > Who should not take it\n"
        "  | Do not take it if you:\n"
        "  | - >>weigh 5 kg<<\n"
        "  From the leaflet for Zorvexin. Source: the maker. Not yet reviewed by a clinician.\n\n"
        "You wrote “tiny”. The leaflet says “weigh 5 kg”.\n\n"
        "Please talk to Ward 7.\n\n"
        "You can also ask:\n  - How do I take it?"
    )


def test_text_of_a_refusal_shows_what_is_covered_and_what_may_be_related_by_heading_only() -> None:
    refusal = Reply("not_covered", "No.", "Ask.", covers=("One", "Two"), nearest=QUOTE)
    shown = as_text(refusal)
    assert "  - One\n  - Two" in shown
    assert "Who should not take it" in shown
    assert "weigh 5 kg" not in shown
    assert as_json(refusal)["quotes"] == []
    assert as_json(refusal)["maybe_related"]


def test_text_offers_the_leaflets_to_choose_from() -> None:
    assert "  - Melotin\n  - Zorvexin" in as_text(
        Reply("unclear", "Which?", "Ask.", choices=("Melotin", "Zorvexin"))
    )


def test_the_origin_names_the_date_of_review_and_leaves_out_what_is_unknown() -> None:
    checked = Quote(**{**_fields(QUOTE), "reviewed": "2026-01-31", "source": ""})  # type: ignore[arg-type]
    assert origin(checked, "en") == (
        "From the leaflet for Zorvexin. Checked by a clinician on 2026-01-31."
    )


def _fields(quote: Quote) -> dict[str, object]:
    return {name: getattr(quote, name) for name in quote.__dataclass_fields__}


def test_text_speaks_the_language_of_the_reply() -> None:
    spanish = Reply("answer", "m", "c", quotes=(QUOTE,), language="es")
    assert "Del prospecto de Zorvexin" in as_text(spanish)


@given(any_text)
def test_nothing_that_steers_a_terminal_is_printed(text: str) -> None:
    reply = Reply("other_medicine", text, text, bridge=(Bridge(text, text),), choices=(text,))
    shown = as_text(reply)
    wrong = {c for c in shown if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs"}}
    assert not wrong
    shown.encode("utf-8")


def test_printable_keeps_lines_and_letters() -> None:
    assert printable("a\nb é\x1b[31m\u202ec\ud800") == "a\nb é[31mc"


def test_words_that_a_tab_parts_stay_parted() -> None:
    assert printable("5\tmg") == "5 mg"
