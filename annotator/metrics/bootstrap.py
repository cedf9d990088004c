"""How sure a mean is: resampled over jobs, since the criteria of one job hang together (M15)."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from enum import Enum
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Final

from annotator.metrics.distributions import STANDARD_NORMAL, Z95, quantile, t_quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Statistic = Callable[[Sequence[float]], float]

RESAMPLES: Final = 9_999
_FEWEST: Final = 2
_FEWEST_FOR_BCA: Final = 10
_MOST_FOR_BCA: Final = 500
"""Beyond, the t interval differs in the fourth digit only, and resampling would take seconds."""


class IntervalMethod(Enum):
    """How an interval was found."""

    T = "t"
    BCA = "bca"


@dataclass(frozen=True, slots=True)
class Interval:
    """The bounds of an interval of 95 %."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """The percentile interval and the bias-corrected, accelerated one, from the same resamples."""

    percentile: Interval
    bca: Interval


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over n jobs; without interval if there is one job, or if all are equal."""

    n: int
    value: float
    interval: Interval | None = None
    method: IntervalMethod | None = None


def mean_with_interval(values: Sequence[float], seed: int = 0) -> Mean | None:
    """Return the mean with its interval of 95 %: by BCa from 10 to 500 values, else by Student's t."""
    if not values:
        return None
    value = fmean(values)
    if _FEWEST_FOR_BCA <= len(values) <= _MOST_FOR_BCA:
        found = bootstrap(values, seed=seed)
        return Mean(len(values), value, found.bca, IntervalMethod.BCA) if found else Mean(len(values), value)
    interval = t_interval(values)
    return Mean(len(values), value, interval, IntervalMethod.T) if interval else Mean(len(values), value)


def bootstrap(
    values: Sequence[float], statistic: Statistic = fmean, *, resamples: int = RESAMPLES, seed: int = 0
) -> Bootstrap | None:
    """Return the intervals of 95 % of a statistic, the same at every call.

    Args:
        values: one value a job.
        statistic: what is estimated; the mean unless told.
        resamples: how often the jobs are drawn anew.
        seed: where the draws start.

    Returns:
        The intervals; `None` for fewer than two values, or if all are equal.
    """
    if len(values) < _FEWEST or min(values) == max(values):
        return None
    draw = random.Random(seed).choices
    ordered = sorted(statistic(draw(values, k=len(values))) for _ in range(resamples))
    percentile = Interval(quantile(ordered, 0.025), quantile(ordered, 0.975))
    shares = _bca_shares(values, statistic, ordered)
    return Bootstrap(percentile, Interval(*(quantile(ordered, share) for share in shares)) if shares else percentile)


def t_interval(values: Sequence[float]) -> Interval | None:
    """Return Student's interval of 95 % of the mean; `None` for fewer than two values, or if all are equal."""
    if len(values) < _FEWEST or min(values) == max(values):
        return None
    centre = fmean(values)
    half = t_quantile(0.975, len(values) - 1) * stdev(values, centre) / math.sqrt(len(values))
    return Interval(centre - half, centre + half)


def _bca_shares(values: Sequence[float], statistic: Statistic, ordered: Sequence[float]) -> tuple[float, float] | None:
    """Return which shares of the resamples bound the interval (Efron 1987); `None` if the bias is without bounds."""
    value = statistic(values)
    below = (sum(each < value for each in ordered) + sum(each <= value for each in ordered)) / (2 * len(ordered))
    if not 0 < below < 1:
        return None
    bias = STANDARD_NORMAL.inv_cdf(below)
    left_out = [statistic([*values[:at], *values[at + 1 :]]) for at in range(len(values))]
    centre = fmean(left_out)
    squares = math.fsum((centre - each) ** 2 for each in left_out)
    cubes = math.fsum((centre - each) ** 3 for each in left_out)
    acceleration = cubes / (6 * squares**1.5) if squares else 0.0
    low, high = (bias + z for z in (-Z95, Z95))
    return (
        STANDARD_NORMAL.cdf(bias + low / (1 - acceleration * low)),
        STANDARD_NORMAL.cdf(bias + high / (1 - acceleration * high)),
    )
