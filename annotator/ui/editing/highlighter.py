"""Light syntax colours for Markdown, laid on in slices so that a long text opens at once."""

from __future__ import annotations

import re
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat
from typing_extensions import override

from annotator.ui.reading.colours import ReadingColours, reading_colours

if TYPE_CHECKING:
    from PySide6.QtGui import QTextBlock, QTextDocument

_SLICE_SECONDS: Final = 0.004
_LONGEST_LINE: Final = 4000
"""A longer line is no prose: it keeps the plain colour, or each key in it would be slow."""

_FENCE: Final = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_HEADING: Final = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_MARKER: Final = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s(?:\[[ xX]\]\s)?|\s{0,3}>[ >]*")
_RULE: Final = re.compile(r" {0,3}(?:[-*_]\s*){3,}$")
_INLINE: Final = re.compile(
    r"(?P<code>`+)(?!`).+?(?<!`)(?P=code)(?!`)"
    r"|(?P<strong>\*\*|__)(?=\S).+?(?<=\S)(?P=strong)"
    r"|(?<![\w*])(?P<emphasis>[*_])(?=[^\s*_]).+?(?<=[^\s*_])(?P=emphasis)(?![\w*])"
    r"|(?P<struck>~~)(?=\S).+?(?<=\S)~~"
    r"|(?P<link>!?\[)[^\]\n]*\]\([^)\n]*\)"
)
_UNSEEN, _PROSE, _CODE = -1, 0, 1


class MarkdownHighlighter(QSyntaxHighlighter):
    """Colours headings, emphasis, code, lists, quotes and links. What is not reached yet stays plain for a moment."""

    def __init__(self, document: QTextDocument, *, is_slanted: bool = True) -> None:
        super().__init__(document)
        self._formats = _formats(reading_colours(), is_slanted=is_slanted)
        self._is_resting = False
        self._next = 0
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_done(self) -> bool:
        """Whether the whole text has its colours."""
        return not self._timer.isActive()

    def rest(self) -> None:
        """Colour nothing: a text is about to be put in."""
        self._timer.stop()
        self._is_resting = True

    def colour_again(self, *, is_slanted: bool) -> None:
        """Colour the whole text, slice by slice: it is new, or the scheme has changed.

        Args:
            is_slanted: whether emphasis is slanted; Japanese has no slanted type.
        """
        self._formats = _formats(reading_colours(), is_slanted=is_slanted)
        self._is_resting = False
        self._next = 0
        self._timer.start()

    @Slot()
    def _go_on(self) -> None:
        end = perf_counter() + _SLICE_SECONDS
        block = self.document().findBlockByNumber(self._next)
        while block.isValid() and perf_counter() < end:
            self.rehighlightBlock(block)
            block = block.next()
        self._next = block.blockNumber()
        if not block.isValid():
            self._timer.stop()

    @override
    def highlightBlock(self, text: str) -> None:
        if self._is_resting:
            self.setCurrentBlockState(_PROSE)  # a state for each block now, or the first fence would reach to the end
            return
        was_code = self.previousBlockState() == _CODE
        is_fence = _FENCE.match(text) is not None
        self.setCurrentBlockState(_CODE if was_code is not is_fence else _PROSE)
        if was_code or is_fence:
            self.setFormat(0, _units(text), self._formats["code"])
        elif len(text) <= _LONGEST_LINE:
            self._colour_prose(text)

    def _colour_prose(self, text: str) -> None:
        if _HEADING.match(text):
            self.setFormat(0, _units(text), self._formats["heading"])
        elif _RULE.match(text):
            self.setFormat(0, _units(text), self._formats["marker"])
            return
        elif marker := _MARKER.match(text):
            self.setFormat(0, _units(marker.group()), self._formats["marker"])
        shift = 0 if text.isascii() else None
        for found in _INLINE.finditer(text):
            start = found.start() if shift == 0 else _units(text[: found.start()])
            self.setFormat(start, _units(found.group()), self._formats[found.lastgroup or "code"])


def block_is_coloured(block: QTextBlock) -> bool:
    """Return whether a block has any colour of its own."""
    return bool(block.layout().formats())


def _units(text: str) -> int:
    """Return the length of a text as Qt counts it, in UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _formats(colours: ReadingColours, *, is_slanted: bool) -> dict[str, QTextCharFormat]:
    window = colours.window
    made = {name: QTextCharFormat() for name in ("heading", "code", "strong", "emphasis", "struck", "link", "marker")}
    made["heading"].setFontWeight(QFont.Weight.Bold)
    made["heading"].setForeground(QColor(window.accent))
    made["code"].setBackground(QColor(colours.code_ground))
    made["code"].setForeground(QColor(colours.token("Keyword") or window.text))
    made["strong"].setFontWeight(QFont.Weight.Bold)
    if is_slanted:
        made["emphasis"].setFontItalic(True)
    else:
        made["emphasis"].setFontUnderline(True)
    made["struck"].setForeground(QColor(window.quiet))
    made["link"].setForeground(QColor(window.accent))
    made["marker"].setForeground(QColor(window.quiet))
    made["marker"].setFontWeight(QFont.Weight.Bold)
    return made
