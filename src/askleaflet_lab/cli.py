"""``askleaflet-lab``: what developers run. Needs the extra ``train``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from askleaflet.reading import read_leaflet

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
SAMPLE = Path("corpus/blinatumomab.md")
WeightsOption = Annotated[Path, typer.Option(help="The file with the weights.")]


@app.command()
def train(
    save: WeightsOption = Path("build/reader.pt"),
    steps: Annotated[int, typer.Option(min=1, help="How many leaflets to go through.")] = 1000,
    seed: int = 1,
    threads: Annotated[int, typer.Option(min=1, help="How many cores to use.")] = 2,
) -> None:
    """Train the reader on the labelled examples; about 4 seconds a step on one core."""
    import torch  # noqa: PLC0415 - only what trains needs it

    from askleaflet_lab.examples import beside, messages, training_lessons, wordings_lesson  # noqa: PLC0415
    from askleaflet_lab.training import School, train  # noqa: PLC0415

    torch.set_num_threads(threads)
    save.parent.mkdir(parents=True, exist_ok=True)
    wordings = wordings_lesson(read_leaflet(SAMPLE).document, beside())
    school = School(training_lessons(), messages(), wordings)
    for line in train(school, steps, seed, save):
        print(line, flush=True)


@app.command()
def export(weights: WeightsOption = Path("build/reader.pt")) -> None:
    """Write the trained reader into the package: int8 ONNX, tokenizer, checksums."""
    from askleaflet_lab.export import export  # noqa: PLC0415

    export(weights)


if __name__ == "__main__":
    app()
