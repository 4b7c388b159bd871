"""The server around the page: Gradio mounted on FastAPI behind a gate and a guard.

Order, outermost first: Observed (counts), compression, Guard (hosts, paths, headers), EventGate
(size, rate, events), FastAPI (health, our own files), Gradio. Gradio's queue, sessions, files and
history are all left out.
"""

from __future__ import annotations

import gc
import html
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from functools import lru_cache, partial

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response

from askleaflet import __version__
from askleaflet.answer import care_team
from askleaflet.catalogue import Catalogue
from askleaflet.due import reviews_due
from askleaflet.errors import WorkersError
from askleaflet.rendering import printable
from askleaflet.reporting import COUNTED, getting_ready
from askleaflet.serving import Edition, Served, State, Watcher, first_edition, state_of
from askleaflet.settings import FILE, Settings
from askleaflet.setup import Parts, load_parts
from askleaflet.web import assets
from askleaflet.web.confine import confine
from askleaflet.web.connections import BACKLOG, BOOK, SECONDS_IDLE, Watched, most_connections
from askleaflet.web.events import EventGate, Limits, events_of
from askleaflet.web.exposing import expose
from askleaflet.web.guard import ANY_ADDRESS, Gates, Guard
from askleaflet.web.health import add_health
from askleaflet.web.limits import RateLimit
from askleaflet.web.listening import listen
from askleaflet.web.metrics import COUNTS, FAULTS, FAULTY, LEAFLETS, WORKERS
from askleaflet.web.observing import Observed
from askleaflet.web.outgoing import STATIC_PREFIX
from askleaflet.web.page import build_page, configure
from askleaflet.web.picking import NAMES, names_file
from askleaflet.web.plain import plain_page
from askleaflet.web.quiet import hush_gradio, hush_process
from askleaflet.web.stopping import SECONDS_TO_FINISH, Stopping
from askleaflet.web.visits import Visits
from askleaflet.web.workers import Workers

# What one page may ask, and at once before the rate counts: a reader taps through suggestions.
QUESTIONS_PER_MINUTE = 30
BURST = 20
# A hospital is one address: two thousand people, each with a question every ten seconds.
ADDRESS_PER_MINUTE = 12_000 * 2
ADDRESS_BURST = 4_000
# Whoever shows no visit: pages from before a restart, and programs.
STRANGERS_PER_MINUTE = 600
STRANGERS_BURST = 100
# The settings that people see. Were one of them older in an open page, it would name an old number.
SHOWN = {
    *("language", "care_team_name", "care_team_phone", "care_team_phone_night"),
    *("emergency_number", "crisis_name", "crisis_number", "fever_threshold"),
    *("kiosk", "idle_seconds", "warning_seconds"),
}
# How well answers are compressed: more takes longer than it saves.
PACKED = 6
# How long what has nothing to do sleeps, in seconds.
NEVER = 86_400.0
# Pages without scripts that are kept, one a link.
MOST_DRAWN = 64
# A sheet with one marked line; within the page, so that Gradio's own icon is not asked for.
ICON = (
    '<link rel="icon" href="data:image/svg+xml,'
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Crect x='2' y='1' width='12' height='14' rx='2' fill='%230b5394'/%3E"
    "%3Cpath d='M5 5h6M5 11h4' stroke='%23fff'/%3E%3Cpath d='M4 8h8' stroke='%23fd6' "
    "stroke-width='2'/%3E%3C/svg%3E\">"
)


def create_app(
    served: Served,
    settings: Settings,
    today: Callable[[], date] = date.today,
) -> FastAPI:
    """The whole web application. Raises ValueError where an event of the page needs the queue."""
    page, visits = build_page(served, settings), Visits(settings.key())
    page.app_id = visits.server(_shown(settings))
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_health(app, served, settings, today)
    _own_files(app, served)
    _mount(app, page, settings)
    gates = Gates.of(settings, (*assets.STATIC_FILES, NAMES))
    app.add_middleware(
        EventGate,
        events=events_of(page),
        limits=Limits(
            RateLimit(QUESTIONS_PER_MINUTE, BURST),
            RateLimit(ADDRESS_PER_MINUTE, ADDRESS_BURST),
            RateLimit(STRANGERS_PER_MINUTE, STRANGERS_BURST),
        ),
        settings=settings,
        visits=visits,
    )
    care = care_team(settings, settings.language)
    app.add_middleware(
        Guard,
        gates=gates,
        visits=visits,
        care=care,
        head=_head(str(page.title)),
        plain=_plain(served, settings),
    )
    # Replies too: a slow link waits for bytes. No secret stands beside what somebody else may send.
    app.add_middleware(GZipMiddleware, compresslevel=PACKED)
    app.add_middleware(Observed, known=gates.methods, log=settings.access_log)
    hush_gradio()
    return app


def _shown(settings: Settings) -> str:
    """What a page that is open would lack after a restart: the version, and what it shows of the
    settings. Replicas agree in it."""
    return f"{__version__} {settings.model_dump_json(include=SHOWN)}"


def _plain(served: Served, settings: Settings) -> Callable[[str | None], bytes]:
    """The page without scripts, for the leaflets of now."""

    def drawing(edition: Edition) -> Callable[[str | None], bytes]:
        assistant = edition.assistant

        @lru_cache(MOST_DRAWN)
        def drawn(linked: str | None) -> bytes:
            return plain_page(assistant, settings, linked).encode()

        drawn(None)
        known = {None, *assistant.composer.listings}
        return lambda linked: drawn(linked if linked in known else "")

    now = [drawing(served.edition)]

    def draw(edition: Edition) -> None:
        now[0] = drawing(edition)

    def of_now(linked: str | None) -> bytes:
        return now[0](linked)

    served.on_change(draw)
    return of_now


def _own_files(app: FastAPI, served: Served) -> None:
    own = dict(assets.own_files())

    def draw(edition: Edition) -> None:
        own[NAMES] = names_file(edition.assistant.composer.listings)

    draw(served.edition)
    served.on_change(draw)

    @app.get(STATIC_PREFIX + "{name}")
    async def own_file(name: str, request: Request) -> Response:
        file = own[name]
        headers = {"ETag": file.tag, "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == file.tag:
            return Response(status_code=304, headers=headers)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(file.content, media_type=file.type, headers=headers)
        headers["Content-Encoding"] = "gzip"
        return Response(file.packed, media_type=file.type, headers=headers)


def _head(title: str) -> bytes:
    """The title and tags for our own files: Gradio adds its own only once its script runs."""
    tags = [f"<title>{html.escape(title)}</title>", ICON]
    for name in assets.STATIC_FILES:
        where = STATIC_PREFIX.lstrip("/") + name
        if name.endswith(".css"):
            tags.append(f'<link rel="stylesheet" href="{where}">')
        elif name.endswith(".js"):
            tags.append(f'<script src="{where}" defer></script>')
    return "\n".join(tags).encode()


def _mount(app: FastAPI, page: gr.Blocks, settings: Settings) -> None:
    """Gradio at "/", with everything off that a page of text does not use."""
    # No event has the queue, whose loops would look a thousand times a second for something to do.
    page._queue.sleep_when_free = page._queue.progress_update_sleep_when_free = NEVER
    page.state_session_capacity = 1
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        server_name=settings.host,
        server_port=settings.port,
        root_path=settings.root_path or None,
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=assets.THEME,
    )
    configure(page)


def run(settings: Settings) -> None:
    """Serves the page until stopped. Raises SettingsError, CorpusError, VocabularyError or
    WorkersError."""
    with closing(listen(settings.host, settings.port)) as listening:
        exposed = expose(settings)
        settings = settings.with_key()
        parts = load_parts(settings)
        state = state_of(parts)
        edition = first_edition(parts, getting_ready)
        for warning in warnings(edition.catalogue, settings):
            sys.stderr.write(f"askleaflet: {printable(warning)}\n")
        hush_process()
        COUNTED[:] = [partial(COUNTS.add, FAULTS)]
        # What is loaded stays for good; looking through it would be a pause of 80 ms now and then.
        gc.freeze()
        if settings.workers == 1:
            if exposed:
                exposed.in_a_thread()
            _answer(parts, edition, state, listening)
            return
        _say_where(settings)
        workers = Workers(partial(_work, parts, listening), settings.workers, exposed)
        if not workers.run(listening.close):
            raise WorkersError("The workers end as soon as they start. The lines above say why.")


def _work(parts: Parts, listening: socket.socket) -> None:
    """One worker. It reads the leaflets of now: the one in whose place it starts may be old."""
    state = state_of(parts)
    _answer(parts, first_edition(parts), state, listening)


def _answer(parts: Parts, edition: Edition, state: State | None, listening: socket.socket) -> None:
    """Answers until told to stop, from the edition that was read when the folder was as ``state``
    says."""
    settings, served = parts.settings, Served(edition)
    app = create_app(served, settings)
    confine(settings)
    _count(served)
    _watch(Watcher(parts, served, state))
    if settings.workers == 1:
        _say_where(settings)
    _serve(app, listening)


def _count(served: Served) -> None:
    def show(edition: Edition) -> None:
        COUNTS.put(LEAFLETS, len(edition.catalogue.listings))
        COUNTS.put(FAULTY, len({one.file for one in edition.catalogue.faults}))

    show(served.edition)
    served.on_change(show)
    COUNTS.put(WORKERS, 1)


def _say_where(settings: Settings) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    sys.stderr.write(f"askleaflet: the page is at http://{host}:{settings.port}/\n")


def _watch(watcher: Watcher) -> None:
    """From here on changed leaflets are noticed; at once where the process gets a SIGHUP."""
    # Windows has no such signal, and only a program's first thread may say what one does.
    if hasattr(signal, "SIGHUP") and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGHUP, watcher.wake)
    threading.Thread(target=watcher.watch, name="leaflets", daemon=True).start()


def warnings(catalogue: Catalogue, settings: Settings, today: date | None = None) -> list[str]:
    """What staff should know when the page starts."""
    found = [f"left out: {fault}" for fault in catalogue.faults if fault.serious]
    found += [settings.sample_warning()] if settings.serves_sample() else []
    found += [f"look at: {fault}" for fault in catalogue.faults if not fault.serious]
    due = reviews_due(catalogue.listings.values(), settings.review_every, today or date.today())
    found += [f"look at: {one}" for one in due]
    if settings.unset():
        names = ", ".join(settings.unset())
        found.append(f"not set yet, so replies say it in words: {names}. Set it in {FILE}.")
    if settings.host in ANY_ADDRESS and not settings.allowed_hosts:
        found.append("allowed_hosts is empty, so only this machine can open the page.")
    return found


def _serve(app: FastAPI, listening: socket.socket) -> None:
    BOOK.most = most_connections()
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        # Gates.of decides which proxies are believed; uvicorn would believe this whole machine.
        proxy_headers=False,
        http=Watched,
        backlog=BACKLOG,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        timeout_keep_alive=SECONDS_IDLE,
        ws="none",
    )
    with suppress(KeyboardInterrupt):
        Stopping(config).run(sockets=[listening])
