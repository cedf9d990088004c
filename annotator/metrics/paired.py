"""Two or more conditions compared: on the same jobs (McNemar, Newcombe, Cochran) or on different ones."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.errors import DomainError
from annotator.metrics.distributions import binomial_cdf, binomial_pmf, chi_square_tail
from annotator.metrics.rates import wilson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class PairedTable:
    """How many jobs passed in both conditions, in one of them only, or in neither."""

    both: int
    only_first: int
    only_second: int
    neither: int

    def __post_init__(self) -> None:
        if min(self.both, self.only_first, self.only_second, self.neither) < 0:
            raise DomainError(f"a table of counts holds a negative one: {self}")

    @property
    def n(self) -> int:
        """How many jobs were judged in both conditions."""
        return self.both + self.only_first + self.only_second + self.neither


@dataclass(frozen=True, slots=True)
class McNemar:
    """Whether the two conditions differ (M8). `mid_p` is the headline; the others are kept for the report.

    The chi-square values are `None` where no job separates the conditions.
    """

    exact_p: float
    mid_p: float
    chi_square: float | None
    chi_square_p: float | None
    corrected: float | None
    corrected_p: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """The first rate less the second, with an interval of 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CochranQ:
    """Whether three or more conditions differ on the same jobs (M11)."""

    q: float
    df: int
    p: float


def paired_table(outcomes: Iterable[tuple[bool, bool]]) -> PairedTable:
    """Return the table of jobs that were decided in both conditions."""
    counted = list(outcomes)
    return PairedTable(*(counted.count(cell) for cell in ((True, True), (True, False), (False, True), (False, False))))


def mcnemar(table: PairedTable) -> McNemar:
    """Test two conditions on the same jobs, such as feedback against plain retry (M8).

    Not for attempt 1 against attempt 2: see `mcnemar_of_attempts`.
    """
    b, c = table.only_first, table.only_second
    if b + c == 0:
        return McNemar(1.0, 1.0, None, None, None, None)
    exact = mid = 1.0
    if b != c:
        exact = min(1.0, 2 * binomial_cdf(min(b, c), b + c))
        mid = exact - binomial_pmf(min(b, c), b + c)
    plain = (b - c) ** 2 / (b + c)
    corrected = max(0, abs(b - c) - 1) ** 2 / (b + c)
    return McNemar(exact, mid, plain, chi_square_tail(plain, 1), corrected, chi_square_tail(corrected, 1))


def mcnemar_of_attempts(table: PairedTable, passed_and_retried: int) -> McNemar | None:
    """Test attempt 1 against attempt 2, or refuse.

    `None` when no job that passed at first was tried again: no pass can then be lost, p is always tiny and means
    nothing. The rescue rate with its interval is the answer there.

    Args:
        table: attempt 2 first, attempt 1 second.
        passed_and_retried: how many jobs that passed at attempt 1 have a decided attempt 2.
    """
    return mcnemar(table) if passed_and_retried > 0 else None


def paired_difference(table: PairedTable) -> Difference | None:
    """Return the difference of two rates on the same jobs (M9, Newcombe 1998 method 10); `None` without jobs."""
    first = wilson(table.both + table.only_first, table.n)
    second = wilson(table.both + table.only_second, table.n)
    if first is None or second is None:
        return None
    phi = _phi(table)
    difference = first.rate - second.rate
    below1, above1 = first.rate - first.low, first.high - first.rate
    below2, above2 = second.rate - second.low, second.high - second.rate
    down = math.sqrt(max(0.0, below1**2 - 2 * phi * below1 * above2 + above2**2))
    up = math.sqrt(max(0.0, above1**2 - 2 * phi * above1 * below2 + below2**2))
    return Difference(difference, difference - down, difference + up)


def independent_difference(k1: int, n1: int, k2: int, n2: int) -> Difference | None:
    """Return the difference of two rates on different jobs (M10, Newcombe's hybrid); `None` if either has none."""
    first, second = wilson(k1, n1), wilson(k2, n2)
    if first is None or second is None:
        return None
    difference = first.rate - second.rate
    down = math.hypot(first.rate - first.low, second.high - second.rate)
    up = math.hypot(first.high - first.rate, second.rate - second.low)
    return Difference(difference, difference - down, difference + up)


def cochran_q(rows: Sequence[Sequence[bool]]) -> CochranQ | None:
    """Test whether conditions differ, given for each job whether it passed in each (M11).

    `None` when every job did the same in all conditions.

    Raises:
        DomainError: the rows are not equally long, or compare fewer than two conditions.
    """
    if not rows:
        return None
    conditions = len(rows[0])
    if conditions < 2 or any(len(row) != conditions for row in rows):  # noqa: PLR2004 -- a comparison needs two
        raise DomainError("Cochran's Q compares the same two or more conditions on every job")
    columns = [sum(column) for column in zip(*rows, strict=True)]
    totals = [sum(row) for row in rows]
    spread = conditions * sum(totals) - sum(total**2 for total in totals)
    if spread == 0:
        return None
    q = (conditions - 1) * (conditions * sum(column**2 for column in columns) - sum(totals) ** 2) / spread
    return CochranQ(q, conditions - 1, chi_square_tail(q, conditions - 1))


def holm(p_values: Sequence[float]) -> list[float]:
    """Return the p values adjusted for their number by Holm's method, in the order given."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, index in enumerate(order):
        highest = max(highest, min(1.0, p_values[index] * (len(p_values) - rank)))
        adjusted[index] = highest
    return adjusted


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Return the p values adjusted to a false discovery rate, in the order given."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__, reverse=True)
    adjusted = [0.0] * len(p_values)
    lowest = 1.0
    for above, index in enumerate(order):
        lowest = min(lowest, p_values[index] * len(p_values) / (len(p_values) - above))
        adjusted[index] = lowest
    return adjusted


def _phi(table: PairedTable) -> float:
    """Return the correlation of the two conditions with Newcombe's continuity correction; 0 if a margin is empty."""
    a, b, c, d = table.both, table.only_first, table.only_second, table.neither
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if margins == 0:
        return 0.0
    cross = a * d - b * c
    corrected = max(cross - table.n / 2, 0.0) if cross > 0 else float(cross)
    return corrected / math.sqrt(margins)
