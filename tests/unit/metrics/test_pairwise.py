"""Comparisons: worked values M23 and their odd cases."""

from __future__ import annotations

import pytest

from annotator.errors import DomainError
from annotator.metrics.pairwise import Tally, elo


def test_m23_worked_values() -> None:
    tally = Tally(7, 2, 5)
    assert tally.win_or_tie == pytest.approx(0.6429, abs=1e-4)
    assert tally.half_ties == pytest.approx(0.5714, abs=1e-4)
    assert tally.sign_test_p == pytest.approx(0.7744, abs=1e-4)


def test_m23_without_comparisons_is_undefined() -> None:
    assert (Tally(0, 0, 0).win_or_tie, Tally(0, 0, 0).half_ties, Tally(0, 3, 0).sign_test_p) == (None, None, None)
    assert Tally(4, 0, 4).sign_test_p == 1.0


def test_m23_bradley_terry_as_elo() -> None:
    wins = {("0", "1"): 8, ("1", "0"): 4, ("0", "2"): 9, ("2", "0"): 3, ("1", "2"): 7, ("2", "1"): 5}
    found = elo(["0", "1", "2"], wins, "0")
    assert found["0"] == 1000
    assert found["1"] == pytest.approx(875.7, abs=1)
    assert found["2"] == pytest.approx(813.7, abs=1)


def test_m23_two_items_follow_the_odds() -> None:
    assert elo(["a", "b"], {("a", "b"): 10, ("b", "a"): 1}, "b")["a"] == pytest.approx(1400)


@pytest.mark.parametrize(
    "wins",
    [
        {("a", "b"): 5},  # b never won
        {("a", "b"): 5, ("b", "a"): 5, ("c", "d"): 2, ("d", "c"): 2},  # separate groups
        {},
    ],
)
def test_m23_half_a_win_each_way_where_strengths_would_be_infinite(wins: dict[tuple[str, str], float]) -> None:
    found = elo(["a", "b", "c", "d"], wins, "a")
    assert all(0 < value < 2000 for value in found.values())
    assert found["b"] <= found["a"]


def test_m23_odd_cases() -> None:
    assert elo(["only"], {}, "only") == {"only": 1000}
    with pytest.raises(DomainError, match="listed"):
        elo(["a"], {}, "human")
    with pytest.raises(DomainError, match="listed"):
        elo(["a"], {("a", "b"): 1}, "a")
