r"""What an editor shows of a text, and the way back to the exact text.

Measured with QPlainTextEdit of Qt 6.11 (`setPlainText`, then `document().toRawText()`):

- "\n", "\r\n", "\r", U+2029, U+FDD0 and U+FDD1 all become a paragraph separator, U+2029. Which one it was is
  lost; `from_editor` takes it from the original.
- A lone surrogate vanishes, and U+FFFE at the start of a text swaps the bytes of all of it. Both are shown as U+FFFD
  and restored as long as their line is not edited.
- U+FEFF at the start of a text (a byte order mark) vanishes: it is not shown, and put back.
- U+2028 stays what it is and breaks the line on the screen. Shift+Enter types it too, so it is ambiguous: in a text
  that had none it is taken for a newline.
- NUL, "\v", "\f", U+001C-U+001E, U+0085, NBSP, U+FFFC and every other character come back as they are. That
  holds for `toRawText()`; `toPlainText()` turns NBSP into a space and U+2028 into "\n", so it must not be used.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from annotator.domain.tokendiff import EqualRun, equal_runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SEPARATOR: Final = re.compile("(\r\n|[\n\r\u2029\ufdd0\ufdd1])")
_UNSHOWN: Final = re.compile("[\ud800-\udfff\ufffe]")
BYTE_ORDER_MARK: Final = "\ufeff"
_LINE_SEPARATOR: Final = "\u2028"
_REPLACEMENT: Final = "\ufffd"
_NEIGHBOURS: Final = 2
"""Lines before and after a changed stretch whose newlines a new line follows."""


class Line(NamedTuple):
    """A line as it was, and what ended it: nothing after the last one."""

    text: str
    separator: str


def to_editor(text: str) -> str:
    r"""Return the text as an editor shows it: every newline as "\n", what Qt cannot show as U+FFFD or left out."""
    return shown_line(text.lstrip(BYTE_ORDER_MARK))


def from_editor(original: str, edited: str) -> str:
    r"""Return the exact text of what an editor holds that was opened with `to_editor(original)`.

    Lines that were not changed come back exactly, with the newline that ended them; a changed line keeps its newline;
    new lines take the kind that prevails around them. An unchanged text comes back as it was.

    Args:
        original: the text before the edit, exact.
        edited: the editor's raw text (`document().toRawText()`), with U+2029 or "\n" between lines.
    """
    body = original.lstrip(BYTE_ORDER_MARK)
    text = shown_line(edited)
    if _LINE_SEPARATOR not in original:
        text = text.replace(_LINE_SEPARATOR, "\n")
    shown = shown_line(body)
    if text == shown:
        return original
    if text and shown != body:
        text = _joined(restored(lines_of(body), text.split("\n")))
    return original[: len(original) - len(body)] + text if text else ""


def shown_line(text: str) -> str:
    r"""Return what an editor shows of a line, or of a text that does not begin with a byte order mark."""
    return _UNSHOWN.sub(_REPLACEMENT, _SEPARATOR.sub("\n", text))


def lines_of(text: str) -> list[Line]:
    """Return a text as its lines, whatever ends them; an empty text has one."""
    pieces = [*_SEPARATOR.split(text), ""]
    return [Line(content, separator) for content, separator in zip(pieces[::2], pieces[1::2], strict=True)]


def restored(before: Sequence[Line], now: Sequence[str]) -> Iterator[Line]:
    """Yield edited lines as they were, where they were, each with a separator, the last one too.

    Args:
        before: the lines before the edit, exact.
        now: the lines as the editor shows them now.
    """
    usual = _prevailing(before, "\n")
    at_old = at_new = 0
    end = EqualRun(len(before), len(now), 0)
    for run in (*equal_runs([shown_line(line.text) for line in before], now), end):
        around = before[max(0, at_old - _NEIGHBOURS) : run.old + _NEIGHBOURS]
        yield from _changed(before[at_old : run.old], now[at_new : run.new], _prevailing(around, usual))
        kept = before[run.old : run.old + run.length]
        yield from (Line(line.text, line.separator or usual) for line in kept)
        at_old, at_new = run.old + run.length, run.new + run.length


def _changed(before: Sequence[Line], now: Sequence[str], usual: str) -> Iterator[Line]:
    """Yield edited lines: as many as before keep their separators one by one, else only the last one does."""
    if len(before) == len(now):
        yield from (Line(text, line.separator or usual) for line, text in zip(before, now, strict=True))
        return
    for at, text in enumerate(now, start=1):
        last = before[-1].separator if before and at == len(now) else ""
        yield Line(text, last or usual)


def _prevailing(lines: Sequence[Line], otherwise: str) -> str:
    """Return the separator that most of the lines have."""
    kinds = Counter(line.separator for line in lines if line.separator)
    return kinds.most_common(1)[0][0] if kinds else otherwise


def _joined(lines: Iterator[Line]) -> str:
    r"""Return the lines as a text; the last one's separator is left out.

    After a line that ends with "\r" an empty line must not end with "\n": the two would read as one newline.
    """
    pieces: list[str] = []
    previous = ""
    for text, separator in lines:
        previous = "\r" if (previous, text, separator) == ("\r", "", "\n") else separator
        pieces += (text, previous)
    return "".join(pieces[:-1])
