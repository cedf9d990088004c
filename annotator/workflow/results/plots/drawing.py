"""Drawing a figure's values into the bytes of a file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final, assert_never

from annotator.workflow.results.plots import axes
from annotator.workflow.results.plots.look import Look, styled
from annotator.workflow.results.plots.values import Bars, Dumbbell, Figure, NetValues

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

DOTS: Final = 100
"""Pixels an inch at scale 1."""


def draw(figure: Figure, look: Look, kind: str) -> bytes:
    """Return the figure as a file.

    Args:
        figure: what is drawn.
        look: the theme and the size.
        kind: "svg" or "png".
    """
    return _drawn(figure, look, kind)[0]


def draw_with_bands(figure: Figure, look: Look) -> tuple[bytes, tuple[tuple[float, float], ...]]:
    """Return the figure as PNG, and where its bars stand: their edges as shares of the height, from the top."""
    picture, canvas = _drawn(figure, look, "png")
    return picture, axes.bar_bands(canvas) if isinstance(figure, Bars) else ()


def _drawn(figure: Figure, look: Look, kind: str) -> tuple[bytes, Canvas]:
    with styled(look):
        canvas = _canvas(figure, look)
        written = io.BytesIO()
        metadata = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
        canvas.savefig(written, format=kind, dpi=DOTS * look.scale, metadata=metadata)
    return written.getvalue(), canvas


def _canvas(figure: Figure, look: Look) -> Canvas:
    from matplotlib.figure import Figure as Canvas  # noqa: PLC0415 -- takes long to import

    rows = {Dumbbell: 0.44, NetValues: 0.0, Bars: 0.32}[type(figure)]
    count = len(figure.steps) if isinstance(figure, Dumbbell) else len(figure.bars) if isinstance(figure, Bars) else 0
    height = 3.1 if isinstance(figure, NetValues) else 1.35 + rows * max(count, 1)
    canvas = Canvas(figsize=(look.width / DOTS, height), layout="constrained")
    match figure:
        case Dumbbell():
            axes.draw_dumbbell(canvas, figure, look)
        case NetValues():
            axes.draw_net_values(canvas, figure, look)
        case Bars():
            axes.draw_bars(canvas, figure, look)
        case _:
            assert_never(figure)
    return canvas
