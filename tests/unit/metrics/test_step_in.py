"""The table of the study's question: the fixture M19, and the advice rule."""

from __future__ import annotations

import pytest

from annotator.metrics.economics import Option
from annotator.metrics.step_in import Advice, Assumptions, CategoryCounts, CategoryRow, advise, category_row

MINUTES = {
    "Writing": (12, 15, 18, 22, 20, 14, 25, 30, 16, 19, 21),
    "Data": (10, 12, 9, 15, 11),
    "Design": (25, 40, 35, 30, 28, 45, 33, 38, 29, 41),
    "Translation": (18, 16, 20, 22, 15, 19, 17),
}


def row(name: str, n: int, passed: int, retried: int, rescued: int, value: float, run: float) -> CategoryRow:
    counts = CategoryCounts(
        n,
        passed,
        passed + rescued,
        retried,
        rescued,
        MINUTES[name],
        run_cost=(n + retried) * run,
        first_run_cost=n * run,
    )
    return category_row(counts, Assumptions(hourly_rate=30, value=value))


ROWS = {
    "Writing": row("Writing", 20, 9, 11, 6, 120, 0.40),
    "Data": row("Data", 14, 9, 5, 4, 150, 0.60),
    "Design": row("Design", 12, 2, 10, 1, 110, 0.30),
    "Translation": row("Translation", 14, 7, 7, 4, 45, 0.20),
}


@pytest.mark.parametrize(
    ("name", "first", "overall", "rescued"),
    [
        ("Writing", (0.4500, 0.258, 0.658), (0.7500, 0.531, 0.888), (0.5455, 0.280, 0.787)),
        ("Data", (0.6429, 0.388, 0.837), (0.9286, 0.685, 0.987), (0.8000, 0.376, 0.964)),
        ("Design", (0.1667, 0.047, 0.448), (0.2500, 0.089, 0.532), (0.1000, 0.018, 0.404)),
        ("Translation", (0.5000, 0.268, 0.732), (0.7857, 0.524, 0.924), (0.5714, 0.250, 0.842)),
    ],
)
def test_m19_rates(name: str, first: tuple[float, ...], overall: tuple[float, ...], rescued: tuple[float, ...]) -> None:
    found = ROWS[name]
    assert found.lifts is not None
    assert found.rescue.retried is not None
    for rate, wanted in (
        (found.lifts.first, first),
        (found.lifts.overall, overall),
        (found.rescue.retried, rescued),
    ):
        assert rate.rate == pytest.approx(wanted[0], abs=1e-4)
        assert (rate.low, rate.high) == pytest.approx(wanted[1:], abs=1e-3)


@pytest.mark.parametrize(
    ("name", "median", "wanted"),
    [
        ("Writing", 19, (5.9200, 53.600, 84.080, 30.480, 18.40, 17.67, 1.000)),
        ("Data", 11, (2.8500, 95.829, 136.436, 40.607, 7.88, 7.125, 1.000)),
        ("Design", 34, (14.8833, 18.033, 12.617, -5.417, 175.00, 172.00, 0.3459)),
        ("Translation", 18, (4.8357, 22.300, 30.521, 8.221, 16.23, 15.875, 0.9863)),
    ],
)
def test_m19_money(name: str, median: float, wanted: tuple[float, ...]) -> None:
    found = ROWS[name]
    assert found.minutes is not None
    assert found.minutes.median == median
    cost, ai, hitl, gain, even, per_rescue, p_pays = wanted
    assert found.cost_per_job == pytest.approx(cost, abs=1e-4)
    assert found.net_value_ai == pytest.approx(ai, abs=1e-3)
    assert found.net_value_hitl == pytest.approx(hitl, abs=1e-3)
    assert found.net_gain == pytest.approx(gain, abs=1e-3)
    assert found.break_even == pytest.approx(even, abs=5e-3)
    assert found.cost_per_rescue == pytest.approx(per_rescue, abs=5e-3)
    assert found.p_pays == pytest.approx(p_pays, abs=5e-4)


@pytest.mark.parametrize(
    ("name", "needed", "advice"),
    [
        ("Writing", 0.0803, Advice.STEP_IN),
        ("Data", 0.0380, Advice.STEP_IN),
        ("Translation", 0.2016, Advice.STEP_IN),
        ("Design", 0.1564, Advice.UNCERTAIN),
    ],
)
def test_m19_advice(name: str, needed: float, advice: Advice) -> None:
    assert ROWS[name].needed_rescue_rate == pytest.approx(needed, abs=1e-4)
    assert ROWS[name].advice is advice


def counts(passed: int, retried: int, rescued: int, minutes: float = 20, n: int = 40) -> CategoryCounts:
    return CategoryCounts(n, passed, passed + rescued, retried, rescued, (minutes,) * retried)


@pytest.mark.parametrize(
    ("counted", "value", "human", "advice"),
    [
        (counts(39, 1, 0), 100, None, Advice.LEAVE_TO_AI),
        (counts(20, 4, 4), 100, None, Advice.NOT_ENOUGH_DATA),
        (CategoryCounts(40, 20, 30, 20, 10), 100, None, Advice.NOT_ENOUGH_DATA),  # no minutes are known
        (counts(20, 20, 10), 100, None, Advice.STEP_IN),
        (counts(20, 5, 2), 50, None, Advice.LIKELY),
        (counts(20, 20, 2), 30, None, Advice.DECLINE),
        (counts(20, 20, 2), 30, Option(0.98, 5), Advice.HUMAN_FIRST),
        (counts(20, 20, 2), 30, Option(0.98, 75), Advice.DECLINE),
        (counts(20, 20, 2), 0, None, Advice.DECLINE),
        (counts(20, 10, 2), 45, None, Advice.UNCERTAIN),
    ],
)
def test_the_first_condition_that_holds_advises(
    counted: CategoryCounts, value: float, human: Option | None, advice: Advice
) -> None:
    assert advise(counted, Assumptions(hourly_rate=30, value=value, human=human)) is advice


@pytest.mark.parametrize("assumed", [Assumptions(), Assumptions(hourly_rate=30), Assumptions(value=100)])
def test_no_advice_without_rate_and_value(assumed: Assumptions) -> None:
    assert advise(counts(39, 1, 0), assumed) is None


def test_a_target_may_be_set() -> None:
    assert advise(counts(30, 4, 1), Assumptions(30, 100, target=0.5)) is Advice.LEAVE_TO_AI


def test_an_empty_category_has_no_numbers() -> None:
    found = category_row(CategoryCounts(0, 0, 0, 0, 0), Assumptions(30, 100))
    assert (found.lifts, found.cost_per_job, found.net_gain, found.p_pays, found.advice) == (None,) * 5
    assert (found.minutes, found.minutes_per_rescue, found.cost_per_rescue, found.break_even) == (None,) * 4


def test_without_a_rate_the_model_alone_still_has_a_value() -> None:
    found = category_row(counts(20, 20, 10), Assumptions(value=100))
    assert (found.net_value_ai, found.net_value_hitl, found.cost_per_job, found.net_gain) == (50, None, None, None)
    assert found.minutes_per_rescue == 40


def test_nothing_rescued_has_no_price() -> None:
    found = category_row(counts(20, 20, 0), Assumptions(30, 100))
    assert (found.minutes_per_rescue, found.cost_per_rescue, found.break_even) == (None, None, None)


def test_full_oversight_counts_every_first_review() -> None:
    counted = CategoryCounts(10, 5, 7, 5, 2, (12,) * 5, run_cost=15, first_run_cost=10, review_minutes=200)
    marginal = category_row(counted, Assumptions(30, 100))
    full = category_row(counted, Assumptions(30, 100, is_full_oversight=True))
    assert (marginal.cost_per_job, full.cost_per_job) == (4.5, 14.5)
