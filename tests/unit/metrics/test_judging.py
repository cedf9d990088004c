"""A model that judges against people: the worked value M22 and laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from annotator.metrics.judging import corrected_rate, judge

PERSON = [bool(each) for each in (1, 1, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1)]
MODEL = [bool(each) for each in (1, 1, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1)]
answers = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30)


def close(wanted: float) -> object:
    return pytest.approx(wanted, abs=1e-4)


def test_m22() -> None:
    found = judge(PERSON, MODEL)
    assert found is not None
    assert found.kappa is not None
    assert (found.n, found.accuracy, found.kappa.value, found.macro_f1) == (20, 0.8, close(0.5652), close(0.7802))
    assert (found.true_passes, found.true_fails, found.bias) == (close(0.9167), close(0.625), close(0.1))
    assert found.pass_rate == close(0.7)
    assert found.corrected_rate == close(0.6)


def test_odd_cases() -> None:
    assert judge([], []) is None
    alike = judge([True], [True])
    assert alike is not None
    assert (alike.kappa, alike.true_fails, alike.corrected_rate) == (None, None, None)
    assert corrected_rate(0.7, 0.5, 0.5) is None
    assert (corrected_rate(0.0, 0.9, 0.9), corrected_rate(1.0, 0.9, 0.9)) == (0.0, 1.0)


@given(answers)
def test_it_says_what_scikit_learn_says(pairs: list[tuple[bool, bool]]) -> None:
    person, model = ([pair[at] for pair in pairs] for at in (0, 1))
    found = judge(person, model)
    assert found is not None
    assert found.accuracy == pytest.approx(metrics.accuracy_score(person, model))
    wanted = metrics.f1_score(person, model, average="macro", labels=[True, False], zero_division=0.0)
    assert found.macro_f1 == pytest.approx(wanted)
    again = judge(model, person)
    assert again is not None
    assert again.bias == pytest.approx(-found.bias)
