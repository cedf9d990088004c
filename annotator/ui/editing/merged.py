"""Both texts of an edit as one: line by line, with what was taken out beside what was put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from annotator.domain.textdiff import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.textdiff import Change

NEWLINE_SIGN: Final = "¶"
"""Stands where a newline was put in or taken out."""


class Run(NamedTuple):
    """A stretch of one line, and what happened to it."""

    text: str
    kind: ChangeKind


Line = tuple[Run, ...]


class Place(NamedTuple):
    """A change: the merged line it begins in, and the range of the edited text that it covers (code points)."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged lines, the changes in them in order, and where each line of the edited text begins among them."""

    lines: tuple[Line, ...] = ()
    places: tuple[Place, ...] = ()
    of_new: tuple[int, ...] = (0,)


class LinePatch(NamedTuple):
    """What leads from the merged lines shown to others: `removed` lines from `first` on give way to `inserted`."""

    first: int
    removed: int
    inserted: tuple[Line, ...]


def sign_of(line: Line) -> str:
    """Return the sign of a line: what was put in (+), taken out (−), or both (±)."""
    kinds = {run.kind for run in line}
    if ChangeKind.INSERTED in kinds:
        return "±" if ChangeKind.REMOVED in kinds else "+"
    return "−" if ChangeKind.REMOVED in kinds else ""


def merged(old: str, new: str, changes: Sequence[Change]) -> Merged:
    """Return the texts of an edit as one. Both are as an editor shows them."""
    making = _Making()
    for change in changes:
        match change.kind:
            case ChangeKind.EQUAL:
                making.keep(new[change.new_start : change.new_end])
            case ChangeKind.REMOVED:
                making.note(change, joins=False)
                making.remove(old[change.old_start : change.old_end])
            case ChangeKind.INSERTED:
                making.note(change, joins=True)
                making.insert(new[change.new_start : change.new_end])
    making.end_line()
    return Merged(tuple(making.lines), tuple(making.places), tuple(making.of_new))


def line_patch(before: Sequence[Line], after: Sequence[Line]) -> LinePatch:
    """Return the smallest stretch of lines that has to be shown anew."""
    start, most = 0, min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return LinePatch(start, len(before) - start - end, tuple(after[start : len(after) - end]))


def qt_position(text: str, position: int) -> int:
    """Return a position in code points as Qt counts it, in UTF-16."""
    head = text[:position]
    return position if head.isascii() else len(head.encode("utf-16-le", "surrogatepass")) // 2


class _Making:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.places: list[Place] = []
        self.of_new: list[int] = [0]
        self._runs: list[Run] = []

    def note(self, change: Change, *, joins: bool) -> None:
        """Remember where a change is; what replaced a removal belongs to it."""
        last = self.places[-1] if self.places else None
        if joins and last is not None and last.start == last.end == change.new_start and self._runs_removed():
            self.places[-1] = last._replace(end=change.new_end)
        else:
            self.places.append(Place(len(self.lines), change.new_start, change.new_end))

    def _runs_removed(self) -> bool:
        last = self._runs[-1] if self._runs else (self.lines[-1][-1] if self.lines and self.lines[-1] else None)
        return last is not None and last.kind is ChangeKind.REMOVED

    def keep(self, text: str) -> None:
        first, *rest = text.split("\n")
        self._add(first, ChangeKind.EQUAL)
        for piece in rest:
            self.end_line(is_new=True)
            self._add(piece, ChangeKind.EQUAL)

    def insert(self, text: str) -> None:
        first, *rest = text.split("\n")
        self._add(first + NEWLINE_SIGN if rest else first, ChangeKind.INSERTED)
        for at, piece in enumerate(rest, start=1):
            self.end_line(is_new=True)
            self._add(piece + NEWLINE_SIGN if at < len(rest) else piece, ChangeKind.INSERTED)

    def remove(self, text: str) -> None:
        if text.isspace():  # lines were joined: the rest goes on where it stands now
            self._add(text.replace("\n", NEWLINE_SIGN), ChangeKind.REMOVED)
            return
        first, *rest = text.split("\n")
        self._add(first + NEWLINE_SIGN if rest else first, ChangeKind.REMOVED)
        for at, piece in enumerate(rest, start=1):
            self.end_line()
            self._add(piece + NEWLINE_SIGN if at < len(rest) else piece, ChangeKind.REMOVED)

    def end_line(self, *, is_new: bool = False) -> None:
        self.lines.append(tuple(self._runs))
        self._runs.clear()
        if is_new:
            self.of_new.append(len(self.lines))

    def _add(self, text: str, kind: ChangeKind) -> None:
        if text:
            self._runs.append(Run(text, kind))
