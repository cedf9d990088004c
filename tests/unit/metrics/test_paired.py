"""Conditions compared: worked values M8-M11 and their odd cases."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import DomainError
from annotator.metrics.paired import (
    Difference,
    PairedTable,
    benjamini_hochberg,
    cochran_q,
    holm,
    independent_difference,
    mcnemar,
    mcnemar_of_attempts,
    paired_difference,
    paired_table,
)

EXAMPLE = PairedTable(6, 9, 2, 23)
TABLES = st.builds(PairedTable, *[st.integers(0, 60)] * 4)


def values(difference: Difference | None) -> tuple[float, float, float]:
    assert difference is not None
    return difference.value, difference.low, difference.high


def test_m8_worked_values() -> None:
    found = mcnemar(EXAMPLE)
    assert found.exact_p == pytest.approx(0.065430, abs=1e-6)
    assert found.mid_p == pytest.approx(0.038574, abs=1e-6)
    assert found.chi_square == pytest.approx(4.4545, abs=1e-4)
    assert found.chi_square_p == pytest.approx(0.034808, abs=1e-6)
    assert found.corrected == pytest.approx(3.2727, abs=1e-4)
    assert found.corrected_p == pytest.approx(0.070440, abs=1e-6)


def test_m8_without_a_difference() -> None:
    nothing = mcnemar(PairedTable(5, 0, 0, 5))
    assert (nothing.exact_p, nothing.mid_p, nothing.chi_square, nothing.corrected_p) == (1.0, 1.0, None, None)
    even = mcnemar(PairedTable(5, 3, 3, 5))
    assert (even.exact_p, even.mid_p, even.chi_square, even.corrected) == (1.0, 1.0, 0.0, 0.0)


def test_m8_is_refused_when_only_failures_were_retried() -> None:
    upbench = PairedTable(0, 37, 0, 122)
    assert mcnemar_of_attempts(upbench, passed_and_retried=0) is None
    assert mcnemar(upbench).exact_p == pytest.approx(1.5e-11, rel=0.05)
    assert mcnemar_of_attempts(EXAMPLE, passed_and_retried=8) == mcnemar(EXAMPLE)


@given(TABLES)
def test_m8_does_not_mind_which_condition_is_first(table: PairedTable) -> None:
    turned = PairedTable(table.both, table.only_second, table.only_first, table.neither)
    assert mcnemar(table) == mcnemar(turned)
    assert 0.0 <= mcnemar(table).mid_p <= mcnemar(table).exact_p <= 1.0


def test_refuses_negative_counts() -> None:
    with pytest.raises(DomainError, match="negative"):
        PairedTable(1, -1, 0, 0)


def test_counts_outcomes() -> None:
    outcomes = [(True, True), (True, False), (True, False), (False, True), (False, False)]
    assert paired_table(outcomes) == PairedTable(1, 2, 1, 1)
    assert paired_table([]) == PairedTable(0, 0, 0, 0)


@pytest.mark.parametrize(
    ("table", "wanted"),
    [(EXAMPLE, (0.1750, 0.0114, 0.3282)), (PairedTable(36, 12, 2, 0), (0.2000, 0.0569, 0.3404))],
)
def test_m9_worked_values(table: PairedTable, wanted: tuple[float, float, float]) -> None:
    assert values(paired_difference(table)) == pytest.approx(wanted, abs=1e-4)


def test_m9_agrees_with_the_bootstrap() -> None:
    pairs = [1] * 9 + [-1] * 2 + [0] * 29
    generator = random.Random(0)
    means = sorted(sum(generator.choices(pairs, k=40)) / 40 for _ in range(4000))
    _value, low, high = values(paired_difference(EXAMPLE))
    assert low == pytest.approx(means[100], abs=0.02)
    assert high == pytest.approx(means[3900], abs=0.02)


def test_m9_without_jobs_or_with_an_empty_margin() -> None:
    assert paired_difference(PairedTable(0, 0, 0, 0)) is None
    value, low, high = values(paired_difference(PairedTable(10, 0, 0, 0)))
    assert value == 0.0
    assert low == pytest.approx(-high)


@given(TABLES)
def test_m9_holds_its_value_and_mirrors(table: PairedTable) -> None:
    if table.n:
        value, low, high = values(paired_difference(table))
        turned = values(paired_difference(PairedTable(table.both, table.only_second, table.only_first, table.neither)))
        assert -1 <= low <= value <= high <= 1
        assert turned == pytest.approx((-value, -high, -low), abs=1e-12)


def test_m10_worked_value() -> None:
    value, low, high = values(independent_difference(37, 159, 20, 150))
    assert value == pytest.approx(37 / 159 - 20 / 150)
    assert (low, high) == pytest.approx((0.0127, 0.1840), abs=1e-4)
    assert independent_difference(0, 0, 1, 2) is None
    assert independent_difference(1, 2, 0, 0) is None


def test_m11_worked_value() -> None:
    rows = [(1, 1, 1)] * 6 + [(0, 1, 1)] * 5 + [(0, 0, 1)] * 3 + [(0, 1, 0)] + [(0, 0, 0)] * 10
    found = cochran_q([[bool(cell) for cell in row] for row in rows])
    assert found is not None
    assert (found.q, found.p) == (pytest.approx(11.5556, abs=1e-4), pytest.approx(0.003096, abs=1e-6))
    assert found.df == 2


def test_m11_of_constant_rows_is_undefined() -> None:
    assert cochran_q([[True] * 3, [False] * 3]) is None
    assert cochran_q([]) is None


@pytest.mark.parametrize("rows", [[[True], [False]], [[True, False], [True]]])
def test_m11_needs_the_same_conditions_for_every_job(rows: list[list[bool]]) -> None:
    with pytest.raises(DomainError, match="every job"):
        cochran_q(rows)


def test_m11_adjusted_p_values() -> None:
    p_values = [0.004, 0.020, 0.031, 0.21, 0.65]
    assert holm(p_values) == pytest.approx([0.0200, 0.0800, 0.0930, 0.4200, 0.6500])
    assert benjamini_hochberg(p_values) == pytest.approx([0.0200, 0.0500, 0.051667, 0.2625, 0.6500], abs=1e-6)
    assert holm([]) == benjamini_hochberg([]) == []
