"""Which tokens of one sequence stand, in the same order, in another."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

import fast_diff_match_patch

if TYPE_CHECKING:
    from collections.abc import Sequence

_SECONDS: Final = 1.0
"""Two long texts without anything in common would take minutes: after a second the rest counts as changed."""

_SURROGATES_START: Final = 0xD800
_SURROGATES: Final = 0x800
_FIRST_CODE: Final = 0x100
"""Codes start beyond the characters the library treats as letters, spaces or line ends."""


class EqualRun(NamedTuple):
    """`length` tokens from `old` on in the one sequence are those from `new` on in the other."""

    old: int
    new: int
    length: int


def equal_runs(old: Sequence[str], new: Sequence[str]) -> list[EqualRun]:
    """Return the runs of tokens that both sequences share, in order, as many as possible.

    Each distinct token becomes one character, so that the diff compares characters.
    """
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    runs = [EqualRun(0, 0, start)] if start else []
    runs += _runs_between(old[start : len(old) - end], new[start : len(new) - end], start)
    if end:
        runs.append(EqualRun(len(old) - end, len(new) - end, end))
    return runs


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many tokens two sequences share at their beginning."""
    for at, (ours, theirs) in enumerate(zip(old, new, strict=False)):
        if ours != theirs:
            return at
    return min(len(old), len(new))


def _runs_between(old: Sequence[str], new: Sequence[str], offset: int) -> list[EqualRun]:
    if not old or not new:
        return []
    codes = _codes(old, new)
    runs: list[EqualRun] = []
    at_old = at_new = offset
    for kind, length in fast_diff_match_patch.diff(
        "".join(map(codes.__getitem__, old)),
        "".join(map(codes.__getitem__, new)),
        timelimit=_SECONDS,
        checklines=False,
        cleanup="No",
    ):
        if kind == "=":
            runs.append(EqualRun(at_old, at_new, length))
        at_old += length if kind != "+" else 0
        at_new += length if kind != "-" else 0
    return runs


def _codes(*sequences: Sequence[str]) -> dict[str, str]:
    """Return a character for each distinct token."""
    tokens = dict.fromkeys(chain(*sequences))
    return {
        token: chr(code if code < _SURROGATES_START else code + _SURROGATES)
        for code, token in enumerate(tokens, start=_FIRST_CODE)
    }
