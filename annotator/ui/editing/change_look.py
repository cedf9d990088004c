"""What changed words look like: never told apart by colour alone."""

from __future__ import annotations

from PySide6.QtGui import QColor, QTextCharFormat

from annotator.domain.textdiff import ChangeKind
from annotator.ui.theme import colours


def change_formats() -> dict[ChangeKind, QTextCharFormat]:
    """Return the look of each kind. Red and green belong to marks and the verdict, so a change has other colours."""
    scheme = colours()
    plain, removed, inserted = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
    plain.setForeground(QColor(scheme.text))
    removed.setForeground(QColor(scheme.flagged))
    removed.setFontStrikeOut(True)
    inserted.setForeground(QColor(scheme.accent))
    inserted.setBackground(QColor(scheme.chosen))
    inserted.setFontUnderline(True)
    return {ChangeKind.EQUAL: plain, ChangeKind.REMOVED: removed, ChangeKind.INSERTED: inserted}


def place_format() -> QTextCharFormat:
    """Return the look of a passage that the review marked and the edit left as it was."""
    made = QTextCharFormat()
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    made.setUnderlineColor(QColor(colours().quiet))
    return made
