"""Both texts of an edit as one: line by line, with what was taken out beside what was put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from annotator.domain.textdiff import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.textdiff import Change

EVERY_LINE: Final = -1
"""As many lines as are shown, however many that are."""

NEWLINE_SIGN: Final = "¶"
"""Stands where a newline was put in or taken out."""


class Run(NamedTuple):
    """A stretch of one line, and what happened to it."""

    text: str
    kind: ChangeKind


Line = tuple[Run, ...]


class Place(NamedTuple):
    """Where an edit stands among the merged lines: from a line and a character in it to another (code points)."""

    line: int
    start: int
    end_line: int
    end: int


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged lines, the edits in them in order, and where each line of the edited text begins among them."""

    lines: tuple[Line, ...] = ()
    places: tuple[Place, ...] = ()
    of_new: tuple[int, ...] = (0,)


class LinePatch(NamedTuple):
    """What leads from the merged lines shown to others: `removed` lines from `first` on give way to `inserted`.

    `removed` may be `EVERY_LINE`.
    """

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
    before = ChangeKind.EQUAL
    for change in changes:
        if change.kind is ChangeKind.EQUAL:
            making.keep(new[change.new_start : change.new_end])
        else:
            start = making.here
            if change.kind is ChangeKind.REMOVED:
                making.remove(old[change.old_start : change.old_end])
            else:
                making.insert(new[change.new_start : change.new_end])
            making.note(start, goes_on=before is ChangeKind.REMOVED)
        before = change.kind
    making.end_line()
    return Merged(tuple(making.lines), tuple(making.places), tuple(making.of_new))


def place_at(places: Sequence[Place], line: int, character: int) -> int | None:
    """Return which edit stands at a character of a merged line, else the nearest one in that line."""
    near = [at for at, place in enumerate(places) if place.line <= line <= place.end_line]
    if not near:
        return None
    return min(near, key=lambda at: _distance(places[at], line, character))


def _distance(place: Place, line: int, character: int) -> int:
    before = place.start - character if line == place.line else 0
    after = character - place.end if line == place.end_line else 0
    return max(0, before, after)


def line_patch(before: Sequence[Line], after: Sequence[Line]) -> LinePatch:
    """Return the smallest stretch of lines that has to be shown anew."""
    start, most = 0, min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return LinePatch(start, len(before) - start - end, tuple(after[start : len(after) - end]))


class _Making:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.places: list[Place] = []
        self.of_new: list[int] = [0]
        self._runs: list[Run] = []

    @property
    def here(self) -> tuple[int, int]:
        """The line being made and how many characters it has."""
        return len(self.lines), sum(len(run.text) for run in self._runs)

    def note(self, start: tuple[int, int], *, goes_on: bool) -> None:
        """Remember where an edit is; what replaced a removal belongs to it."""
        if goes_on:
            line, character = self.places.pop()[:2]
            start = (line, character)
        self.places.append(Place(*start, *self.here))

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
