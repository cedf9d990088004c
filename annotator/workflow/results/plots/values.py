"""What is drawn, as values; each figure has its numbers, so that they can be saved beside it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.metrics.rates import Rate


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the dumbbell plot: attempt 1, after intervention, and what a plain retry would have reached."""

    name: str
    first: Rate
    overall: Rate
    control: float | None
    minutes: float | None
    advice: str
    net_gain: float | None


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """From attempt 1 to after intervention, one line a group."""

    title: str
    steps: tuple[Step, ...]

    @property
    def numbers(self) -> list[Sequence[object]]:
        """The figure's numbers as a table."""
        head = ["group", "first_k", "first_n", "first", "first_low", "first_high", "overall_k", "overall_n", "overall"]
        head += ["overall_low", "overall_high", "plain_retry", "median_minutes", "net_gain", "advice"]
        return [head, *([each.name, *_numbers(each.first), *_numbers(each.overall), each.control, each.minutes,
                         each.net_gain, each.advice] for each in self.steps)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A way to get a job done as a line: its net value is success x job value - cost."""

    name: str
    success: float
    cost: float


@dataclass(frozen=True, slots=True)
class NetValues:
    """The net value of a group's jobs by what they are worth, and where one way begins to beat another."""

    title: str
    currency: str
    highest: float
    lines: tuple[Line, ...]
    break_evens: tuple[float, ...]

    @property
    def numbers(self) -> list[Sequence[object]]:
        """The figure's numbers as a table."""
        return [
            ["group", "way", "success", "cost"],
            *([self.title, line.name, line.success, line.cost] for line in self.lines),
            *([self.title, "break_even", None, worth] for worth in self.break_evens),
        ]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: how many of how many, with the interval, and the keys of the deliverables that it stands for."""

    name: str
    rate: Rate
    behind: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars below each other, the longest on top."""

    title: str
    bars: tuple[Bar, ...]

    @property
    def numbers(self) -> list[Sequence[object]]:
        """The figure's numbers as a table."""
        head = ["name", "k", "n", "rate", "low", "high"]
        return [head, *([bar.name, *_numbers(bar.rate)] for bar in self.bars)]


Figure = Dumbbell | NetValues | Bars


def _numbers(rate: Rate) -> list[object]:
    return [rate.k, rate.n, rate.rate, rate.low, rate.high]


_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as CSV that Excel reads as UTF-8; a text that a spreadsheet would calculate gets an apostrophe."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return lines.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def described(figure: Figure) -> str:
    """Return the figure in words, for those who do not see it."""
    match figure:
        case Dumbbell(title, steps):
            said = [f"{each.name} {each.first.k}/{each.first.n} → {each.overall.k}/{each.overall.n}" for each in steps]
        case NetValues(title, currency, _highest, lines, evens):
            said = [f"{line.name}: {line.success:.2f} × V − {line.cost:.2f} {currency}" for line in lines]
            said += [_("break-even at {value}").format(value=f"{worth:.2f}") for worth in evens]
        case Bars(title, bars):
            said = [f"{bar.name} {bar.rate.k}/{bar.rate.n}" for bar in bars]
    return f"{title}: {'; '.join(said)}"
