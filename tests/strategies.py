"""Random questions and random leaflets for the property tests."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

# Everything a str can hold, lone surrogates included.
any_text = st.text(st.characters(exclude_categories=()), max_size=80)
_WORDS = (
    "how is it given what are the side effects who should not take it infusion drip fever "
    "headache pregnant baby blinatumomab blincyto blina ibuprofen aspirin dexamethasone children "
    "alcohol hospital days long and or not my son can i should have 38 5.4 kg ? ?? . , ! \n CRS "
    "seizure tablet cost fly dog zorblax ¿cómo se da hola hello thanks <b> \u200b \u202e "
    "\ud800 \x00"
).split(" ")
_spoken = st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join)
questions = st.one_of(any_text, _spoken, st.tuples(_spoken, any_text).map(" ".join))
histories = st.lists(questions, max_size=3)

_LETTERS = "abcdefgh #-*_`|<>[]&;•.:!?()'\"1 \t\n\r\x0b\x85\u2028é≥\u200b"
_lines = st.sampled_from(
    ("## Title\n", "Title\n", "- item\n", "* item: x\n", "1. one\n", "a) one\n", "\n", "  \n",
     "Text. More text!\n", "Say **no** to \\[it\\] <!-- now -->\n", "```\n", "---\n",
     "| a | b |\n", "|---|---|\n", "\uf0b7 item\n", "V8\n", "•\n",
     "2. What X is and what it is used for\n",
     "Warnings and precautions Talk to your doctor.\n", "<!--\n", "-->\n",
     "3/6\n", "(a) one\n", "Ø item\n", "Have 5 mg.Stop (or ask).Wait &frac12; day.\n",
     "<b>Do not</b> take 10<sup>6</sup> <i>or<br/>more.\n", "<b>Dose</b>\n",
     "It weighs 5.4 kg. No.\r\n", "  indented\n", "lead:\n", "#\n", "-\n")
)  # fmt: skip
messy_text = st.one_of(
    st.text(max_size=200),
    st.text(_LETTERS, max_size=200),
    st.lists(st.one_of(_lines, st.text(_LETTERS, max_size=20)), max_size=25).map("".join),
)


@dataclass(frozen=True)
class Bullets:
    """A list with the sentence that leads it in."""

    lead: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Leaflet:
    """A random leaflet with what it is known to say: headings with paragraphs and lists."""

    text: str
    markdown: bool
    sections: tuple[tuple[str, tuple[str | Bullets, ...]], ...]


_POOL = (
    "tablet infusion fever swelling nurse doctor blood heart stomach water milk kidney treatment "
    "children women weight headache rash liver dose pump bone sleep"
).split()


@st.composite
def leaflets(draw: st.DrawFn) -> Leaflet:
    """Random leaflets of both formats. Every sentence, item and heading in one is unique."""
    markdown = draw(st.booleans())
    newline = draw(st.sampled_from(("\n", "\r\n")))
    bullet = draw(st.sampled_from(("- ", "* ", "• ", "  - ")))
    gap = draw(st.booleans())
    number = 0

    def words(least: int = 2) -> str:
        nonlocal number
        number += 1
        chosen = draw(st.lists(st.sampled_from(_POOL), min_size=least, max_size=6))
        return " ".join((*chosen, f"n{number}"))

    sections: list[tuple[str, tuple[str | Bullets, ...]]] = []
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        heading = draw(st.sampled_from(("Who should not take it", "Side effects", "About")))
        heading = f"{heading} {words()}"
        lines += [f"## {heading}" if markdown else heading, ""]
        blocks: list[str | Bullets] = []
        for _ in range(draw(st.integers(1, 3))):
            if draw(st.booleans()):
                lead = f"Do not take it if you have {words()}{draw(st.sampled_from((':', '.')))}"
                items = tuple(words() for _ in range(draw(st.integers(1, 4))))
                blocks.append(Bullets(lead, items))
                lines += [lead, *([""] if gap else []), *(bullet + one for one in items), ""]
            else:
                said = [f"Take {words()}." for _ in range(draw(st.integers(1, 3)))]
                blocks.append(" ".join(said))
                lines += [" ".join(said), ""]
        sections.append((heading, tuple(blocks)))
    return Leaflet(newline.join(lines), markdown, tuple(sections))
