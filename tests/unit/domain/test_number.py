"""Numbers keep their spelling."""

from __future__ import annotations

import copy
import json
import math
import pickle

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.number import SpelledNumber, number, spelling_of
from annotator.errors import DomainError

SPELLINGS = st.from_regex(r"\A-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?\Z")


@given(SPELLINGS)
def test_every_spelling_comes_back(spelling: str) -> None:
    assert spelling_of(number(spelling)) == spelling


@given(SPELLINGS)
def test_plain_numbers_are_spelled_alike_by_both_writers(spelling: str) -> None:
    value = number(spelling)
    if not isinstance(value, SpelledNumber):
        assert json.dumps(value) == spelling
        assert orjson.dumps(value).decode() == spelling


@given(st.one_of(st.integers(-(2**63), 2**64 - 1), st.floats(-1e15, 1e15)))
def test_what_python_writes_itself_stays_plain(value: float) -> None:
    spelling = json.dumps(value)
    if "e" not in spelling:
        assert type(number(spelling)) is type(value)
        assert number(spelling) == value


@pytest.mark.parametrize(("spelling", "amount"), [("4000.00", 4000.0), ("1e5", 1e5), ("-0", 0.0), ("1E400", math.inf)])
def test_calculates_as_a_float(spelling: str, amount: float) -> None:
    value = number(spelling)
    assert isinstance(value, SpelledNumber)
    assert float(value) == amount
    assert value >= amount
    assert str(value) == spelling


def test_five_thousand_digits() -> None:
    spelling = "7" * 5000
    value = number(spelling)
    assert spelling_of(value) == spelling
    assert math.isinf(value)


@given(SPELLINGS, SPELLINGS)
def test_same_only_when_spelled_the_same(one: str, other: str) -> None:
    assert (SpelledNumber(one) == SpelledNumber(other)) == (one == other)
    assert (SpelledNumber(one) != SpelledNumber(other)) == (one != other)


def test_is_not_the_plain_number_of_its_amount() -> None:
    value = SpelledNumber("4000.00")
    assert value != 4000.0
    assert 4000.0 != value  # noqa: SIM300 -- the other operand first
    assert 4000 != value  # noqa: SIM300 -- the other operand first
    assert len({value, SpelledNumber("4000.00"), 4000.0}) == 2


@given(SPELLINGS)
def test_survives_pickle_and_copy(spelling: str) -> None:
    value = SpelledNumber(spelling)
    for twin in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value), copy.copy(value)):
        assert isinstance(twin, SpelledNumber)
        assert twin == value
        assert repr(twin) == f"SpelledNumber('{spelling}')"


@pytest.mark.parametrize(
    "spelling", ["", "NaN", "Infinity", "-Infinity", "01", "+1", "1.", ".5", "1e", "0x1", "1_0", "１"]
)
def test_refuses_what_json_does_not_spell(spelling: str) -> None:
    with pytest.raises(DomainError):
        number(spelling)
    with pytest.raises(DomainError):
        SpelledNumber(spelling)
