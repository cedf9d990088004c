"""Human minutes: worked values M16 and their odd cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.metrics.distributions import binomial_cdf
from annotator.metrics.minutes import Minutes, active_seconds, per_rescue, summarise

DURATIONS = st.lists(st.integers(0, 200), min_size=1, max_size=40)


def test_m16_worked_values() -> None:
    found = summarise([12, 18, 20, 22, 35, 9, 15, 27, 41, 16])
    assert found == Minutes(10, 19.0, 15.25, 25.75, shortest=9, longest=41, low=12, high=35)


def test_m16_few_durations_have_no_interval() -> None:
    assert summarise([]) is None
    assert summarise([7]) == Minutes(1, 7, 7, 7, 7, 7, None, None)
    five, six = summarise(range(5)), summarise(range(6))
    assert five is not None
    assert six is not None
    assert (five.low, five.high) == (None, None)
    assert (six.low, six.high) == (0, 5)


@given(DURATIONS)
def test_the_middle_lies_in_order(durations: list[int]) -> None:
    found = summarise(durations)
    assert found is not None
    assert found.shortest <= found.lower_quartile <= found.median <= found.upper_quartile <= found.longest
    if found.low is not None and found.high is not None:
        assert found.low <= found.median <= found.high


def test_m16_minutes_per_rescue() -> None:
    assert per_rescue([10, 12, 9, 15, 11], 4) == 14.25
    assert per_rescue([10], 0) is None


def test_m16_active_time_leaves_idle_gaps_out() -> None:
    assert active_seconds([0, 30, 150, 151, 1000, 1010], idle_limit=120) == pytest.approx(30 + 120 + 1 + 10)
    assert active_seconds([5], idle_limit=120) == 0
    assert active_seconds([], idle_limit=120) == 0


def test_m16_the_interval_is_the_narrowest_of_95_percent() -> None:
    for n in range(6, 400):
        found = summarise(range(n))
        assert found is not None
        assert found.low is not None
        rank = int(found.low) + 1
        assert 1 - 2 * binomial_cdf(rank - 1, n) >= 0.95 > 1 - 2 * binomial_cdf(rank, n)
