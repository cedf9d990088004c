"""The few probability distributions the metrics need, from the standard library alone."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

STANDARD_NORMAL: Final = NormalDist()
Z95: Final = STANDARD_NORMAL.inv_cdf(0.975)
"""1.959964: half the width of a 95 % interval, in standard errors."""

_TINY: Final = 1e-300
_ENOUGH: Final = 1e-15
_MAX_TERMS: Final = 10_000


def binomial_pmf(k: int, n: int) -> float:
    """Return the probability of k heads in n tosses of a fair coin."""
    return math.exp(_log_choose(n, k) - n * math.log(2))


def binomial_cdf(k: int, n: int) -> float:
    """Return the probability of at most k heads in n tosses of a fair coin."""
    if k < 0:
        return 0.0
    # Each term follows from its neighbour, beginning with the largest; what is further away changes no digit.
    middle, reach = min(k, n // 2), 10 + int(10 * math.sqrt(n))
    term = binomial_pmf(middle, n)
    terms = [term]
    for i in range(middle, max(0, middle - reach), -1):
        term *= i / (n - i + 1)
        terms.append(term)
    term = terms[0]
    for i in range(middle + 1, min(k, n, middle + reach) + 1):
        term *= (n - i + 1) / i
        terms.append(term)
    return min(1.0, math.fsum(terms))


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the probability that a Beta(a, b) variable is at most x."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    # The fraction converges quickly below the mean; above it the other tail is calculated.
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_tail(1 - x, b, a)
    return _beta_tail(x, a, b)


def beta_quantile(p: float, a: float, b: float) -> float:
    """Return the x below which a Beta(a, b) variable lies with probability p."""
    low, high = 0.0, 1.0
    while high - low > _ENOUGH * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if beta_cdf(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def chi_square_tail(x: float, df: int) -> float:
    """Return the probability that a chi-square variable with `df` degrees of freedom exceeds x."""
    half, shape = x / 2, df / 2
    if half <= 0:
        return 1.0
    front = math.exp(shape * math.log(half) - half - math.lgamma(shape))
    return 1 - front * _gamma_series(shape, half) if half < shape + 1 else front * _gamma_fraction(shape, half)


def t_quantile(p: float, df: int) -> float:
    """Return the t below which Student's variable with `df` degrees of freedom lies with probability p > 0.5."""
    x = beta_quantile(2 * (1 - p), df / 2, 0.5)
    return math.sqrt(df * (1 - x) / x)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which a share of the ordered values lies, by linear interpolation between neighbours."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _beta_tail(x: float, a: float, b: float) -> float:
    log_front = a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return math.exp(log_front) / a * _beta_fraction(x, a, b)


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Evaluate the continued fraction of the incomplete beta function (Lentz's method)."""
    value = front = 1.0
    back = 0.0
    for term in range(_MAX_TERMS):
        half = term // 2
        if term == 0:
            step = 1.0
        elif term % 2 == 0:
            step = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        else:
            step = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        back = 1 / _apart_from_zero(1 + step * back)
        front = _apart_from_zero(1 + step / front)
        value *= front * back
        if abs(front * back - 1) < _ENOUGH:
            break
    return value - 1


def _gamma_series(shape: float, x: float) -> float:
    term = total = 1 / shape
    for step in range(1, _MAX_TERMS):
        term *= x / (shape + step)
        total += term
        if term < total * _ENOUGH:
            break
    return total


def _gamma_fraction(shape: float, x: float) -> float:
    base = x + 1 - shape
    front = 1 / _TINY
    back = 1 / _apart_from_zero(base)
    value = back
    for step in range(1, _MAX_TERMS):
        factor = -step * (step - shape)
        base += 2
        back = 1 / _apart_from_zero(factor * back + base)
        front = _apart_from_zero(base + factor / front)
        value *= front * back
        if abs(front * back - 1) < _ENOUGH:
            break
    return value


def _apart_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
