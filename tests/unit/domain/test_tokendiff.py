"""Runs of tokens that two sequences share."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.tokendiff import EqualRun, equal_runs

TOKENS = st.lists(st.sampled_from(["a", "b", "c", "", "日本"]), max_size=12)


@given(TOKENS, TOKENS)
def test_runs_are_equal_ordered_and_apart(old: list[str], new: list[str]) -> None:
    at_old = at_new = 0
    for run in equal_runs(old, new):
        assert run.length > 0
        assert run.old >= at_old
        assert run.new >= at_new
        at_old, at_new = run.old + run.length, run.new + run.length
        assert old[run.old : at_old] == new[run.new : at_new]
    assert at_old <= len(old)
    assert at_new <= len(new)


@given(TOKENS, TOKENS)
def test_shares_as_many_tokens_as_possible(old: list[str], new: list[str]) -> None:
    assert sum(run.length for run in equal_runs(old, new)) == _longest_common(old, new)


def _longest_common(old: list[str], new: list[str]) -> int:
    row = [0] * (len(new) + 1)
    for token in old:
        above, row = row, [0]
        for at, other in enumerate(new):
            row.append(above[at] + 1 if token == other else max(above[at + 1], row[at]))
    return row[-1]


def test_more_tokens_than_one_code_page() -> None:
    old = [f"word {n}" for n in range(0x11000)]
    new = [*old[:0xD000], "another", *old[0xD001:]]
    assert equal_runs(old, new) == [EqualRun(0, 0, 0xD000), EqualRun(0xD001, 0xD001, 0x11000 - 0xD001)]
    swapped = [old[1], old[0], *old[2:-2], old[-1], old[-2]]
    assert sum(run.length for run in equal_runs(old, swapped)) == len(old) - 2
