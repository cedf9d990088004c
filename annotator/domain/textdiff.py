"""Which words differ between a deliverable and its edited copy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from annotator.domain.segmentation import has_japanese, japanese_characters, words
from annotator.domain.textpatch import common_prefix, common_suffix
from annotator.domain.tokendiff import EqualRun, equal_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Shared = Callable[[str, str], Iterable[EqualRun]]


_LONGER_THAN_CHANCE: Final = 2
"""A single character that two replaced stretches share says nothing."""


_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")
_WORD_ENDS: Final = (" ", "\n", "。")


class ChangeKind(Enum):
    """What happened to a stretch of text."""

    EQUAL = "equal"
    REMOVED = "removed"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of the old text and of the new one (code points), and what happened to it.

    A removed stretch is empty in the new text, an inserted one in the old. What replaced a removed stretch follows it.
    """

    kind: ChangeKind
    old_start: int
    old_end: int
    new_start: int
    new_end: int


def word_diff(old: str, new: str) -> tuple[Change, ...]:
    """Return the changes that lead from `old` to `new`, word by word; together they cover both texts.

    Lines that both texts share are found first; only what lies between them is cut into words.
    """
    by_words = [run for run in _between(_shared_lines(old, new), old, new, _shared_words) if run.length]
    refined = _between(_without_lone_spaces(by_words, old, new), old, new, _shared_japanese)
    return tuple(_changes(refined, len(old), len(new)))


def _between(stretches: Iterable[EqualRun], old: str, new: str, shared: Shared) -> Iterator[EqualRun]:
    """Yield shared stretches and, before each, those that `shared` finds in what was replaced there."""
    at_old = at_new = 0
    for stretch in (*stretches, EqualRun(len(old), len(new), 0)):
        if stretch.old > at_old and stretch.new > at_new:
            for start, new_start, length in shared(old[at_old : stretch.old], new[at_new : stretch.new]):
                yield EqualRun(at_old + start, at_new + new_start, length)
        yield stretch
        at_old, at_new = stretch.old + stretch.length, stretch.new + stretch.length


def _shared_lines(old: str, new: str) -> Iterator[EqualRun]:
    """Yield the lines that both texts share, but no empty ones by themselves: those stand everywhere."""
    for stretch in _stretches(_LINES.findall(old), _LINES.findall(new)):
        if not old[stretch.old : stretch.old + stretch.length].isspace():
            yield stretch


def _shared_words(old: str, new: str) -> Iterator[EqualRun]:
    """Yield the words that two pieces share; what they share before and after is not cut into words at all."""
    shared = common_prefix(old, new)
    start = max(old.rfind(end, 0, shared) for end in _WORD_ENDS) + 1
    shared = len(old) - common_suffix(old, new, min(len(old), len(new)) - start)
    end = len(old) - min((at for end in _WORD_ENDS if (at := old.find(end, shared)) >= 0), default=len(old))
    yield EqualRun(0, 0, start)
    for run in _stretches(words(old[start : len(old) - end]), words(new[start : len(new) - end])):
        yield EqualRun(start + run.old, start + run.new, run.length)
    yield EqualRun(len(old) - end, len(new) - end, end)


def _shared_japanese(old: str, new: str) -> Iterator[EqualRun]:
    """Yield what Japanese shares with its replacement: characters at either end, or two in a row and more.

    Japanese words have no certain borders: に after まで is an insertion, not another word.
    """
    if not (has_japanese(old) and has_japanese(new)):
        return
    for stretch in _stretches(japanese_characters(old), japanese_characters(new)):
        start, new_start, length = stretch
        is_first = start == new_start == 0
        is_last = start + length == len(old) and new_start + length == len(new)
        is_chance = length < _LONGER_THAN_CHANCE or old[start : start + length].isspace()
        if is_first or is_last or not is_chance:
            yield stretch


def _stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[EqualRun]:
    """Yield the runs of pieces that two texts share, counted in code points."""
    old_ends = list(accumulate(map(len, old), initial=0))
    new_ends = list(accumulate(map(len, new), initial=0))
    for run in equal_runs(old, new):
        start = old_ends[run.old]
        yield EqualRun(start, new_ends[run.new], old_ends[run.old + run.length] - start)


def _without_lone_spaces(stretches: Sequence[EqualRun], old: str, new: str) -> Iterator[EqualRun]:
    """Yield the stretches but those of spaces between changes, so that replaced words in a row are one change."""
    ends = [EqualRun(0, 0, 0), *stretches, EqualRun(len(old), len(new), 0)]
    for before, stretch, after in zip(ends, stretches, ends[2:], strict=False):
        text = old[stretch.old : stretch.old + stretch.length]
        is_between_changes = not _touch(before, stretch) and not _touch(stretch, after)
        if not (is_between_changes and text.isspace() and "\n" not in text):
            yield stretch


def _touch(before: EqualRun, after: EqualRun) -> bool:
    return before.old + before.length == after.old and before.new + before.length == after.new


def _changes(stretches: Iterable[EqualRun], old_length: int, new_length: int) -> Iterator[Change]:
    """Yield the equal stretches, those that touch as one, and what lies between them."""
    at_old = at_new = equal = 0
    for start, new_start, length in (*stretches, EqualRun(old_length, new_length, 0)):
        if equal and (start > at_old or new_start > at_new or not length):
            yield Change(ChangeKind.EQUAL, at_old - equal, at_old, at_new - equal, at_new)
            equal = 0
        if start > at_old:
            yield Change(ChangeKind.REMOVED, at_old, start, at_new, at_new)
        if new_start > at_new:
            yield Change(ChangeKind.INSERTED, start, start, at_new, new_start)
        at_old, at_new, equal = start + length, new_start + length, equal + length
