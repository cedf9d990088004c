"""Edits between two word sequences where moving a block of words is one edit (TER, Snover et al. 2006).

The search is greedy, as in the reference program Tercom and with its limits: the shift that saves most edits is made,
then the next, until none saves any. Each distinct word is one character of a string, so that slices and edit
distances work at the speed of strings.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_SHIFT: Final = 10
_FARTHEST_SHIFT: Final = 50
_MAX_CANDIDATES: Final = 1000
_EXACT_CELLS: Final = 40_000
"""Up to this many pairs of words, ties between alignments are broken as Tercom does; beyond, as rapidfuzz does."""

_HINT: Final = 128
"""Edited texts are near to each other: the distance is looked for from here upwards."""

_STEPS: Final = {"equal": "=", "replace": "~", "delete": "-", "insert": "+"}


class ShiftedEdits(NamedTuple):
    """How many edits turn one sequence into the other, and how many of them are shifts."""

    edits: int
    shifts: int


def distance(old: str, new: str) -> int:
    """Return the Levenshtein distance of two strings."""
    return Levenshtein.distance(old, new, score_hint=_HINT)


def edits_with_shifts(old: str, new: str) -> ShiftedEdits:
    """Return how many insertions, deletions, substitutions and block shifts turn `old` into `new`."""
    shifts = candidates = 0
    while True:
        best: _Candidate | None = None
        before = distance(old, new)
        for candidate in _candidates(old, new, before, _MAX_CANDIDATES - candidates):
            candidates += 1
            best = candidate if best is None else max(best, candidate)
        if best is None or best.saved <= 0 or candidates >= _MAX_CANDIDATES:
            return ShiftedEdits(before + shifts, shifts)
        old, shifts = best.shifted, shifts + 1


class _Candidate(NamedTuple):
    """A shift in the order of preference: most saved, longest, earliest, to the earliest place."""

    saved: int
    length: int
    minus_start: int
    minus_target: int
    shifted: str


@dataclass(slots=True)
class _Alignment:
    """How two strings lie against each other.

    `places` says for each character of the new string beside which one of the old it lies (-1: before the first); the
    sums count the characters before each place that found no partner.
    """

    places: list[int]
    wrong_old: list[int]
    wrong_new: list[int]


def _candidates(old: str, new: str, before: int, limit: int) -> Iterator[_Candidate]:
    """Yield the shifts worth a look, with what each saves; after the pair that passes the limit none."""
    alignment = _alignment(old, new)
    seen = 0
    for start, new_start, length in _equal_blocks(old, new, alignment):
        for target in _targets(alignment.places, new_start, length):
            shifted = _moved(old, start, length, target)
            yield _Candidate(before - distance(shifted, new), length, -start, -target, shifted)
            seen += 1
        if seen >= limit:
            return


def _equal_blocks(old: str, new: str, alignment: _Alignment) -> Iterator[tuple[int, int, int]]:
    """Yield the equal blocks that stand in the wrong place in both strings."""
    where: dict[str, list[int]] = defaultdict(list)
    for at, character in enumerate(new):
        where[character].append(at)
    wrong_old, wrong_new, places = alignment.wrong_old, alignment.wrong_new, alignment.places
    for start, character in enumerate(old):
        if wrong_old[min(len(old), start + _LONGEST_SHIFT)] == wrong_old[start]:
            continue
        found = where[character]
        near = slice(bisect_left(found, start - _FARTHEST_SHIFT), bisect_right(found, start + _FARTHEST_SHIFT))
        for new_start in found[near]:
            for length in range(1, _equal_length(old, start, new, new_start) + 1):
                is_wrong = wrong_old[start + length] > wrong_old[start] and (
                    wrong_new[new_start + length] > wrong_new[new_start]
                )
                if is_wrong and not start <= places[new_start] < start + length:
                    yield start, new_start, length


def _equal_length(old: str, start: int, new: str, new_start: int) -> int:
    """Return how many characters agree from two places on, up to the longest shift."""
    limit = min(_LONGEST_SHIFT, len(old) - start, len(new) - new_start)
    length = 1
    while length < limit and old[start + length] == new[new_start + length]:
        length += 1
    return length


def _targets(places: list[int], new_start: int, length: int) -> Iterator[int]:
    """Yield where a block may move: beside each place that its new neighbours and it itself are aligned with."""
    previous = -1
    for at in range(new_start - 1, new_start + length):
        target = places[at] + 1 if at >= 0 else 0
        if target != previous:
            yield target
        previous = target


def _moved(text: str, start: int, length: int, target: int) -> str:
    """Return the text with a block moved to before `target`, a place in the text as it was."""
    end = start + length
    block = text[start:end]
    if target < start:
        return text[:target] + block + text[target:start] + text[end:]
    if target > end:
        return text[:start] + text[end:target] + block + text[target:]
    rest = text[:start] + text[end:]
    # Inside the block itself there is no place: Tercom moves it on by as much as the target lies inside.
    return rest[:target] + block + rest[target:]


def _alignment(old: str, new: str) -> _Alignment:
    places: list[int] = []
    wrong_old: list[bool] = []
    wrong_new: list[bool] = []
    for step in _steps(old, new):
        if step != "+":
            wrong_old.append(step != "=")
        if step != "-":
            places.append(len(wrong_old) - 1)
            wrong_new.append(step != "=")
    return _Alignment(places, list(accumulate(wrong_old, initial=0)), list(accumulate(wrong_new, initial=0)))


def _steps(old: str, new: str) -> str:
    """Return the steps from `old` to `new`: = keep, ~ replace, - delete, + insert."""
    if len(old) * len(new) <= _EXACT_CELLS:
        return _steps_by_table(old, new)
    pieces = [
        _STEPS[code.tag] * max(code.src_end - code.src_start, code.dest_end - code.dest_start)
        for code in Levenshtein.opcodes(old, new, score_hint=_HINT)
    ]
    return "".join(pieces)


def _steps_by_table(old: str, new: str) -> str:
    """Return the steps, preferring keep or replace, then delete, then insert, from the end on."""
    rows = ["+" * (len(new) + 1)]
    costs = list(range(len(new) + 1))
    for at, character in enumerate(old, start=1):
        above, costs, row = costs, [at], ["-"]
        for place, other in enumerate(new):
            cost, step = above[place] + (character != other), "=" if character == other else "~"
            if above[place + 1] + 1 < cost:
                cost, step = above[place + 1] + 1, "-"
            if costs[place] + 1 < cost:
                cost, step = costs[place] + 1, "+"
            costs.append(cost)
            row.append(step)
        rows.append("".join(row))
    steps: list[str] = []
    at_old, at_new = len(old), len(new)
    while at_old or at_new:
        steps.append(rows[at_old][at_new])
        at_old -= steps[-1] != "+"
        at_new -= steps[-1] != "-"
    return "".join(reversed(steps))
