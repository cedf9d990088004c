"""Builds the document of a rendered text, piece by piece, and notes where everything stands.

Qt's layout of one huge block is slow, so long blocks are cut: at a line end if there is one, else where a laid-out
line ends, so that nobody sees the joint.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QTextCharFormat, QTextCursor

from annotator.formats.markdown.values import LINE_BREAK, BlockKind, Style
from annotator.ui.reading.looks import BOXED, indent, marker_of, quote_bars
from annotator.ui.reading.ornaments import Decoration, Ornament
from annotator.ui.reading.portions import PORTION, Portions
from annotator.ui.reading.positions import DocumentMap, units
from annotator.ui.reading.table_writer import TableWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtGui import QTextBlockFormat, QTextDocument, QTextImageFormat

    from annotator.formats.markdown.values import Block, Rendered, Run
    from annotator.ui.reading.looks import Looks

_CELL_COST: Final = 40
"""As many characters take as long to lay out as the frame of one table cell."""

_ADDRESS_LENGTH: Final = 300
_LINE_CUT: Final = 800
_BLOCK_CUT: Final = 4000


class Composer:
    """Writes one rendered text into one empty document. `positions` and `decorations` grow with the document."""

    def __init__(
        self,
        document: QTextDocument,
        rendered: Rendered,
        block_starts: Sequence[int],
        looks: Looks,
        picture: Callable[[str], QTextImageFormat | None],
    ) -> None:
        self.positions = DocumentMap()
        self.decorations: list[Decoration] = []
        self.block_positions: list[int] = []
        self.has_joints = False
        self._document = document
        self._blocks = rendered.blocks
        self._block_starts = block_starts
        self._looks = looks
        self._portions = Portions(looks.typeface)
        self._picture = picture
        self._cursor = QTextCursor(document)
        self._is_fresh = True
        self._since_pause = 0
        self._in_block = 0
        self._box = 0
        self._bars: dict[int, int] = {}
        self._format: QTextBlockFormat

    @property
    def end(self) -> int:
        """The last position of the document."""
        return self._cursor.position()

    def steps(self) -> Iterator[None]:
        """Write the text; pause now and then, each time with the document laid out as far as it goes."""
        self._cursor.beginEditBlock()
        index = 0
        while index < len(self._blocks):
            block = self._blocks[index]
            if block.cell is not None:
                last = self._table_end(index)
                yield from self._table(index, last)
                index = last
            else:
                yield from self._block(index)
                index += 1
            if self._since_pause > PORTION:
                yield from self._pause()
        self._cursor.endEditBlock()

    def _pause(self) -> Iterator[None]:
        self._cursor.endEditBlock()
        self._since_pause = 0
        yield
        self._cursor.beginEditBlock()

    def _table_end(self, index: int) -> int:
        first = self._blocks[index].cell
        while index < len(self._blocks):
            cell = self._blocks[index].cell
            if cell is None or first is None or cell.table_id != first.table_id:
                break
            index += 1
        return index

    def _table(self, first: int, last: int) -> Iterator[None]:
        cells = [(self._blocks[index], self._block_starts[index]) for index in range(first, last)]
        start = self._cursor.position()
        frame = self._document.rootFrame().frameFormat()
        room = self._document.pageSize().width() - frame.leftMargin() - frame.rightMargin()
        writer = TableWriter(cells, self._looks, room, self._write_cell)
        self.has_joints |= writer.has_fixed_widths
        for part in writer.parts():
            self.block_positions += writer.write(self._cursor, part)
            self._cursor.movePosition(QTextCursor.MoveOperation.End)
            self._since_pause += _CELL_COST * len(part)
            if self._since_pause > PORTION:
                yield from self._pause()
        self._is_fresh = True
        self._note_bars(cells[0][0], start + 1, self._cursor.position() - 1)

    def _write_cell(self, cursor: QTextCursor, block: Block, offset: int) -> None:
        for run in block.runs:
            self._run(cursor, run, block, offset)
            offset += len(run.text)

    def _block(self, index: int) -> Iterator[None]:
        block = self._blocks[index]
        self._format = self._looks.block(block, self._blocks[index - 1] if index else None, marker_of(block))
        self._begin(self._format, self._looks.run(block.runs[0], block) if block.runs else self._looks.extra())
        start = self._cursor.position()
        self.block_positions.append(start)
        self._in_block = 0
        offset = self._block_starts[index]
        for run in block.runs:
            yield from self._long_run(run, block, offset)
            offset += len(run.text)
        self._since_pause += _CELL_COST  # even an empty block is laid out
        self._note(index, start)

    def _begin(self, block_format: QTextBlockFormat, look: QTextCharFormat) -> None:
        """Begin a block; behind a table, and at the very beginning, an empty one is there already."""
        if self._is_fresh:
            self._cursor.setBlockFormat(block_format)
            self._cursor.setBlockCharFormat(look)
        else:
            self._cursor.insertBlock(block_format, look)
        self._is_fresh = False

    def _long_run(self, run: Run, block: Block, offset: int) -> Iterator[None]:
        if run.text == LINE_BREAK and self._in_block > _LINE_CUT:
            # A separator is one position, like the line break it stands for.
            self.positions.add(self._cursor.position(), offset, run.text)
            self._cursor.insertBlock(self._looks.continuation(self._format))
            self._in_block = 0
            return
        if self._put_picture(self._cursor, run, offset):
            return
        look = self._looks.run(run, block)
        for portion, cost in self._portions.cut(run.text):
            self._text(self._cursor, portion, look, offset, cost)
            offset += len(portion)
            yield from self._cut()
        self._put_address(self._cursor, run)

    def _cut(self) -> Iterator[None]:
        """Pause if it is time, and cut the block at the beginning of its last line if it got long."""
        if self._since_pause > PORTION:
            yield from self._pause()
        if self._in_block <= _BLOCK_CUT:
            return
        yield from self._pause()
        block = self._cursor.block()
        layout = block.layout()
        if layout.lineCount() < 2:  # noqa: PLR2004 -- one line cannot be cut
            return
        place = block.position() + layout.lineAt(layout.lineCount() - 1).textStart()
        end = self._cursor.position()
        self._cursor.setPosition(place)
        self._cursor.insertBlock(self._looks.continuation(self._format))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self.positions.break_at(place)
        self.has_joints = True
        self._in_block = end - place

    def _run(self, cursor: QTextCursor, run: Run, block: Block, offset: int) -> None:
        if self._put_picture(cursor, run, offset):
            return
        self._text(cursor, run.text, self._looks.run(run, block), offset, len(run.text))
        self._put_address(cursor, run)

    def _put_address(self, cursor: QTextCursor, run: Run) -> None:
        """Say where a picture is that is none of the job's."""
        if run.image is not None and run.image != run.text:
            address = run.image if len(run.image) <= _ADDRESS_LENGTH else run.image[:_ADDRESS_LENGTH] + "…"
            cursor.insertText(f" ({address})", self._looks.extra())

    def _put_picture(self, cursor: QTextCursor, run: Run, offset: int) -> bool:
        """Put in the picture that a run describes; return whether it is one of the job's."""
        picture = self._picture(run.image) if run.image is not None and Style.IMAGE in run.style else None
        if picture is None:
            return False
        start = cursor.position()
        cursor.insertImage(picture)
        self.positions.add_picture(start, offset, run.text)
        return True

    def _text(self, cursor: QTextCursor, text: str, look: QTextCharFormat, offset: int, cost: int) -> None:
        start = cursor.position()
        cursor.insertText(text, look)
        self.positions.add(start, offset, text)
        self._since_pause += cost
        self._in_block += units(text)

    def _note(self, index: int, start: int) -> None:
        block, end = self._blocks[index], self._cursor.position()
        left = indent(block.containers)
        if block.kind is BlockKind.RULE:
            self.decorations.append(Decoration(Ornament.RULE, start, end, left))
        elif block.kind in BOXED:
            if index and self._blocks[index - 1].kind is BlockKind.CAPTION:
                self.decorations[self._box] = replace(self.decorations[self._box], last=end)
            else:
                self._box = len(self.decorations)
                self.decorations.append(Decoration(Ornament.BOX, start, end, left))
        self._note_bars(block, start, end)

    def _note_bars(self, block: Block, start: int, end: int) -> None:
        """Note the bars of the quotes around a block; a bar goes on from the block before without a gap."""
        bars = quote_bars(block.containers)
        self._bars = {left: index for left, index in self._bars.items() if left in bars}
        for left in bars:
            if left in self._bars:
                index = self._bars[left]
                self.decorations[index] = replace(self.decorations[index], last=end)
            else:
                self._bars[left] = len(self.decorations)
                self.decorations.append(Decoration(Ornament.BAR, start, end, left))
