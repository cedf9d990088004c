"""Intervals of means: worked values M15 and their odd cases."""

from __future__ import annotations

from statistics import median

import pytest

from annotator.metrics.bootstrap import Interval, IntervalMethod, Mean, bootstrap, mean_with_interval, t_interval

SCORES = [0.8, 0.6, 1, 0.75, 0.4, 0.9, 0.55, 0.7, 1, 0.3]
MINUTES = [12, 18, 20, 22, 35, 9, 15, 27, 41, 16]


def bounds(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return interval.low, interval.high


def test_m15_worked_values() -> None:
    found = bootstrap(SCORES)
    assert found is not None
    assert bounds(found.percentile) == pytest.approx((0.555, 0.835), abs=0.01)
    assert bounds(found.bca) == pytest.approx((0.550, 0.835), abs=0.01)
    assert bounds(t_interval(SCORES)) == pytest.approx((0.5289, 0.8711), abs=1e-4)


def test_m15_is_the_same_at_every_call() -> None:
    assert bootstrap(SCORES) == bootstrap(SCORES)
    assert bootstrap(SCORES) != bootstrap(SCORES, seed=1)


def test_m15_the_method_follows_the_number_of_jobs() -> None:
    ten, few, many = (mean_with_interval(scores) for scores in (SCORES, SCORES[:9], SCORES * 300))
    assert ten is not None
    assert few is not None
    assert many is not None
    assert (ten.n, ten.value, ten.method) == (10, pytest.approx(0.7), IntervalMethod.BCA)
    assert (few.method, few.interval) == (IntervalMethod.T, t_interval(SCORES[:9]))
    assert (many.n, many.method) == (3000, IntervalMethod.T)


def test_m15_odd_cases() -> None:
    assert mean_with_interval([]) is None
    assert mean_with_interval([0.5]) == Mean(1, 0.5)
    assert mean_with_interval([0.5] * 4) == Mean(4, 0.5)
    assert mean_with_interval([0.5] * 12) == Mean(12, 0.5)
    assert bootstrap([0.5]) is None
    assert t_interval([1.0, 1.0]) is None


def test_m16_bootstrap_of_a_median() -> None:
    found = bootstrap(MINUTES, median)
    assert found is not None
    assert bounds(found.percentile) == pytest.approx((15.0, 28.5), abs=1.5)


def test_bca_without_bounds_falls_back_to_the_percentiles() -> None:
    found = bootstrap([float(n) for n in range(20)], lambda values: float(len(set(values))), resamples=100)
    assert found is not None
    assert found.bca == found.percentile
    assert found.bca.high < 20


def test_a_constant_statistic_has_a_point_for_an_interval() -> None:
    found = bootstrap([1.0, 2.0, 4.0], lambda values: float(len(values) > 0))
    assert found is not None
    assert bounds(found.bca) == (1.0, 1.0)
