"""An exact text that follows an editor change by change, so that a key press never costs a look at the whole text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from annotator.domain.newlines import BYTE_ORDER_MARK, Line, lines_of, restored, shown_line
from annotator.domain.textpatch import Hunk, TextPatch, patch_between

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEIGHBOURS: Final = 2
"""Lines around a change that are looked at, so that new lines get the newlines that prevail there."""


class Manuscript:
    """The lines of a text as they are stored, kept in step with the lines that an editor shows.

    The editor opens with `to_editor(text)` and tells each change of its lines; what it does not touch stays exact.
    """

    def __init__(self, text: str) -> None:
        body = text.lstrip(BYTE_ORDER_MARK)
        self._start = text[: len(text) - len(body)]
        self._lines = lines_of(body)
        self._known = (0, 0)  # a line and where it starts in the body: edits are mostly near each other

    @property
    def text(self) -> str:
        """The exact text as it is now."""
        return self._start + _joined(self._lines)

    @property
    def line_count(self) -> int:
        """How many lines the editor shows."""
        return len(self._lines)

    def replace(self, first: int, count: int, now: Sequence[str]) -> TextPatch:
        """Let `count` lines from `first` on read as the editor shows them now; return what that changed.

        Args:
            first: the first line that changed.
            count: how many lines stood there before, at least one.
            now: the lines that stand there now, at least one, as the editor shows them.
        """
        start, end = max(0, first - _NEIGHBOURS), min(len(self._lines), first + count + _NEIGHBOURS)
        before = self._lines[start:end]
        shown = [
            *(shown_line(line.text) for line in self._lines[start:first]),
            *(shown_line(line) for line in now),
            *(shown_line(line.text) for line in self._lines[first + count : end]),
        ]
        if shown == [shown_line(line.text) for line in before]:
            return TextPatch()
        after = list(restored(before, shown))
        if end == len(self._lines):
            after[-1] = Line(after[-1].text, "")
        end = self._unmistakable(start, end, after)
        before = self._lines[start:end]
        offset = len(self._start) + self._offset(start)
        self._lines[start:end] = after
        found = patch_between(_joined(before), _joined(after)).hunks
        return TextPatch(tuple(Hunk(hunk.start + offset, hunk.removed, hunk.inserted) for hunk in found))

    def _unmistakable(self, start: int, end: int, after: list[Line]) -> int:
        r"""End no empty line after a "\r" with "\n", the two would read as one newline; return where the lines end now.

        The lines behind the changed ones are taken in as far as that concerns them.
        """
        previous = self._lines[start - 1].separator if start else ""
        at = 0
        while True:
            if at == len(after):
                if end == len(self._lines) or not _is_mistakable(previous, self._lines[end]):
                    return end
                after.append(self._lines[end])
                end += 1
            if _is_mistakable(previous, after[at]):
                after[at] = Line("", "\r")
            previous = after[at].separator
            at += 1

    def _offset(self, line: int) -> int:
        """Return where a line starts in the body. Asked before lines behind it change, the answer holds afterwards."""
        at, offset = self._known
        between = self._lines[min(at, line) : max(at, line)]
        distance = sum(len(each.text) + len(each.separator) for each in between)
        offset += distance if line >= at else -distance
        self._known = (line, offset)
        return offset


def _is_mistakable(previous: str, line: Line) -> bool:
    return previous == "\r" and line == Line("", "\n")


def _joined(lines: Sequence[Line]) -> str:
    return "".join(piece for line in lines for piece in line)
