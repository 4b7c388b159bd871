"""Hostile text as question and as leaflet: shown as it is written, and nothing happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from askleaflet.records import Span, stretches
from askleaflet.structure import parse
from browser.visiting import Opener, Server, Visit
from invented import compiled

TRAP = "http://127.0.0.1:9/trap"
JS = "alert(1)"
_TAGS = (
    f"<script>{JS}</script>",
    f"<script src={TRAP}></script>",
    f"<img src=x onerror={JS}>",
    f"<img src={TRAP}>",
    f"<img srcset='{TRAP} 2x'>",
    f"<svg onload={JS}>",
    f"<svg><script>{JS}</script></svg>",
    f"<svg><animate onbegin={JS} attributeName=x dur=1s>",
    f"<svg><use href='{TRAP}#x'/></svg>",
    f"<svg><image href={TRAP}></svg>",
    f"<svg><a xlink:href=javascript:{JS}><text y=20>x</text></a></svg>",
    f"<math><maction actiontype=statusline xlink:href=javascript:{JS}>x</maction></math>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={JS}></style>",
    f"<iframe src={TRAP}></iframe>",
    f"<iframe srcdoc='<script>parent.{JS}</script>'></iframe>",
    f"<iframe src=javascript:{JS}>",
    f"<object data={TRAP}></object>",
    f"<embed src={TRAP}>",
    f"<video src={TRAP} poster={TRAP}></video>",
    f"<video><source onerror={JS}></video>",
    f"<audio src={TRAP} onerror={JS}></audio>",
    f"<body onload={JS}>",
    f"<details open ontoggle={JS}>x</details>",
    f"<input autofocus onfocus={JS}>",
    f"<textarea autofocus onfocus={JS}>",
    f"<select autofocus onfocus={JS}>",
    f"<marquee onstart={JS}>x</marquee>",
    f"<div onpointerover={JS} style='position:fixed;inset:0'>x</div>",
    f"<div style='background:url({TRAP})'>x</div>",
    f"<style>*{{background:url({TRAP})}}</style>",
    f"<style>@import '{TRAP}';</style>",
    f"<link rel=stylesheet href={TRAP}>",
    f"<link rel=prefetch href={TRAP}>",
    f"<link rel=dns-prefetch href={TRAP}>",
    f"<meta http-equiv=refresh content='0;url={TRAP}'>",
    f"<base href={TRAP}>",
    f"<form action={TRAP}><input name=pw><button>Send</button></form>",
    f"<button formaction=javascript:{JS}>x</button>",
    f"<a href=javascript:{JS}>x</a>",
    f"<a href='data:text/html,<script>{JS}</script>'>x</a>",
    f"<a ping={TRAP} href=#>x</a>",
    f"<template><script>{JS}</script></template>",
    f"<gradio-app src={TRAP}></gradio-app>",
    f"<x onclick={JS} tabindex=1 autofocus onfocus={JS}>x</x>",
    f"<noscript><p title='</noscript><img src=x onerror={JS}>'>",
    f"<!--><img src=x onerror={JS}>-->",
    f"<![CDATA[<img src=x onerror={JS}>]]>",
    f"<?xml-stylesheet href='{TRAP}'?>",
    f"<table background={TRAP}><td>x</table>",
    f"<picture><source srcset={TRAP}><img></picture>",
)
_BREAKS = (
    f'"><script>{JS}</script>',
    f"'><img src=x onerror={JS}>",
    f'" onfocus={JS} autofocus x="',
    f"' onmouseover={JS} x='",
    f"</textarea><img src=x onerror={JS}>",
    f"</script><script>{JS}</script>",
    f"</title><img src=x onerror={JS}>",
    f"</style><img src=x onerror={JS}>",
    f"</blockquote></div><img src=x onerror={JS}>",
    f"--><img src=x onerror={JS}>",
    f"`-{JS}-`",
    f"';{JS};//",
    f'";{JS};//',
    f"\\';{JS};//",
    f"{{{{constructor.constructor('{JS}')()}}}}",
    f"${{{JS}}}",
    f"#{{{JS}}}",
    f"<%= {JS} %>",
    f"javascript:{JS}",
    f"data:text/html,<script>{JS}</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "&amp;lt;b&amp;gt;",
    "&nbsp;&copy;&notanentity;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    f"<scr<script>ipt>{JS}</scr</script>ipt>",
    f"<<script>{JS};//<</script>",
    f"<ScRiPt>{JS}</sCrIpT>",
    f"<img/src=x/onerror={JS}>",
    f"<img src=x onerror={JS}//",
    f"<a/href=j&Tab;avascript:{JS}>x</a>",
    f"<a href='jav&#x0A;ascript:{JS}'>x</a>",
    "<5.4 kg and >38.0 °C & more",
    "a < b > c",
)
_MARKUP = (
    f"![x]({TRAP})",
    f"[x](javascript:{JS})",
    f"[x]({TRAP})",
    f"<{TRAP}>",
    f"[x]: {TRAP} 'x'",
    f"![x](x onerror={JS})",
    "**bold** and _thin_ and ~~gone~~",
    "`code` and ``more``",
    "| a | b |",
    f"$$\\href{{javascript:{JS}}}{{x}}$$",
    f"$$\\includegraphics{{{TRAP}}}$$",
    "$$5 for one, $$10 for two",
    f"\\(\\url{{{TRAP}}}\\)",
    f"```mermaid graph TD; A[<img src={TRAP}>]; ```",
    f"```html <img src=x onerror={JS}> ```",
    "file=/etc/passwd",
    "/gradio_api/file=/etc/passwd",
    f"@import url({TRAP});",
    f"<span data-say='page.title' onclick={JS}>x</span>",
    f"<button class='suggestion' data-ask='x' onclick={JS}>x</button>",
    f"<dialog open><form method=dialog><button onclick={JS}>x</button></form></dialog>",
)
PAYLOADS = (*_TAGS, *_BREAKS, *_MARKUP)
# A visit shows its last ten questions; each batch is a page of its own.
BATCH = 10
STEP = len(PAYLOADS) // BATCH + 1


def test_there_are_a_hundred_payloads_and_each_is_different() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 100


def batches() -> Iterator[list[str]]:
    for start in range(0, len(PAYLOADS), BATCH):
        yield list(PAYLOADS[start : start + BATCH])


def nothing_happened(visit: Visit) -> None:
    """No dialog, no error of the CSP or any other, no request that content caused."""
    visit.settle()
    assert not visit.faults
    caused = [
        one
        for one in map(unquote, visit.requests)
        if "/trap" in one or one.endswith(("/x", "alert(1)"))
    ]
    assert not caused
    foreign = visit.page.locator(
        "#chat script, #chat img, #chat iframe, #chat form, #chat style, #chat svg[onload],"
        "#leaflet script, #leaflet img, #leaflet iframe, #leaflet form, #leaflet style"
    )
    # Gradio's own drawing of a spinner brings a style element of its own.
    found = foreign.evaluate_all(
        "all => all.filter(one => one.localName !== 'style' || !one.closest('svg'))"
        ".map(one => one.outerHTML.slice(0, 200))"
    )
    assert found == []


@pytest.mark.parametrize("payloads", list(batches()), ids=lambda one: one[0][:20])
def test_a_hostile_question_is_shown_as_it_was_written(
    payloads: list[str], server: Server, open_page: Opener
) -> None:
    visit = open_page(server)
    for payload in payloads:
        visit.ask(f"Can I drive? {payload}")
    shown = visit.page.locator("#chat .asked").all_text_contents()
    for payload in payloads:
        assert any(payload in one for one in shown), payload
    nothing_happened(visit)


def hostile_leaflet(folder: Path) -> None:
    """A leaflet whose sections each hold one payload, as heading, sentence and list item."""
    folder.mkdir()
    parts = ["# Zorvexin\n\nRead all of this leaflet carefully.\n"]
    for number, payload in enumerate(PAYLOADS):
        parts.append(
            f"## Part {number} {payload}\n\nThe code word here is hostile{number} {payload} end.\n"
        )
        parts.append(f"You may notice:\n\n- feeling odd{number} {payload} end\n- headache\n")
    (folder / "zorvexin.md").write_text("\n".join(parts), "utf-8")
    title = "Zorvexin <img src=x onerror=alert(1)>"
    source = f"</script><script src={TRAP}></script>"
    (folder / "zorvexin.toml").write_text(f'title = "{title}"\nsource = "{source}"\n', "utf-8")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile") / "leaflets"
    hostile_leaflet(folder)
    compiled(folder)
    one = Server({"ASKLEAFLET_CORPUS": str(folder)})
    one.start()
    yield one
    one.stop()


def as_shown(payload: str) -> str:
    """What a page shows of it: its marks (entities, code, comments) as what they mean."""
    text = f"so {payload} end"
    marks = [one for one in parse(text, markdown=True).marks if one.start < len(text) - 4]
    return "".join(one.shown for one in stretches(text, Span(3, len(text) - 4), marks))


def test_a_hostile_leaflet_is_shown_as_it_is_written(hostile: Server, open_page: Opener) -> None:
    visit = open_page(hostile)
    text = visit.page.locator("#leaflet").text_content() or ""
    missing = [one for one in PAYLOADS if text.count(as_shown(one)) < 3]
    assert not missing
    nothing_happened(visit)


def test_a_hostile_leaflet_is_quoted_as_it_is_written(hostile: Server, open_page: Opener) -> None:
    visit = open_page(hostile)
    for number in range(0, len(PAYLOADS), STEP):
        visit.ask(f"The code word here is hostile{number} {PAYLOADS[number]} end.")
    quoted = "\n".join(visit.page.locator("#chat blockquote").all_text_contents())
    seen = [number for number in range(0, len(PAYLOADS), STEP) if PAYLOADS[number] in quoted]
    assert len(seen) > 3
    nothing_happened(visit)
