"""Nothing stays hidden: source that no run shows is shown as it is, at its place."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from annotator.formats.markdown.tracing import Traced
from annotator.formats.markdown.values import Block, BlockKind, Style
from annotator.formats.markdown.writer import Look, RunWriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.formats.markdown.tracing import SourceText

# What Markdown itself is made of; a gap of nothing else lost no words.
_MARKUP = frozenset("#*_~`>-+=|:.()[]{}<>\"'\\!^&;/, \t\r\n")
_LOOK = Look(Style.MUTED)


def with_everything(source: SourceText, blocks: list[Block], hidden: Sequence[tuple[int, int]]) -> list[Block]:
    """Return `blocks` and, between them, literal blocks for what they do not show.

    Args:
        source: the whole text.
        blocks: in the order of the source.
        hidden: ranges of the source text that are markup although they hold words (link targets, list numbers).
    """
    literals = [_literal(source, start, end) for start, end in _gaps(source, blocks, hidden)]
    if not literals:
        return blocks
    merged = list(blocks)
    for literal in reversed(literals):
        merged.insert(_place(blocks, literal.start), literal)
    return merged


def _gaps(source: SourceText, blocks: list[Block], hidden: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Return the uncovered ranges of the source that hold more than markup."""
    covered = [(run.start, run.end) for block in blocks for run in block.runs if run.start is not None]
    covered += [(source.offset(start), source.offset(end)) for start, end in hidden]
    reached = 0
    for start, end in [*sorted((start, end or start) for start, end in covered), (len(source.source),) * 2]:
        if start > reached:
            gap = source.source[reached:start]
            if not _MARKUP.issuperset(gap) and not gap.isspace():
                yield _stripped(gap, reached)
        reached = max(reached, end)


def _stripped(gap: str, start: int) -> tuple[int, int]:
    """Return the range of a gap without the blanks around it and the line ends before it."""
    words = gap.strip(" \t\r\n")
    first = start + len(gap) - len(gap.lstrip(" \t\r\n"))
    return first, first + len(words)


def _literal(source: SourceText, start: int, end: int) -> Block:
    writer = RunWriter(source)
    first, last = source.position(start), source.position(end)
    writer.traced(Traced.joined([(source.text[first:last], first, True)]), 0, last - first, _LOOK)
    return Block(BlockKind.LITERAL, writer.runs(), start, end)


def _place(blocks: list[Block], start: int) -> int:
    """Return where in `blocks` a literal that begins at `start` belongs; never inside a table or behind a caption."""
    index = bisect_left(blocks, start, key=lambda block: block.start)
    while 0 < index < len(blocks) and _belongs_to_previous(blocks[index - 1], blocks[index]):
        index += 1
    return index


def _belongs_to_previous(previous: Block, block: Block) -> bool:
    if previous.kind is BlockKind.CAPTION:
        return True
    return previous.cell is not None and block.cell is not None and previous.cell.table_id == block.cell.table_id
