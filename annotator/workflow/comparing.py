"""What an edit changed, word by word; asked again after every pause in typing, so what was found is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from annotator.domain.carrying import carried
from annotator.domain.newlines import to_editor
from annotator.domain.segmentation import words
from annotator.domain.textdiff import Change, ChangeKind, word_diff
from annotator.domain.tokendiff import EqualRun, equal_runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from annotator.domain.spans import Span

_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")
_PIECES_KEPT: Final = 1000


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes between two texts as an editor shows them (`to_editor`), and how many words they changed.

    A word that was replaced by another counts once.
    """

    changes: tuple[Change, ...]
    changed_words: int


def compare(original: str, text: str) -> Comparison:
    """Return what leads from one exact text to another; how lines end is no difference."""
    old, new = to_editor(original), to_editor(text)
    changes = tuple(_joined(_by_lines(old, new)))
    return Comparison(changes, _changed_words(changes, old, new))


@dataclass(frozen=True, slots=True)
class Carried:
    """A span of the original, where it stands in the edited text, if it survived, and its range in the editor."""

    span: Span
    now: Span | None
    shown: tuple[int, int] | None


def carry_over(original: str, text: str, spans: Sequence[Span]) -> tuple[Carried, ...]:
    """Return where spans of one exact text stand in another."""
    changes = tuple(_joined(_by_lines(original, text)))
    found = [carried(span, original, text, changes) for span in spans]
    ends = [end for now in found if now is not None for end in (now.start, now.end)]
    shown = _shown_positions(text, ends)
    return tuple(
        Carried(span, now, None if now is None else (shown[now.start], shown[now.end]))
        for span, now in zip(spans, found, strict=True)
    )


def _shown_positions(text: str, positions: Iterable[int]) -> dict[int, int]:
    """Return where an editor shows positions of an exact text."""
    found: dict[int, int] = {}
    at = shown = 0
    for position in sorted(set(positions)):
        end = position - 1 if text[position - 1 : position + 1] == "\r\n" else position  # one newline, never parted
        shown += len(to_editor(text[at:end]) if at == 0 else to_editor("x" + text[at:end])[1:])
        found[position] = shown
        at = end
    return found


def _by_lines(old: str, new: str) -> Iterator[Change]:
    """Yield the lines that both texts share, and between them the changes of words, most of them known before."""
    at_old = at_new = 0
    for start, new_start, length in (*_shared_lines(old, new), EqualRun(len(old), len(new), 0)):
        for change in _piece_changes(old[at_old:start], new[at_new:new_start]):
            yield _shifted(change, at_old, at_new)
        if length:
            yield Change(ChangeKind.EQUAL, start, start + length, new_start, new_start + length)
        at_old, at_new = start + length, new_start + length


def _shared_lines(old: str, new: str) -> Iterator[EqualRun]:
    """Yield the lines that both texts share, but no empty ones by themselves: those stand everywhere."""
    old_lines, new_lines = _LINES.findall(old), _LINES.findall(new)
    at_old = at_new = line_old = line_new = 0
    for run in equal_runs(old_lines, new_lines):
        at_old += sum(map(len, old_lines[line_old : run.old]))
        at_new += sum(map(len, new_lines[line_new : run.new]))
        length = sum(map(len, old_lines[run.old : run.old + run.length]))
        if not old[at_old : at_old + length].isspace():
            yield EqualRun(at_old, at_new, length)
        at_old, at_new = at_old + length, at_new + length
        line_old, line_new = run.old + run.length, run.new + run.length


@lru_cache(maxsize=_PIECES_KEPT)
def _piece_changes(old: str, new: str) -> tuple[Change, ...]:
    return word_diff(old, new)


def _shifted(change: Change, old: int, new: int) -> Change:
    return Change(
        change.kind, change.old_start + old, change.old_end + old, change.new_start + new, change.new_end + new
    )


def _joined(changes: Iterator[Change]) -> Iterator[Change]:
    """Yield the changes with neighbours of one kind as one."""
    before: Change | None = None
    for change in changes:
        if before is not None and before.kind is change.kind:
            before = replace(before, old_end=change.old_end, new_end=change.new_end)
            continue
        if before is not None:
            yield before
        before = change
    if before is not None:
        yield before


def _changed_words(changes: tuple[Change, ...], old: str, new: str) -> int:
    total = removed = 0
    for change in changes:
        match change.kind:
            case ChangeKind.REMOVED:
                removed = _word_count(old[change.old_start : change.old_end])
                total += removed
            case ChangeKind.INSERTED:
                total += max(0, _word_count(new[change.new_start : change.new_end]) - removed)
                removed = 0
            case ChangeKind.EQUAL:
                removed = 0
    return total


def _word_count(text: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in words(text))
