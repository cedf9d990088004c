"""Tables of the report. One that is wider than a sheet of paper is whole on a screen and in parts on paper."""

from __future__ import annotations

import math
import re
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.workflow.results.pages.values import Line, Table

WIDEST_ON_PAPER: Final = 10
"""Columns beside the first ones that a sheet of A4, laid across, has room for."""

STYLE: Final = """
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .84rem; margin: .4rem 0 1rem; }
th, td { border-bottom: 1px solid #dde2e8; padding: .3rem .55rem; text-align: right; vertical-align: top; }
th.word, td.word { text-align: left; }
td { font-variant-numeric: tabular-nums; }
td span { white-space: nowrap; }
tr.small td { color: #6a727c; }
@media screen { .part { display: none; } }
@media print {
  .whole { display: none; } .wide { overflow: visible; }
  table { font-size: 7.5pt; line-height: 1.45; } table, tr { break-inside: avoid; }
  th, td { min-width: 4.5em; padding: .2rem .4rem; }
}
"""
"""Keeps a small table on one page; the heading of one that is longer than a page is repeated by the browser."""

_RANGE: Final = re.compile(r"\S*\d–\S*")
"""An interval, which may not be broken at its dash."""


def table_html(table: Table) -> Iterator[str]:
    """Yield a table that has lines: whole, and in parts that repeat the first columns if it is wide."""
    every = range(len(table.columns))
    parts = _parts(table)
    if len(parts) == 1:
        yield _html("wide", table, every)
        return
    yield _html("wide whole", table, every)
    for part in parts:
        yield _html("part", table, [*every[: table.words], *part])


def _parts(table: Table) -> list[Sequence[int]]:
    """Return the columns beside the first ones in parts of like size."""
    numbers = range(table.words, len(table.columns))
    size = math.ceil(len(numbers) / math.ceil(len(numbers) / WIDEST_ON_PAPER)) if numbers else 1
    return [numbers[at : at + size] for at in range(0, len(numbers), size)] or [numbers]


def _html(style: str, table: Table, shown: Sequence[int]) -> str:
    heads = "".join(_cell("th", escape(table.columns[at]), is_word=at < table.words) for at in shown)
    rows = "".join(_row(line, table, shown) for line in table.lines)
    return f'<div class="{style}"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'


def _row(line: Line, table: Table, shown: Sequence[int]) -> str:
    cells = "".join(_cell("td", _unbroken(line.cells[at]), is_word=at < table.words) for at in shown)
    style = ' class="small"' if line.is_small else ""
    return f"<tr{style}>{cells}</tr>"


def _unbroken(text: str) -> str:
    """Return a cell's text as HTML in which neither an interval nor a number and its sign are parted."""
    return _RANGE.sub(lambda found: f"<span>{found.group()}</span>", escape(text).replace(" %", "&nbsp;%"))


def _cell(kind: str, html: str, *, is_word: bool) -> str:
    return f'<{kind} class="word">{html}</{kind}>' if is_word else f"<{kind}>{html}</{kind}>"
