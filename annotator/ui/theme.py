"""The colours, fonts and the small style sheet of the window, light and dark.

Colours are named by what they are for. Red and green belong to marks and verdicts alone and always come with a sign.
Every text colour reaches WCAG AA (4.5:1) on the grounds it is used on; tests/ui/test_theme.py calculates it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from string import Template
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from annotator.ui.assessment import look as assessment

MIN_PIXELS: Final = 12
"""No text is smaller than this."""

_DARK_BELOW: Final = 128
_DEFAULT_PIXELS: Final = 13


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one scheme, as #rrggbb."""

    paper: str  # behind texts that are read
    chrome: str  # behind bars and lists
    border: str
    control_border: str  # 3:1 on paper and chrome: it alone shows where a field is
    text: str
    quiet: str  # secondary text
    accent: str
    on_accent: str
    chosen: str  # ground of the current row or a chosen answer
    hover: str
    passed: str
    passed_ground: str
    failed: str
    failed_ground: str
    flagged: str
    selection: str


LIGHT: Final = Colours(
    paper="#ffffff",
    chrome="#f7f9fc",
    border="#dde2e8",
    control_border="#868e98",
    text="#1c2127",
    quiet="#565e68",
    accent="#0b57d0",
    on_accent="#ffffff",
    chosen="#e6effd",
    hover="#eef2f7",
    passed="#146c2e",
    passed_ground="#e4f4e8",
    failed="#b3261e",
    failed_ground="#fdecea",
    flagged="#7a5200",
    selection="#c9dcfb",
)

DARK: Final = Colours(
    paper="#1b1d21",
    chrome="#23262b",
    border="#3a3e45",
    control_border="#7d858f",
    text="#e6e8eb",
    quiet="#a9b0ba",
    accent="#8ab4f8",
    on_accent="#0d1b30",
    chosen="#2b3a52",
    hover="#2d3138",
    passed="#7bd88f",
    passed_ground="#1d3626",
    failed="#ff9b92",
    failed_ground="#452422",
    flagged="#f0c36d",
    selection="#3b5a8c",
)

_in_use: list[Colours] = []
"""The scheme that `apply` chose last; empty before."""

_SHEET: Final = Template("""
QToolTip { color: $text; background: $chrome; border: 1px solid $border; padding: 3px; }
QMainWindow, QDialog { background: $chrome; }
QMenuBar { background: $chrome; color: $text; padding: 2px 4px; }
QMenuBar::item { padding: 3px 8px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $chosen; }
QSplitter::handle { background: $border; }
QSplitter::handle:hover, QSplitter::handle:focus { background: $accent; }
#top_bar, #queue_pane, #pane_header, #folded_strip { background: $chrome; }
#top_bar { border-bottom: 1px solid $border; }
#pane_header { border-bottom: 1px solid $border; }
#study_name, #paneTitle { font-weight: 600; color: $text; }
#job_title { background: $paper; color: $text; }
#quiet { color: $quiet; }
#refusal { color: $flagged; font-weight: 600; }
#criterion_strip { background: $chosen; }
#recheck_strip { background: $chrome; border-bottom: 1px solid $border; }
#criterion_strip QLabel { color: $text; }
QLabel#keyBadge { color: $quiet; background: $paper; border: 1px solid $border; border-radius: 3px; padding: 0 4px; }
QToolButton#link { color: $accent; background: transparent; border: 1px solid transparent; border-radius: 4px;
  padding: 1px 4px; }
QToolButton#link:hover { background: $hover; }
QToolButton#link:focus { border-color: $accent; }
QToolButton#link::menu-indicator { image: none; }
QToolButton#pane_tab { color: $quiet; background: transparent; border: 1px solid transparent; padding: 3px 6px 2px 6px;
  border-bottom: 2px solid transparent; }
QToolButton#pane_tab:checked { color: $accent; font-weight: 600; border-bottom: 2px solid $accent; }
QToolButton#pane_tab:focus { border: 1px solid $accent; border-bottom: 2px solid $accent; border-radius: 3px; }
QCheckBox::indicator:unchecked, QListView::indicator:unchecked { background: $paper;
  border: 1px solid $control_border; border-radius: 3px; width: 12px; height: 12px; }
QLineEdit { background: $paper; color: $text; border: 1px solid $control_border; border-radius: 4px; padding: 3px 6px;
  selection-background-color: $selection; selection-color: $text; }
QLineEdit:focus { border: 2px solid $accent; padding: 2px 5px; }
#notice { background: $paper; border: 1px solid $control_border; border-left: 4px solid $accent; }
#notice[trouble="true"] { border: 2px solid $failed; }
#notice QLabel { color: $text; }
#queue_pane QTableView { background: $chrome; border: none; outline: none; selection-background-color: transparent; }
#welcome, #welcome QWidget#welcome_page { background: $chrome; }
#tour_card { background: $paper; border: 2px solid $accent; border-radius: 8px; }
#welcomeTitle { font-size: 20px; font-weight: 600; color: $text; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $control_border; border-radius: 4px; border: 2px solid transparent; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $border; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $quiet; border-radius: 3px; }
""")


def colours() -> Colours:
    """Return the colours of the scheme in use."""
    return DARK if is_dark() else LIGHT


def is_dark() -> bool:
    """Return whether the window is dark now."""
    return _in_use[-1] is DARK if _in_use else _has_dark_palette()


def _has_dark_palette() -> bool:
    return QApplication.palette().color(QPalette.ColorRole.Base).lightness() < _DARK_BELOW


def system_is_dark() -> bool:
    """Return whether the system asks for a dark window."""
    return QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def apply(choice: str) -> None:
    """Colour the program.

    Args:
        choice: "light", "dark", or "system" for what the system asks for.
    """
    dark = choice == "dark" or (choice == "system" and system_is_dark())
    chosen = DARK if dark else LIGHT
    _in_use[:] = [chosen]  # whatever paints asks for it: the palette would take long
    QApplication.setPalette(_palette(chosen))
    sheet = Template(_SHEET.template + assessment.SHEET).substitute(
        {field.name: getattr(chosen, field.name) for field in fields(chosen)}
    )
    application = QApplication.instance()
    if isinstance(application, QApplication) and application.styleSheet() != sheet:
        application.setStyleSheet(sheet)


def use_fonts(language: str) -> None:
    """Set the window's font: the system's own, with a Japanese family named after it, never below the least size."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    installed = set(QFontDatabase.families())
    japanese = [family for family in japanese_families() if family in installed][:1]
    own = [family for family in system_families() if family not in japanese]
    # A Latin system font stays first in English; in Japanese the Japanese one leads, or kana and kanji would not match.
    font.setFamilies([*japanese, *own] if language == "ja" else [*own, *japanese])
    font.setPixelSize(max(_DEFAULT_PIXELS, QFont(font).pixelSize(), MIN_PIXELS))
    QApplication.setFont(font)


def system_families() -> tuple[str, ...]:
    """Return the families of the system's font by the names they are installed under.

    Without a desktop the system answers "Sans Serif", an alias of fontconfig's: in a list of families Qt passes it
    over, and the next one, the Japanese one, would set English too.
    """
    families = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).families()
    if sys.platform in {"win32", "darwin"}:
        return tuple(families)
    return tuple(QFontInfo(QFont(family)).family() for family in families)


def japanese_families() -> tuple[str, ...]:
    """Return the Japanese font families to look for on this platform, the best first."""
    linux = ("Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic", "VL PGothic", "VL Gothic", "TakaoPGothic")
    known = {
        "win32": ("Yu Gothic UI", "Meiryo", "MS PGothic"),
        "darwin": ("Hiragino Sans", "Hiragino Kaku Gothic ProN"),
    }
    return (*known.get(sys.platform, ()), *linux)


def _palette(scheme: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for names, colour in (
        ((role.Window, role.Button, role.AlternateBase, role.ToolTipBase, role.Midlight), scheme.chrome),
        ((role.Base, role.Light), scheme.paper),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText), scheme.text),
        ((role.PlaceholderText,), scheme.quiet),
        ((role.Mid, role.Dark), scheme.control_border),
        ((role.Shadow,), scheme.border),
        ((role.Highlight,), scheme.selection),
        ((role.HighlightedText,), scheme.text),
        ((role.Link, role.LinkVisited, role.Accent), scheme.accent),
    ):
        for name in names:
            palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(scheme.control_border))
    return palette
