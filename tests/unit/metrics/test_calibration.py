"""Judges and graders: worked values M22, M26 and their odd cases."""

from __future__ import annotations

import pytest

from annotator.metrics.calibration import bias_index, corrected_rate, grader_report, judge_report

H = [1, 1, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1]
M = [1, 1, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1]


def answers(right: str, theirs: str) -> list[tuple[bool, bool]]:
    return [(a == "P", b == "P") for a, b in zip(right, theirs, strict=True)]


def test_m22_worked_values() -> None:
    found = judge_report([(bool(human), bool(model)) for human, model in zip(H, M, strict=True)])
    assert found is not None
    assert (found.n, found.accuracy, found.bias) == (20, 0.8, pytest.approx(0.1))
    assert found.kappa == pytest.approx(0.5652, abs=1e-4)
    assert found.macro_f1 == pytest.approx(0.7802, abs=1e-4)
    assert found.true_pass_rate == pytest.approx(0.9167, abs=1e-4)
    assert found.true_fail_rate == 0.625


def test_m22_odd_cases() -> None:
    assert judge_report([]) is None
    found = judge_report(answers("PPP", "PPP"))
    assert found is not None
    assert (found.accuracy, found.kappa, found.true_pass_rate, found.true_fail_rate) == (1.0, None, 1.0, None)
    assert found.macro_f1 == 1.0


def test_m22_corrected_rate() -> None:
    assert corrected_rate(0.70, 11 / 12, 0.625) == pytest.approx(0.6)
    assert corrected_rate(0.1, 0.9, 0.8) == 0.0
    assert corrected_rate(0.99, 0.9, 0.8) == 1.0
    assert corrected_rate(0.5, 0.5, 0.5) is None
    assert corrected_rate(0.5, 0.2, 0.1) is None


def test_m22_bias_index() -> None:
    assert bias_index([0.1, -0.05, 0.02]) == pytest.approx(0.15)
    assert bias_index([]) is None


def test_m26_gold_and_repeats() -> None:
    found = grader_report(answers("PPFFP", "PFFFF"), answers("PPPPPFFFFF", "PPPPPFFFPP"))
    assert found.gold is not None
    assert found.self_consistency is not None
    assert (found.gold.k, found.gold.n, found.is_calibrated) == (3, 5, True)
    assert found.strictness_bias == pytest.approx(-0.4)
    assert (found.self_consistency.k, found.self_consistency.n) == (8, 10)


def test_m26_too_little_says_nothing() -> None:
    found = grader_report(answers("PPFF", "PPFF"), answers("P" * 9, "P" * 9))
    assert found.gold is not None
    assert (found.is_calibrated, found.self_consistency) == (False, None)
    nothing = grader_report([], [])
    assert (nothing.gold, nothing.strictness_bias, nothing.is_calibrated) == (None, None, False)
