"""From block tokens to the flat list of blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.formats.markdown.highlight import code_tokens
from annotator.formats.markdown.inlines import InlineWriter
from annotator.formats.markdown.values import (
    Alignment,
    Block,
    BlockKind,
    Cell,
    Container,
    Counts,
    Footnote,
    ListItem,
    Quote,
    Style,
)
from annotator.formats.markdown.writer import Look, RunWriter

if TYPE_CHECKING:
    from markdown_it.token import Token

    from annotator.formats.markdown.tracing import SourceText, Traced

_BULLETS = "•◦▪"
_BOXES = {True: "☑", False: "☐"}  # never a circle: in Japan a circle means right
_TASK_BOX = re.compile(r"[ \t]*\[[ xX]\]")
_PARAGRAPHS = {"paragraph_open": BlockKind.PARAGRAPH, "heading_open": BlockKind.HEADING}
_CODE_LOOK = Look(Style.CODE)


@dataclass
class _List:
    list_id: int
    is_ordered: bool
    number: int | None = None


@dataclass
class _Table:
    table_id: int
    row: int = -1
    column: int = -1
    alignment: Alignment = Alignment.NONE


class Flattener:
    """Walks over the block tokens once and keeps what surrounds the current one."""

    def __init__(self, source: SourceText) -> None:
        self.blocks: list[Block] = []
        self.hidden: list[tuple[int, int]] = []
        self._source = source
        self._containers: list[Container] = []
        self._lists: list[_List] = []
        self._table: _Table | None = None
        self._marker = ""
        self._next_id = 0
        self._open: Token | None = None
        self._seen = dict.fromkeys(("list_items", "code_blocks", "tables", "headings", "links"), 0)

    @property
    def counts(self) -> Counts:
        """What was met so far."""
        return Counts(**self._seen)

    def walk(self, tokens: list[Token]) -> None:
        """Take all tokens."""
        for token in tokens:
            match token.type:
                case "paragraph_open" | "heading_open":
                    self._open = token
                case "inline":
                    self._inline(token)
                case "fence" | "code_block":
                    self._code(token)
                case "math_block":
                    self._lines(token, BlockKind.MATH, Look(Style.MATH))
                case "html_block":
                    self._lines(token, BlockKind.HTML, Look(Style.HTML))
                case "hr":
                    self._add(BlockKind.RULE, self._writer(), token)
                case _:
                    self._surroundings(token)

    def _surroundings(self, token: Token) -> None:
        match token.type:
            case "blockquote_open":
                self._containers.append(Quote())
            case "bullet_list_open" | "ordered_list_open":
                self._leave_marker(token)
                self._lists.append(_List(self._new_id(), is_ordered=token.type == "ordered_list_open"))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._open_item(token)
            case "list_item_close":
                self._leave_marker(token)
                self._containers.pop()
            case "footnote_reference_open":
                self._open_footnote(token)
            case "blockquote_close" | "footnote_reference_close":
                self._leave_marker(token)
                self._containers.pop()
            case _:
                self._table_part(token)

    def _table_part(self, token: Token) -> None:
        if token.type == "table_open":
            self._leave_marker(token)
            self._seen["tables"] += 1
            self._table = _Table(self._new_id())
        elif token.type == "table_close":
            self._table = None
        elif self._table is not None and token.type == "tr_open":
            self._table.row, self._table.column = self._table.row + 1, -1
            self._open = token
        elif self._table is not None and token.type in {"th_open", "td_open"}:
            self._table.column += 1
            self._table.alignment = Alignment(str(token.attrs.get("style", "text-align:none")).rpartition(":")[2])

    def _open_item(self, token: Token) -> None:
        self._seen["list_items"] += 1
        current = self._lists[-1]
        start = int(token.attrs["at"])
        end = start + len(token.info) + 1
        if current.is_ordered:
            # The source's number, unless it does not count on (lists written 1. 1. 1.).
            written = int(token.info)
            current.number = written if current.number is None else max(written, current.number + 1)
        is_checked: bool | None = token.meta.get("checked")
        if is_checked is not None and (box := _TASK_BOX.match(self._source.text, end)):
            end = box.end()
        self.hidden.append((start, end))
        self._containers.append(ListItem(current.list_id, current.is_ordered, current.number, is_checked))
        bullet = "" if is_checked is not None else _BULLETS[min(len(self._lists), len(_BULLETS)) - 1]
        number = f"{current.number}." if current.is_ordered else bullet
        box_sign = "" if is_checked is None else _BOXES[is_checked]
        self._marker = " ".join(filter(None, (number, box_sign))) + "\t"

    def _open_footnote(self, token: Token) -> None:
        self._leave_marker(token)
        label = str(token.meta["label"])
        self._containers.append(Footnote(label))
        start = token.meta["at"]
        self.hidden.append((start, start + len(f"[^{label}]:")))
        self._marker = f"[{label}]\t"

    def _leave_marker(self, token: Token) -> None:
        """Give a marker whose item does not begin with a line of text a line of its own."""
        if self._marker:
            self._add(BlockKind.PARAGRAPH, self._writer(), token)

    def _new_id(self) -> int:
        self._next_id += 1
        return self._next_id

    def _writer(self) -> RunWriter:
        writer = RunWriter(self._source)
        if self._marker:
            writer.sign(self._marker)
            self._marker = ""
        return writer

    def _inline(self, token: Token) -> None:
        opened = self._open or token
        traced = _traced(token)
        writer = self._writer()
        inline = InlineWriter(writer, traced, self.hidden)
        inline.write(token.children or [])
        self._seen["links"] += inline.links
        if self._table is not None:
            self._add(BlockKind.CELL, writer, opened, traced)
            return
        block = self._add(_PARAGRAPHS.get(opened.type, BlockKind.PARAGRAPH), writer, opened)
        if block.kind is BlockKind.HEADING:
            self._seen["headings"] += 1
            self.blocks[-1] = replace(block, level=int(opened.tag[1:]))

    def _code(self, token: Token) -> None:
        self._seen["code_blocks"] += 1
        self._leave_marker(token)
        info: Traced | None = token.meta.get("info")
        if info is not None and info.text:
            caption = RunWriter(self._source)
            caption.traced(info, 0, len(info.text), Look(Style.MUTED))
            self._add(BlockKind.CAPTION, caption, token)
        language = info.text.split()[0].strip("{}.").lower() if info is not None and info.text.split() else None
        traced, writer = _traced(token), RunWriter(self._source)
        position = 0
        for text, kind in code_tokens(traced.text.removesuffix("\n"), language):
            writer.traced(traced, position, position + len(text), replace(_CODE_LOOK, code_token=kind))
            position += len(text)
        self._add(BlockKind.CODE, writer, token)
        self.blocks[-1] = replace(self.blocks[-1], language=language)

    def _lines(self, token: Token, kind: BlockKind, look: Look) -> None:
        traced, writer = _traced(token), self._writer()
        writer.traced(traced, 0, len(traced.text.removesuffix("\n")), look)
        self._add(kind, writer, token)

    def _add(self, kind: BlockKind, writer: RunWriter, token: Token, cell_text: Traced | None = None) -> Block:
        runs = writer.runs()
        start, end = self._extent(token)
        cell = None
        if cell_text is not None and self._table is not None:
            table = self._table
            cell = Cell(table.table_id, table.row, table.column, table.alignment)
            places = [(run.start, run.end) for run in runs if run.start is not None and run.end is not None]
            before = max(start, self.blocks[-1].end) if table.column else start
            start, end = (places[0][0], places[-1][1]) if places else (before, before)
        block = Block(kind, runs, start, end, tuple(self._containers), cell=cell, is_tight=token.hidden)
        self.blocks.append(block)
        return block

    def _extent(self, token: Token) -> tuple[int, int]:
        if token.map is None:
            place = self.blocks[-1].end if self.blocks else 0
            return place, place
        return self._source.line_start(token.map[0]), self._source.line_start(token.map[1])


def _traced(token: Token) -> Traced:
    """Return the traced text of a token; every block rule leaves one."""
    traced: Traced = token.meta["traced"]
    return traced
