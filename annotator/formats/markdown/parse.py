"""The Markdown parser: GitHub's dialect as models write it, nothing turned into HTML, everything traced."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote.index import footnote_ref

from annotator.formats.markdown.blocks import TracedBlockParser
from annotator.formats.markdown.formulas import inline_formula
from annotator.formats.markdown.inline import TracedInlineParser

if TYPE_CHECKING:
    from markdown_it.token import Token

# Deep enough for any list a person can read, far from Python's own recursion limit.
_NESTING_LIMIT = 100
_CORE_RULES = ["block", "inline"]
_BLOCK_RULES = [
    "table", "code", "math_block", "fence", "blockquote", "hr", "list", "footnote_def", "reference", "html_block",
    "heading", "lheading", "paragraph",
]  # fmt: skip
_INLINE_RULES = [
    "text", "newline", "math_inline", "escape", "backticks", "strikethrough", "emphasis", "link", "image",
    "footnote_ref", "autolink", "html_inline", "entity",
]  # fmt: skip
_PAIR_RULES = ["balance_pairs", "strikethrough", "emphasis"]


@cache
def _parser() -> MarkdownIt:
    # "html" makes tags tokens of their own, so that their underscores and stars stay; they are shown as text.
    parser = MarkdownIt("commonmark", {"html": True, "tasklists": True, "maxNesting": _NESTING_LIMIT})
    parser.block = TracedBlockParser()
    parser.inline = TracedInlineParser()
    parser.inline.ruler.before("escape", "math_inline", inline_formula)
    parser.inline.ruler.after("image", "footnote_ref", footnote_ref)
    parser.core.ruler.enableOnly(_CORE_RULES)
    parser.block.ruler.enableOnly(_BLOCK_RULES)
    parser.inline.ruler.enableOnly(_INLINE_RULES)
    parser.inline.ruler2.enableOnly(_PAIR_RULES)
    return parser


def parse(text: str) -> list[Token]:
    """Return the block tokens of a text whose lines all end in a line feed."""
    return _parser().parse(text, {})
