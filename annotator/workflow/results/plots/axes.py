"""The three kinds of figures on matplotlib's axes. Shapes tell what colours tell, so that no colour is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from annotator.i18n import _
from annotator.metrics.rates import GREY_BELOW
from annotator.workflow.results.plots.look import Look, inks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

    from annotator.metrics.rates import Rate
    from annotator.workflow.results.plots.values import Bars, Dumbbell, NetValues, Step

_APART: Final = 0.13
_STRIP: Final = 30
"""The width of the strip beside the plot, in characters of it; the plot is twice as wide."""
_COLUMNS: Final = (0.6, 11.5, 18.6)
"""Where counts, minutes and advice begin in it while the counts are short."""
_SHORT_COUNTS: Final = 10
_DIGIT: Final = 1.4
"""What a further digit of the counts takes, in such characters: the wider the strip, the narrower they get."""
_LONGEST: Final = 28
_STYLES: Final = ("-", "--", ":")
_MOST_TICKS: Final = 6
_PERCENTS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


def draw_dumbbell(canvas: Canvas, figure: Dumbbell, look: Look) -> None:
    """Draw attempt 1 and after intervention of each group, and beside them minutes and advice."""
    longest = max((len(_counts(step)) for step in figure.steps), default=0)
    more = _DIGIT * max(0, longest - _SHORT_COUNTS)
    columns = tuple(start + more * (at > 0) for at, start in enumerate(_COLUMNS))
    grid = canvas.add_gridspec(1, 2, width_ratios=(2 * _STRIP, _STRIP + more), wspace=0.02)
    plot = canvas.add_subplot(grid[0])
    strip = canvas.add_subplot(grid[1], sharey=plot)
    for at, step in enumerate(figure.steps):
        _draw_step(plot, at, step, look)
        _write_strip(strip, columns, at, step, look)
    _name_rows(plot, [step.name for step in figure.steps])
    _set_percent(plot, look)
    plot.set_title(figure.title, loc="left", fontsize=10.5, pad=8)
    _add_legend(plot, figure, look)
    strip.set_axis_off()
    strip.set_xlim(0, _STRIP + more)
    for x, heading in zip(columns, (_("k/n"), _("minutes"), _("advice")), strict=True):
        strip.text(x, -0.85, heading, fontsize=8.5, color=inks(look).quiet, va="center")


def _draw_step(plot: Axes, at: int, step: Step, look: Look) -> None:
    ink = inks(look)
    is_small = step.first.n < GREY_BELOW
    before, after = (ink.quiet, ink.quiet) if is_small else (ink.before, ink.after)
    plot.annotate(
        "",
        (step.overall.rate, at),
        (step.first.rate, at),
        arrowprops={"arrowstyle": "-|>", "color": ink.quiet, "lw": 1.2, "shrinkA": 4, "shrinkB": 4},
    )
    for rate, y, colour in ((step.first, at - _APART, before), (step.overall, at + _APART, after)):
        plot.plot((rate.low, rate.high), (y, y), color=colour, lw=1.4, solid_capstyle="butt", alpha=0.8)
        plot.plot((rate.low, rate.high), (y, y), "|", color=colour, ms=5, mew=1.4)
    plot.plot(step.first.rate, at, "o", ms=7, mfc=ink.ground, mec=before, mew=1.8, zorder=4)
    plot.plot(step.overall.rate, at, "D", ms=6.5, color=after, zorder=4)
    if step.control is not None:
        plot.plot(step.control, at, marker="|", ms=15, mew=2.2, color=ink.third, zorder=3)


def _counts(step: Step) -> str:
    return f"{step.first.k} → {step.overall.k} / {step.first.n}"


def _write_strip(strip: Axes, columns: tuple[float, ...], at: int, step: Step, look: Look) -> None:
    ink = inks(look)
    colour = ink.quiet if step.first.n < GREY_BELOW else ink.text
    minutes = "–" if step.minutes is None else f"{step.minutes:.0f}"
    for x, said in zip(columns, (_counts(step), minutes, step.advice or "–"), strict=True):
        strip.text(x, at, said, fontsize=8.5, color=colour, va="center", clip_on=False)


def _add_legend(plot: Axes, figure: Dumbbell, look: Look) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415 -- as everywhere here: only once something is drawn

    ink = inks(look)
    signs = [
        Line2D([], [], marker="o", ls="", mfc=ink.ground, mec=ink.before, mew=1.8, label=_("attempt 1")),
        Line2D([], [], marker="D", ls="", color=ink.after, label=_("after intervention")),
    ]
    if any(step.control is not None for step in figure.steps):
        signs.append(Line2D([], [], marker="|", ms=12, mew=2.2, ls="", color=ink.third, label=_("plain retry instead")))
    if any(step.first.n < GREY_BELOW for step in figure.steps):
        label = _("grey: fewer than {count}").format(count=GREY_BELOW)
        signs.append(Line2D([], [], marker="o", ls="", color=ink.quiet, label=label))
    plot.figure.legend(handles=signs, loc="outside lower left", ncols=4, fontsize=8.5, handletextpad=0.3)


def draw_net_values(canvas: Canvas, figure: NetValues, look: Look) -> None:
    """Draw the net value of each way by what a job is worth, with dashed uprights at the break-evens."""
    ink = inks(look)
    plot = canvas.add_subplot()
    colours = (ink.before, ink.after, ink.third)
    for line, colour, style in zip(figure.lines, colours, _STYLES, strict=False):
        ends = (0.0, figure.highest)
        values = [line.success * worth - line.cost for worth in ends]
        plot.plot(ends, values, style, color=colour, lw=2, label=line.name)
    plot.axhline(0, color=ink.grid, lw=1)
    for worth in figure.break_evens:
        plot.axvline(worth, color=ink.quiet, lw=1, ls=(0, (4, 3)))
        said = _("break-even {value}").format(value=f"{worth:,.2f}")
        plot.annotate(said, (worth, 1), xycoords=("data", "axes fraction"), xytext=(4, -3), textcoords="offset points",
                      fontsize=8.5, color=ink.quiet, va="top")  # fmt: skip
    plot.set_xlim(0, figure.highest)
    plot.set_xlabel(_("value of a job ({currency})").format(currency=figure.currency or "–"))
    plot.set_ylabel(_("net value"))
    plot.set_title(figure.title, loc="left", fontsize=10.5)
    plot.grid(axis="both", lw=0.6)
    plot.legend(loc="best", fontsize=8.5)
    _open(plot)


def draw_bars(canvas: Canvas, figure: Bars, look: Look) -> None:
    """Draw bars with their intervals, k of n behind each."""
    ink = inks(look)
    plot = canvas.add_subplot()
    for at, bar in enumerate(figure.bars):
        rate: Rate = bar.rate
        colour = ink.quiet if rate.is_small else ink.before
        plot.barh(at, rate.rate, height=0.62, color=colour, alpha=0.75)
        plot.plot((rate.low, rate.high), (at, at), color=ink.text, lw=1.1)
        plot.text(min(rate.high, 1.0) + 0.01, at, f"{rate.k}/{rate.n}", fontsize=8.5, va="center", color=ink.quiet)
    _name_rows(plot, [bar.name for bar in figure.bars])
    _set_percent(plot, look)
    highest = max((bar.rate.high for bar in figure.bars), default=1.0)
    plot.set_xlim(0, min(1.12, highest * 1.15 + 0.04))
    step = next((each for each in (0.05, 0.1) if highest / each < _MOST_TICKS), 0.25)
    shares = [at * step for at in range(int(min(1.0, highest) / step) + 1)]
    plot.set_xticks(shares, [f"{share * 100:.0f} %" for share in shares])
    plot.set_title(figure.title, loc="left", fontsize=10.5)


def bar_bands(canvas: Canvas) -> tuple[tuple[float, float], ...]:
    """Return where each bar stands in a drawn canvas: its upper and lower edge as shares of the height."""
    (plot,) = canvas.axes
    height = canvas.bbox.height
    edges = [plot.transData.transform((0.0, at + side)) for at in range(len(plot.patches)) for side in (-0.5, 0.5)]
    shares = [1 - float(y) / height for _x, y in edges]
    return tuple(zip(shares[::2], shares[1::2], strict=True))


def _name_rows(plot: Axes, names: list[str]) -> None:
    plot.set_yticks(range(len(names)), [_shortened(name) for name in names])
    plot.set_ylim(max(len(names), 1) - 0.4, -0.6 if names else -0.4)
    plot.tick_params(axis="y", length=0)


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _set_percent(plot: Axes, look: Look) -> None:
    plot.set_xlim(-0.02, 1.02)
    plot.set_xticks(_PERCENTS, [f"{share * 100:.0f} %" for share in _PERCENTS])
    plot.grid(axis="x", lw=0.6, color=inks(look).grid)
    plot.set_axisbelow(True)
    _open(plot)


def _open(plot: Axes) -> None:
    for side in ("top", "right", "left"):
        plot.spines[side].set_visible(False)
