"""Where each displayed character stands in a text document, and back.

The document counts UTF-16 units and has separators, table cells and pictures of its own; the displayed text counts
code points. The map is filled while the document is built, so nothing is ever searched for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

_LAST_SINGLE = "\uffff"
_LOW_SURROGATES = range(0xDC00, 0xE000)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text that stands in one go in the document.

    Counted in document positions from `start` to `end`, and from `offset` on in the displayed text. A picture is one
    position that stands for the whole `text` that describes it.
    """

    start: int
    end: int
    offset: int
    text: str
    is_picture: bool = False

    @property
    def has_single_units(self) -> bool:
        """Whether each character is one document position."""
        return not self.is_picture and self.end - self.start == len(self.text)


def units(text: str) -> int:
    """Return how many UTF-16 units `text` has."""
    if text.isascii() or max(text, default="") <= _LAST_SINGLE:
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class DocumentMap:
    """Ties the positions of one document to offsets of the displayed text. Stretches are added in order."""

    def __init__(self) -> None:
        self._stretches: list[Stretch] = []
        self._starts: list[int] = []
        self._offsets: list[int] = []

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """All stretches, in order."""
        return tuple(self._stretches)

    @property
    def reached(self) -> int:
        """The displayed offset up to which the document was built."""
        return self._stretches[-1].offset + len(self._stretches[-1].text) if self._stretches else 0

    def add(self, start: int, offset: int, text: str) -> int:
        """Note that `text`, at `offset` of the displayed text, stands from `start` on; return where it ends."""
        return self._append(Stretch(start, start + units(text), offset, text))

    def add_picture(self, start: int, offset: int, text: str) -> int:
        """Note that a picture stands at `start` in place of `text`; return where it ends."""
        return self._append(Stretch(start, start + 1, offset, text, is_picture=True))

    def _append(self, stretch: Stretch) -> int:
        self._stretches.append(stretch)
        self._starts.append(stretch.start)
        self._offsets.append(stretch.offset)
        return stretch.end

    def break_at(self, position: int) -> None:
        """Note that a separator was put in at `position`, which is in or behind the latest stretches."""
        tail: list[Stretch] = []
        while self._stretches and self._stretches[-1].end > position:
            tail.append(self._stretches.pop())
            self._starts.pop()
            self._offsets.pop()
        for stretch in reversed(tail):
            if stretch.start >= position:
                self._append(
                    Stretch(stretch.start + 1, stretch.end + 1, stretch.offset, stretch.text, stretch.is_picture)
                )
                continue
            count = _characters(stretch, position - stretch.start, round_up=False)
            self.add(stretch.start, stretch.offset, stretch.text[:count])
            self.add(position + 1, stretch.offset + count, stretch.text[count:])

    def shown_range(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the displayed range that the document range covers, whole characters; `None` if it has none."""
        first = bisect_right(self._starts, start) - 1
        if first < 0 or self._stretches[first].end <= start:
            first += 1
        last = bisect_left(self._starts, end) - 1
        if first > last or end <= start:
            return None
        return self._first_offset(first, start), self._last_offset(last, end)

    def _first_offset(self, index: int, position: int) -> int:
        stretch = self._stretches[index]
        return stretch.offset + _characters(stretch, max(0, position - stretch.start), round_up=False)

    def _last_offset(self, index: int, position: int) -> int:
        stretch = self._stretches[index]
        return stretch.offset + _characters(stretch, min(position, stretch.end) - stretch.start, round_up=True)

    def document_range(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the document range that holds the displayed range; `None` if nothing of it stands there (yet)."""
        pieces = self.document_pieces(start, end)
        return (pieces[0][0], pieces[-1][1]) if pieces else None

    def document_pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the document ranges that make up the displayed range, one a stretch."""
        index = max(0, bisect_right(self._offsets, start) - 1)
        pieces: list[tuple[int, int]] = []
        while index < len(self._stretches) and self._offsets[index] < end:
            stretch = self._stretches[index]
            first, last = max(0, start - stretch.offset), min(len(stretch.text), end - stretch.offset)
            if first < last:
                pieces.append(_document_piece(stretch, first, last))
            index += 1
        return pieces

    def position(self, offset: int) -> int | None:
        """Return the document position of a displayed offset, or of the nearest one before it."""
        if not self._stretches:
            return None
        stretch = self._stretches[max(0, bisect_right(self._offsets, offset) - 1)]
        if stretch.is_picture:
            return stretch.start
        return stretch.start + units(stretch.text[: max(0, offset - stretch.offset)])

    def offset(self, position: int) -> int:
        """Return the displayed offset of a document position, or of the nearest one before it."""
        index = bisect_right(self._starts, position) - 1
        return 0 if index < 0 else self._last_offset(index, position)


def _document_piece(stretch: Stretch, first: int, last: int) -> tuple[int, int]:
    if stretch.is_picture:
        return stretch.start, stretch.end
    before = units(stretch.text[:first])
    return stretch.start + before, stretch.start + before + units(stretch.text[first:last])


def _characters(stretch: Stretch, count: int, *, round_up: bool) -> int:
    """Return how many characters the first `count` units of a stretch are; a half character is rounded."""
    if stretch.is_picture:
        return len(stretch.text) if count and round_up else 0
    if stretch.has_single_units:
        return count
    encoded = stretch.text.encode("utf-16-le", "surrogatepass")
    whole = len(encoded[: 2 * count].decode("utf-16-le", "ignore"))
    next_unit = int.from_bytes(encoded[2 * count : 2 * count + 2], "little")
    return whole + 1 if round_up and next_unit in _LOW_SURROGATES else whole
