"""Money: worked values M17, M18, M24 and their odd cases."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.metrics.economics import (
    Option,
    Zone,
    best_option,
    break_even,
    intervention_cost,
    intervention_zone,
    payoff,
)
from annotator.metrics.money import autoflation, earned_share, savings, speed, try_then_do, try_until_passed

AI, HUMAN = Option(0.398, 0.5), Option(0.98, 75)
HITL = Option(0.512, intervention_cost(0.398, 0.5, 30, review_minutes=20))


def test_m17_worked_values() -> None:
    assert HITL.cost == pytest.approx(10.801)
    assert break_even(AI, HITL) == pytest.approx(90.3596, abs=1e-4)
    assert break_even(HITL, HUMAN) == pytest.approx(137.1774, abs=1e-4)
    assert break_even(AI, HUMAN) == pytest.approx(128.0069, abs=1e-4)
    zone = intervention_zone(AI, HITL, HUMAN)
    assert zone is not None
    assert (zone.low, zone.high) == (pytest.approx(90.3596, abs=1e-4), pytest.approx(137.1774, abs=1e-4))


@pytest.mark.parametrize(
    ("value", "ai", "hitl", "human", "best"),
    [
        (50, 19.400, 14.799, -26.000, "AI"),
        (100, 39.300, 40.399, 23.000, "HITL"),
        (200, 79.100, 91.599, 121.000, "Human"),
    ],
)
def test_m17_net_values(value: float, ai: float, hitl: float, human: float, best: str) -> None:
    options = {"AI": AI, "HITL": HITL, "Human": HUMAN}
    found = [option.net_value(value) for option in options.values()]
    assert found == pytest.approx([ai, hitl, human], abs=1e-3)
    assert best_option(options, value) == best


def test_m17_a_long_review_leaves_no_zone() -> None:
    slow = Option(0.512, intervention_cost(0.398, 0.5, 30, review_minutes=60))
    assert break_even(AI, slow) == pytest.approx(265.80, abs=0.01)
    assert break_even(slow, HUMAN) == pytest.approx(94.44, abs=0.01)
    assert intervention_zone(AI, slow, HUMAN) is None


def test_m17_odd_cases() -> None:
    assert break_even(Option(0.5, 1), Option(0.5, 2)) is None
    assert break_even(Option(0.5, 1), Option(0.4, 0)) is None
    assert break_even(Option(0.5, 2), Option(0.6, 1)) == 0
    assert best_option({"AI": Option(0.1, 5), "Human": Option(1, 60)}, 10) is None
    assert best_option({}, 10) is None
    assert intervention_zone(AI, Option(0.398, 1), HUMAN) is None
    assert intervention_zone(AI, Option(0.99, 1), HUMAN) == Zone(pytest.approx(0.5 / 0.592), math.inf)


def test_m17_marginal_cost_drops_the_first_review() -> None:
    marginal = intervention_cost(0.4, 0.5, 30, review_minutes=20, feedback_minutes=10, is_full_oversight=False)
    assert marginal == pytest.approx(0.5 + 0.6 * (0.5 + 5))
    assert intervention_cost(0.4, 0.5, 30, review_minutes=20, feedback_minutes=10) == pytest.approx(marginal + 10)


@given(st.floats(0, 1), st.floats(0, 100), st.floats(0, 1), st.floats(0, 100))
def test_m17_both_are_worth_the_same_at_break_even(s1: float, c1: float, s2: float, c2: float) -> None:
    one, other = Option(s1, c1), Option(s2, c2)
    at = break_even(one, other)
    if at is not None and 0 < at < 1e6:
        assert one.net_value(at) == pytest.approx(other.net_value(at), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("value", "net", "p_pays"), [(30, -3.571, 0.1735), (60, 2.857, 0.7052), (120, 15.714, 0.9473)])
def test_m18_worked_values(value: float, net: float, p_pays: float) -> None:
    found = payoff(3, 14, 10, value)
    assert found is not None
    assert found.net == pytest.approx(net, abs=1e-3)
    assert found.p_pays == pytest.approx(p_pays, abs=1e-4)


@pytest.mark.parametrize("value", [10.0, 5.0, 0.0])
def test_m18_a_cost_as_high_as_the_value_never_pays(value: float) -> None:
    found = payoff(3, 14, 10, value)
    assert found is not None
    assert found.p_pays == 0.0


def test_m18_without_retries_is_undefined() -> None:
    assert payoff(0, 0, 10, 60) is None


def test_m24_worked_values() -> None:
    jobs = [(100.0, number < 4) for number in range(10)]
    assert savings(jobs, run_costs=10) == pytest.approx(0.39)
    assert earned_share(jobs) == pytest.approx(0.4)
    assert autoflation([(100, None), (200, 20), (50, 5)]) == pytest.approx(0.6429, abs=1e-4)


def test_m24_gdpval_workflow() -> None:
    once, thrice = try_then_do(0, 109, 404, 0.39), try_then_do(0, 109, 404, 0.39, tries=3)
    assert once == pytest.approx(355.44, abs=0.01)
    assert speed(404, once) == pytest.approx(1.1366, abs=1e-4)
    assert speed(404, thrice) == pytest.approx(1.3128, abs=1e-4)
    assert speed(404, try_until_passed(0, 109, 0.39)) == pytest.approx(1.446, abs=1e-3)


@pytest.mark.parametrize(("pass_rate", "tries"), [(0.39, 60), (0.05, 900)])
def test_m24_many_tries_are_the_limit(pass_rate: float, tries: int) -> None:
    assert try_then_do(3, 109, 404, pass_rate, tries) == pytest.approx(try_until_passed(3, 109, pass_rate))


def test_m24_odd_cases() -> None:
    assert try_until_passed(1, 1, 0) is None
    assert try_then_do(1, 2, 10, 0, tries=3) == 19
    assert speed(404, None) is None
    assert savings([], 1) is None
    assert earned_share([(0, True)]) is None
    assert autoflation([]) is None
