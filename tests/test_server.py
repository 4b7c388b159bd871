"""The whole server: every route, health, start, and that nothing typed is left anywhere."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from gradio import __version__ as gradio_version
from starlette.routing import BaseRoute, Mount

from asgi import EVENTS, post, send
from askleaflet.assistant import Assistant
from askleaflet.catalogue import Catalogue, Rules, read_catalogue
from askleaflet.errors import SettingsError
from askleaflet.reporting import MOST_ALIKE
from askleaflet.serving import Edition, Served
from askleaflet.settings import Settings, read_settings
from askleaflet.web import assets, server
from askleaflet.web.events import events_of
from askleaflet.web.guard import EXACT, HEALTH
from askleaflet.web.listening import listen
from askleaflet.web.picking import NAMES
from askleaflet.web.stopping import SECONDS_IN_ALL
from invented import CORPUS, SHOWS_SAMPLE, SOURCE, compiled

KNOWN_ROUTES = Path(__file__).parent / "data" / "gradio_routes.txt"
MARKER = "zqxmarker7311"
OPEN = set(EXACT) - HEALTH
# Routes with a name in them, of which only files that are there and look like files answer.
FILES = {"/assets/{path:path}"}


def created(
    assistant: Assistant,
    catalogue: Catalogue,
    settings: Settings | None = None,
    today: Callable[[], date] = date.today,
) -> FastAPI:
    """In a running loop: outside of one, Gradio opens loops that it never closes."""

    async def create() -> FastAPI:
        return server.create_app(
            Served(Edition(assistant, catalogue)), settings or read_settings(), today
        )

    return asyncio.run(create())


@pytest.fixture(scope="module")
def app(assistant: Assistant, catalogue: Catalogue) -> FastAPI:
    return created(assistant, catalogue)


def routes_of(routes: list[BaseRoute], prefix: str = "") -> Iterator[str]:
    """Every path that is registered, through mounts and included routers."""
    for route in routes:
        inner = getattr(route, "routes", None)
        path = prefix + str(getattr(route, "path", ""))
        original = getattr(route, "original_router", None)
        if isinstance(route, Mount) and inner is not None:
            yield from routes_of(inner, path.rstrip("/"))
        elif original is not None:
            yield from routes_of(original.routes, prefix)
        else:
            yield path


def registered(app: FastAPI) -> set[str]:
    return set(routes_of(app.routes))


def test_every_route_of_gradio_is_known(app: FastAPI) -> None:
    """A later version that opens another route fails here, and somebody looks at it."""
    known = set(KNOWN_ROUTES.read_text("utf-8").split())
    assert registered(app) - {*HEALTH, "/static-leaflet/{name}"} == known


def test_every_route_is_closed_that_the_page_does_not_need(app: FastAPI) -> None:
    for route in registered(app) - OPEN - HEALTH:
        path = re.sub(r"\{[^}]*\}", "x", route)
        if path in OPEN:
            continue
        for method in ("GET", "POST"):
            answer = send(app, method, path)
            expected = {404, 405} if route in FILES else {404}
            assert answer.status_code in expected, (method, path)


def test_the_routes_the_page_needs_are_open(app: FastAPI) -> None:
    """``app_id`` above all: a page never comes back from a restart without it."""
    for path in OPEN - {EVENTS}:
        assert send(app, "GET", path).status_code == 200, path
    assert "app_id" in send(app, "GET", "/gradio_api/app_id").json()
    for name, file in assets.own_files():
        answer = send(app, "GET", f"/static-leaflet/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == file.type
        again = {"If-None-Match": answer.headers["etag"]}
        assert send(app, "GET", f"/static-leaflet/{name}", headers=again).status_code == 304


def test_the_names_of_the_leaflets_of_now_are_served_and_not_sent_twice(
    assistant: Assistant, catalogue: Catalogue
) -> None:
    served, path = Served(Edition(assistant, catalogue)), f"/static-leaflet/{NAMES}"

    async def create() -> FastAPI:
        return server.create_app(served, read_settings())

    app = asyncio.run(create())
    first = send(app, "GET", path)
    [[id, title, language, others]] = first.json()
    assert (id, title, language) == ("blinatumomab", "Blinatumomab", "en")
    assert "blincyto" in others
    assert title.lower() not in others
    assert first.headers["cache-control"] == "no-cache"
    known = {"If-None-Match": first.headers["etag"]}
    assert send(app, "GET", path, headers=known).status_code == 304
    none = replace(assistant, composer=replace(assistant.composer, listings={}))
    served.replace(Edition(none, catalogue))
    assert send(app, "GET", path, headers=known).json() == []


def test_what_is_long_travels_compressed_and_comes_out_as_it_is(app: FastAPI) -> None:
    """httpx unpacks what the headers call compressed."""
    for path in ("/", *(f"/static-leaflet/{name}" for name in assets.STATIC_FILES)):
        packed = send(app, "GET", path, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["content-encoding"] == "gzip", path
        assert int(packed.headers["content-length"]) < len(packed.content) / 2, path
        assert packed.headers["vary"] == "Accept-Encoding", path
    own = "/static-leaflet/style.css"
    whole = send(app, "GET", own, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in whole.headers
    assert whole.content == send(app, "GET", own, headers={"Accept-Encoding": "gzip"}).content


def test_every_file_that_the_page_names_is_served(app: FastAPI) -> None:
    page = send(app, "GET", "/").text
    named = re.findall(r'(?:src|href)="\./?([^"]+)"|(?:src|href)="(static-leaflet[^"]+)"', page)
    paths = {f"/{(one or other).lstrip('/')}" for one, other in named}
    assert len(paths) > len(assets.STATIC_FILES)
    for path in paths:
        assert send(app, "GET", path).status_code == 200, path


def test_the_page_names_no_other_machine_and_has_its_own_title(app: FastAPI) -> None:
    page = send(app, "GET", "/").text
    head = re.sub(r"<script.*?</script>", "", page, flags=re.S)
    assert not re.findall(r"(?:src|href|content)=\"https?://[^\"]+", head)
    assert "<title>Ask the Leaflet</title>" in page
    assert page.count("<script") == page.count("<script nonce=")


def test_gradio_is_asked_for_nothing_it_does_not_need(app: FastAPI) -> None:
    page = send(app, "GET", "/").text
    found = re.search(r"window\.gradio_config = (.*?);</script>", page, re.S)
    assert found is not None
    config = json.loads(found[1])
    assert config["footer_links"] == []
    assert not config.get("run_history")
    assert not config.get("analytics_enabled")
    assert not config["show_error"]
    assert not config.get("enable_queue") or all(not one["queue"] for one in config["dependencies"])


def test_which_gradio_it_is_is_said_nowhere(app: FastAPI) -> None:
    """Not on the page, nor in JSON. Class names of its style sheets hold it: they are files."""
    body = {"fn_index": 0, "data": ["not a wish"], "session_hash": "s"}
    answers = [send(app, "GET", path) for path in OPEN - {EVENTS}]
    answers += [send(app, "GET", "/healthz"), send(app, "GET", "/config"), post(app, body)]
    for answer in answers:
        assert gradio_version not in answer.text + str(answer.headers)


def test_health_says_what_is_served_and_what_is_faulty(
    assistant: Assistant, tmp_path: Path
) -> None:
    folder = tmp_path / "leaflets"
    folder.mkdir()
    (folder / "good.md").write_text("# Good\n\n## Use\n\nTake it with water.\n", "utf-8")
    (folder / "good.toml").write_text(f"sha256 = '{'0' * 64}'\n", "utf-8")
    (folder / "empty.md").write_text("", "utf-8")
    # A name that is no text is no reason for the whole of it to fail.
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.md")).write_text("", "utf-8")
    catalogue = read_catalogue(folder, Rules())
    app = created(assistant, catalogue)
    answer = send(app, "GET", "/healthz")
    assert answer.json() == {
        "ok": True,
        "leaflets": 1,
        "ids": ["good"],
        "faulty": [".md", "empty.md", "good.md"],
        "changed": ["good.md"],
        "kept": [],
        "review_due": [],
        "review_overdue": [],
    }
    said = "\n".join(server.warnings(catalogue, read_settings()))
    assert "left out: empty.md" in said
    assert "emergency_number" in said


def test_health_counts_the_days_of_a_review_while_the_server_runs(
    assistant: Assistant, tmp_path: Path
) -> None:
    (tmp_path / "good.md").write_text("# Good\n\nTake it with water.\n", "utf-8")
    (tmp_path / "good.toml").write_text("reviewed = 2025-01-31\n", "utf-8")
    days = iter([date(2025, 2, 1), date(2026, 1, 31), date(2026, 2, 1)])
    found = read_catalogue(tmp_path, Rules())
    app = created(assistant, found, read_settings(review_every=365), lambda: next(days))
    said = [send(app, "GET", "/healthz").json() for _ in range(3)]
    assert [one["review_due"] for one in said] == [[], ["good"], []]
    assert [one["review_overdue"] for one in said] == [[], [], ["good"]]


def test_staff_hear_that_the_sample_is_served(catalogue: Catalogue) -> None:
    said = "this is the sample leaflet"
    assert said in server.warnings(catalogue, read_settings())[0]
    assert said not in "".join(server.warnings(catalogue, read_settings(corpus=CORPUS)))


def test_the_page_says_that_it_shows_the_sample_and_only_then(
    assistant: Assistant, catalogue: Catalogue
) -> None:
    for settings, shown in ((read_settings(), True), (read_settings(corpus=CORPUS), False)):
        page = send(created(assistant, catalogue, settings), "GET", "/").text
        # The words alone are in every page, for when its language is changed.
        assert bool(re.search(SHOWS_SAMPLE, page)) == shown


def test_staff_hear_that_nobody_can_open_the_page(catalogue: Catalogue) -> None:
    said = server.warnings(catalogue, read_settings(host="0.0.0.0"))
    assert "allowed_hosts" in said[-1]


def asked(text: str, session: str = "s") -> dict[str, object]:
    wish = json.dumps({"language": "en", "asked": [{"text": text}], "leaflet": ""})
    return {"fn_index": 0, "data": [wish], "trigger_id": None, "session_hash": session}


def test_a_question_is_answered_and_no_session_is_kept(app: FastAPI, assistant: Assistant) -> None:
    answer = post(app, asked("Blinatumomab is given as a continuous intravenous (IV) infusion."))
    assert answer.status_code == 200
    assert 'data-kind=\\"answer\\"' in answer.text
    gradio_app = app.routes[-1].app  # type: ignore[attr-defined]
    assert not gradio_app.state_holder.session_data
    assert set(events_of(gradio_app.get_blocks())) == {0}


def test_an_event_with_a_queue_is_refused_at_start() -> None:
    import gradio as gr  # noqa: PLC0415 - after the package has settled its environment

    async def build() -> gr.Blocks:
        page = gr.Blocks(analytics_enabled=False)
        with page:
            gr.Button("x").click(lambda: None, None, None, api_name="late")
        return page

    page = asyncio.run(build())
    with pytest.raises(ValueError, match="late needs queue=False"):
        events_of(page)


def test_a_taken_port_is_one_line_that_says_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"Port {port} on 127.0.0.1 is taken.*--port"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "words"),
    [("no such host", "is not known"), ("192.0.2.1", "has no address"), ("x" * 70, "not known")],
)
def test_a_wrong_host_is_one_line_that_says_what_to_do(host: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        listen(host, 7999)


def test_a_port_without_rights_and_any_other_reason_are_told() -> None:
    from askleaflet.web.listening import _why_not  # noqa: PLC0415 - root may listen anywhere

    assert "rights" in _why_not(PermissionError(13, "no"), "127.0.0.1", 80)
    assert "no luck" in _why_not(OSError(5, "no luck"), "127.0.0.1", 80)


class Running:
    """``askleaflet serve`` as a process, with everything it writes in one folder."""

    def __init__(self, folder: Path, *before: str) -> None:
        compiled()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.folder = folder
        self.out, self.err = folder / "stdout", folder / "stderr"
        start = "; ".join(
            (*before, "from askleaflet.cli import main", "main()"),
        )
        environment = {
            **{key: value for key, value in os.environ.items() if "ASKLEAFLET" not in key},
            **{name: str(folder) for name in ("TMPDIR", "HOME", "GRADIO_TEMP_DIR")},
            "ASKLEAFLET_CORPUS": str(CORPUS),
            "PYTHONPATH": str(SOURCE.parent),
        }
        command = [sys.executable, "-c", start, "serve", "--port", str(self.port)]
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.process = subprocess.Popen(
                command, env=environment, cwd=folder, stdout=out, stderr=err
            )
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=None)
        self._await_start()

    def _await_start(self) -> None:
        while self.process.poll() is None:
            try:
                if self.client.get("/healthz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise RuntimeError(self.err.read_text("utf-8"))

    def ask(self, body: object) -> httpx.Response:
        return self.client.post(EVENTS, json=body)

    def stop(self) -> float:
        """Ends it as the system would; the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        return time.monotonic() - began

    def written(self) -> str:
        """Everything in the folder, whatever it is."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)


# Each round has every fault: more than are written out before equal lines are only counted.
ROUNDS = 3 * MOST_ALIKE
# Faults of every layer: our own reply, Gradio's reading of a value, a warning, a log line.
PROVOKED = """
import warnings, logging
from askleaflet.web import turn
real = turn.replies
def replies(assistant, wish):
    text = wish.asked[-1].text if wish.asked else ''
    if 'explode' in text:
        raise ValueError(text)
    if 'chain' in text:
        try: {}[text]
        except KeyError as error: raise RuntimeError(text) from error
    if 'warn' in text:
        warnings.warn(text)
        logging.getLogger('other').error(text)
        logging.getLogger('other').error('asked %s', text)
        try: int(text)
        except ValueError: logging.getLogger('other').exception(text)
    return real(assistant, wish)
turn.replies = replies
"""


def test_nothing_typed_is_left_in_any_log_file_or_output(tmp_path: Path) -> None:
    running = Running(tmp_path, f"exec({PROVOKED!r})")
    statuses: set[int] = set()
    try:
        for number in range(ROUNDS):
            for word in ("How is it given?", "explode", "chain", "warn"):
                answer = running.ask(asked(f"{word} {MARKER}", f"s{number}"))
                statuses.add(answer.status_code)
        for broken in ({"data": [{MARKER: 1}]}, {"data": [None]}, {"event_data": MARKER}):
            statuses.add(running.ask({**asked("x"), **broken}).status_code)
        statuses.add(running.client.post(EVENTS, content=f"{{{MARKER}").status_code)
        statuses.add(running.client.get(f"/?q={MARKER}").status_code)
        statuses.add(running.client.get(f"/{MARKER}", headers={"Host": MARKER}).status_code)
    finally:
        running.client.close()
        running.stop()
    assert {200, 400, 500} <= statuses
    assert "ValueError at" in running.err.read_text("utf-8")
    assert MARKER not in running.written()


def wakes(process: int) -> int:
    """How often a process went to sleep by itself, all its threads together."""
    told = [path.read_text("ascii") for path in Path(f"/proc/{process}/task").glob("*/status")]
    return sum(int(one.partition("\nvoluntary_ctxt_switches:")[2].split()[0]) for one in told)


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that has been asked for its health, and nothing else."""
    running = Running(tmp_path_factory.mktemp("idle"))
    yield running
    running.client.close()
    if running.process.poll() is None:
        running.stop()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux counts this, others do not")
def test_a_server_that_nobody_asks_sleeps(idle: Running) -> None:
    """A kiosk waits most of its day. Gradio's queue alone would wake it a thousand times a second;
    ten times, for connections that end and signals, is what uvicorn needs."""
    before = wakes(idle.process.pid)
    time.sleep(1)
    assert wakes(idle.process.pid) - before < 100


def test_staff_warnings_are_on_standard_error_and_a_taken_port_is_one_line(idle: Running) -> None:
    assert "not set yet" in idle.err.read_text("utf-8")
    environment = {
        **os.environ,
        "ASKLEAFLET_CORPUS": str(CORPUS),
        "PYTHONPATH": str(SOURCE.parent),
    }
    command = [sys.executable, "-m", "askleaflet", "serve", "--port", str(idle.port)]
    second = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert second.returncode == 2
    assert second.stderr.count("\n") == 1
    assert "is taken" in second.stderr


def test_stops_soon_with_a_connection_open_and_listens_again(idle: Running) -> None:
    """The last of those that share it: it ends here."""
    idle.client.get("/healthz")
    assert idle.stop() < SECONDS_IN_ALL + 1
    assert idle.process.returncode == 0
    idle.client.close()
    with listen("127.0.0.1", idle.port):
        pass


# A reply that says on standard output that it has begun, and ends once a file is there.
HELD = """
import os, time
from askleaflet.web import turn
real = turn.replies
def replies(*given):
    print("begun", flush=True)
    while not os.path.exists("go"):
        time.sleep(0.01)
    return real(*given)
turn.replies = replies
"""


def refuses(port: int) -> bool:
    """Whether nobody listens there."""
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return True
    return False


def ends_with_the_answer(running: Running, folder: Path, question: str) -> None:
    """A server that holds its answers (HELD) is told to stop: it gives the one in hand, takes
    nothing new, and ends well."""
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(running.ask, asked(question))
        while b"begun" not in running.out.read_bytes():
            time.sleep(0.01)
        running.process.send_signal(signal.SIGTERM)
        while not refuses(running.port):
            time.sleep(0.01)
        (folder / "go").touch()
        assert answer.result().status_code == 200
    assert running.process.wait() == 0
    running.client.close()


def test_told_to_stop_it_answers_what_is_in_hand_and_takes_nothing_new(tmp_path: Path) -> None:
    running = Running(tmp_path, f"exec({HELD!r})")
    ends_with_the_answer(running, tmp_path, "How is it given?")
