"""The page: a chat beside the leaflet, on Gradio. One event, no queue, nothing kept on the server.

Not gr.Chatbot: it takes the whole conversation with each reply and draws every message again, so
the thirtieth reply costs more than the first. Here a reply comes alone and is added (talk.js).
"""

from __future__ import annotations

import gradio as gr

from askleaflet.serving import Edition, Served
from askleaflet.settings import Settings
from askleaflet.web import frame
from askleaflet.web.leaflet import shown_leaflet
from askleaflet.web.turn import conversation
from askleaflet.web.wish import read_wish
from askleaflet.wording import say

# What came of a wish, for talk.js: the questions and replies, drawn; the line of an urgent notice;
# the leaflet that comes with them, by name.
Fresh = dict[str, str | list[str]]


def build_page(served: Served, settings: Settings) -> gr.Blocks:
    """The page for the leaflets that are ``served``. Its scripts send one wish at a time and add
    to it what was drawn here. What it shows of the leaflets is drawn anew when they change.

    HTML is not sanitised a second time by Gradio: that would take out the offsets and labels. All
    of it is drawn by drawing.py, which escapes every text, and the CSP runs no other script.
    """
    language, before = settings.language, served.edition.assistant

    def answer(sent: str) -> tuple[Fresh, object]:
        """What ``sent`` asks for of the conversation, and the leaflet if it needs another."""
        assistant = served.edition.assistant
        wish = read_wish(sent, language)
        turn = conversation(assistant, wish)
        composer = assistant.composer
        known = turn.leaflet in composer.listings
        leaflet = str(shown_leaflet(composer, wish.language, turn.leaflet)) if known else gr.skip()
        drawn, turned = [str(one) for one in turn.drawn], turn.leaflet if known else ""
        return {"turns": drawn, "pinned": str(turn.pinned), "leaflet": turned}, leaflet

    page: gr.Blocks = gr.Blocks(title=say(language, "page.title"), analytics_enabled=False)
    with page:
        top = _html(frame.header(before, language), "top")
        with gr.Row(elem_id="body"):
            with gr.Column(elem_id="talk"):
                _html('<div id="pinned-line"></div>', "pinned")
                with gr.Column(elem_id="scroll"):
                    welcome = _html(frame.welcome(before, settings), "welcome")
                    _html(frame.conversation(language), "chat")
                _composer(settings)
            with gr.Column(elem_id="beside"):
                leaflet = _html(shown_leaflet(before.composer, language), "leaflet")
        over = _html(frame.dialogs(before, settings), "dialogs")
        wish = gr.Textbox(elem_id="wish", elem_classes="unseen", show_label=False)
        send = gr.Button("send", elem_id="send", elem_classes="unseen")
        fresh = gr.JSON(visible=False)
        send.click(
            answer,
            [wish],
            [fresh, leaflet],
            queue=False,
            show_progress="hidden",
            api_visibility="private",
            trigger_mode="multiple",
        )

    def draw(edition: Edition) -> None:
        now = edition.assistant
        top.value = top.postprocess(str(frame.header(now, language)))
        welcome.value = welcome.postprocess(str(frame.welcome(now, settings)))
        leaflet.value = leaflet.postprocess(str(shown_leaflet(now.composer, language)))
        over.value = over.postprocess(str(frame.dialogs(now, settings)))
        configure(page)

    served.on_change(draw)
    return page


def configure(page: gr.Blocks) -> None:
    """Settles what browsers are told of ``page``, with the values that its parts have now."""
    page.config = page.get_config_file()
    # Its scripts ask for it only to name the styles of an application, and this one gives none.
    page.config["version"] = ""


def _html(content: str, id: str) -> gr.Markdown:
    """HTML of ours. Not gr.HTML: that runs templates, which the CSP does not allow."""
    return gr.Markdown(str(content), elem_id=id, sanitize_html=False, latex_delimiters=[])


def _composer(settings: Settings) -> None:
    """The question box. ask.js takes what is typed, so that nothing is sent twice or lost."""
    with gr.Column(elem_id="composer"):
        with gr.Row(elem_id="ask-row"):
            gr.Textbox(
                label=say(settings.language, "page.your_question"),
                elem_id="question",
                lines=1,
                max_lines=4,
                html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=False),
            )
            gr.Button(say(settings.language, "page.ask"), variant="primary", elem_id="ask")
        _html(frame.foot(settings), "foot")
