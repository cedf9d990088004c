"""Agreement: worked values M12-M14 and their odd cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import DomainError
from annotator.metrics.agreement import PairAgreement, Weighting, gdpval_agreement, pair_agreement, weighted_kappa
from annotator.metrics.group_agreement import (
    Estimate,
    Level,
    ac1,
    alpha,
    count_ratings,
    fleiss,
    group_agreement,
    randolph,
)

THREE = [[1, 1, 1], [1, 1, 1], [0, 0, 0], [1, 0, 1], [0, 0, 0], [1, 1, 1], [1, 1, 0], [0, 0, 1], [1, 1, 1], [0, 1, 0]]
GAPS = list(
    zip(
        [1, 1, 0, 1, 0, 1, 1, 0, 1, 0],
        [1, 1, 0, 0, 0, 1, 1, 0, 1, 1],
        [1, None, 0, 1, 0, 1, None, 1, 1, 0],
        strict=True,
    )
)
O1, O2 = [1, 2, 3, 3, 2, 1, 2, 3, 3, 1], [1, 2, 3, 2, 2, 1, 3, 3, 3, 2]


def table(both: int, only_a: int, only_b: int, neither: int) -> tuple[list[Hashable], list[Hashable]]:
    cells = [(True, True)] * both + [(True, False)] * only_a + [(False, True)] * only_b + [(False, False)] * neither
    return [a for a, _ in cells], [b for _, b in cells]


def agreed(first: list[Hashable], second: list[Hashable]) -> PairAgreement:
    found = pair_agreement(first, second)
    assert found is not None
    return found


def value(estimate: Estimate | None) -> float:
    assert estimate is not None
    return estimate.value


def close(wanted: float) -> object:
    return pytest.approx(wanted, abs=1e-4)


def test_m12_example_a() -> None:
    first, second = table(9, 2, 1, 8)
    found = agreed(first, second)
    assert found.kappa is not None
    assert (found.agreement, found.kappa.value, found.kappa.error) == (0.85, close(0.7), close(0.1589))
    assert found.ac1.value == close(0.7007)
    assert (found.ac1.low, found.ac1.high) == (pytest.approx(0.358, abs=1e-3), 1.0)
    assert found.pabak == close(0.7)
    units = list(zip(first, second, strict=True))
    assert alpha(units) == close(0.7068)
    assert fleiss(count_ratings(units)) == close(0.6992)
    assert not found.is_kappa_uninformative


def test_m12_example_b_the_paradox() -> None:
    first, second = table(45, 2, 3, 0)
    found = agreed(first, second)
    assert (found.agreement, value(found.kappa)) == (0.9, close(-0.0504))
    assert found.ac1.value == close(0.8895)
    assert found.pabak == close(0.8)
    assert alpha(list(zip(first, second, strict=True))) == close(-0.0421)
    assert found.is_kappa_uninformative
    assert found.prevalence == 0.95


def test_m12_one_class_only() -> None:
    found = agreed([True] * 5, [True] * 5)
    assert (found.agreement, found.kappa, found.ac1.value, found.pabak) == (1.0, None, 1.0, 1.0)
    assert alpha([[True, True]] * 5) is None
    assert fleiss([{True: 2}] * 5) is None


def test_m12_drops_what_one_did_not_rate() -> None:
    found = agreed([True, None, False, True], [True, True, None, False])
    assert (found.n, found.dropped, found.agreement) == (2, 2, 0.5)
    assert pair_agreement([None], [True]) is None
    assert pair_agreement([], []) is None
    with pytest.raises(DomainError, match="face"):
        pair_agreement([True], [])


def test_m12_without_any_spread_there_is_no_interval() -> None:
    found = agreed([True, False, True], [True, False, True])
    assert (found.kappa, found.ac1.error, found.ac1.low) == (Estimate(1.0), None, None)
    constant = agreed([True, True, True], [True, False, True])
    assert constant.kappa == Estimate(0.0)


def test_m12_a_single_unit_has_no_error() -> None:
    assert agreed(["a"], ["b"]).ac1 == Estimate(-1.0)


def test_m13_three_graders() -> None:
    found = group_agreement(THREE)
    assert (found.units, found.raters) == (10, 3)
    assert found.fleiss == close(0.4444)
    assert found.randolph == close(0.4667)
    assert found.alpha == close(0.4630)
    assert value(found.ac1) == close(0.4872)


def test_m13_with_gaps() -> None:
    found = group_agreement(GAPS)
    assert found.alpha == close(0.5668)
    assert (found.fleiss, found.randolph) == (None, None)
    assert (found.units, found.raters) == (10, 3)


def test_m13_a_unit_with_one_rating_is_skipped() -> None:
    extra = [*THREE, [1, None, None]]
    assert alpha(extra) == alpha(THREE)
    assert group_agreement(extra).units == 10
    assert group_agreement(extra).fleiss == group_agreement(THREE).fleiss


@pytest.mark.parametrize("ratings", [[], [[None, None]], [[1, None], [None, 0]]])
def test_m13_of_nothing_is_undefined(ratings: list[list[int | None]]) -> None:
    found = group_agreement(ratings)
    assert (found.units, found.agreement, found.ac1, found.alpha) == (0, None, None, None)
    assert (found.fleiss, found.randolph) == (None, None)


@given(st.lists(st.tuples(*[st.sampled_from(["pass", "fail", None])] * 3), max_size=15))
def test_m13_does_not_mind_names_or_order(ratings: list[tuple[str | None, ...]]) -> None:
    other = {"pass": 7, "fail": 3, None: None}
    turned = [[other[rating] for rating in reversed(unit)] for unit in reversed(ratings)]
    assert alpha(turned) == pytest.approx(alpha(ratings))
    mine, theirs = ac1(ratings), ac1(turned)
    assert (mine is None) == (theirs is None)
    if mine and theirs:
        assert theirs.value == pytest.approx(mine.value)


def test_m14_worked_values() -> None:
    assert weighted_kappa(O1, O2, Weighting.NONE, 3) == close(0.5455)
    assert weighted_kappa(O1, O2, Weighting.LINEAR, 3) == close(0.6512)
    assert weighted_kappa(O1, O2, Weighting.QUADRATIC, 3) == close(0.7619)
    assert alpha(list(zip(O1, O2, strict=True)), Level.ORDINAL) == close(0.7588)
    assert gdpval_agreement(O1, O2, 3) == close(0.8500)


def test_m14_odd_cases() -> None:
    assert weighted_kappa([2, 2], [2, 2], Weighting.LINEAR, 3) is None
    assert weighted_kappa([], [], Weighting.LINEAR, 3) is None
    assert gdpval_agreement([], [], 3) is None
    assert gdpval_agreement([1], [3], 3) == 0.0


def test_intervals_stay_between_minus_one_and_one() -> None:
    found = agreed(*table(30, 1, 0, 1))
    assert found.kappa is not None
    assert found.kappa.high == 1.0
    assert found.ac1.high is not None
    assert found.ac1.high <= 1.0


def test_counts_of_possible_categories() -> None:
    assert randolph([Counter("aa"), Counter("ab")], categories=4) == pytest.approx((0.5 - 0.25) / 0.75)
    assert randolph([Counter("aa"), Counter("bc")], categories=2) == pytest.approx((0.5 - 1 / 3) / (2 / 3))


MARKS = st.sampled_from(["pass", "fail", None])


@given(st.lists(st.tuples(st.tuples(MARKS, MARKS, MARKS), st.integers(1, 5)), min_size=1, max_size=8))
def test_units_that_occur_several_times_count_as_if_each_were_named(units: list) -> None:
    kinds, times = [unit for unit, _often in units], [often for _unit, often in units]
    spelt = [unit for unit, often in units for _ in range(often)]

    assert group_agreement(kinds, times=times) == group_agreement(spelt)
    first, second, _third = zip(*kinds, strict=True)
    ours, theirs, _others = zip(*spelt, strict=True)
    assert pair_agreement(first, second, times=times) == pair_agreement(ours, theirs)
