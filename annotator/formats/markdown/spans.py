"""From a selection in the displayed text to a span of the source, and back."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from annotator.formats.markdown.values import Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.formats.markdown.values import Rendered

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class _Stretch(NamedTuple):
    """A run in the displayed text and in the source."""

    shown: int
    shown_end: int
    start: int
    end: int
    is_verbatim: bool


class TextMap:
    """The displayed text as one string, and where its characters come from.

    The text is the blocks' texts in order, with one line feed between
    two blocks. All positions count code points; `Utf16Index` converts what Qt counts.
    """

    def __init__(self, rendered: Rendered) -> None:
        texts: list[str] = []
        starts: list[int] = []
        self._stretches: list[_Stretch] = []
        self._doubtful: list[tuple[int, int]] = []
        position = 0
        for block in rendered.blocks:
            starts.append(position)
            for run in block.runs:
                end = position + len(run.text)
                if run.start is not None and run.end is not None:
                    self._stretches.append(_Stretch(position, end, run.start, run.end, run.is_verbatim))
                elif Style.UNMAPPED in run.style:
                    self._doubtful.append((position, end))
                position = end
            texts.append(block.text)
            position += 1
        self.plain_text = "\n".join(texts)
        self.block_starts = tuple(starts)
        self._shown_ends = [stretch.shown_end for stretch in self._stretches]
        self._by_source = sorted(self._stretches, key=lambda stretch: stretch.start)
        self._source_starts = [stretch.start for stretch in self._by_source]
        self._reach = list(accumulate((stretch.end for stretch in self._by_source), max))

    def block_at(self, position: int) -> int:
        """Return the number of the block that a position of the displayed text lies in."""
        return max(0, bisect_right(self.block_starts, position) - 1)

    def to_source(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the smallest source range whose rendering covers the displayed range.

        `None` if nothing there comes from the source (a bullet, the space between two
        blocks), or if it is not known for sure where: then show the source and ask.
        """
        if any(start < doubtful_end and doubtful < end for doubtful, doubtful_end in self._doubtful):
            return None
        first = last = None
        for stretch in self._shown(start, end):
            stretch_start, stretch_end = stretch.start, stretch.end
            if stretch.is_verbatim:
                stretch_start += max(0, start - stretch.shown)
                stretch_end -= max(0, stretch.shown_end - end)
            first = stretch_start if first is None else min(first, stretch_start)
            last = stretch_end if last is None else max(last, stretch_end)
        return None if first is None or last is None else (first, last)

    def to_display(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the displayed ranges that come from a source range, in order, neighbours joined."""
        ranges: list[tuple[int, int]] = []
        for stretch in sorted(self._sourced(start, end)):
            shown, shown_end = stretch.shown, stretch.shown_end
            if stretch.is_verbatim:
                shown += max(0, start - stretch.start)
                shown_end -= max(0, stretch.end - end)
            if ranges and ranges[-1][1] == shown:
                shown = ranges.pop()[0]
            ranges.append((shown, shown_end))
        return ranges

    def _shown(self, start: int, end: int) -> Iterator[_Stretch]:
        """Return the stretches that overlap a displayed range."""
        index = bisect_right(self._shown_ends, start)
        while start < end and index < len(self._stretches) and self._stretches[index].shown < end:
            yield self._stretches[index]
            index += 1

    def _sourced(self, start: int, end: int) -> Iterator[_Stretch]:
        """Return the stretches that overlap a source range."""
        for index in range(bisect_right(self._reach, start), bisect_left(self._source_starts, end)):
            if start < end and self._by_source[index].end > start:
                yield self._by_source[index]


class Utf16Index:
    """Converts positions in a text between code points and UTF-16 units, which Qt counts."""

    def __init__(self, text: str) -> None:
        self._astral = [match.start() for match in _ASTRAL.finditer(text)]
        self._astral_units = [position + earlier for earlier, position in enumerate(self._astral)]

    def to_utf16(self, position: int) -> int:
        """Return the number of UTF-16 units before a code point position."""
        return position + bisect_left(self._astral, position) if self._astral else position

    def to_code_point(self, units: int) -> int:
        """Return the number of code points before a UTF-16 position; half a character counts as none of it."""
        return units - bisect_left(self._astral_units, units - 1) if self._astral else units
