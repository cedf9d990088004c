"""Rates: worked values M4-M7, M20 and M25, and their odd cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.review import MarkKind
from annotator.errors import DomainError
from annotator.metrics.rates import (
    ChainCounts,
    Rate,
    count_chains,
    hazards,
    lifts,
    rescue,
    smoothed,
    tag_shares,
    transitions,
    wilson,
)

PASS, FAIL = MarkKind.PASS, MarkKind.FAIL
CHAINS = st.lists(st.lists(st.sampled_from([True, False, None]), max_size=4), max_size=20)


def near(value: float | None, wanted: float, tolerance: float = 1e-4) -> bool:
    return value == pytest.approx(wanted, abs=tolerance)


def interval(rate: Rate | None) -> tuple[float, float]:
    assert rate is not None
    return rate.low, rate.high


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (0, 1, 0.0000, 0.7935),
        (1, 1, 0.2065, 1.0000),
        (0, 5, 0.0000, 0.4345),
        (5, 5, 0.5655, 1.0000),
        (3, 14, 0.0757, 0.4759),
        (7, 10, 0.3968, 0.8922),
        (9, 14, 0.3876, 0.8366),
        (13, 14, 0.6853, 0.9873),
        (2, 12, 0.0470, 0.4480),
        (4, 12, 0.1381, 0.6094),
    ],
)
def test_m4_worked_values(k: int, n: int, low: float, high: float) -> None:
    assert interval(wilson(k, n)) == pytest.approx((low, high), abs=1e-4)


def test_m4_of_nothing_is_undefined() -> None:
    assert wilson(0, 0) is None
    for k, n in ((-1, 3), (4, 3)):
        with pytest.raises(DomainError):
            wilson(k, n)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_rate_lies_in_its_interval_and_mirrors(case: tuple[int, int]) -> None:
    k, n = case
    rate, mirrored = wilson(k, n), wilson(n - k, n)
    assert rate is not None
    assert mirrored is not None
    assert 0.0 <= rate.low <= rate.rate <= rate.high <= 1.0
    assert rate.low == pytest.approx(1 - mirrored.high, abs=1e-12)
    assert rate.is_small == (n < 10)


def test_a_rate_prints_unrounded() -> None:
    rate = wilson(9, 20)
    assert rate is not None
    assert rate.as_document() == {"k": 9, "n": 20, "rate": 0.45, "low": rate.low, "high": rate.high}
    assert near(rate.low, 0.25819, 1e-5)
    assert near(rate.high, 0.65792, 1e-5)


@pytest.mark.parametrize(
    ("first", "overall", "p1", "p", "absolute", "relative", "gain"),
    [
        (128, 165, 0.3975, 0.5124, 0.1149, 0.2891, 0.1907),
        (64, 104, 0.1988, 0.3230, 0.1242, 0.6250, 0.1550),
        (63, 108, 0.1957, 0.3354, 0.1398, 0.7143, 0.1737),
    ],
)
def test_m5_worked_values(
    first: int, overall: int, p1: float, p: float, absolute: float, relative: float, gain: float
) -> None:
    found = lifts(322, first, overall)
    assert found is not None
    assert near(found.first.rate, p1)
    assert near(found.overall.rate, p)
    assert near(found.absolute, absolute)
    assert near(found.relative, relative)
    assert near(found.gain, gain)


def test_m5_intervals() -> None:
    found = lifts(322, 128, 165)
    assert found is not None
    assert interval(found.first) == pytest.approx((0.3456, 0.4519), abs=1e-4)
    assert interval(found.overall) == pytest.approx((0.4580, 0.5665), abs=1e-4)


def test_m5_odd_cases() -> None:
    assert lifts(0, 0, 0) is None
    nothing, everything = lifts(10, 0, 3), lifts(10, 10, 10)
    assert nothing is not None
    assert everything is not None
    assert (nothing.absolute, nothing.relative) == (0.3, None)
    assert (everything.absolute, everything.gain) == (0.0, None)
    with pytest.raises(DomainError, match="at first"):
        lifts(10, 5, 4)


@pytest.mark.parametrize(
    ("failed", "retried", "rescued", "of_retried", "of_all"),
    [
        (194, 159, 37, (0.2327, 0.1738, 0.3042), (0.1907, 0.1417, 0.2518)),
        (258, 222, 40, (0.1802, 0.1352, 0.2360), (0.1550, None, None)),
        (259, 237, 45, (0.1899, 0.1450, 0.2446), (0.1737, None, None)),
    ],
)
def test_m6_worked_values(
    failed: int,
    retried: int,
    rescued: int,
    of_retried: tuple[float, float, float],
    of_all: tuple[float, float | None, float | None],
) -> None:
    found = rescue(failed, retried, rescued)
    assert found.retried is not None
    assert found.all is not None
    assert (found.retried.rate, *interval(found.retried)) == pytest.approx(of_retried, abs=1e-4)
    for value, wanted in zip((found.all.rate, *interval(found.all)), of_all, strict=True):
        assert wanted is None or near(value, wanted)
    assert found.coverage == retried / failed


def test_m6_coverage_and_odd_cases() -> None:
    assert near(rescue(194, 159, 37).coverage, 0.8196)
    assert rescue(0, 0, 0).coverage is None
    assert rescue(0, 0, 0).all is None
    assert rescue(3, 0, 0).retried is None
    assert rescue(3, 0, 0).coverage == 0.0
    with pytest.raises(DomainError, match="only 1 failed"):
        rescue(1, 2, 0)


def test_counts_chains() -> None:
    chains = [
        [True],
        [False, True],
        [False, False, True],
        [False],
        [False, None, True],  # the next attempt is pending: no retry yet, but passed overall
        [None, True],
        [],
        [True, False],
    ]
    assert count_chains(chains) == ChainCounts(6, 2, 5, retried=2, rescued=1, undecided=2)
    assert count_chains(chains).failed == 4
    second, third = hazards(chains)
    assert second is not None
    assert third is not None
    assert (second.k, second.n) == (1, 2)
    assert (third.k, third.n) == (2, 2)
    assert hazards([]) == []
    assert hazards([[True], [None, False]]) == []


@given(CHAINS)
def test_counts_of_chains_fit_together(chains: list[list[bool | None]]) -> None:
    counts = count_chains(chains)
    assert counts.n + counts.undecided == len(chains)
    assert counts.rescued <= counts.retried <= counts.failed
    assert counts.passed_first + counts.rescued <= counts.passed_overall <= counts.n


def test_m7_worked_value() -> None:
    pairs = [(PASS, PASS)] * 4 + [(PASS, FAIL)] + [(FAIL, PASS)] * 2 + [(FAIL, FAIL)]
    found = transitions([*pairs, (PASS, MarkKind.NOT_APPLICABLE), (None, PASS), (MarkKind.CANNOT_JUDGE, FAIL)])
    assert found.fixed is not None
    assert found.regression is not None
    assert (found.fixed.k, found.fixed.n, found.regression.k, found.regression.n) == (2, 3, 1, 5)


def test_m7_of_nothing_is_undefined() -> None:
    found = transitions([])
    assert (found.fixed, found.regression) == (None, None)


def test_m20_worked_values() -> None:
    counts = {"format": (15, 40), "accuracy": (6, 30), "scope": (9, 20), "style": (2, 10)}
    shares = tag_shares(counts)
    wanted = {
        "format": (0.3750, 0.2422, 0.5297, 0.4688),
        "accuracy": (0.2000, 0.0951, 0.3731, 0.1875),
        "scope": (0.4500, 0.2582, 0.6579, 0.2812),
        "style": (0.2000, 0.0567, 0.5098, 0.0625),
    }
    for tag, (rate, low, high, share) in wanted.items():
        found = shares[tag]
        assert found.fail_rate is not None
        assert (found.fail_rate.rate, *interval(found.fail_rate)) == pytest.approx((rate, low, high), abs=1e-4)
        assert near(found.of_failures, share)
        assert found.of_criteria == counts[tag][1] / 100


def test_m20_shares_of_several_tags_may_exceed_one() -> None:
    shares = tag_shares({"format": (8, 10), "scope": (6, 10)}, failures=9, criteria=10)
    assert sum(share.of_failures or 0 for share in shares.values()) > 1


def test_m20_of_nothing_is_undefined() -> None:
    found = tag_shares({"format": (0, 0)})["format"]
    assert (found.fail_rate, found.of_failures, found.of_criteria) == (None, None, None)


@pytest.mark.parametrize(
    ("k", "n", "rate", "low", "high"),
    [
        (0, 3, 0.1330, 0.0031, 0.4438),
        (2, 4, 0.3664, 0.0939, 0.7014),
        (3, 14, 0.2184, 0.0659, 0.4297),
        (9, 40, 0.2257, 0.1164, 0.3586),
    ],
)
def test_m25_worked_values(k: int, n: int, rate: float, low: float, high: float) -> None:
    found = smoothed(k, n, 37 / 159)
    assert found is not None
    assert (found.rate, found.low, found.high) == pytest.approx((rate, low, high), abs=1e-4)


@pytest.mark.parametrize("overall", [0.0, 1.0])
def test_m25_needs_an_overall_rate_inside(overall: float) -> None:
    assert smoothed(1, 2, overall) is None
