"""TeX formulas, in dollars or in escaped brackets, keep every backslash and underscore.

GitHub's dialect knows the first two, models write all four. What merely looks like one
(prices, escaped brackets) is left to the other rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.formats.markdown.tracing import cut_lines

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_DOLLAR = re.compile(r"\$(?![\s$])(?:\\.|[^$\\`])+?(?<!\s)\$(?![\d$])", re.DOTALL)
_DOUBLE_DOLLAR = re.compile(r"\$\$(?!\$)(?:\\.|[^$\\])+?\$\$(?!\$)", re.DOTALL)
_CLOSERS = {"\\(": "\\)", "\\[": "\\]"}
_INLINE_LIMIT = 4000
_LINE_LIMIT = 200
_SIGNS = re.compile(r"[\\^_={}+*/<>|&\d]")
_SHORT = 3
_TAIL = re.compile(r"[ \t]*[.,;:。、]?[ \t]*\Z")


def inline_formula(state: StateInline, silent: bool) -> bool:
    """Take a formula that stands in a line."""
    end = _formula_end(state)
    if end is None:
        return False
    if not silent:
        token = state.push("math_inline", "", 0)
        token.content = state.src[state.pos : end]
    state.pos = end
    return True


def _formula_end(state: StateInline) -> int | None:
    text, start = state.src, state.pos
    end: int | None = None
    if text[start] == "$":
        if start and text[start - 1] == "$":
            return None
        match = _DOUBLE_DOLLAR.match(text, start) or _DOLLAR.match(text, start)
        end = match.end() if match and match.end() - start <= _INLINE_LIMIT else None
    elif (closer := _CLOSERS.get(text[start : start + 2])) and state.html_terminator_last(closer) > start:
        end = _bracket_end(text, start, closer)
    return end if end is not None and end <= state.posMax else None


def _bracket_end(text: str, start: int, closer: str) -> int | None:
    """Return where a bracketed formula ends; `None` if the brackets are just escaped brackets."""
    found = text.find(closer, start + 2, start + _INLINE_LIMIT)
    if found < 0 or text[found + 2 : found + 3] in {"(", "["}:
        return None
    return found + 2 if _looks_like_formula(text[start + 2 : found]) else None


def _looks_like_formula(content: str) -> bool:
    content = content.strip()
    return bool(content) and (len(content) <= _SHORT or "\n" in content or _SIGNS.search(content) is not None)


def block_formula(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Take a formula that has its lines for itself."""
    if state.is_code_block(start_line):
        return False
    begin = state.bMarks[start_line] + state.tShift[start_line]
    opener = state.src[begin : begin + 2]
    if opener not in {"$$", "\\["}:
        return False
    last = _last_line(state, start_line, end_line, opener)
    if last is None:
        return False
    if silent:
        return True
    state.line = last + 1
    token = state.push("math_block", "", 0)
    token.map = [start_line, state.line]
    token.meta["traced"] = cut_lines(state, start_line, state.line, state.blkIndent).trimmed()
    return True


def _last_line(state: StateBlock, start_line: int, end_line: int, opener: str) -> int | None:
    """Return the line that closes the formula, which must hold nothing behind it."""
    closer = _CLOSERS.get(opener, "$$")
    begin = state.bMarks[start_line] + state.tShift[start_line] + 2
    content: list[str] = []
    for line in range(start_line, min(end_line, start_line + _LINE_LIMIT)):
        if line > start_line:
            if state.sCount[line] < state.blkIndent or state.isEmpty(line):
                return None
            begin = state.bMarks[line] + state.tShift[line]
        text = state.src[begin : state.eMarks[line]]
        found = text.find(closer)
        if found >= 0:
            content.append(text[:found])
            is_formula = opener == "$$" or _looks_like_formula("\n".join(content))
            return line if is_formula and _TAIL.match(text, found + 2) else None
        content.append(text)
    return None
