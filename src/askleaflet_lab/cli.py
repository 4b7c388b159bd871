"""``askleaflet-lab``: what developers run. Training needs the extra ``train``, what keeps it secure
the extra ``security``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from askleaflet.settings import read_settings
from askleaflet.start import prepare
from askleaflet_lab import loadtest

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
StartOption = Annotated[Path | None, typer.Option(help="Weights to go on from.")]
SAMPLE = Path("corpus/blinatumomab.md")
WeightsOption = Annotated[Path, typer.Option(help="The file with the weights.")]


@app.command()
def train(
    save: WeightsOption = Path("build/reader.pt"),
    steps: Annotated[int, typer.Option(min=1, help="How many steps to take.")] = 1000,
    seed: int = 1,
    threads: Annotated[int, typer.Option(min=1, help="How many cores to use.")] = 2,
    start: StartOption = None,
) -> None:
    """Train the reader on the labelled examples; about 3 seconds a step on two cores."""
    import torch  # noqa: PLC0415 - only what trains needs it

    from askleaflet.reading import read_leaflet  # noqa: PLC0415
    from askleaflet_lab.examples import taught_examples, training_lessons  # noqa: PLC0415
    from askleaflet_lab.training import School, train  # noqa: PLC0415

    torch.set_num_threads(threads)
    save.parent.mkdir(parents=True, exist_ok=True)
    school = School(training_lessons(), taught_examples(read_leaflet(SAMPLE).document))
    for line in train(school, steps, seed, save, start):
        print(line, flush=True)


AlarmOption = Annotated[Path, typer.Option(help="The file with the alarm's weights.")]


@app.command("train-alarm")
def train_alarm(
    weights: WeightsOption = Path("build/reader.pt"),
    save: AlarmOption = Path("build/alarm.pt"),
    epochs: Annotated[int, typer.Option(min=1)] = 4,
    seed: int = 1,
    threads: Annotated[int, typer.Option(min=1, help="How many cores to use.")] = 2,
    start: StartOption = None,
) -> None:
    """Train what tells an emergency, on top of the trained reader; about 5 minutes an epoch."""
    import torch  # noqa: PLC0415 - only what trains needs it

    from askleaflet_lab.alarm_training import train_alarm  # noqa: PLC0415
    from askleaflet_lab.examples import all_messages  # noqa: PLC0415

    torch.set_num_threads(threads)
    for line in train_alarm(weights, all_messages(), epochs, seed, save, start):
        print(line, flush=True)


@app.command()
def export(
    weights: WeightsOption = Path("build/reader.pt"),
    alarm: AlarmOption = Path("build/alarm.pt"),
) -> None:
    """Write the trained reader into the package: int8 ONNX, tokenizer, translations, checksums,
    and the vectors of the sample leaflet."""
    from askleaflet_lab.export import export, ship_vectors  # noqa: PLC0415

    export(weights, alarm, SAMPLE.parent)
    ship_vectors(SAMPLE.parent)


@app.command()
def translate() -> None:
    """Write the words that are asked for those of passages, as the labelled questions teach them:
    those that were added count without training. Takes some minutes; calibrate after it."""
    from askleaflet_lab.translating import write_translations  # noqa: PLC0415

    write_translations()


@app.command()
def recover(
    weights: WeightsOption = Path("build/reader.pt"),
    alarm: AlarmOption = Path("build/alarm.pt"),
) -> None:
    """Write the weights of the reader that ships, to train on from it (train --start)."""
    from askleaflet_lab.recover import recover  # noqa: PLC0415

    recover(weights, alarm)


SetsArgument = Annotated[Path, typer.Argument(help="The folder with the labelled questions.")]
SETS = Path("tests/evaluation")


@app.command()
def calibrate(sets: SetsArgument = SETS) -> None:
    """Fit the numbers that decide, on the development sets, and write them into the card."""
    from askleaflet_lab.calibrate import calibrate  # noqa: PLC0415

    for line in calibrate(sets, read_settings()):
        print(line, flush=True)


@app.command()
def evaluate(
    sets: SetsArgument = SETS,
    show_misses: Annotated[bool, typer.Option("--misses", help="Print every miss.")] = False,
    kept: Annotated[
        bool, typer.Option("--kept", help="Look at the sets kept aside, too; every look counts.")
    ] = False,
) -> None:
    """Score the program on labelled questions and print the table."""
    from askleaflet.rendering import printable  # noqa: PLC0415
    from askleaflet_lab.evaluation import evaluate_all, misses, table  # noqa: PLC0415

    rows = []
    for scores in evaluate_all(sets, read_settings(), kept=kept):
        rows.append(scores)
        print(f"{scores.name}: done", file=sys.stderr)
    print(table(rows))
    if show_misses:
        print("\n".join(printable(line) for scores in rows for line in misses(scores)))


@app.command()
def bench(
    questions: Annotated[
        Path | None, typer.Option(help="JSON lines as for batch, to ask; else the examples.")
    ] = None,
    corpus: Annotated[Path | None, typer.Option(help="Leaflets other than the site's.")] = None,
) -> None:
    """Measure what a start, a question and hard inputs cost here; takes a minute."""
    from askleaflet.setup import open_assistant  # noqa: PLC0415
    from askleaflet_lab.benchmark import bench, example_questions, read_questions  # noqa: PLC0415

    assistant, _ = open_assistant(read_settings(corpus=corpus))
    asked = read_questions(questions) if questions else example_questions(assistant.settings)
    for line in bench(assistant, asked):
        print(line, flush=True)


@app.command()
def walk(question: str) -> None:
    """Print the functions and files of the program that one question passes."""
    from askleaflet.setup import open_assistant  # noqa: PLC0415
    from askleaflet_lab.walk import told, walk  # noqa: PLC0415

    assistant, _ = open_assistant(read_settings())
    walk(assistant, question)  # what is made once is made now
    print(told(walk(assistant, question)))


@app.command()
def fuzz(
    name: Annotated[str, typer.Argument(help="normaliser, leaflet or request.")],
    seconds: Annotated[int, typer.Option(min=1, help="How long to look.")] = 600,
) -> None:
    """Look for an input that breaks a promise of one harness; exit status 1 where one is found."""
    from askleaflet_lab.fuzzing import fuzz, names  # noqa: PLC0415

    if name not in names():
        raise typer.BadParameter(f"There are: {', '.join(names())}.")
    raise typer.Exit(1 if fuzz(name, seconds) else 0)


@app.command()
def patterns() -> None:
    """Look for regular expressions that take more than in line with the text; exit status 1 where
    there is one."""
    from askleaflet_lab.patterns import patterns, slow  # noqa: PLC0415

    found = {name: slow(one) for name, one in patterns()}
    for name, unit in found.items():
        print(f"{name}: {'fine' if unit is None else f'slow on {unit!r}'}")
    raise typer.Exit(1 if any(unit is not None for unit in found.values()) else 0)


@app.command()
def sbom(
    save: Annotated[Path, typer.Option(help="The file to write.")] = Path("build/sbom.cdx.json"),
) -> None:
    """Write what ships as CycloneDX 1.6 JSON, once the format's own validator has passed it."""
    from askleaflet_lab.sbom import faults, sbom  # noqa: PLC0415

    text = sbom()
    if found := faults(text):
        print(f"not written: {found}", file=sys.stderr)
        raise typer.Exit(1)
    save.parent.mkdir(parents=True, exist_ok=True)
    save.write_text(text, "utf-8")
    print(save)


@app.command()
def audit() -> None:
    """Look the locked packages up in the published advisories. Exit status 1: some are open; 3:
    the service could not be asked, so nothing was audited."""
    from askleaflet.rendering import printable  # noqa: PLC0415
    from askleaflet_lab.audit import audit  # noqa: PLC0415

    verdict = audit()
    print("\n".join(printable(line) for line in verdict.lines))
    raise typer.Exit(verdict.status)


@app.command()
def parity(
    folder: Annotated[Path, typer.Argument(help="The leaflets.")],
    questions: Annotated[int, typer.Option(min=1, help="How many.")] = 1000,
) -> None:
    """Compare the search on OpenSearch (ASKLEAFLET_SEARCH_URL) with the one in memory."""
    from askleaflet_lab.parity import compare  # noqa: PLC0415

    seen = compare(read_settings(corpus=folder), questions)
    print(
        f"{seen.leaflets} leaflets, published in {seen.seconds_to_publish:.0f} s\n"
        f"{seen.same_candidates} of {seen.questions} questions: the same candidates and scores\n"
        f"{seen.same_replies} of {seen.replies} questions: the same replies\n"
        f"a search: {seen.in_memory:.2f} ms in memory, {seen.on_the_engine:.2f} ms on the engine"
    )


@app.command()
def scale(
    passages: Annotated[int, typer.Option(min=1, help="How many, about.")] = 100_000,
    questions: Annotated[int, typer.Option(min=1, help="How many.")] = 1000,
) -> None:
    """Publish synthetic leaflets to OpenSearch (ASKLEAFLET_SEARCH_URL) and search them there. What
    was broken off goes on."""
    from askleaflet_lab.scale import PASSAGES, measure  # noqa: PLC0415

    def told(done: int, of: int) -> None:
        if done % 100 == 0:
            print(f"{done} of {of} leaflets", file=sys.stderr, flush=True)

    count = -(-passages // PASSAGES)
    seen = measure(read_settings(), count, questions, told)
    print(
        f"{seen.passages} passages in {count} leaflets, published in {seen.to_publish:.0f} s\n"
        f"{seen.bytes / 1e9:.2f} GB on each node; a start reads their list in "
        f"{seen.to_list:.1f} s\n"
        f"a search: p50 {seen.milliseconds(0.5):.1f} ms, p99 {seen.milliseconds(0.99):.1f} ms, "
        f"longest {seen.milliseconds(1):.1f} ms\n"
        f"{seen.same} of {questions} questions: the same candidates and scores as in memory"
    )


app.command("load")(loadtest.main)


if __name__ == "__main__":
    # Before anything large is imported, as in the program: what is measured is what is served.
    prepare()
    app()
