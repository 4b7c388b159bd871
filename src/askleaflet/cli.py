"""The command line: ask, chat, batch, search, check, import, review, accept, withdraw,
publish, rollback, serve, bundle."""

from __future__ import annotations

import io
import json
import re
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, cast

import typer
from rich.console import Console
from rich.progress import Progress

from askleaflet import __version__
from askleaflet.assistant import Assistant, Explained
from askleaflet.catalogue import INCOMING
from askleaflet.checking import check_all
from askleaflet.due import reviews_due
from askleaflet.errors import (
    AskLeafletError,
    BundleError,
    PublishingError,
    RetrievalError,
    ReviewError,
)
from askleaflet.importing.run import expect_libraries, import_all, listed
from askleaflet.rendering import as_json, as_text, printable
from askleaflet.reporting import describe, getting_ready
from askleaflet.search.switching import roll_back, withdraw_published
from askleaflet.serving import without_leaflets
from askleaflet.settings import Settings, read_settings
from askleaflet.setup import engine_of, load_parts, open_assistant, publisher
from askleaflet.sidecar import one_line
from askleaflet.signing import sign_all
from askleaflet.streams import answers, asked, read_asked
from askleaflet.wording import say

app = typer.Typer(
    name="askleaflet",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Ask a medicine's leaflet, in plain words. Answers are the leaflet's own words, quoted "
    "exactly. It gives no medical advice and keeps nothing that is typed.",
)
CorpusOption = Annotated[
    Path | None, typer.Option("--corpus", help="The folder with the leaflets.", show_default=False)
]
WRONG_USE = 2
LONGEST_NAME = 200
WITHIN_A_MINUTE = "A page that runs takes notice of it within a minute."


# Typer carries its own copy of click, or shares click's, by version: this is UsageError in both.
_UsageError = cast(type[Exception], typer.BadParameter.__base__)


def main() -> None:
    """Runs the command line. Errors are one line on standard error, with exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # "≥" on a terminal that cannot show it is shown as \\u2265, never lost or an error.
            stream.reconfigure(errors="backslashreplace")
    try:
        with answers():
            status = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except AskLeafletError as error:
        fail(str(error))
    except _UsageError as error:
        fail(f"{_wrong_use(error)} Try: askleaflet --help")
    except (typer.Abort, BrokenPipeError):
        # Who reads may have enough, as with "| head": nothing to be told, and no success.
        sys.exit(1)
    except Exception as error:
        # A traceback could hold a question; type and place say enough to find the fault.
        fail(f"something is broken here: {describe(error)}")
    sys.exit(status)


def _wrong_use(error: Exception) -> str:
    """What is wrong with a command line, without a word of it: it may be a question."""
    if isinstance(error, typer.BadParameter) and error.param is not None:
        name = error.param.get_error_hint()
        missing = type(error).__name__ == "MissingParameter"
        return f"{name} is missing." if missing else f"What {name} is given cannot be used."
    return "There is a word or option too many, or no such command. Put a question in quotes."


def fail(message: str) -> None:
    """Says what is wrong on one line of standard error, and ends with status 2."""
    with suppress(OSError):
        print(f"askleaflet: {' '.join(printable(message).split())}", file=sys.stderr, flush=True)
    sys.exit(WRONG_USE)


def _open(corpus: Path | None) -> Assistant:
    settings = read_settings(corpus=corpus)
    try:
        assistant, read = open_assistant(settings, getting_ready)
    except RetrievalError as error:
        # Every reply says so, below the urgent notice that may be due.
        edition = without_leaflets(load_parts(settings), error)
        assistant, read = edition.assistant, edition.catalogue
    if assistant.settings.serves_sample():
        print(f"askleaflet: {printable(assistant.settings.sample_warning())}", file=sys.stderr)
    for fault in read.faults:
        said = "left out" if fault.serious else "look at"
        print(f"askleaflet: {said}: {printable(str(fault))}", file=sys.stderr)
    every = assistant.settings.review_every
    for due in reviews_due(read.listings.values(), every, date.today()):
        print(f"askleaflet: look at: {printable(str(due))}", file=sys.stderr)
    return assistant


def _say_version(wanted: bool) -> None:
    if wanted:
        print(f"askleaflet {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_say_version, is_eager=True),
    ] = False,
) -> None:
    pass


@app.command()
def ask(
    question: Annotated[
        str, typer.Argument(help="The question; '-' reads it from standard input.")
    ],
    corpus: CorpusOption = None,
    as_jsonl: Annotated[bool, typer.Option("--json", help="Print the reply as JSON.")] = False,
) -> None:
    """Answer one question. With '-' the question lands in no shell history.

    The exit status is 1 where something is broken, so that nothing could be searched.
    """
    text = read_asked() if question == "-" else question
    assistant = _open(corpus)
    reply = assistant.reply(text)
    print(json.dumps(as_json(reply)) if as_jsonl else as_text(reply))
    if reply.kind == "error":
        raise typer.Exit(1)


@app.command()
def chat(corpus: CorpusOption = None) -> None:
    """Ask one question after the other. An empty line ends it; nothing is kept."""
    asked()
    assistant = _open(corpus)
    print(say(assistant.settings.language, "about.terminal"))
    history: list[str] = []
    for line in _prompted("> "):
        if not line.strip():
            break
        print(f"\n{as_text(assistant.reply(line, history))}\n")
        history.append(line)


@app.command()
def batch(corpus: CorpusOption = None) -> None:
    """Answer JSON lines {"id", "question", "history"} from standard input, in order.

    A line that cannot be read, or whose search fails, gets an error line and the run goes on; the
    exit status is then 1.
    """
    assistant = _open(corpus)
    failed = False
    for number, line in enumerate(_watched(asked()), start=1):
        if line.strip():
            written, good = _batch_line(assistant, line, number)
            failed |= not good
            print(json.dumps(written, ensure_ascii=True), flush=False)
    if failed:
        raise typer.Exit(1)


def _watched(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines, with a progress bar for the person who waits, if one does."""
    if not sys.stderr.isatty():
        yield from lines
        return
    # Rich would send what is printed meanwhile to standard error, replies and all.
    bar = Progress(console=Console(stderr=True), redirect_stdout=False, redirect_stderr=False)
    with bar:
        yield from bar.track(list(lines), description="Answering")


def _batch_line(assistant: Assistant, line: bytes, number: int) -> tuple[dict[str, object], bool]:
    """The reply to one line of a batch, and whether the line could be read and searched for."""
    id: object = None
    try:
        row = json.loads(line)
        id = row.get("id") if isinstance(row, dict) else None
        question, history = _asked(row)
    except (ValueError, RecursionError) as error:
        wrong = str(error) if type(error) is ValueError else "it is not JSON in UTF-8"
        message = f"Line {number} of the batch cannot be read: {wrong}. Mend it and send it again."
        return as_json(assistant.broken(message), id), False
    reply = assistant.reply(question, history)
    return as_json(reply, id), reply.kind != "error"


def _asked(row: object) -> tuple[str, list[str]]:
    """The question and history of a batch line. Raises ValueError with what is wrong."""
    if not isinstance(row, dict):
        raise ValueError("it is not an object")
    question, history = row.get("question"), row.get("history") or []
    if not isinstance(question, str):
        raise ValueError("its 'question' is not text")
    if not isinstance(history, list) or not all(isinstance(one, str) for one in history):
        raise ValueError("its 'history' is not a list of texts")
    return question, history


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="The question; '-' reads standard input.")],
    corpus: CorpusOption = None,
    k: Annotated[int, typer.Option(min=1, max=1000, help="How many passages to show.")] = 5,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show every step of understanding.")
    ] = False,
) -> None:
    """Show the passages found, with scores, as the reader ranks them. For staff."""
    text = read_asked() if question == "-" else question
    assistant = _open(corpus)
    if not assistant.composer.listings:
        raise RetrievalError("There is no leaflet to search. The line above says why.")
    found = assistant.explain(text)
    if explain:
        print(_explained(found))
    for hit in found.reading.hits[:k]:
        document = assistant.composer.documents[hit.passage.document]
        print(f"{hit.score:7.2f}  {hit.passage.id}  {hit.passage.kind}")
        print(f"         {printable(document.words(hit.passage.mark)[:200])}")
        print(
            f"         whole {hit.vector:.2f}, words {hit.tokens:.2f}, wordings {hit.wording:.2f}, "
            f"terms {hit.terms:.2f}, translated {hit.translated:.2f}"
        )
    if not found.reading.hits:
        print("Nothing was found.")


def _explained(found: Explained) -> str:
    query, reading = found.query, found.reading
    evidence = ", ".join(f"{name} {value:.2f}" for name, value in reading.evidence.items())
    lines = [
        f"read as:     {query.read}",
        f"words:       {' '.join(query.stems) or '-'}",
        f"subjects:    {', '.join(f'{s.words} ({s.sort})' for s in query.subjects) or '-'}",
        f"leaflets:    {', '.join(query.documents) or '-'}",
        f"leans on:    {query.earlier or '-'}",
        f"language:    {query.language}{'  asks for advice' if query.personal else ''}",
        f"candidates:  {len(found.found)}",
        f"evidence:    {evidence or '-'}",
        f"answers:     {reading.answers:.2f}",
        f"decision:    {found.decision.kind} ({found.decision.reason})",
    ]
    return "\n".join(printable(line) for line in lines) + "\n"


@app.command()
def check(
    corpus: CorpusOption = None,
    sign: Annotated[
        bool,
        typer.Option("--sign", help="Write each leaflet's SHA-256 into its sidecar, first."),
    ] = False,
) -> None:
    """Check leaflets, sidecars, vocabularies and settings; name every fault at once."""
    settings = read_settings(corpus=corpus)
    signed, unsigned = sign_all(settings.corpus) if sign else ([], [])
    if sign:
        print(f"{len(signed)} leaflets are signed: {', '.join(signed) or 'none'}")
    report = check_all(settings)
    for line in report.warnings:
        print(f"warning: {printable(line)}")
    for line in (*unsigned, *report.faults):
        print(f"fault:   {printable(line)}")
    print(f"{len(report.leaflets)} leaflets can be served: {', '.join(report.leaflets) or 'none'}")
    if unsigned or report.faults:
        raise typer.Exit(1)


@app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(help="Files, or folders with files.")],
    corpus: CorpusOption = None,
    into: Annotated[
        Path | None,
        typer.Option(help="Where to write; else 'incoming' in the folder with the leaflets."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Write over what is there of the same name.")
    ] = False,
) -> None:
    """Turn PDF, DOCX, HTML, XML, JSON and text into leaflets to be reviewed. For staff.

    None of them is served until somebody moves it into the folder with the leaflets. A file that
    cannot be read is named and the others go on; the exit status is then 1.
    """
    expect_libraries()
    leaflets = read_settings(corpus=corpus).corpus
    folder = into or leaflets / INCOMING
    failed = False
    for line in import_all(listed(files), folder, replace):
        print(f"askleaflet: {printable(line.text)}", file=sys.stderr, flush=True)
        failed |= not line.written
        if line.id:
            failed |= not _page_written(leaflets, line.id, folder)
    if failed:
        raise typer.Exit(1)


def _page_written(leaflets: Path, id: str, folder: Path) -> bool:
    from askleaflet.reviewing.moving import write_page  # noqa: PLC0415 - no other command needs it

    try:
        write_page(leaflets, id, folder)
    except ReviewError as error:
        print(f"askleaflet: {printable(str(error))}", file=sys.stderr, flush=True)
        return False
    return True


@contextmanager
def _refusing() -> Iterator[None]:
    """What is refused is one line on standard error, and exit status 1."""
    try:
        yield
    except ReviewError as error:
        print(f"askleaflet: {' '.join(printable(str(error)).split())}", file=sys.stderr)
        raise typer.Exit(1) from error


def _reason(text: str | None) -> str | None:
    """A name or reason as a sidecar can hold it."""
    line = None if text is None else one_line(printable(text))
    if line is not None and not 0 < len(line) <= LONGEST_NAME:
        raise typer.BadParameter("it is empty or too long")
    return line


@app.command()
def review(
    id: Annotated[str, typer.Argument(help="The id of a leaflet in 'incoming'.")],
    corpus: CorpusOption = None,
) -> None:
    """Show an imported leaflet beside its original, and write its review page anew. For staff."""
    from askleaflet.reviewing.moving import write_page  # noqa: PLC0415 - no other command needs it
    from askleaflet.reviewing.showing import as_lines  # noqa: PLC0415

    with _refusing():
        found, page = write_page(read_settings(corpus=corpus).corpus, id)
    print("\n".join(as_lines(found)))
    print(f"askleaflet: the same as a page: {printable(str(page))}", file=sys.stderr)


@app.command()
def accept(
    id: Annotated[str, typer.Argument(help="The id of a leaflet in 'incoming'.")],
    by: Annotated[str, typer.Option(help="Who reviewed it.", callback=_reason)],
    although: Annotated[
        str | None, typer.Option(help="Why, although words were lost.", callback=_reason)
    ] = None,
    corpus: CorpusOption = None,
) -> None:
    """Serve a reviewed leaflet: move it out of 'incoming', dated and signed. For staff.

    A leaflet that is served under this id already is kept in 'withdrawn'. The exit status is 1
    where it is not accepted.
    """
    from askleaflet.reviewing import moving, review, showing  # noqa: PLC0415

    folder = read_settings(corpus=corpus).corpus
    with _refusing():
        # Before anything is done.
        for line in showing.changed_lines(review.review_of(folder, id).changes):
            print(line)
        found = moving.accept(folder, id, by, datetime.now().astimezone(), although or "")
    print(f"{found.id} is accepted. {showing.verdict(found)}. {WITHIN_A_MINUTE}")


@app.command()
def withdraw(
    id: Annotated[str, typer.Argument(help="The id of a leaflet that is served.")],
    why: Annotated[str, typer.Option(help="The reason.", callback=_reason)],
    corpus: CorpusOption = None,
) -> None:
    """Take a leaflet out of service at once, and keep it in 'withdrawn'. For staff.

    Where there is a search engine, it is withdrawn there first, from all replicas.
    """
    from askleaflet.reviewing import moving  # noqa: PLC0415 - no other command needs it

    settings, now = read_settings(corpus=corpus), datetime.now().astimezone()
    if settings.search_url:
        engine = engine_of(settings).patient()
        found = withdraw_published(engine, settings.search_index, id.lower(), why, now)
        print(f"{id.lower()} is {'withdrawn from' if found else 'not in'} the search engine.")
    with _refusing():
        kept = moving.withdraw(settings.corpus, id, why, now)
    names = " and ".join(printable(one.name) for one in kept)
    print(f"{id.lower()} is withdrawn and kept as {names}. {WITHIN_A_MINUTE}")


@app.command()
def publish(corpus: CorpusOption = None) -> None:
    """Bring the leaflets to the search engine, whole and checked, and serve them. For staff.

    What was served before is kept for 'rollback'. Nothing changes until all is checked; what was
    broken off goes on where it ended.
    """
    settings = read_settings(corpus=corpus)
    ready = publisher(settings, getting_ready)
    bar = Progress(console=Console(stderr=True), disable=not sys.stderr.isatty())
    with bar, _told_to_stop("It was broken off. Run it again, and it goes on where it ended."):
        task = bar.add_task("Publishing", total=None)
        done = ready.publish(lambda at, of: bar.update(task, completed=at, total=of))
    state = "were published already" if done.already else f"are published, {done.written} anew"
    print(f"{done.leaflets} leaflets {state}, as {done.index}.")


@contextmanager
def _told_to_stop(said: str) -> Iterator[None]:
    """A signal to end is an error that says so: what is held is given back first."""

    def stop(*_: object) -> None:
        raise PublishingError(said)

    before = {one: signal.signal(one, stop) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@app.command()
def rollback() -> None:
    """Serve the leaflets that were published before; what was withdrawn stays so. For staff."""
    settings = read_settings()
    done = roll_back(engine_of(settings).patient(), settings.search_index)
    print(f"{done.leaflets} leaflets are served as before, as {done.index}.")


@app.command()
def serve(
    corpus: CorpusOption = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
    kiosk: Annotated[
        bool | None, typer.Option("--kiosk/--no-kiosk", help="For a screen in a waiting room.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="How many processes answer.")] = None,
) -> None:
    """Serve the page."""
    serve_page(read_settings(corpus=corpus, host=host, port=port, kiosk=kiosk, workers=workers))


def serve_page(settings: Settings) -> None:
    """Serves the page until stopped. Gradio is imported here: no other command needs it."""
    from askleaflet.web.server import run  # noqa: PLC0415 - 2 seconds that only a page needs

    run(settings)


@app.command()
def bundle(
    folder: Annotated[Path, typer.Argument(help="The folder to make.")],
    python: Annotated[
        list[str] | None,
        typer.Option(help="A Python to serve, as 3.12; may stand more than once. Else this one."),
    ] = None,
    corpus: CorpusOption = None,
) -> None:
    """Make a folder from which a machine without a network installs all of this. In a checkout."""
    try:
        # What makes it travels in no wheel: see there.
        from askleaflet_lab.bundle import THIS_PYTHON, make_bundle  # noqa: PLC0415
    except ImportError as error:
        raise BundleError(
            "A bundle is made in a checkout of the sources, set up as its README says; an "
            "installed program cannot make one."
        ) from error
    pythons = tuple(python or [THIS_PYTHON])
    if not all(re.fullmatch(r"3\.\d\d", one) for one in pythons):
        raise typer.BadParameter("A Python is named as 3.12.")
    known = make_bundle(folder, read_settings(corpus=corpus), pythons)
    print(f"{printable(str(folder))} is made. The SHA-256 of its SHA256SUMS is {known}")


def _prompted(prompt: str) -> Iterator[str]:
    """Lines typed by a person, until the end of input."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        while True:
            yield input(prompt)
    except (EOFError, KeyboardInterrupt):
        print()
    finally:
        signal.signal(signal.SIGINT, before)
