"""Markdown source in, displayable values out."""

from __future__ import annotations

from annotator.formats.markdown.coverage import with_everything
from annotator.formats.markdown.flatten import Flattener
from annotator.formats.markdown.parse import parse
from annotator.formats.markdown.tracing import SourceText, Traced
from annotator.formats.markdown.values import Block, BlockKind, OutlineEntry, Rendered, Style
from annotator.formats.markdown.writer import PLAIN, RunWriter


def render(source: str) -> Rendered:
    """Return what a reviewer sees of a Markdown text: all of it, nothing fetched, nothing run.

    A line end inside a paragraph stays a line end: models mean it, and Japanese has no blank to put in its place.
    """
    text = SourceText(source)
    flattener = Flattener(text)
    flattener.walk(parse(text.text))
    blocks = with_everything(text, flattener.blocks, flattener.hidden)
    return Rendered(len(source), tuple(blocks), _outline(blocks), flattener.counts)


def render_plain(source: str, notice: str | None = None) -> Rendered:
    """Return the source as it stands, a block a line; `notice` says why."""
    text = SourceText(source)
    blocks: list[Block] = []
    position = 0
    for line in text.text.split("\n"):
        end = position + len(line)
        writer = RunWriter(text)
        writer.traced(Traced.joined([(line, position, True)]), 0, len(line), PLAIN)
        place = text.offset(position), text.offset(end)
        blocks.append(Block(BlockKind.PARAGRAPH, writer.runs(), *place, is_tight=True))
        position = end + 1
    return Rendered(len(source), tuple(blocks), notice=notice)


def _outline(blocks: list[Block]) -> tuple[OutlineEntry, ...]:
    return tuple(
        OutlineEntry(block.level, "".join(run.text for run in block.runs if Style.SIGN not in run.style), index)
        for index, block in enumerate(blocks)
        if block.kind is BlockKind.HEADING
    )
