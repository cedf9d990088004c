"""Block rules that note where the text of their tokens stands in the source.

Each rule runs the original and then, with the state's line marks still as the rule saw
them, cuts the same lines once more with their places: `meta["traced"]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from markdown_it import rules_block
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.footnote.index import footnote_def
from typing_extensions import override

from annotator.formats.markdown.formulas import block_formula
from annotator.formats.markdown.tables import trace_cells
from annotator.formats.markdown.tracing import Traced, cut, cut_lines

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

TRACED = "traced"
_CODE_INDENT = 4
# The rules' signature is the parser's: (state, first line, line behind the last, only ask).


class TracedBlockState(StateBlock):
    """Notes where list markers stand: their digits are markup, not missing text."""

    @override
    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        if ttype == "list_item_open":
            # Not in `meta`, which the list rule replaces for tasks.
            token.attrs["at"] = self.bMarks[self.line] + self.tShift[self.line]
        return token


class TracedBlockParser(ParserBlock):
    """The usual block parser with the rules of this module."""

    def __init__(self) -> None:
        super().__init__()
        self.ruler.at("paragraph", _paragraph)
        self.ruler.at("lheading", _underlined_heading)
        self.ruler.at("heading", _heading, {"alt": ["paragraph", "reference", "blockquote"]})
        self.ruler.at("code", _indented_code)
        interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
        self.ruler.at("fence", _fence, interrupts)
        self.ruler.at("html_block", _html, {"alt": ["paragraph", "reference", "blockquote"]})
        self.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
        self.ruler.before("reference", "footnote_def", _footnote, {"alt": ["paragraph", "reference"]})
        self.ruler.before(
            "fence", "math_block", block_formula, {"alt": ["paragraph", "reference", "blockquote", "list"]}
        )

    @override
    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> list[Token] | None:
        if not src:
            return None
        state = TracedBlockState(src, md, env, outTokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens


def _set(token: Token, traced: Traced) -> None:
    token.meta[TRACED] = traced
    token.content = traced.text


def _paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    taken = rules_block.paragraph(state, start, end, silent)
    if taken and not silent:
        _set(state.tokens[-2], cut_lines(state, start, state.line, state.blkIndent).trimmed())
    return taken


def _underlined_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    taken = rules_block.lheading(state, start, end, silent)
    if taken and not silent:
        _set(state.tokens[-2], cut_lines(state, start, state.line - 1, state.blkIndent).trimmed())
    return taken


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    taken = rules_block.heading(state, start, end, silent)
    if taken and not silent:
        token = state.tokens[-2]
        first = state.skipSpaces(state.bMarks[start] + state.tShift[start] + len(state.tokens[-3].markup))
        # The parser strips wide spaces too: they are put back in front, where the words begin.
        found = state.src.find(token.content, first, state.eMarks[start]) if token.content else first
        _set(token, cut(state, first if token.content else found, found + len(token.content)))
    return taken


def _indented_code(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    taken = rules_block.code(state, start, end, silent)
    if taken and not silent:
        _set(state.tokens[-1], cut_lines(state, start, state.line, _CODE_INDENT + state.blkIndent))
    return taken


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    taken = rules_block.fence(state, start, end, silent)
    if taken and not silent:
        token = state.tokens[-1]
        lines = cut_lines(state, start + 1, state.line, state.sCount[start])
        if lines.text.removesuffix("\n") != token.content.removesuffix("\n"):
            lines = cut_lines(state, start + 1, state.line - 1, state.sCount[start])
        _set(token, lines)
        info = state.bMarks[start] + state.tShift[start] + len(token.markup)
        token.meta["info"] = cut(state, info, state.eMarks[start]).trimmed()
    return taken


def _html(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    taken = rules_block.html_block(state, start, end, silent)
    if taken and not silent:
        _set(state.tokens[-1], cut_lines(state, start, state.line, state.blkIndent))
    return taken


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    known = len(state.tokens)
    taken = rules_block.table(state, start, end, silent)
    if taken and not silent:
        trace_cells(state, known)
    return taken


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    known = len(state.tokens)
    place = state.bMarks[start] + state.tShift[start]
    taken = footnote_def(state, start, end, silent)
    if taken and not silent:
        state.tokens[known].meta["at"] = place
    return taken
