"""Of many leaflets one is found by its name, from a box with a list below it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.test_accessible import PHONE, UPRIGHT, sound
from browser.visiting import Opener, Server, Visit
from invented import compiled, write

TEXT = "# {title}\n\n{title} is a medicine.\n\n## Side effects\n\n- a sore toe\n"
KNOWN = {"Keppra": "levetiracetam", "Xofluza": "baloxavir marboxil"}
INVENTED = product(
    ["Zor", "Mel", "Quin", "Dra", "Pli"],
    ["vexin", "otul", "ambra", "idor", "ufex", "essa", "ynol", "aptor"],
)
FOUND = "#pick-list [role=option]"
NAMES = "names.json"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Forty leaflets: two with a substance, and 38 that are no medicine."""
    folder = tmp_path_factory.mktemp("many") / "leaflets"
    titles = [*KNOWN, *islice(map("".join, INVENTED), 40 - len(KNOWN))]
    for title in titles:
        write(folder / f"{title.lower()}.md", TEXT.format(title=title))
        other = f'other_names = ["{KNOWN[title]}"]\n' if title in KNOWN else ""
        write(folder / f"{title.lower()}.toml", f'title = "{title}"\nlanguage = "en"\n{other}')
    compiled(folder)
    one = Server({"ASKLEAFLET_CORPUS": str(folder)})
    one.start()
    yield one
    one.stop()


def _found(page: Page) -> Locator:
    return page.locator(f"{FOUND} > span:first-child")


def _open(page: Page, name: str) -> None:
    """Opens the leaflet with exactly this name, and waits until it is there."""
    page.fill("#pick", name)
    page.locator(FOUND, has_text=name).click()
    expect(page.locator("#leaflet-title")).to_have_text(name)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("kep", "Keppra"),
        ("LEVETIRACETAM", "Keppra"),
        ("marboxil", "Xofluza"),
        ("kepra", "Keppra"),
        ("levatiracetam", "Keppra"),
        ("levatirac", "Keppra"),
    ],
)
def test_a_leaflet_is_found_by_brand_and_substance_also_misspelt(
    many: Server, open_page: Opener, typed: str, title: str
) -> None:
    page = open_page(many).page
    page.fill("#pick", typed)
    expect(_found(page)).to_have_text([title])
    page.locator(FOUND).click()
    expect(page.locator("#leaflet-title")).to_have_text(title)
    expect(page.locator("#leaflet-title")).to_be_focused()


def test_the_keyboard_alone_finds_chooses_and_closes(many: Server, open_page: Opener) -> None:
    visit = open_page(many)
    page, keys, box = visit.page, visit.page.keyboard, visit.page.locator("#pick")
    visit.tab_to("#pick")
    keys.press("ArrowDown")
    expect(page.locator(FOUND)).to_have_count(10)
    keys.press("ArrowDown")
    active = page.locator(f"{FOUND}[aria-selected=true]")
    expect(active).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", "pick-0")
    keys.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", "pick-9")
    expect(box).to_be_focused()
    keys.press("Escape")
    expect(page.locator(FOUND)).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    keys.type("kep")
    expect(box).to_have_attribute("aria-expanded", "true")
    keys.press("Enter")
    expect(page.locator("#leaflet-title")).to_have_text("Keppra")
    expect(page.locator("#leaflet-title")).to_be_focused()


def test_enter_takes_no_name_that_is_only_spelt_nearly_so(many: Server, open_page: Opener) -> None:
    visit = open_page(many)
    page = visit.page
    before = page.locator("#leaflet-title").text_content() or ""
    page.fill("#pick", "xofluzza")
    expect(_found(page)).to_have_text(["Xofluza"])
    page.keyboard.press("Enter")
    visit.settle()
    expect(page.locator("#leaflet-title")).to_have_text(before)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#leaflet-title")).to_have_text("Xofluza")


def test_how_many_are_found_is_announced(many: Server, open_page: Opener) -> None:
    page = open_page(many).page
    said = page.locator("#picked[role=status]")
    page.fill("#pick", "zor")
    expect(said).to_have_text("Leaflets found: 8.")
    page.click("#pick")
    page.fill("#pick", "")
    expect(said).to_have_text("Leaflets found: 39. Here are the first 10.")
    page.fill("#pick", "levatiracetam")
    expect(said).to_have_text("We have no such name. Names that look like it: 1.")
    page.fill("#pick", "ibuprofen")
    expect(said).to_have_text("We have no leaflet with that name.")
    expect(page.locator(FOUND)).to_have_count(0)
    page.locator("#pick").blur()
    expect(said).to_have_text("")


def test_those_opened_in_this_visit_come_first(many: Server, open_page: Opener) -> None:
    page = open_page(many).page
    for name in ("Zorotul", "Xofluza", "Zorynol", "Keppra"):
        _open(page, name)
    page.click("#pick")
    expect(_found(page)).to_have_count(10)
    assert _found(page).all_text_contents()[:3] == ["Zorynol", "Xofluza", "Zorotul"]
    page.fill("#pick", "zor")
    expect(_found(page)).to_have_count(8)
    assert _found(page).all_text_contents()[:3] == ["Zorynol", "Zorotul", "Zorambra"]


def test_names_come_once_and_only_when_they_are_looked_for(many: Server, open_page: Opener) -> None:
    visit = open_page(many)
    page = visit.page
    assert not [one for one in visit.requests if NAMES in one]
    for name in ("Keppra", "Xofluza"):
        _open(page, name)
    assert [one.removeprefix(many.url) for one in visit.requests if NAMES in one] == [
        "static-leaflet/names.json"
    ]


def test_names_that_do_not_arrive_are_said_and_asked_for_again(
    many: Server, open_page: Opener
) -> None:
    visit = open_page(many)
    visit.expected.append("Failed to load resource")
    page = visit.page
    page.route(f"**/{NAMES}", lambda route: route.fulfill(status=503))
    page.fill("#pick", "kep")
    expect(page.locator("#picked")).to_have_text("The names did not arrive. Please try again.")
    page.unroute(f"**/{NAMES}")
    page.fill("#pick", "kepp")
    expect(_found(page)).to_have_text(["Keppra"])


def _picking(visit: Visit) -> None:
    """Looks at the open list, with one of it active."""
    page = visit.page
    visit.open_from_menu("open-leaflet")
    page.fill("#pick", "zor")
    expect(page.locator(FOUND)).to_have_count(8)
    page.keyboard.press("ArrowDown")
    sound(page)
    for one in page.locator(FOUND).all():
        assert (one.bounding_box() or {"height": 0})["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    _open(page, "Zorotul")


def test_axe_finds_nothing_in_the_open_list_on_a_phone(many: Server, open_page: Opener) -> None:
    _picking(open_page(many, viewport=PHONE, locale="es-ES", reduced_motion="reduce"))


def test_axe_finds_nothing_in_the_open_list_at_a_kiosk(many: Server, open_page: Opener) -> None:
    _picking(open_page(many, viewport=UPRIGHT, reduced_motion="reduce"))
