"""Human minutes (M16): medians, since a few long ones and idle time would distort a mean."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from annotator.metrics.distributions import binomial_cdf, quantile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_COVERAGE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Minutes:
    """The middle of n durations: the median, the middle half, the range, and the median's interval if there is one.

    The interval lies between two of the durations; up to five durations give none of 95 %: show the range.
    """

    n: int
    median: float
    lower_quartile: float
    upper_quartile: float
    shortest: float
    longest: float
    low: float | None
    high: float | None


def summarise(minutes: Iterable[float]) -> Minutes | None:
    """Return the middle of the durations; `None` if there are none."""
    ordered = sorted(minutes)
    if not ordered:
        return None
    rank = _rank(len(ordered))
    return Minutes(
        n=len(ordered),
        median=median(ordered),
        lower_quartile=quantile(ordered, 0.25),
        upper_quartile=quantile(ordered, 0.75),
        shortest=ordered[0],
        longest=ordered[-1],
        low=ordered[rank - 1] if rank else None,
        high=ordered[-rank] if rank else None,
    )


def per_rescue(minutes: Iterable[float], rescued: int) -> float | None:
    """Return the minutes spent on all retried failures by each rescue; `None` if nothing was rescued."""
    return math.fsum(minutes) / rescued if rescued else None


def active_seconds(events: Sequence[float], idle_limit: float) -> float:
    """Return the time between events, in seconds, leaving out every gap longer than the idle limit.

    Args:
        events: when something was done, in order.
        idle_limit: the longest gap that still counts as work.
    """
    return math.fsum(gap for before, after in pairwise(events) if (gap := after - before) <= idle_limit)


def _rank(n: int) -> int:
    """Return the rank of the value that bounds the median's interval from either side; 0 if n is too small."""
    # It lies 1.96 standard deviations below the middle, give or take one.
    low, high = max(0, int(n / 2 - 1.05 * math.sqrt(n)) - 2), n // 2
    while low < high:
        rank = (low + high) // 2
        if 1 - 2 * binomial_cdf(rank, n) >= _COVERAGE:
            low = rank + 1
        else:
            high = rank
    return low
