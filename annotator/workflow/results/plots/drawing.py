"""Drawing a figure's values into the bytes of a file."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, assert_never

from annotator.workflow.results.plots import axes
from annotator.workflow.results.plots.look import Look, styled
from annotator.workflow.results.plots.values import Bars, Dumbbell, Figure, NetValues

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

DOTS: Final = 100
"""Pixels an inch at scale 1."""


_LINE_INCHES: Final = {Dumbbell: 0.44, Bars: 0.32}
_FRAME_INCHES: Final = 1.35
_NET_VALUES_INCHES: Final = 3.1


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure as PNG; `bands` says where its bars stand: their edges as shares of the height, from the top."""

    png: bytes
    bands: tuple[tuple[float, float], ...]


def height_of(figure: Figure) -> int:
    """Return how high a figure will be, in pixels at scale 1; nothing is drawn for that."""
    return round(_inches(figure) * DOTS)


def draw(figure: Figure, look: Look, kind: str) -> bytes:
    """Return the figure as a file.

    Args:
        figure: what is drawn.
        look: the theme and the size.
        kind: "svg" or "png".
    """
    return _drawn(figure, look, kind)[0]


def picture_of(figure: Figure, look: Look) -> Picture:
    """Return the figure as it is shown in a window."""
    png, canvas = _drawn(figure, look, "png")
    return Picture(png, axes.bar_bands(canvas) if isinstance(figure, Bars) else ())


def _drawn(figure: Figure, look: Look, kind: str) -> tuple[bytes, Canvas]:
    with styled(look):
        canvas = _canvas(figure, look)
        written = io.BytesIO()
        metadata = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
        canvas.savefig(written, format=kind, dpi=DOTS * look.scale, metadata=metadata)
    return written.getvalue(), canvas


def _canvas(figure: Figure, look: Look) -> Canvas:
    from matplotlib.figure import Figure as Canvas  # noqa: PLC0415 -- takes long to import

    canvas = Canvas(figsize=(look.width / DOTS, _inches(figure)), layout="constrained")
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


def _inches(figure: Figure) -> float:
    if isinstance(figure, NetValues):
        return _NET_VALUES_INCHES
    lines = figure.steps if isinstance(figure, Dumbbell) else figure.bars
    return _FRAME_INCHES + _LINE_INCHES[type(figure)] * max(len(lines), 1)
