"""The risk-coverage curve as a picture. Needs matplotlib, which only developers install."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from askleaflet.evaluation import Scores


def draw_risk_coverage(all_scores: Sequence[Scores], path: Path) -> None:
    """Draws, for each set, how the share of wrong answers grows with the share answered.

    Writes a PNG. Raises ImportError where matplotlib is not installed.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(7, 4.2), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for scores in all_scores:
        curve = scores.risk_coverage()
        if curve:
            coverage, risk = zip(*curve, strict=True)
            point = "o" if len(curve) == 1 else ""
            axes.plot(coverage, risk, label=scores.name, linewidth=2, marker=point)
    axes.axhline(0.05, color="grey", linestyle="--", linewidth=1)
    axes.set_xlabel("share of calm questions answered, most confident first")
    axes.set_ylabel("wrong answers among them")
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False)
    figure.savefig(path)
