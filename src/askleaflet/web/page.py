"""The page: a Gradio chat beside the leaflet. One event, no queue, nothing kept on the server."""

from __future__ import annotations

import gradio as gr

from askleaflet.assistant import Assistant
from askleaflet.settings import Settings
from askleaflet.web import frame
from askleaflet.web.dialogs import dialogs
from askleaflet.web.leaflet import pane
from askleaflet.web.turn import Message, conversation
from askleaflet.web.wish import read_wish
from askleaflet.wording import say

Shown = tuple[list[Message], str, object]


def build_page(assistant: Assistant, settings: Settings) -> gr.Blocks:
    """The page for ``assistant``. Its scripts send one wish at a time and draw nothing themselves.

    HTML is not sanitised a second time by Gradio: that would take out the offsets and labels. All
    of it is built by elements.py, which escapes every text, and the CSP runs no other script.
    """
    documents = assistant.composer.documents
    first = next(iter(documents.values()))
    language = settings.language

    def answer(sent: str) -> Shown:
        """The conversation that ``sent`` asks for, and the leaflet if it needs another."""
        wish = read_wish(sent, language)
        turn = conversation(assistant, wish)
        wanted = documents.get(turn.leaflet)
        leaflet = str(pane(wanted, documents, wish.language)) if wanted else gr.skip()
        return turn.messages, str(turn.pinned), leaflet

    page: gr.Blocks = gr.Blocks(title=say(language, "page.title"), analytics_enabled=False)
    with page:
        _html(frame.header(assistant, language), "top")
        with gr.Row(elem_id="body"):
            with gr.Column(elem_id="talk"):
                pinned = _html("", "pinned")
                with gr.Column(elem_id="scroll"):
                    _html(frame.welcome(assistant, settings), "welcome")
                    chat = _chat(language)
                _composer(settings)
            with gr.Column(elem_id="beside"):
                leaflet = _html(pane(first, documents, language), "leaflet")
        _html(dialogs(assistant, settings), "dialogs")
        wish = gr.Textbox(elem_id="wish", elem_classes="unseen", show_label=False)
        send = gr.Button("send", elem_id="send", elem_classes="unseen")
        send.click(
            answer,
            [wish],
            [chat, pinned, leaflet],
            queue=False,
            show_progress="hidden",
            api_visibility="private",
            trigger_mode="multiple",
        )
    return page


def _html(content: str, id: str) -> gr.Markdown:
    """HTML of ours. Not gr.HTML: that runs templates, which the CSP does not allow."""
    return gr.Markdown(str(content), elem_id=id, sanitize_html=False, latex_delimiters=[])


def _chat(language: str) -> gr.Chatbot:
    return gr.Chatbot(
        label=say(language, "page.conversation"),
        show_label=False,
        elem_id="chat",
        height=None,
        layout="panel",
        buttons=[],
        render_markdown=False,
        latex_delimiters=[],
        allow_tags=True,
        sanitize_html=False,
        feedback_options=None,
        group_consecutive_messages=False,
        autoscroll=False,
    )


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
