"""The formats of blocks and runs: everything a text document is told about how it looks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QTextBlockFormat, QTextCharFormat, QTextOption

from annotator.formats.markdown.values import Alignment, BlockKind, Footnote, ListItem, Quote, Style
from annotator.ui.theme import MIN_PIXELS

if TYPE_CHECKING:
    from annotator.formats.markdown.values import Block, Container, Run
    from annotator.ui.reading.colours import ReadingColours
    from annotator.ui.reading.typeface import Typeface

LINK: Final = "link:"
"""What the name of a link begins with; its number follows. Addresses themselves never reach Qt."""

ITEM_INDENT: Final = 28
QUOTE_INDENT: Final = 20
BOX_PADDING: Final = 10
_MOST_INDENT: Final = 252
_MARKER_GAP: Final = 8
_TIGHT: Final = 3
_CODE_LINE_PERCENT: Final = 125
_HEADING_LINE_PERCENT: Final = 0.85

BOXED: Final = frozenset({BlockKind.CODE, BlockKind.CAPTION, BlockKind.HTML})
"""Blocks that stand on a ground of their own."""

_MONOSPACED: Final = Style.CODE | Style.MATH | Style.HTML
_QUIET: Final = Style.MUTED | Style.LABEL | Style.FOOTNOTE | Style.IMAGE | Style.HTML
_IDEOGRAPHS: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_ALIGNMENTS: Final = {
    Alignment.NONE: Qt.AlignmentFlag.AlignLeft,
    Alignment.LEFT: Qt.AlignmentFlag.AlignLeft,
    Alignment.CENTER: Qt.AlignmentFlag.AlignHCenter,
    Alignment.RIGHT: Qt.AlignmentFlag.AlignRight,
}


def indent(containers: tuple[Container, ...]) -> int:
    """Return how far the text inside `containers` stands from the column's edge."""
    left = sum(QUOTE_INDENT if isinstance(each, Quote) else ITEM_INDENT for each in containers)
    return min(left, _MOST_INDENT)


class Looks:
    """Makes the formats of one text and keeps them: most runs look alike."""

    def __init__(self, typeface: Typeface, colours: ReadingColours) -> None:
        self.typeface = typeface
        self.colours = colours
        self.links: list[str] = []
        self._marker_metrics = QFontMetricsF(typeface.body())
        self._line_percent = typeface.line_percent
        self._body_families = typeface.body().families()
        self._code_families = typeface.code_families()
        self._runs: dict[tuple[object, ...], QTextCharFormat] = {}

    def block(self, block: Block, previous: Block | None, marker: str) -> QTextBlockFormat:
        """Return the format of a block that follows `previous` and begins with the sign `marker`."""
        made = QTextBlockFormat()
        left = indent(block.containers)
        if block.kind in BOXED:
            left += BOX_PADDING
            made.setRightMargin(BOX_PADDING)
        made.setLeftMargin(left)
        made.setTopMargin(self._space(block, previous))
        made.setBottomMargin(self._space_below(block))
        made.setLineHeight(self._height(block), QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if marker:
            width = max(ITEM_INDENT - _MARKER_GAP, self._marker_metrics.horizontalAdvance(marker.strip()) + _MARKER_GAP)
            made.setTextIndent(-width)
            made.setTabPositions([QTextOption.Tab(width, QTextOption.TabType.LeftTab)])
        if block.level:
            made.setHeadingLevel(block.level)
        return made

    def _space(self, block: Block, previous: Block | None) -> float:
        """Return the space above a block."""
        if previous is None:
            return 0.0
        em = self.typeface.body_pixels
        if block.kind is BlockKind.HEADING:
            return em * (1.5 if block.level <= 2 else 1.1)  # noqa: PLR2004 -- the two highest
        if block.kind in BOXED:
            follows_caption = previous.kind is BlockKind.CAPTION
            return _TIGHT if follows_caption else em * 0.7 + BOX_PADDING
        if previous.kind is BlockKind.HEADING:
            return em * 0.4
        is_inside = block.is_tight and previous.list_depth > 0
        return _TIGHT if is_inside or (block.is_tight and not block.containers) else em * 0.7

    def _space_below(self, block: Block) -> float:
        if block.kind is BlockKind.CAPTION or block.kind not in BOXED:
            return 0.0
        return self.typeface.body_pixels * 0.8 + BOX_PADDING

    def _height(self, block: Block) -> float:
        if block.kind in BOXED:
            return _CODE_LINE_PERCENT
        if block.kind is BlockKind.HEADING:
            return self._line_percent * _HEADING_LINE_PERCENT
        return self._line_percent

    def continuation(self, first: QTextBlockFormat) -> QTextBlockFormat:
        """Return the format of a block that goes on where one like `first` was cut."""
        made = QTextBlockFormat(first)
        made.setTopMargin(0)
        made.setTextIndent(0)
        return made

    def cell(self, alignment: Alignment) -> QTextBlockFormat:
        """Return the format of the text in a table cell."""
        made = QTextBlockFormat()
        made.setLineHeight(self._line_percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        made.setAlignment(_ALIGNMENTS[alignment])
        return made

    def run(self, run: Run, block: Block) -> QTextCharFormat:
        """Return the format of a run. Each link gets a name of its own."""
        if run.href is not None:
            made = QTextCharFormat(self._made(run, block))
            self._link(made, run.href)
            return made
        return self._made(run, block)

    def extra(self) -> QTextCharFormat:
        """Return the format of what the pane adds by itself, such as the address of a picture that is not shown."""
        made = QTextCharFormat()
        made.setFontFamilies(self._body_families)
        made.setProperty(QTextCharFormat.Property.FontPixelSize, max(MIN_PIXELS, self.typeface.code_pixels))
        made.setForeground(QBrush(QColor(self.colours.window.quiet)))
        return made

    def _made(self, run: Run, block: Block) -> QTextCharFormat:
        slants = bool(run.style & Style.ITALIC) and not self.typeface.is_japanese and not _IDEOGRAPHS.search(run.text)
        is_header = block.cell is not None and block.cell.row == 0
        key = (run.style, run.code_token, block.kind, block.level, slants, is_header)
        made = self._runs.get(key)
        if made is None:
            made = self._runs[key] = self._new(run, block, slants=slants, is_header=is_header)
        return made

    def _new(self, run: Run, block: Block, *, slants: bool, is_header: bool) -> QTextCharFormat:
        made = QTextCharFormat()
        is_monospaced = bool(run.style & _MONOSPACED) or block.kind in BOXED
        made.setFontFamilies(self._code_families if is_monospaced else self._body_families)
        made.setProperty(QTextCharFormat.Property.FontPixelSize, self._pixels(block, is_monospaced=is_monospaced))
        made.setFontItalic(slants)
        made.setFontWeight(self._weight(run.style, is_bold=bool(block.level) or is_header, slants=slants))
        made.setFontStrikeOut(bool(run.style & Style.STRIKE))
        made.setForeground(QBrush(QColor(self._colour(run, block))))
        if run.style & (Style.LABEL | Style.CODE) and block.kind not in BOXED:
            made.setBackground(QBrush(QColor(self.colours.code_ground)))
        return made

    def _pixels(self, block: Block, *, is_monospaced: bool) -> int:
        size = self.typeface.heading_pixels(block.level) if block.level else self.typeface.body_pixels
        return max(MIN_PIXELS, round(size * 0.9)) if is_monospaced else size

    @staticmethod
    def _weight(style: Style, *, is_bold: bool, slants: bool) -> QFont.Weight:
        if is_bold or style & Style.BOLD:
            return QFont.Weight.Bold
        # Ideographs are never slanted: emphasis is weight.
        return QFont.Weight.DemiBold if style & Style.ITALIC and not slants else QFont.Weight.Normal

    def _colour(self, run: Run, block: Block) -> str:
        token = self.colours.token(run.code_token)
        if token is not None:
            return token
        if run.style & Style.LINK:
            return self.colours.window.accent
        is_quiet = bool(run.style & _QUIET) or block.kind in {BlockKind.CAPTION, BlockKind.LITERAL}
        return self.colours.window.quiet if is_quiet else self.colours.window.text

    def _link(self, made: QTextCharFormat, href: str) -> None:
        made.setAnchor(True)
        made.setAnchorHref(f"{LINK}{len(self.links)}")
        made.setFontUnderline(True)
        self.links.append(href)


def quote_bars(containers: tuple[Container, ...]) -> list[int]:
    """Return where the bars of the quotes in `containers` stand, from the column's edge."""
    bars: list[int] = []
    left = 0
    for each in containers:
        if isinstance(each, Quote) and left < _MOST_INDENT:
            bars.append(left)
        left += QUOTE_INDENT if isinstance(each, Quote) else ITEM_INDENT
    return bars


def marker_of(block: Block) -> str:
    """Return the sign that hangs in front of a block: a bullet, number, box or the label of a note."""
    if not block.runs or not block.containers or Style.SIGN not in block.runs[0].style:
        return ""
    return block.runs[0].text if isinstance(block.containers[-1], ListItem | Footnote) else ""
