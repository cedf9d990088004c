"""Where each character of a cut-out text stands in the source."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.rules_block import StateBlock

_LINE_ENDS = re.compile(r"\r\n?")
_TAB = 4
_BLANKS = " \t\n"


class SourceText:
    """A source with line feeds for all its line ends, and the way back to the source's own offsets."""

    __slots__ = ("_joints", "_line_starts", "source", "text")

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = source
        self._joints: list[int] = []
        self._line_starts: list[int] | None = None
        if "\r" in source:
            self.text = _LINE_ENDS.sub("\n", source)
            pairs = (match.start() for match in _LINE_ENDS.finditer(source) if match.end() - match.start() > 1)
            self._joints = [start - earlier + 1 for earlier, start in enumerate(pairs)]

    def offset(self, position: int) -> int:
        """Return the source offset of a position in `text`."""
        return position + bisect_right(self._joints, position) if self._joints else position

    def position(self, offset: int) -> int:
        """Return the position in `text` of a source offset: the way back."""
        if not self._joints:
            return offset
        return bisect_left(range(len(self.text) + 1), offset, key=self.offset)

    def line_start(self, line: int) -> int:
        """Return the source offset at which a line begins; the end of the text for a line past the last."""
        if self._line_starts is None:
            self._line_starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        position = self._line_starts[line] if line < len(self._line_starts) else len(self.text)
        return self.offset(position)


class Piece(NamedTuple):
    """A stretch of a traced text and the position of its first character in the source text.

    Characters of a stretch that is not `is_exact` all stand for the one character at `origin` (a tab cut in two).
    """

    start: int
    end: int
    origin: int
    is_exact: bool


class Traced:
    """A text cut out of the source, line by line, that still knows where each character came from."""

    __slots__ = ("_exact", "_origins", "_starts", "text")

    def __init__(self, text: str, starts: list[int], origins: list[int], exact: list[bool]) -> None:
        self.text = text
        self._starts = starts
        self._origins = origins
        self._exact = exact

    @classmethod
    def joined(cls, parts: list[tuple[str, int, bool]]) -> Traced:
        """Join (text, origin, is_exact) parts."""
        starts: list[int] = []
        length = 0
        for text, _, _ in parts:
            starts.append(length)
            length += len(text)
        text = "".join(part[0] for part in parts)
        return cls(text, starts, [part[1] for part in parts], [part[2] for part in parts])

    def pieces(self, start: int, end: int) -> Iterator[Piece]:
        """Return the stretches that make up the text from `start` to `end`."""
        index = bisect_right(self._starts, start) - 1
        while start < end:
            following = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text)
            stop = min(end, following)
            if stop > start:
                is_exact = self._exact[index]
                shift = start - self._starts[index] if is_exact else 0
                yield Piece(start, stop, self._origins[index] + shift, is_exact)
            start = stop
            index += 1

    def extent(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the source text range that holds everything from `start` to `end`; `None` if nothing does."""
        pieces = list(self.pieces(start, end))
        if not pieces:
            return None
        last = pieces[-1]
        return pieces[0].origin, last.origin + (last.end - last.start if last.is_exact else 1)

    def trimmed(self) -> Traced:
        """Return the text without the blanks around it. Japanese and other wide spaces are kept: they are meant."""
        start = len(self.text) - len(self.text.lstrip(_BLANKS))
        end = max(start, len(self.text.rstrip(_BLANKS)))
        return Traced.joined(
            [(self.text[piece.start : piece.end], piece.origin, piece.is_exact) for piece in self.pieces(start, end)]
        )


def cut(state: StateBlock, start: int, end: int) -> Traced:
    """Return a stretch of one line of the parser's source."""
    return Traced.joined([(state.src[start:end], start, True)])


def cut_lines(state: StateBlock, begin: int, end: int, indent: int) -> Traced:
    """Return lines without `indent` columns of indentation; a tab that straddles the edge leaves blanks behind."""
    parts: list[tuple[str, int, bool]] = []
    for line in range(begin, end):
        first, column = _skip_indent(state, line, indent)
        if column > indent:
            parts.append((" " * (column - indent), first - 1, False))
        parts.append((state.src[first : state.eMarks[line] + 1], first, True))
    return Traced.joined(parts)


def _skip_indent(state: StateBlock, line: int, indent: int) -> tuple[int, int]:
    """Return the position and the column at which a line goes on behind its indentation."""
    start = position = state.bMarks[line]
    column = 0
    while position <= state.eMarks[line] and column < indent:
        character = state.src[position : position + 1]
        if character == "\t":
            column += _TAB - (column + state.bsCount[line]) % _TAB
        elif character == " " or position - start < state.tShift[line]:
            column += 1
        else:
            break
        position += 1
    return position, column
