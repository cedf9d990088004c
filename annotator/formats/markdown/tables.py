"""Table cells with their places. Cells beyond the header's count, which Markdown drops, are kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from annotator.formats.markdown.tracing import Traced

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_BLANKS = " \t"
_PIPE = re.compile(r"\|")
_Part = tuple[str, int, bool]


def trace_cells(state: StateBlock, first_token: int) -> None:
    """Give the cells of the table whose tokens begin at `first_token` their texts with places."""
    tokens = state.tokens[first_token:]
    del state.tokens[first_token:]
    cells: list[Traced] = []
    column = 0
    for token in tokens:
        if token.type == "tr_open":
            cells, column = _cells(state, (token.map or [0])[0]), 0
        elif token.type == "inline":
            _fill(token, cells[column] if column < len(cells) else None)
            column += 1
        elif token.type == "tr_close":
            for surplus in cells[column:]:
                state.tokens.extend(_surplus_cell(surplus))
        state.tokens.append(token)


def _fill(token: Token, cell: Traced | None) -> None:
    token.content = cell.text if cell else ""
    token.meta["traced"] = cell or Traced.joined([])


def _surplus_cell(cell: Traced) -> list[Token]:
    inline = Token("inline", "", 0, children=[])
    _fill(inline, cell)
    return [Token("td_open", "td", 1), inline, Token("td_close", "td", -1)]


def _cells(state: StateBlock, line: int) -> list[Traced]:
    """Split a row as the parser does: at every pipe without a backslash before it."""
    start, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    row = state.src[start:end].rstrip(_BLANKS)
    columns: list[list[_Part]] = [[]]
    done = 0
    for match in _PIPE.finditer(row):
        position = match.start()
        if position and row[position - 1] == "\\":
            columns[-1].append((row[done : position - 1], start + done, True))
            done = position
        else:
            columns[-1].append((row[done:position], start + done, True))
            columns.append([])
            done = position + 1
    columns[-1].append((row[done:], start + done, True))
    cells = [Traced.joined(parts) for parts in columns]
    if cells and not cells[0].text:
        cells.pop(0)
    if cells and not cells[-1].text:
        cells.pop()
    return [cell.trimmed() for cell in cells]
